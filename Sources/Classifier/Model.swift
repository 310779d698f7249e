/// The columns of the weight table, and what a text scores in them.
enum Column: Int {
    case request, fix, feature, question, approval, billing, incident

    /// One more than there are, so that a row is eight bytes and stands in one cache line.
    static let count = 8
    static let kinds: [Column] = [.fix, .feature, .question, .approval, .billing]
}

/// The trained weights, with the calibration and thresholds that belong to them. Immutable and free to share.
public struct Model: Sendable {
    let shape: FeatureShape
    let cues: CueLexicon
    /// The file itself; the weights are read where they lie: row by row, `Column.count` signed bytes a bucket.
    public let bytes: [UInt8]
    let weightsStart: Int
    /// What one step of a weight is worth, `Column.count` a block.
    let scales: [Float]
    /// `Column.count` a language, in the order of `Language.allCases`.
    let biases: [Float]
    /// What scores are multiplied by before they become probabilities: request or not, kind, incident.
    let sharpness: [Float]
    /// Least confidence at which a label is decided, in the order of `Label.allCases`.
    let thresholds: [Float]

    /// Raw scores in every column, before calibration.
    func scores(_ vector: FeatureVector, language: Language) -> SIMD8<Float> {
        let base = (Language.allCases.firstIndex(of: language) ?? 0) * Column.count
        var total = Self.row(biases, base)
        var position = 0
        for block in 0..<shape.blockCount {
            let end = UInt32((block + 1) * shape.blockSize)
            var sums = SIMD8<Float>(repeating: 0)
            while position < vector.indices.count, vector.indices[position] < end {
                sums += weightRow(vector.indices[position]) * vector.values[position]
                position += 1
            }
            total += sums * Self.row(scales, block * Column.count)
        }
        return total
    }

    @inline(__always)
    private func weightRow(_ index: UInt32) -> SIMD8<Float> {
        let row = weightsStart + Int(index) * Column.count
        let span = bytes.span
        let raw = SIMD8<UInt8>(
            span[row], span[row + 1], span[row + 2], span[row + 3], span[row + 4], span[row + 5], span[row + 6],
            span[row + 7])
        return SIMD8<Float>(SIMD8<Int8>(truncatingIfNeeded: raw))
    }

    /// What one occurrence of a feature adds to a choice, where `direction` says how the columns of its block count.
    @inline(__always)
    func pull(_ index: UInt32, _ direction: SIMD8<Float>) -> Float {
        (weightRow(index) * direction).sum()
    }

    /// A direction with the scales of a block worked in.
    func scaled(_ direction: SIMD8<Float>, _ block: FeatureBlock) -> SIMD8<Float> {
        direction * Self.row(scales, block.rawValue * Column.count)
    }

    private static func row(_ values: [Float], _ base: Int) -> SIMD8<Float> {
        var row = SIMD8<Float>(repeating: 0)
        for column in 0..<Column.count { row[column] = values[base + column] }
        return row
    }

    /// The probability of every label, in the order of `Label.allCases`; they add up to 1.
    func probabilities(_ scores: SIMD8<Float>) -> [Double] {
        let request = ExactMath.sigmoid(Double(scores[Column.request.rawValue] * sharpness[0]))
        let kinds = ExactMath.softmax(Column.kinds.map { Double(scores[$0.rawValue] * sharpness[1]) })
        let incident = ExactMath.sigmoid(Double(scores[Column.incident.rawValue] * sharpness[2]))
        return LabelProbabilities.combine(request: request, kinds: kinds, incident: incident)
    }
}

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

    /// The weights of the words and letters of some tokens, added up. The sums of two stretches add up to those of
    /// both but for the pair of words where they meet.
    func sums(_ text: CuedText, _ range: Range<Int>) -> WeightSums {
        var sums = WeightSums()
        let mask = UInt32(shape.blockSize - 1)
        let runBase = UInt32(FeatureBlock.characters.rawValue * shape.blockSize)
        FeatureWalk.words(text.text, range) { hash, _, _ in
            sums.words &+= signedRow(hash, base: 0, mask: mask)
            sums.wordCount += 1
        }
        FeatureWalk.characters(text.text, range) { hash, _, _ in
            sums.runs &+= signedRow(hash, base: runBase, mask: mask)
            sums.runCount += 1
        }
        return sums
    }

    /// Raw scores in every column, before calibration.
    func scores(_ sums: WeightSums, cues: [CueLexicon.Match], language: Language) -> SIMD8<Float> {
        let base = (Language.allCases.firstIndex(of: language) ?? 0) * Column.count
        var total = Self.row(biases, base)
        if sums.wordCount > 0 {
            let factor = shape.wordScale / Float(sums.wordCount).squareRoot()
            total += SIMD8<Float>(sums.words) * scaled(SIMD8(repeating: factor), .words)
        }
        if sums.runCount > 0 {
            let factor = shape.characterScale / Float(sums.runCount).squareRoot()
            total += SIMD8<Float>(sums.runs) * scaled(SIMD8(repeating: factor), .characters)
        }
        var cueSum = SIMD8<Float>(repeating: 0)
        FeatureExtractor(shape: shape).forEachCue(cues) { index, value in
            cueSum += SIMD8<Float>(weightRow(index)) * value
        }
        return total + scaled(cueSum, .cues)
    }

    @inline(__always)
    private func signedRow(_ hash: UInt64, base: UInt32, mask: UInt32) -> SIMD8<Int32> {
        let mixed = FeatureHash.finish(hash)
        let row = SIMD8<Int32>(truncatingIfNeeded: weightRow(base + (UInt32(truncatingIfNeeded: mixed) & mask)))
        return mixed >> 63 == 0 ? row : 0 &- row
    }

    @inline(__always)
    private func weightRow(_ index: UInt32) -> SIMD8<Int8> {
        let row = weightsStart + Int(index) * Column.count
        let span = bytes.span
        return SIMD8<Int8>(
            truncatingIfNeeded: SIMD8<UInt8>(
                span[row],
                span[row + 1],
                span[row + 2],
                span[row + 3],
                span[row + 4],
                span[row + 5],
                span[row + 6],
                span[row + 7]
            )
        )
    }

    /// What one occurrence of a feature adds to a choice, where `direction` says how the columns of its block count.
    @inline(__always)
    func pull(_ index: UInt32, _ direction: SIMD8<Float>) -> Float {
        (SIMD8<Float>(weightRow(index)) * direction).sum()
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

/// Whole-number sums of weights, and over how many features.
struct WeightSums {
    var words = SIMD8<Int32>(repeating: 0)
    var wordCount = 0
    var runs = SIMD8<Int32>(repeating: 0)
    var runCount = 0

    static func + (first: WeightSums, second: WeightSums) -> WeightSums {
        WeightSums(
            words: first.words &+ second.words,
            wordCount: first.wordCount + second.wordCount,
            runs: first.runs &+ second.runs,
            runCount: first.runCount + second.runCount
        )
    }
}

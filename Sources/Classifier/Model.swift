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
    let cueSource: String
    /// Row by row: `Column.count` signed bytes a bucket.
    let weights: [Int8]
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
        let row = Int(index) * Column.count
        let span = weights.span
        return SIMD8<Float>(
            SIMD8<Int8>(
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

    /// What one occurrence of a feature adds to every column.
    func contribution(_ index: UInt32, value: Float) -> SIMD8<Float> {
        let block = Int(index) / shape.blockSize
        return weightRow(index) * Self.row(scales, block * Column.count) * value
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

/// Makes the feature vector of a text the way a model expects it.
struct FeatureExtractor {
    let shape: FeatureShape
    let cues: CueLexicon

    /// The features of the tokens in `range`, and of the subject where the shape has blocks for one.
    func vector(_ text: TokenizedText, _ range: Range<Int>, subject: TokenizedText? = nil) -> FeatureVector {
        var vector = FeatureVector()
        append(text, range, blocks: (.words, .characters), to: &vector)
        var counter = FeatureCounter(expecting: 64)
        for hash in cueHashes(text, range) { counter.add(hash, mask: mask) }
        if shape.hasSubject, let subject {
            for hash in cueHashes(subject, subject.tokens.indices) { counter.add(hash &+ 1, mask: mask) }
        }
        counter.append(to: &vector, block: FeatureBlock.cues.rawValue, shape: shape, scale: shape.cueScale)
        if shape.hasSubject, let subject {
            append(subject, subject.tokens.indices, blocks: (.subjectWords, .subjectCharacters), to: &vector)
        }
        return vector
    }

    private var mask: UInt32 { UInt32(shape.blockSize - 1) }

    private func append(
        _ text: TokenizedText,
        _ range: Range<Int>,
        blocks: (FeatureBlock, FeatureBlock),
        to vector: inout FeatureVector
    ) {
        let mask = self.mask
        var words = FeatureCounter(expecting: range.count * 2)
        FeatureWalk.words(text, range) { hash, _, _ in words.add(hash, mask: mask) }
        words.append(to: &vector, block: blocks.0.rawValue, shape: shape, scale: shape.wordScale)
        var runs = FeatureCounter(expecting: range.count * 12)
        FeatureWalk.characters(text, range) { hash, _, _ in runs.add(hash, mask: mask) }
        runs.append(to: &vector, block: blocks.1.rawValue, shape: shape, scale: shape.characterScale)
    }

    /// A feature a cue and one a pair of cues: "when I" beside "error" says more than either.
    func cueHashes(_ text: TokenizedText, _ range: Range<Int>) -> [UInt64] {
        let found = cues.matches(text, range).map { UInt64($0.cue) }.sorted()
        var hashes: [UInt64] = []
        hashes.reserveCapacity(found.count * (found.count + 1) / 2)
        for (place, cue) in found.enumerated() {
            hashes.append(Self.cueHash(cue))
            for other in found[(place + 1)...] { hashes.append(FeatureHash.combine(Self.cueHash(cue), other)) }
        }
        return hashes
    }

    static func cueHash(_ cue: UInt64) -> UInt64 {
        FeatureHash.step(FeatureHash.seed &+ 4, UInt32(truncatingIfNeeded: cue))
    }
}

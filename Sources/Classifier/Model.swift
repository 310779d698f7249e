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
    /// The weights of cues and their pairs, which every text asks for again and again.
    let cueRows: CueRows

    /// The weights of the words and letters of some tokens, added up. The sums of two stretches add up to those of
    /// both but for the pair of words where they meet.
    func sums(_ text: CuedText, _ range: Range<Int>) -> WeightSums {
        var known = WordRunSums()
        return sums(text, range, &known)
    }

    /// The same, with what is found of each word noted for the evidence.
    func sums(_ text: CuedText, _ range: Range<Int>, _ known: inout WordRunSums) -> WeightSums {
        let rows = self.rows
        let mask = UInt32(shape.blockSize - 1)
        let runBase = UInt32(FeatureBlock.characters.rawValue * shape.blockSize)
        var words = SIMD8<Int32>(repeating: 0)
        var wordCount = 0
        FeatureWalk.words(text.text, range) { hash, _, _ in
            words &+= SIMD8<Int32>(truncatingIfNeeded: rows.signed(hash, base: 0, mask: mask))
            wordCount &+= 1
        }
        var runs = SIMD8<Int32>(repeating: 0)
        var runCount = 0
        known.reserve(range)
        for index in range {
            if text.tokens[index].kind == .word {
                let (sum, count) = runSum(text.text, index, rows)
                known[index] = sum
                runs &+= SIMD8<Int32>(truncatingIfNeeded: sum)
                runCount &+= count
            } else if text.tokens[index].kind == .ideograph {
                FeatureWalk.ideographRuns(text.text, index, range.upperBound) { hash, _ in
                    runs &+= SIMD8<Int32>(truncatingIfNeeded: rows.signed(hash, base: runBase, mask: mask))
                    runCount &+= 1
                }
            }
        }
        return WeightSums(words: words, wordCount: wordCount, runs: runs, runCount: runCount)
    }

    /// The weights of the letter runs of a word added up, and how many they are. The longest word has fewer than 256,
    /// so that sixteen bits hold the sum.
    func runSum(_ text: TokenizedText, _ index: Int, _ rows: WeightRows) -> (sum: SIMD8<Int16>, count: Int) {
        let mask = UInt32(shape.blockSize - 1)
        let base = UInt32(FeatureBlock.characters.rawValue * shape.blockSize)
        var sum = SIMD8<Int16>(repeating: 0)
        var count = 0
        FeatureWalk.wordRuns(text.letters, text.tokens[index]) { hash in
            sum &+= rows.signed(hash, base: base, mask: mask)
            count &+= 1
        }
        return (sum, count)
    }

    /// The weights where they lie.
    var rows: WeightRows { WeightRows(bytes: bytes, start: weightsStart) }

    /// Raw scores in every column, before calibration.
    func scores(_ sums: WeightSums, cues: CueSet, language: Language) -> SIMD8<Float> {
        let base = language.place * Column.count
        var total = Self.row(biases, base)
        if sums.wordCount > 0 {
            let factor = shape.wordScale / Float(sums.wordCount).squareRoot()
            total += SIMD8<Float>(sums.words) * scaled(SIMD8(repeating: factor), .words)
        }
        if sums.runCount > 0 {
            let factor = shape.characterScale / Float(sums.runCount).squareRoot()
            total += SIMD8<Float>(sums.runs) * scaled(SIMD8(repeating: factor), .characters)
        }
        let values = shape.cueValues(cues.count)
        let found = cueRows.sums(cues)
        let cueSum = SIMD8<Float>(found.cues) * values.alone + SIMD8<Float>(found.pairs) * values.pair
        return total + scaled(cueSum, .cues)
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
        // Eight exponentials in one go: the kinds, then the two single steps.
        let steps = SIMD8<Float>(
            sharpness[0],
            sharpness[1],
            sharpness[1],
            sharpness[1],
            sharpness[1],
            sharpness[1],
            sharpness[2],
            1
        )
        var powers = SIMD8<Double>(scores * steps)
        let kinds = Column.fix.rawValue...Column.billing.rawValue
        var top = powers[kinds.lowerBound]
        for column in kinds { top = max(top, powers[column]) }
        for column in kinds { powers[column] -= top }
        powers[Column.request.rawValue] = -powers[Column.request.rawValue]
        powers[Column.incident.rawValue] = -powers[Column.incident.rawValue]
        let raised = ExactMath.exp(powers)
        var sum = 0.0
        for column in kinds { sum += raised[column] }
        return LabelProbabilities.combine(
            request: 1 / (1 + raised[Column.request.rawValue]),
            kinds: kinds.map { raised[$0] / sum },
            incident: 1 / (1 + raised[Column.incident.rawValue])
        )
    }
}

/// The table of weights: a row of `Column.count` signed bytes a bucket.
struct WeightRows {
    let bytes: [UInt8]
    let start: Int

    @inline(__always)
    subscript(_ bucket: UInt32) -> SIMD8<Int8> {
        unsafe bytes.span.bytes.unsafeLoadUnaligned(
            fromByteOffset: start + Int(bucket) * Column.count,
            as: SIMD8<Int8>.self
        )
    }

    /// The row of a hashed feature with the feature's sign.
    @inline(__always)
    func signed(_ hash: UInt64, base: UInt32, mask: UInt32) -> SIMD8<Int16> {
        let mixed = FeatureHash.finish(hash)
        let row = SIMD8<Int16>(truncatingIfNeeded: self[base + (UInt32(truncatingIfNeeded: mixed) & mask)])
        let sign = SIMD8<Int16>(repeating: Int16(truncatingIfNeeded: Int64(bitPattern: mixed) >> 63))
        return (row ^ sign) &- sign
    }
}

/// The rows of the cues and of their pairs in one small table: beside the hashing it saves the misses of the cache.
struct CueRows {
    private let rows: [SIMD8<Int8>]
    private let cueCount: Int

    init(_ weights: WeightRows, shape: FeatureShape, cueCount: Int) {
        let extractor = FeatureExtractor(shape: shape)
        var rows = [SIMD8<Int8>](repeating: SIMD8(repeating: 0), count: cueCount * cueCount)
        for cue in 0..<cueCount {
            for other in cue..<cueCount {
                rows[cue * cueCount + other] = weights[extractor.bucket(UInt64(cue), UInt64(other))]
            }
        }
        self.rows = rows
        self.cueCount = cueCount
    }

    /// The rows of some cues added up, and those of their pairs: whole numbers, so that the order makes no difference.
    func sums(_ cues: CueSet) -> (cues: SIMD8<Int32>, pairs: SIMD8<Int32>) {
        var alone = SIMD8<Int16>(repeating: 0)
        var pairs = SIMD8<Int32>(repeating: 0)
        var rest = cues
        while let cue = rest.popFirst() {
            alone &+= SIMD8<Int16>(truncatingIfNeeded: self[cue, cue])
            // Fewer than 128 rows of at most 128 fit into sixteen bits.
            var own = SIMD8<Int16>(repeating: 0)
            var others = rest
            while let other = others.popFirst() { own &+= SIMD8<Int16>(truncatingIfNeeded: self[cue, other]) }
            pairs &+= SIMD8<Int32>(truncatingIfNeeded: own)
        }
        return (SIMD8<Int32>(truncatingIfNeeded: alone), pairs)
    }

    /// The row of a cue and a later one; of the cue alone where both are the same.
    @inline(__always)
    subscript(_ cue: UInt64, _ other: UInt64) -> SIMD8<Int8> { rows[Int(cue) * cueCount + Int(other)] }
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

/// What the letter runs of each word of a text add up to, as far as they have been looked up.
struct WordRunSums {
    private var sums: [SIMD8<Int16>] = []

    /// Makes room for the tokens of a range; what is not looked up counts nothing.
    mutating func reserve(_ range: Range<Int>) {
        guard range.upperBound > sums.count else { return }
        sums.append(contentsOf: repeatElement(SIMD8(repeating: 0), count: range.upperBound - sums.count))
    }

    subscript(_ token: Int) -> SIMD8<Int16> {
        get { token < sums.count ? sums[token] : SIMD8(repeating: 0) }
        set { sums[token] = newValue }
    }
}

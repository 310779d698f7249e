/// The blocks of the weight table; each is hashed and scaled on its own.
enum FeatureBlock: Int, CaseIterable {
    case words, characters, cues, subjectWords, subjectCharacters
    /// Of issues: the beginning, what shows by form, and what is asked.
    case leadWords, leadCharacters, form, questionWords
}

/// The features of one text: bucket numbers with values, ready for a dot product.
struct FeatureVector {
    var indices: [UInt32] = []
    var values: [Float] = []
}

/// How texts become features. What the trainer used, the classifier must use.
struct FeatureShape: Equatable {
    /// Buckets a block, as a power of two.
    var bits = 16
    /// Length a block's vector is scaled to.
    var wordScale: Float = 1.3
    var characterScale: Float = 1.3
    /// Value of one cue, and length the pairs of cues are scaled to.
    var cueScale: Float = 0.3
    var cuePairScale: Float = 1
    /// Share of those lengths that the beginning of an issue has and its questions have, and lengths of its template's
    /// lines, its marks and the edges of its title.
    var leadShare: Float = 1
    var questionShare: Float = 0.75
    var lineScale: Float = 0.7
    var markScale: Float = 1
    var edgeScale: Float = 0.5
    /// Whether the subject has blocks of its own and long texts are damped (issue trackers). In mail the subject is
    /// weighed by the caller, and counts are plain, so that the scores of sentences add up to those of a request.
    var hasSubject = false

    var blockSize: Int { 1 << bits }
    var blockCount: Int { hasSubject ? FeatureBlock.allCases.count : 3 }
    var dimension: Int { blockSize * blockCount }
    /// Longest stretch of one text that features are taken from, in scalars: bounds the work a request can cause.
    static let textLimit = 6_000
}

/// Counts hashed features in the order they first appear, then gives them their values.
struct FeatureCounter {
    private var slots: [Int32]
    private var keys: [UInt32] = []
    private var counts: [Float] = []

    init(expecting count: Int) {
        var capacity = 64
        while capacity < count * 2 { capacity *= 2 }
        slots = [Int32](repeating: -1, count: capacity)
        keys.reserveCapacity(count)
        counts.reserveCapacity(count)
    }

    /// Adds a feature; the hash's top bit is its sign, so that collisions cancel rather than pile up.
    @inline(__always)
    mutating func add(_ hash: UInt64, mask: UInt32) {
        let mixed = FeatureHash.finish(hash)
        let key = (UInt32(truncatingIfNeeded: mixed) & mask) | (UInt32(truncatingIfNeeded: mixed >> 32) & 0x8000_0000)
        let slotMask = slots.count - 1
        var slot = Self.slot(of: key) & slotMask
        while true {
            let entry = slots[slot]
            if entry < 0 {
                slots[slot] = Int32(keys.count)
                keys.append(key)
                counts.append(1)
                if keys.count * 2 > slots.count { grow() }
                return
            }
            if keys[Int(entry)] == key {
                counts[Int(entry)] += 1
                return
            }
            slot = (slot + 1) & slotMask
        }
    }

    @inline(__always)
    private static func slot(of key: UInt32) -> Int {
        Int((key ^ (key >> 31)) &* 0x9E37_79B1 >> 7)
    }

    private mutating func grow() {
        let old = keys
        slots = [Int32](repeating: -1, count: slots.count * 2)
        let slotMask = slots.count - 1
        for (entry, key) in old.enumerated() {
            var slot = Self.slot(of: key) & slotMask
            while slots[slot] >= 0 { slot = (slot + 1) & slotMask }
            slots[slot] = Int32(entry)
        }
    }

    /// Appends the count of each feature, scaled down by the root of all. Where the shape has a subject the count is
    /// damped to log(1 + count) and the block's length is `scale` whatever it holds.
    func append(to vector: inout FeatureVector, block: Int, shape: FeatureShape, scale: Float) {
        guard !keys.isEmpty else { return }
        var sum: Float = 0
        for count in counts {
            let value = Self.damped(count)
            sum += shape.hasSubject ? value * value : count
        }
        let factor = scale / sum.squareRoot()
        let base = UInt32(block * shape.blockSize)
        for (key, count) in zip(keys, counts) {
            vector.indices.append(base + (key & 0x7FFF_FFFF))
            let value = (shape.hasSubject ? Self.damped(count) : count) * factor
            vector.values.append(key & 0x8000_0000 == 0 ? value : -value)
        }
    }

    /// log2(1 + count), from a table for the counts that occur: logarithms of the C library differ by machine.
    static func damped(_ count: Float) -> Float {
        let index = Int(count)
        return index < dampedTable.count ? dampedTable[index] : 5
    }

    private static let dampedTable: [Float] = (0..<31).map { Float(ExactMath.log(Double($0 + 1)) / ExactMath.log(2)) }
}

/// Turns tokens into features. Each walk reports a hash and the tokens it came from, so that the same code trains,
/// scores and explains.
enum FeatureWalk {
    /// Words alone and pairs of neighbours; with `runs` of 3 also three in a row.
    @inline(__always)
    static func words(
        _ text: TokenizedText,
        _ range: Range<Int>,
        runs: Int = 2,
        _ report: (UInt64, Int, Int) -> Void
    ) {
        let tokens = text.tokens
        var previous: UInt64 = 0
        for index in range where tokens[index].kind != .ideograph {
            let hash = tokens[index].hash
            report(hash, index, index)
            if previous != 0 { report(FeatureHash.combine(previous, hash), index - 1, index) }
            if runs > 2, index + 2 < range.upperBound {
                let pair = FeatureHash.combine(hash, tokens[index + 1].hash)
                report(FeatureHash.combine(pair, tokens[index + 2].hash), index, index + 2)
            }
            previous = index + 1 < range.upperBound && tokens[index + 1].kind == .ideograph ? 0 : hash
        }
    }

    /// Runs of 2 to 5 letters inside a word with its edges marked; of 1 to 3 ideographs across their run.
    @inline(__always)
    static func characters(_ text: TokenizedText, _ range: Range<Int>, _ report: (UInt64) -> Void) {
        for index in range {
            if text.tokens[index].kind == .word {
                wordRuns(text.letters, text.tokens[index], report)
            } else if text.tokens[index].kind == .ideograph {
                ideographRuns(text, index, range.upperBound) { hash, _ in report(hash) }
            }
        }
    }

    /// The runs of 1 to 3 ideographs that begin at a token, with the last token of each.
    @inline(__always)
    static func ideographRuns(_ text: TokenizedText, _ first: Int, _ end: Int, _ report: (UInt64, Int) -> Void) {
        var hash = FeatureHash.seed &+ 3
        var next = first
        while next < min(first + 3, end), text.tokens[next].kind == .ideograph,
            next == first || text.tokens[next].touchesPrevious
        {
            hash = FeatureHash.step(hash, text.letters[Int(text.tokens[next].lettersStart)])
            report(hash, next)
            next += 1
        }
    }

    /// Runs of 2 to 5 letters inside a word with its edges marked.
    @inline(__always)
    static func wordRuns(_ letters: [UInt32], _ word: Token, _ report: (UInt64) -> Void) {
        let start = Int(word.lettersStart)
        let end = Int(word.lettersEnd)
        precondition(start >= 0 && end <= letters.count)
        let letters = letters.span
        // The edges count as letters: position start - 1 and end stand for them.
        var first = start &- 1
        while first < end {
            let head = first < start ? 0x20 : unsafe letters[unchecked: first]
            var hash = FeatureHash.step(FeatureHash.seed &+ 2, head)
            var last = first &+ 1
            let inner = min(end, first &+ 5)
            while last < inner {
                hash = FeatureHash.step(hash, unsafe letters[unchecked: last])
                report(hash)
                last &+= 1
            }
            if last == end, last < first &+ 5 { report(FeatureHash.step(hash, 0x20)) }
            first &+= 1
        }
    }
}

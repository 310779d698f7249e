/// A text with the cues found in it.
struct CuedText {
    let text: TokenizedText
    private let matches: [CueLexicon.Match]

    init(_ text: TokenizedText, _ cues: CueLexicon, _ language: Language) {
        self.text = text
        matches = cues.matches(text, language)
    }

    var tokens: [Token] { text.tokens }

    /// The cues that stand wholly in `range`, each where it stands first.
    func cues(in range: Range<Int>) -> [CueLexicon.Match] {
        var found: [CueLexicon.Match] = []
        forEachCue(in: range) { found.append($0) }
        return found
    }

    /// Which cues stand wholly in `range`.
    func cueSet(in range: Range<Int>) -> CueSet {
        var set = CueSet()
        forEachCue(in: range) { set.insert($0.cue) }
        return set
    }

    /// Each cue once, in order of place, up to the limit.
    @inline(__always)
    private func forEachCue(in range: Range<Int>, _ report: (CueLexicon.Match) -> Void) {
        var seen = CueSet()
        var place = matches[...].partitioningIndex { $0.first >= range.lowerBound }
        while place < matches.count, matches[place].first < range.upperBound {
            let match = matches[place]
            place += 1
            guard match.last < range.upperBound, !seen.contains(match.cue) else { continue }
            seen.insert(match.cue)
            report(match)
            if seen.count == CueLexicon.matchLimit { break }
        }
    }
}

/// Numbers of cues, in ascending order, in two machine words.
struct CueSet {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    var count: Int { low.nonzeroBitCount + high.nonzeroBitCount }

    func contains(_ cue: Int) -> Bool { (cue < 64 ? low >> UInt64(cue) : high >> UInt64(cue - 64)) & 1 != 0 }

    mutating func insert(_ cue: Int) {
        if cue < 64 { low |= 1 << UInt64(cue) } else { high |= 1 << UInt64(cue - 64) }
    }

    /// Takes the least number out.
    mutating func popFirst() -> UInt64? {
        if low != 0 {
            let first = UInt64(low.trailingZeroBitCount)
            low &= low - 1
            return first
        }
        guard high != 0 else { return nil }
        let first = UInt64(high.trailingZeroBitCount)
        high &= high - 1
        return first + 64
    }
}

/// Makes the feature vector of a text the way a model expects it.
struct FeatureExtractor {
    let shape: FeatureShape

    /// The features of the tokens in `range`, and of the subject where the shape has blocks for one.
    func vector(_ text: CuedText, _ range: Range<Int>, subject: CuedText? = nil) -> FeatureVector {
        var vector = FeatureVector()
        append(text.text, range, blocks: (.words, .characters), to: &vector)
        appendCues(text.cueSet(in: range), salt: 0, to: &vector)
        if shape.hasSubject, let subject {
            let all = subject.tokens.indices
            appendCues(subject.cueSet(in: all), salt: Self.subjectSalt, to: &vector)
            append(subject.text, all, blocks: (.subjectWords, .subjectCharacters), to: &vector)
        }
        return vector
    }

    /// The features of an issue: of its title, its body, the beginning of the body, its questions, and its form.
    func vector(_ text: CuedText, subject: CuedText, form: IssueForm) -> FeatureVector {
        var vector = vector(text, text.tokens.indices, subject: subject)
        append(form.lead, form.leadRange, blocks: (.leadWords, .leadCharacters), share: shape.leadShare, to: &vector)
        let asked = form.questions.tokens.indices
        appendWords(form.questions, asked, block: .questionWords, share: shape.questionShare, to: &vector)
        let shown = [
            (form.lines, shape.lineScale), (form.marks, shape.markScale), (form.edges, shape.edgeScale),
        ]
        for (features, scale) in shown {
            var counter = FeatureCounter(expecting: features.count)
            for hash in features { counter.add(hash, mask: mask) }
            counter.append(to: &vector, block: FeatureBlock.form.rawValue, shape: shape, scale: scale)
        }
        return vector
    }

    private static let subjectSalt: UInt64 = 0xA5A5

    private var mask: UInt32 { UInt32(shape.blockSize - 1) }

    private func append(
        _ text: TokenizedText,
        _ range: Range<Int>,
        blocks: (FeatureBlock, FeatureBlock),
        share: Float = 1,
        to vector: inout FeatureVector
    ) {
        appendWords(text, range, block: blocks.0, share: share, to: &vector)
        let mask = self.mask
        var runs = FeatureCounter(expecting: range.count * 12)
        FeatureWalk.characters(text, range) { hash in runs.add(hash, mask: mask) }
        runs.append(to: &vector, block: blocks.1.rawValue, shape: shape, scale: share * shape.characterScale)
    }

    private func appendWords(
        _ text: TokenizedText,
        _ range: Range<Int>,
        block: FeatureBlock,
        share: Float,
        to vector: inout FeatureVector
    ) {
        let mask = self.mask
        var words = FeatureCounter(expecting: range.count * 2)
        FeatureWalk.words(text, range, runs: shape.hasSubject ? 3 : 2) { hash, _, _ in words.add(hash, mask: mask) }
        words.append(to: &vector, block: block.rawValue, shape: shape, scale: share * shape.wordScale)
    }

    private func appendCues(_ cues: CueSet, salt: UInt64, to vector: inout FeatureVector) {
        shape.forEachCue(cues) { cue, other, value in
            vector.indices.append(bucket(cue, other, salt: salt))
            vector.values.append(value)
        }
    }

    /// The place of a pair of cues in the table, of a cue alone where both are the same; cues are too few to need a
    /// sign.
    func bucket(_ cue: UInt64, _ other: UInt64, salt: UInt64 = 0) -> UInt32 {
        let alone = Self.cueHash(cue)
        let hash = cue == other ? alone : FeatureHash.combine(alone, other)
        return UInt32(FeatureBlock.cues.rawValue * shape.blockSize)
            + (UInt32(truncatingIfNeeded: FeatureHash.finish(hash &+ salt)) & mask)
    }

    private static func cueHash(_ cue: UInt64) -> UInt64 {
        FeatureHash.step(FeatureHash.seed &+ 4, UInt32(truncatingIfNeeded: cue))
    }
}

extension FeatureShape {
    /// What one cue of `count` is worth, and one of their pairs. In mail a cue counts the same however many there are,
    /// each adding to the evidence; long issues hold nearly all, so there they share.
    func cueValues(_ count: Int) -> (alone: Float, pair: Float) {
        let pairs = count * (count - 1) / 2
        let alone = hasSubject ? cueScale / Float(max(count, 1)).squareRoot() : cueScale
        return (alone, cuePairScale / Float(max(pairs, 1)).squareRoot())
    }

    /// A feature a cue, reported as a pair with itself, and one a pair: "when I" beside "error" says more than either.
    @inline(__always)
    func forEachCue(_ cues: CueSet, _ report: (UInt64, UInt64, Float) -> Void) {
        let values = cueValues(cues.count)
        var rest = cues
        while let cue = rest.popFirst() {
            report(cue, cue, values.alone)
            var others = rest
            while let other = others.popFirst() { report(cue, other, values.pair) }
        }
    }
}

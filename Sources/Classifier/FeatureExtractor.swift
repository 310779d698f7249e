/// A text with the cues found in it.
struct CuedText {
    let text: TokenizedText
    private let matches: [CueLexicon.Match]

    init(_ text: TokenizedText, _ cues: CueLexicon, _ language: Language) {
        self.text = text
        matches = cues.matches(text, language)
    }

    var tokens: [Token] { text.tokens }

    /// The cues that stand wholly in `range`, each once, in order of place.
    func cues(in range: Range<Int>) -> [CueLexicon.Match] {
        var found: [CueLexicon.Match] = []
        var seen: UInt128 = 0
        var place = matches[...].partitioningIndex { $0.first >= range.lowerBound }
        while place < matches.count, matches[place].first < range.upperBound {
            let match = matches[place]
            place += 1
            let bit: UInt128 = 1 << UInt128(match.cue)
            guard match.last < range.upperBound, seen & bit == 0 else { continue }
            seen |= bit
            found.append(match)
            if found.count == CueLexicon.matchLimit { break }
        }
        return found
    }
}

/// Makes the feature vector of a text the way a model expects it.
struct FeatureExtractor {
    let shape: FeatureShape

    /// The features of the tokens in `range`, and of the subject where the shape has blocks for one.
    func vector(_ text: CuedText, _ range: Range<Int>, subject: CuedText? = nil) -> FeatureVector {
        var vector = FeatureVector()
        append(text.text, range, blocks: (.words, .characters), to: &vector)
        appendCues(text.cues(in: range), salt: 0, to: &vector)
        if shape.hasSubject, let subject {
            let all = subject.tokens.indices
            appendCues(subject.cues(in: all), salt: Self.subjectSalt, to: &vector)
            append(subject.text, all, blocks: (.subjectWords, .subjectCharacters), to: &vector)
        }
        return vector
    }

    private static let subjectSalt: UInt64 = 0xA5A5

    private var mask: UInt32 { UInt32(shape.blockSize - 1) }

    private func append(
        _ text: TokenizedText,
        _ range: Range<Int>,
        blocks: (FeatureBlock, FeatureBlock),
        to vector: inout FeatureVector
    ) {
        let mask = self.mask
        var words = FeatureCounter(expecting: range.count * 2)
        FeatureWalk.words(text, range, runs: shape.hasSubject ? 3 : 2) { hash, _, _ in words.add(hash, mask: mask) }
        words.append(to: &vector, block: blocks.0.rawValue, shape: shape, scale: shape.wordScale)
        var runs = FeatureCounter(expecting: range.count * 12)
        FeatureWalk.characters(text, range) { hash, _, _ in runs.add(hash, mask: mask) }
        runs.append(to: &vector, block: blocks.1.rawValue, shape: shape, scale: shape.characterScale)
    }

    /// A feature a cue and one a pair: "when I" beside "error" says more than either. In mail a cue counts the same
    /// however many there are, each adding to the evidence; long issues hold nearly all, so there they share.
    private func appendCues(_ matches: [CueLexicon.Match], salt: UInt64, to vector: inout FeatureVector) {
        forEachCue(matches, salt: salt) { index, value in
            vector.indices.append(index)
            vector.values.append(value)
        }
    }

    @inline(__always)
    func forEachCue(_ matches: [CueLexicon.Match], salt: UInt64 = 0, _ report: (UInt32, Float) -> Void) {
        let cues = matches.map { UInt64($0.cue) }.sorted()
        let pairs = cues.count * (cues.count - 1) / 2
        let cueValue = shape.hasSubject ? shape.cueScale / Float(max(cues.count, 1)).squareRoot() : shape.cueScale
        let pairValue = shape.cuePairScale / Float(max(pairs, 1)).squareRoot()
        for (place, cue) in cues.enumerated() {
            report(bucket(Self.cueHash(cue) &+ salt), cueValue)
            for other in cues[(place + 1)...] {
                report(bucket(FeatureHash.combine(Self.cueHash(cue), other) &+ salt), pairValue)
            }
        }
    }

    /// The place of a cue feature in the table; cues are too few to need a sign.
    func bucket(_ hash: UInt64) -> UInt32 {
        UInt32(FeatureBlock.cues.rawValue * shape.blockSize)
            + (UInt32(truncatingIfNeeded: FeatureHash.finish(hash)) & mask)
    }

    static func cueHash(_ cue: UInt64) -> UInt64 {
        FeatureHash.step(FeatureHash.seed &+ 4, UInt32(truncatingIfNeeded: cue))
    }
}

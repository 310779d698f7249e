/// Finds the words that decided: those whose features tell the winner most from the runner-up.
struct Evidence {
    let model: Model

    /// Phrases given at most.
    static let phraseLimit = 4
    /// A word counts when it weighs at least this share of the heaviest.
    private static let share: Float = 0.3
    /// Shortest word that is shown alone.
    private static let leastLetters = 4
    /// Longest phrase, in words; twice as many ideographs.
    private static let wordLimit = 4

    /// The most telling phrases in the text's own spelling, heaviest first.
    func phrases(_ text: CuedText, _ tokens: Range<Int>, scalars: [UInt32], probabilities: [Double]) -> [String] {
        let winner = LabelProbabilities.best(probabilities)
        let direction = Self.coefficients(winner) - Self.coefficients(Self.rival(of: winner, probabilities))
        let weights = tokenWeights(text, tokens, direction)
        guard let heaviest = weights.max(), heaviest > 0 else { return [] }
        let phrases = candidates(text, tokens, weights, heaviest: heaviest)
        var spelled: [String] = []
        var taken: [Range<Int>] = []
        for phrase in phrases where spelled.count < Self.phraseLimit && !taken.contains(where: phrase.tokens.overlaps) {
            let first = Int(text.tokens[phrase.tokens.lowerBound].start)
            let last = Int(text.tokens[phrase.tokens.upperBound - 1].end)
            let words = Self.string(scalars[first..<last])
            // A lone article or pronoun tells a reader nothing, whatever it weighs.
            let isShort =
                phrases.count > 1 && phrase.tokens.count == 1 && last - first < Self.leastLetters
                && scalars[first] < 0x2E80
            if isShort || spelled.contains(words) { continue }
            spelled.append(words)
            taken.append(phrase.tokens)
        }
        return spelled
    }

    /// Stretches that may be shown, heaviest first: the cues as a whole, whose words weigh little each, and runs of
    /// heavy words.
    private func candidates(
        _ text: CuedText,
        _ tokens: Range<Int>,
        _ weights: [Float],
        heaviest: Float
    ) -> [(weight: Float, tokens: Range<Int>)] {
        var phrases: [(weight: Float, tokens: Range<Int>)] = []
        for match in text.cues(in: tokens) where match.last > match.first && match.last < tokens.upperBound {
            let weight = (match.first...match.last).reduce(0) { $0 + weights[$1 - tokens.lowerBound] }
            if weight >= heaviest * Self.share { phrases.append((weight, match.first..<match.last + 1)) }
        }
        var index = tokens.lowerBound
        while index < tokens.upperBound {
            guard weights[index - tokens.lowerBound] >= heaviest * Self.share else {
                index += 1
                continue
            }
            let start = index
            var weight: Float = 0
            let limit = text.tokens[start].kind == .ideograph ? Self.wordLimit * 2 : Self.wordLimit
            while index < tokens.upperBound, index - start < limit,
                weights[index - tokens.lowerBound] >= heaviest * Self.share
            {
                weight += weights[index - tokens.lowerBound]
                index += 1
            }
            phrases.append((weight, start..<index))
        }
        phrases.sort {
            $0.weight > $1.weight || ($0.weight == $1.weight && $0.tokens.lowerBound < $1.tokens.lowerBound)
        }
        return phrases
    }

    /// The label the winner is explained against: the next likeliest of another kind. What tells a fix from an
    /// incident does not say why it is one of the two.
    private static func rival(of winner: Label, _ probabilities: [Double]) -> Label {
        var others = probabilities
        if winner.isDefect {
            for (place, label) in Label.allCases.enumerated() where label.isDefect { others[place] = -1 }
        }
        return LabelProbabilities.second(others, after: winner)
    }

    private static func coefficients(_ label: Label) -> SIMD8<Float> {
        var row = SIMD8<Float>(repeating: 0)
        row[Column.request.rawValue] = label == .other ? -1 : 0
        switch label {
        case .fix:
            row[Column.fix.rawValue] = 1
            row[Column.incident.rawValue] = -0.5
        case .incident:
            row[Column.fix.rawValue] = 1
            row[Column.incident.rawValue] = 0.5
        case .feature: row[Column.feature.rawValue] = 1
        case .question: row[Column.question.rawValue] = 1
        case .approval: row[Column.approval.rawValue] = 1
        case .billing: row[Column.billing.rawValue] = 1
        case .other: break
        }
        return row
    }

    /// What each token adds to the winner's lead, by all the features it takes part in.
    private func tokenWeights(_ text: CuedText, _ tokens: Range<Int>, _ direction: SIMD8<Float>) -> [Float] {
        var weights = [Float](repeating: 0, count: tokens.count)
        let shape = model.shape
        let mask = UInt32(shape.blockSize - 1)
        func spread(_ pull: Float, _ first: Int, _ last: Int) {
            let share = pull / Float(last - first + 1)
            for token in first...last { weights[token - tokens.lowerBound] += share }
        }
        // Blocks are scaled by their length, which for features seen once is the root of their count.
        let count = Float(max(tokens.count, 1))
        let words = model.scaled(direction, .words) * (shape.wordScale / (2 * count).squareRoot())
        let runs = model.scaled(direction, .characters) * (shape.characterScale / (14 * count).squareRoot())
        let cues = model.scaled(direction, .cues) * shape.cueScale
        func pull(_ hash: UInt64, _ block: FeatureBlock, _ direction: SIMD8<Float>) -> Float {
            let mixed = FeatureHash.finish(hash)
            let bucket = UInt32(block.rawValue * shape.blockSize) + (UInt32(truncatingIfNeeded: mixed) & mask)
            let pull = model.pull(bucket, direction)
            return mixed >> 63 == 0 ? pull : -pull
        }
        FeatureWalk.words(text.text, tokens) { spread(pull($0, .words, words), $1, $2) }
        FeatureWalk.characters(text.text, tokens) { spread(pull($0, .characters, runs), $1, $2) }
        let extractor = FeatureExtractor(shape: shape)
        let matches = text.cues(in: tokens).sorted { $0.cue < $1.cue }
        let pairs = matches.count * (matches.count - 1) / 2
        let pair = model.scaled(direction, .cues) * (shape.cuePairScale / Float(max(pairs, 1)).squareRoot())
        for (place, match) in matches.enumerated() {
            let hash = FeatureExtractor.cueHash(UInt64(match.cue))
            spread(model.pull(extractor.bucket(hash), cues), match.first, match.last)
            for other in matches[(place + 1)...] {
                let bucket = extractor.bucket(FeatureHash.combine(hash, UInt64(other.cue)))
                let half = model.pull(bucket, pair) / 2
                spread(half, match.first, match.last)
                spread(half, other.first, other.last)
            }
        }
        for index in tokens where !text.tokens[index].kind.isReadable { weights[index - tokens.lowerBound] = 0 }
        return weights
    }

    private static func string(_ scalars: ArraySlice<UInt32>) -> String {
        var text = String.UnicodeScalarView()
        for scalar in scalars { text.append(Unicode.Scalar(scalar) ?? "\u{FFFD}") }
        return String(text)
    }
}

extension Token.Kind {
    /// Whether the token itself may be shown as a reason.
    var isReadable: Bool { self == .word || self == .ideograph }
}

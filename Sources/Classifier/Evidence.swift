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
    ///
    /// `known` are the sums of the words' letter runs, found when the same tokens were scored.
    func phrases(
        _ text: CuedText,
        _ tokens: Range<Int>,
        scalars: [UInt32],
        probabilities: [Double],
        known: WordRunSums
    ) -> [String] {
        let winner = LabelProbabilities.best(probabilities)
        let direction = Self.coefficients(winner) - Self.coefficients(Self.rival(of: winner, probabilities))
        let matches = text.cues(in: tokens)
        let weights = tokenWeights(text, tokens, matches, direction, known)
        guard let heaviest = weights.max(), heaviest > 0 else { return [] }
        let phrases = candidates(text, tokens, matches, weights, heaviest: heaviest)
        var spelled: [String] = []
        var taken: [Range<Int>] = []
        for phrase in phrases where spelled.count < Self.phraseLimit && !taken.contains(where: phrase.tokens.overlaps) {
            let first = Int(text.tokens[phrase.tokens.lowerBound].start)
            let last = Int(text.tokens[phrase.tokens.upperBound - 1].end)
            let words = String(scalars: scalars[first..<last])
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
        _ matches: [CueLexicon.Match],
        _ weights: [Float],
        heaviest: Float
    ) -> [(weight: Float, tokens: Range<Int>)] {
        var phrases: [(weight: Float, tokens: Range<Int>)] = []
        for match in matches where match.last > match.first && match.last < tokens.upperBound {
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
    private func tokenWeights(
        _ text: CuedText,
        _ tokens: Range<Int>,
        _ matches: [CueLexicon.Match],
        _ direction: SIMD8<Float>,
        _ known: WordRunSums
    ) -> [Float] {
        var weights = TokenWeights(tokens)
        let shape = model.shape
        let rows = model.rows
        let mask = UInt32(shape.blockSize - 1)
        // Blocks are scaled by their length, which for features seen once is the root of their count.
        let count = Float(max(tokens.count, 1))
        let words = model.scaled(direction, .words) * (shape.wordScale / (2 * count).squareRoot())
        let runs = model.scaled(direction, .characters) * (shape.characterScale / (14 * count).squareRoot())
        FeatureWalk.words(text.text, tokens) { hash, first, last in
            weights.spread((SIMD8<Float>(rows.signed(hash, base: 0, mask: mask)) * words).sum(), first, last)
        }
        let runBase = UInt32(FeatureBlock.characters.rawValue * shape.blockSize)
        for index in tokens {
            if text.tokens[index].kind == .word {
                weights.spread((SIMD8<Float>(known[index]) * runs).sum(), index, index)
            } else if text.tokens[index].kind == .ideograph {
                FeatureWalk.ideographRuns(text.text, index, tokens.upperBound) { hash, last in
                    let row = SIMD8<Float>(rows.signed(hash, base: runBase, mask: mask))
                    weights.spread((row * runs).sum(), index, last)
                }
            }
        }
        spreadCues(matches, direction, over: &weights)
        return weights.readable(text)
    }

    private func spreadCues(
        _ matches: [CueLexicon.Match],
        _ direction: SIMD8<Float>,
        over weights: inout TokenWeights
    ) {
        let rows = model.cueRows
        let matches = matches.sorted { $0.cue < $1.cue }
        let values = model.shape.cueValues(matches.count)
        let scaled = model.scaled(direction, .cues)
        let cues = scaled * values.alone
        let pair = scaled * values.pair
        var pulls = [Float](repeating: 0, count: matches.count)
        for place in matches.indices {
            let cue = UInt64(matches[place].cue)
            pulls[place] += (SIMD8<Float>(rows[cue, cue]) * cues).sum()
            for other in place + 1..<max(matches.count, place + 1) {
                let half = (SIMD8<Float>(rows[cue, UInt64(matches[other].cue)]) * pair).sum() / 2
                pulls[place] += half
                pulls[other] += half
            }
        }
        for (match, pull) in zip(matches, pulls) { weights.spread(pull, match.first, match.last) }
    }
}

/// A weight for each token of a stretch.
private struct TokenWeights {
    private var weights: [Float]
    private let first: Int

    init(_ tokens: Range<Int>) {
        weights = [Float](repeating: 0, count: tokens.count)
        first = tokens.lowerBound
    }

    /// Shares a weight out among the tokens from `start` to `end`.
    @inline(__always)
    mutating func spread(_ weight: Float, _ start: Int, _ end: Int) {
        if start == end {
            weights[start - first] += weight
            return
        }
        let share = weight / Float(end - start + 1)
        for token in start...end { weights[token - first] += share }
    }

    /// The weights, 0 for what may not be shown as a reason.
    consuming func readable(_ text: CuedText) -> [Float] {
        for place in weights.indices where !text.tokens[first + place].kind.isReadable { weights[place] = 0 }
        return weights
    }
}

extension Token.Kind {
    /// Whether the token itself may be shown as a reason.
    var isReadable: Bool { self == .word || self == .ideograph }
}

/// A stretch of a mail's newest text, and whether something is asked in it.
public struct TextUnit: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        /// One request with its circumstances.
        case request
        /// Something said that asks for nothing: for your information, an automatic text.
        case statement
        /// Greetings, thanks, good wishes, sign-offs.
        case courtesy
        /// Signatures, list lead-ins, lines without a word.
        case noise
    }

    public var kind: Kind
    /// In Unicode scalars of the text, half open.
    public var range: Range<Int>

    public init(kind: Kind, range: Range<Int>) {
        self.kind = kind
        self.range = range
    }
}

/// Cuts the newest text of a mail into requests. The units are in order, do not overlap, and leave out nothing but
/// white space, list markers and lines without a word.
public struct RequestSplitter: Sendable {
    private let scorer: UnitScorer

    /// The model judges which sentences belong together.
    public init(model: Model = .shipped) {
        scorer = UnitScorer(model: model)
    }

    public func split(_ text: String) -> [TextUnit] {
        let scalars = [UInt32](scalarsOf: text)
        var segmenter = Segmenter(scalars)
        let segments = segmenter.segment()
        let cued = CuedText(segmenter.text, scorer.model.cues, segmenter.language)
        var known = WordRunSums()
        let units = scorer.units(segments, of: cued, language: segmenter.language, known: &known)
        return units.map { TextUnit(kind: $0.kind, range: $0.range) }
    }
}

/// A unit with what the splitter needs to compare it with its neighbours.
struct ScoredUnit {
    var kind: TextUnit.Kind
    var range: Range<Int>
    var tokens: Range<Int>
    /// The weights of all its words.
    var sums: WeightSums
    /// What the model makes of them with the cues; nil until it is asked.
    var scores: SIMD8<Float>?
    /// Probabilities of its labels, in the order of `Label.allCases`.
    var probabilities: [Double]
    /// The most that any of its sentences alone speaks for a defect, and for a feature.
    var voices: Voices
    var hasAsk: Bool
    var isInItem: Bool
    var isQuestion: Bool

    /// What sentences say of the two kinds that an agreement treats differently.
    struct Voices {
        var defect = 0.0
        var feature = 0.0

        mutating func hear(_ other: Voices) {
            defect = max(defect, other.defect)
            feature = max(feature, other.feature)
        }

        /// Whether one sentence speaks for what the verdict is not, about as surely as any speaks for it.
        func contradict(_ label: Label) -> Bool {
            (label.isDefect && feature > max(Self.loud, Self.par * defect))
                || (label == .feature && defect > max(Self.loud, Self.par * feature))
        }

        /// From this on a sentence alone is one or the other.
        private static let loud = 0.5
        /// Share of the other voice that is about as sure.
        private static let par = 0.9
    }

    var label: Label { LabelProbabilities.best(probabilities) }
    var other: Double { probabilities[6] }
    /// Of the likeliest label; for a defect of both its kinds.
    var confidence: Double {
        LabelProbabilities.confidence(Label.allCases.firstIndex(of: label) ?? 0, probabilities)
    }
}

/// Joins sentences to units by what a model makes of each.
struct UnitScorer: Sendable {
    let model: Model

    /// Sentences of one mail that are scored; what is beyond joins the last unit. Nobody writes two hundred requests.
    static let segmentLimit = 200
    /// From this on a sentence alone counts as asking nothing.
    private static let silent = 0.6

    static func bounded(_ tokens: Range<Int>, in text: CuedText) -> Range<Int> {
        guard let first = tokens.first else { return tokens }
        let limit = Int(text.tokens[first].start) + FeatureShape.textLimit
        var end = tokens.upperBound
        if Int(text.tokens[end - 1].end) > limit {
            end = text.tokens[tokens].partitioningIndex { Int($0.start) >= limit }
        }
        return first..<max(end, first + 1)
    }

    /// What is looked up of each word is noted in `known`.
    func units(
        _ segments: [Segment],
        of text: CuedText,
        language: Language,
        known: inout WordRunSums
    ) -> [ScoredUnit] {
        var units: [ScoredUnit] = []
        // Sentences that ask nothing, waiting for the request that they lead up to.
        var pending: ScoredUnit?
        for (place, segment) in segments.enumerated() {
            guard segment.kind == .content, place < Self.segmentLimit else {
                settle(&pending, in: &units)
                append(segment, place: place, to: &units)
                continue
            }
            let scored = score(segment, text, language, &known)
            if segment.boundary >= .paragraph { settle(&pending, in: &units) }
            if segment.endsInColon, place + 1 < segments.count, segments[place + 1].boundary == .item,
                segment.boundary != .item
            {
                settle(&pending, in: &units)
                units.append(ScoredUnit(leadIn: scored))
                continue
            }
            if let last = units.indices.last, units[last].kind == .request, pending == nil,
                joins(segment, scored, units[last], text, language)
            {
                units[last].extend(with: scored)
                rescore(&units[last], text, language)
                continue
            }
            admit(scored, segment, &pending, &units)
        }
        settle(&pending, in: &units)
        return units
    }

    private func admit(
        _ scored: ScoredUnit,
        _ segment: Segment,
        _ pending: inout ScoredUnit?,
        _ units: inout [ScoredUnit]
    ) {
        if scored.other >= Self.silent, !segment.hasAsk {
            if pending == nil { pending = scored } else { pending?.extend(with: scored) }
            return
        }
        var unit = scored
        unit.kind = .request
        if let lead = pending {
            unit.range = lead.range.lowerBound..<unit.range.upperBound
            unit.tokens = lead.tokens.lowerBound..<unit.tokens.upperBound
            unit.sums = lead.sums + unit.sums
            unit.scores = nil
            unit.voices.hear(lead.voices)
            pending = nil
        }
        units.append(unit)
    }

    /// Least confidence of a sentence that may begin a request of its own beside one of another kind.
    private static let ownVoice = 0.6
    /// From this on, both together still read as one request.
    private static let oneVoice = 0.93
    /// Confidence of both from which on a defect and a wish are not one request.
    private static let clearVoice = 0.8
    /// Sentences of so many words or fewer say something about what stands before them.
    private static let remarkWords = 5
    /// Longest question about cost or time that belongs to the request it follows.
    private static let afterthoughtWords = 9
    /// The same for a part of a sentence, which is shorter and needs more.
    private static let jointVoice = 0.8

    /// Whether a sentence belongs to the request before it.
    private func joins(
        _ segment: Segment,
        _ next: ScoredUnit,
        _ unit: ScoredUnit,
        _ text: CuedText,
        _ language: Language
    ) -> Bool {
        let isSilent = next.other >= Self.silent && !segment.hasAsk
        let words = Courtesy.words(segment, text.text)
        switch segment.boundary {
        case .item: return false
        case .paragraph:
            if segment.hasConnective { return false }
            if segment.isRepairCall, unit.label.isDefect { return true }
            if segment.isDetail { return isSilent || next.label == unit.label || next.label == .question }
            return words <= Self.remarkWords && !segment.isQuestion
        case .joint:
            if isSilent || segment.isDetail || (sameKind(next, unit) && !segment.hasConnective) { return true }
            if disagree(next, unit) { return false }
            return next.confidence < Self.jointVoice || readsAsOne(unit, next, text, language)
        case .sentence:
            if isSilent { return true }
            if segment.hasConnective { return segment.isDetail }
            if segment.isDetail || words <= Self.remarkWords { return true }
            if segment.isRepairCall, unit.label.isDefect { return true }
            if sameKind(next, unit) { return true }
            if next.label == .question, !unit.isQuestion, words <= Self.afterthoughtWords { return true }
            if disagree(next, unit) { return false }
            return next.confidence < Self.ownVoice || readsAsOne(unit, next, text, language)
        }
    }

    /// Whether the model takes two stretches together for one request, and is sure of it.
    private func readsAsOne(_ unit: ScoredUnit, _ next: ScoredUnit, _ text: CuedText, _ language: Language) -> Bool {
        let tokens = Self.bounded(unit.tokens.lowerBound..<next.tokens.upperBound, in: text)
        let together = model.probabilities(scores(unit.sums + next.sums, text, tokens, language))
        let label = LabelProbabilities.best(together)
        let place = Label.allCases.firstIndex(of: label) ?? 0
        return LabelProbabilities.confidence(place, together) >= Self.oneVoice
    }

    /// A clear defect and a clear wish are two requests, whatever they sound like together.
    private func disagree(_ one: ScoredUnit, _ other: ScoredUnit) -> Bool {
        let isBoth =
            (one.label == .feature && other.label.isDefect) || (one.label.isDefect && other.label == .feature)
        return isBoth && min(one.confidence, other.confidence) > Self.clearVoice
    }

    private func sameKind(_ one: ScoredUnit, _ other: ScoredUnit) -> Bool {
        one.label == other.label || (one.label.isDefect && other.label.isDefect)
    }

    func scores(_ sums: WeightSums, _ text: CuedText, _ tokens: Range<Int>, _ language: Language) -> SIMD8<Float> {
        model.scores(sums, cues: text.cueSet(in: tokens), language: language)
    }

    private func rescore(_ unit: inout ScoredUnit, _ text: CuedText, _ language: Language) {
        let scores = scores(unit.sums, text, Self.bounded(unit.tokens, in: text), language)
        unit.scores = scores
        unit.probabilities = model.probabilities(scores)
    }

    private func score(
        _ segment: Segment,
        _ text: CuedText,
        _ language: Language,
        _ known: inout WordRunSums
    ) -> ScoredUnit {
        let tokens = Self.bounded(segment.tokens, in: text)
        let sums = model.sums(text, tokens, &known)
        let scores = scores(sums, text, tokens, language)
        let probabilities = model.probabilities(scores)
        return ScoredUnit(
            kind: .statement,
            range: segment.range,
            tokens: segment.tokens,
            sums: sums,
            scores: scores,
            probabilities: probabilities,
            voices: .init(defect: probabilities[0] + probabilities[1], feature: probabilities[2]),
            hasAsk: segment.hasAsk,
            isInItem: segment.isInItem,
            isQuestion: segment.isQuestion
        )
    }

    private func settle(_ pending: inout ScoredUnit?, in units: inout [ScoredUnit]) {
        if let unit = pending { units.append(unit) }
        pending = nil
    }

    private func append(_ segment: Segment, place: Int, to units: inout [ScoredUnit]) {
        if place >= Self.segmentLimit, let last = units.indices.last {
            units[last].range = units[last].range.lowerBound..<segment.range.upperBound
            return
        }
        units.append(
            ScoredUnit(
                kind: segment.kind == .courtesy ? .courtesy : .noise,
                range: segment.range,
                tokens: segment.tokens,
                sums: WeightSums(),
                probabilities: [],
                voices: .init(),
                hasAsk: false,
                isInItem: false,
                isQuestion: false
            )
        )
    }
}

extension ScoredUnit {
    /// "Three things about the shop:" before a list.
    fileprivate init(leadIn unit: ScoredUnit) {
        self = unit
        kind = .noise
    }

    fileprivate mutating func extend(with next: ScoredUnit) {
        range = range.lowerBound..<next.range.upperBound
        tokens = tokens.lowerBound..<next.tokens.upperBound
        sums = sums + next.sums
        scores = nil
        voices.hear(next.voices)
        hasAsk = hasAsk || next.hasAsk
        isQuestion = next.isQuestion
    }
}

extension ArraySlice {
    /// The first index whose element, and all after it, fulfil `belongs`; the end when none does.
    func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if belongs(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

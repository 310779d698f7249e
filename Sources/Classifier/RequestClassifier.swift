internal import ClassifierModel

extension Model {
    /// The model linked into the executable.
    public static let shipped: Model = {
        let bytes = unsafe Array(
            UnsafeBufferPointer(start: classifier_model_bytes(), count: classifier_model_size())
        )
        do {
            return try Model(bytes: bytes)
        } catch {
            preconditionFailure("The linked model is unreadable (\(error)): rebuild it with `gatepost train`.")
        }
    }()
}

/// Tells what is asked in a mail, and of which kind. Safe to use from several threads at once; holds no state.
public struct RequestClassifier: Sendable {
    let model: Model
    private let scorer: UnitScorer

    /// With the model that ships with the program.
    public init() { self.init(model: .shipped) }

    public init(model: Model) {
        self.model = model
        scorer = UnitScorer(model: model)
    }

    /// Share of the subject's word in a mail that asks one thing; with several requests it can only belong to one.
    private static let subjectShare: Float = 0.3

    /// Classifies what is asked in the newest text of a mail. Takes time linear in the text.
    ///
    /// A mail that asks nothing has no items and the label `other`; one whose words stand only in the subject has
    /// one item with an empty range at 0.
    public func classify(subject: String, body: String) -> Classification {
        let scalars = body.unicodeScalars.map(\.value)
        var segmenter = Segmenter(scalars)
        let segments = segmenter.segment()
        let subjectWords = Subject.tokenized(subject)
        let language = segmenter.language == .unknown ? Self.language(subjectWords) : segmenter.language
        let text = CuedText(segmenter.text, model.cues, language)
        let subjectText = CuedText(subjectWords, model.cues, language)
        let units = scorer.units(segments, of: text, language: language)
        let requests = units.filter { $0.kind == .request }
        var items = requests.map { unit in
            let subjectScores = requests.count == 1 ? scores(subjectText, language) : nil
            return item(unit, text: text, scalars: scalars, language: language, subject: subjectScores)
        }
        // What turned out to ask nothing is no request beside others that do.
        if items.contains(where: { $0.label != .other }) { items.removeAll { $0.label == .other } }
        if items.isEmpty { items = itemsOfSilence(units, text, scalars, subject, subjectText, language) }
        return Classification(language: language, label: Self.strongest(items), items: items)
    }

    /// Takes a whole text for one request, unsplit; beside the item the probabilities of all labels.
    func judge(span: String) -> (item: Item, probabilities: [Double]) {
        let scalars = span.unicodeScalars.map(\.value)
        let words = TokenizedText(scalars, in: 0..<scalars.count)
        let language = Self.language(words)
        let text = CuedText(words, model.cues, language)
        let tokens = UnitScorer.bounded(text.tokens.indices, in: text)
        let scores = model.scores(model.sums(text, tokens), cues: text.cues(in: tokens), language: language)
        let probabilities = model.probabilities(scores)
        let evidence = Evidence(model: model)
            .phrases(text, tokens, scalars: scalars, probabilities: probabilities)
        return (item(probabilities, range: 0..<scalars.count, text: span, evidence: evidence), probabilities)
    }

    /// What is left when no unit asks: a body that says something is one item `other`, unless the subject asks.
    private func itemsOfSilence(
        _ units: [ScoredUnit],
        _ text: CuedText,
        _ scalars: [UInt32],
        _ subject: String,
        _ subjectText: CuedText,
        _ language: Language
    ) -> [Item] {
        let subjectScores = scores(subjectText, language)
        if let subjectScores {
            let probabilities = model.probabilities(subjectScores)
            if LabelProbabilities.best(probabilities) != .other, !units.contains(where: { $0.kind == .statement }) {
                let evidence = Evidence(model: model).phrases(
                    subjectText,
                    subjectText.tokens.indices,
                    scalars: subject.unicodeScalars.map(\.value),
                    probabilities: probabilities
                )
                return [item(probabilities, range: 0..<0, text: subject, evidence: evidence)]
            }
        }
        let statements = units.filter { $0.kind == .statement }
        guard let first = statements.first, let last = statements.last else { return [] }
        var unit = first
        unit.range = first.range.lowerBound..<last.range.upperBound
        unit.tokens = first.tokens.lowerBound..<last.tokens.upperBound
        unit.sums = statements.dropFirst().reduce(first.sums) { $0 + $1.sums }
        return [item(unit, text: text, scalars: scalars, language: language, subject: subjectScores)]
    }

    private func scores(_ text: CuedText, _ language: Language) -> SIMD8<Float>? {
        guard !text.tokens.isEmpty else { return nil }
        let tokens = UnitScorer.bounded(text.tokens.indices, in: text)
        return model.scores(model.sums(text, tokens), cues: text.cues(in: tokens), language: language)
    }

    private func item(
        _ unit: ScoredUnit,
        text: CuedText,
        scalars: [UInt32],
        language: Language,
        subject: SIMD8<Float>?
    ) -> Item {
        let tokens = UnitScorer.bounded(unit.tokens, in: text)
        var scores = model.scores(unit.sums, cues: text.cues(in: tokens), language: language)
        if let subject { scores = scores * (1 - Self.subjectShare) + subject * Self.subjectShare }
        let probabilities = model.probabilities(scores)
        let evidence = Evidence(model: model)
            .phrases(text, tokens, scalars: scalars, probabilities: probabilities)
        var item = item(probabilities, range: unit.range, text: Self.string(scalars[unit.range]), evidence: evidence)
        // Where the sentences contradict each other, a person looks.
        if unit.voices.contradict(item.label) { item.isDecided = false }
        return item
    }

    private func item(_ probabilities: [Double], range: Range<Int>, text: String, evidence: [String]) -> Item {
        let label = LabelProbabilities.best(probabilities)
        let second = LabelProbabilities.second(probabilities, after: label)
        let place = Label.allCases.firstIndex(of: label) ?? 0
        let held = LabelProbabilities.confidence(place, probabilities)
        return Item(
            label: label,
            range: range,
            text: text,
            confidence: probabilities[place],
            isDecided: held >= Double(model.thresholds[place]),
            evidence: evidence,
            runnerUp: second,
            runnerUpConfidence: probabilities[Label.allCases.firstIndex(of: second) ?? 0],
            probabilities: probabilities
        )
    }

    private static func string(_ scalars: ArraySlice<UInt32>) -> String {
        var text = String.UnicodeScalarView()
        for scalar in scalars { text.append(Unicode.Scalar(scalar) ?? "\u{FFFD}") }
        return String(text)
    }

    private static func language(_ text: TokenizedText) -> Language {
        Language.detect(text, text.tokens.indices)
    }

    /// An incident outranks what else is asked; then the most confident item speaks for the mail.
    private static func strongest(_ items: [Item]) -> Label {
        if items.contains(where: { $0.label == .incident }) { return .incident }
        var best: Item?
        for item in items where item.confidence > best?.confidence ?? 0 { best = item }
        return best?.label ?? .other
    }
}

/// The subject line as words, without what mail programs put before it.
enum Subject {
    /// Scalars of a subject that are read.
    private static let limit = 400

    static func tokenized(_ subject: String) -> TokenizedText {
        let scalars = subject.unicodeScalars.prefix(limit).map(\.value)
        var start = 0
        // At most this many prefixes; a loop of them says nothing new.
        for _ in 0..<8 {
            guard let end = prefixEnd(scalars, start) else { break }
            start = end
        }
        return TokenizedText(scalars, in: start..<scalars.count)
    }

    /// The end of one "Re:", "AW:", "Отв:", "回复：" or "[Ticket 12]" at `start`.
    private static func prefixEnd(_ scalars: [UInt32], _ start: Int) -> Int? {
        var position = start
        while position < scalars.count, scalars[position] == 0x20 { position += 1 }
        guard position < scalars.count else { return nil }
        if scalars[position] == 0x5B {
            guard let close = scalars[position...].prefix(40).firstIndex(of: 0x5D) else { return nil }
            return close + 1
        }
        let head = scalars[position...].prefix(8)
        guard let colon = head.firstIndex(where: { $0 == 0x3A || $0 == 0xFF1A }) else { return nil }
        var folded: [UInt32] = []
        for scalar in scalars[position..<colon] {
            let kind = Folding.kind(scalar)
            if kind == .letter || kind == .ideograph { Folding.appendLetter(scalar, to: &folded) }
        }
        return prefixes.contains(folded) ? colon + 1 : nil
    }

    private static let prefixes: Set<[UInt32]> = Set(
        [
            "re", "aw", "sv", "antw", "vs", "r", "rif", "res", "ref", "fw", "fwd", "wg", "tr", "rv", "enc", "i", "отв",
            "ответ", "на", "пер", "fyi", "回复", "答复", "转发", "回覆", "轉寄",
        ].map { $0.unicodeScalars.map(\.value) }
    )
}

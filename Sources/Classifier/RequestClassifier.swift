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
        let scalars = [UInt32](scalarsOf: body)
        var segmenter = Segmenter(scalars)
        let segments = segmenter.segment()
        let subjectWords = Subject.tokenized(subject)
        let language = segmenter.language == .unknown ? Self.language(subjectWords) : segmenter.language
        let text = CuedText(segmenter.text, model.cues, language)
        let subjectText = CuedText(subjectWords, model.cues, language)
        var known = WordRunSums()
        let units = scorer.units(segments, of: text, language: language, known: &known)
        let requests = units.filter { $0.kind == .request }
        var items = requests.map { unit in
            var ofSubject = WordRunSums()
            let subjectScores = requests.count == 1 ? scores(subjectText, language, &ofSubject) : nil
            return item(unit, Read(text: text, scalars: scalars, language: language, known: known), subjectScores)
        }
        // What turned out to ask nothing is no request beside others that do.
        if items.contains(where: { $0.label != .other }) { items.removeAll { $0.label == .other } }
        if items.isEmpty {
            let read = Read(text: text, scalars: scalars, language: language, known: known)
            items = itemsOfSilence(units, read, subject, subjectText)
        }
        return Classification(language: language, label: Self.strongest(items), items: items)
    }

    /// Takes a whole text for one request, unsplit; beside the item the probabilities of all labels.
    func judge(span: String) -> (item: Item, probabilities: [Double]) {
        let scalars = [UInt32](scalarsOf: span)
        let words = TokenizedText(scalars, in: 0..<scalars.count)
        let language = Self.language(words)
        let text = CuedText(words, model.cues, language)
        let tokens = UnitScorer.bounded(text.tokens.indices, in: text)
        var known = WordRunSums()
        let sums = model.sums(text, tokens, &known)
        let scores = model.scores(sums, cues: text.cueSet(in: tokens), language: language)
        let probabilities = model.probabilities(scores)
        let evidence = Evidence(model: model)
            .phrases(text, tokens, scalars: scalars, probabilities: probabilities, known: known)
        return (item(probabilities, range: 0..<scalars.count, text: span, evidence: evidence), probabilities)
    }

    /// What is left when no unit asks: a body that says something is one item `other`, unless the subject asks.
    private func itemsOfSilence(
        _ units: [ScoredUnit],
        _ read: Read,
        _ subject: String,
        _ subjectText: CuedText
    ) -> [Item] {
        var known = WordRunSums()
        let subjectScores = scores(subjectText, read.language, &known)
        if let subjectScores {
            let probabilities = model.probabilities(subjectScores)
            if LabelProbabilities.best(probabilities) != .other, !units.contains(where: { $0.kind == .statement }) {
                let evidence = Evidence(model: model).phrases(
                    subjectText,
                    subjectText.tokens.indices,
                    scalars: subject.unicodeScalars.map(\.value),
                    probabilities: probabilities,
                    known: known
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
        unit.scores = nil
        return [item(unit, read, subjectScores)]
    }

    /// A text with what was found in it so far.
    private struct Read {
        let text: CuedText
        let scalars: [UInt32]
        let language: Language
        let known: WordRunSums
    }

    private func scores(_ text: CuedText, _ language: Language, _ known: inout WordRunSums) -> SIMD8<Float>? {
        guard !text.tokens.isEmpty else { return nil }
        let tokens = UnitScorer.bounded(text.tokens.indices, in: text)
        return model.scores(model.sums(text, tokens, &known), cues: text.cueSet(in: tokens), language: language)
    }

    private func item(_ unit: ScoredUnit, _ read: Read, _ subject: SIMD8<Float>?) -> Item {
        let tokens = UnitScorer.bounded(unit.tokens, in: read.text)
        var scores = unit.scores ?? scorer.scores(unit.sums, read.text, tokens, read.language)
        if let subject { scores = scores * (1 - Self.subjectShare) + subject * Self.subjectShare }
        let probabilities = model.probabilities(scores)
        let evidence = Evidence(model: model)
            .phrases(read.text, tokens, scalars: read.scalars, probabilities: probabilities, known: read.known)
        var item = item(
            probabilities,
            range: unit.range,
            text: String(scalars: read.scalars[unit.range]),
            evidence: evidence
        )
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

/// A text whose requests a person has labelled: a whole mail with the place of each request, or one sentence.
public struct LabelledText: Hashable, Sendable, Decodable {
    /// One request as a person marked it, in Unicode scalars of the body, half open.
    public struct Mark: Hashable, Sendable, Decodable {
        public var label: Label
        public var start: Int
        public var end: Int

        public init(label: Label, start: Int, end: Int) {
            self.label = label
            self.start = start
            self.end = end
        }
    }

    public var id: String
    /// The language the text is counted under; nil leaves it to detection.
    public var language: Language?
    public var subject: String
    public var body: String
    /// The requests; for a single sentence one mark over the whole of it.
    public var items: [Mark]

    public init(id: String, language: Language? = nil, subject: String, body: String, items: [Mark]) {
        self.id = id
        self.language = language
        self.subject = subject
        self.body = body
        self.items = items
    }

    private enum CodingKeys: String, CodingKey {
        case id, language, lang, subject, body, items, text, label
    }

    /// Reads `{"id","subject","body","items":[{"label","start","end"}]}` or `{"text","label"}`, with `language` or
    /// `lang` where it is known.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decodeIfPresent(String.self, forKey: .id) ?? ""
        subject = try fields.decodeIfPresent(String.self, forKey: .subject) ?? ""
        let named = try fields.decodeIfPresent(String.self, forKey: .language)
        language = try (named ?? fields.decodeIfPresent(String.self, forKey: .lang)).flatMap(Language.init(rawValue:))
        if let text = try fields.decodeIfPresent(String.self, forKey: .text) {
            body = text
            let label = try fields.decode(Label.self, forKey: .label)
            items = [Mark(label: label, start: 0, end: text.unicodeScalars.count)]
        } else {
            body = try fields.decode(String.self, forKey: .body)
            items = try fields.decode([Mark].self, forKey: .items)
        }
    }
}

extension Label: Codable {}

/// How a classifier does on labelled texts, all of it as values.
public struct Evaluation: Hashable, Sendable {
    /// What is measured.
    public enum Mode: Hashable, Sendable {
        /// Each marked request is given alone: only its label is judged.
        case spans
        /// Whole mails are given: a request counts as found when an item covers half of what both cover together.
        case mails
    }

    /// The figures of one language, or of all.
    public struct Part: Hashable, Sendable {
        /// Nil for all languages together.
        public var language: Language?
        public var texts = 0
        /// Marked requests.
        public var marked = 0
        /// How often a marked label (row) was given each label (column), in the order of `Label.allCases`.
        public var confusion = [[Int]](repeating: [Int](repeating: 0, count: 7), count: 7)
        /// Marked requests that no item covers, a label.
        public var missed = [Int](repeating: 0, count: 7)
        /// Items that cover no marked request, a label.
        public var invented = [Int](repeating: 0, count: 7)
        /// Decided verdicts of fix, incident or feature, and how many of them are right: a fix told from a feature.
        public var decided = 0
        public var decidedRight = 0
        /// Marked fixes, incidents and features: what could have been decided.
        public var decidable = 0
        /// Confidence of every judged item, and whether its label was right.
        var confidences: [Double] = []
        var rights: [Bool] = []
        /// Scores of marked defects and features for the curve.
        var leads: [Double] = []
        var areDefects: [Bool] = []

        /// How far the figures above would move with other mails of the same kind.
        public var spread = Spread()

        init(language: Language?) { self.language = language }

        init(language: Language?, _ texts: [JudgedText]) {
            self.init(language: language)
            for text in texts { add(text) }
            spread = Spread(of: texts)
        }
    }

    public var mode: Mode
    /// All languages first, then each that occurs.
    public var parts: [Part]

    /// Share of the union of two ranges that must be common for an item to stand for a mark.
    static let overlap = 0.5

    public init(of classifier: RequestClassifier, on texts: [LabelledText], mode: Mode) {
        self.mode = mode
        var all: [JudgedText] = []
        var byLanguage: [Language: [JudgedText]] = [:]
        for text in texts {
            let language = text.language ?? classifier.classify(subject: text.subject, body: text.body).language
            let judged = JudgedText(marked: text.items.count, judged: Self.judge(text, classifier, mode))
            all.append(judged)
            byLanguage[language, default: []].append(judged)
        }
        parts = [Part(language: nil, all)]
        for language in Language.allCases {
            if let own = byLanguage[language] { parts.append(Part(language: language, own)) }
        }
    }

    /// One text with what was made of its marks.
    struct JudgedText {
        var marked: Int
        var judged: [Judged]
    }

    /// A marked label beside what was made of it; nil on one side when there is no counterpart.
    struct Judged {
        var marked: Label?
        var item: Item?
        /// How much more the item is a defect than a feature.
        var lead = 0.0
    }

    private static func judge(_ text: LabelledText, _ classifier: RequestClassifier, _ mode: Mode) -> [Judged] {
        switch mode {
        case .spans:
            let scalars = Array(text.body.unicodeScalars)
            return text.items.map { mark in
                let start = min(max(mark.start, 0), scalars.count)
                var words = String.UnicodeScalarView()
                words.append(contentsOf: scalars[start..<min(max(mark.end, start), scalars.count)])
                let (item, probabilities) = classifier.judge(span: String(words))
                let lead = probabilities[0] + probabilities[1] - probabilities[2]
                return Judged(marked: mark.label, item: item, lead: lead)
            }
        case .mails:
            return match(text.items, classifier.classify(subject: text.subject, body: text.body).items)
        }
    }

    /// Pairs marks and items greedily, best overlap first.
    private static func match(_ marks: [LabelledText.Mark], _ items: [Item]) -> [Judged] {
        var pairs: [(share: Double, mark: Int, item: Int)] = []
        for (mark, place) in marks.enumerated() {
            for (item, found) in items.enumerated() {
                let common = min(place.end, found.range.upperBound) - max(place.start, found.range.lowerBound)
                let union = max(place.end, found.range.upperBound) - min(place.start, found.range.lowerBound)
                if common > 0 { pairs.append((Double(common) / Double(union), mark, item)) }
            }
        }
        pairs.sort { ($0.share, $1.mark, $1.item) > ($1.share, $0.mark, $0.item) }
        var markOf: [Int: Int] = [:]
        var itemOf: [Int: Int] = [:]
        for pair in pairs where pair.share >= overlap && itemOf[pair.mark] == nil && markOf[pair.item] == nil {
            itemOf[pair.mark] = pair.item
            markOf[pair.item] = pair.mark
        }
        let found = marks.indices.map { place in
            let item = itemOf[place].map { items[$0] }
            return Judged(marked: marks[place].label, item: item, lead: item.map(lead) ?? 0)
        }
        return found + items.indices.filter { markOf[$0] == nil }.map { Judged(marked: nil, item: items[$0]) }
    }

    /// What an item says of defect against feature by its two best labels.
    private static func lead(_ item: Item) -> Double {
        func share(_ belongs: (Label) -> Bool) -> Double {
            (belongs(item.label) ? item.confidence : 0) + (belongs(item.runnerUp) ? item.runnerUpConfidence : 0)
        }
        return share(\.isDefect) - share { $0 == .feature }
    }
}

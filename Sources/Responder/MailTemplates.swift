import Reports

/// The templates of the mails that Gatepost writes by itself: built in for six languages, each to be replaced by the
/// operator's own.
public struct MailTemplates: Sendable {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// To an authenticated contact: what was understood, clauses, hours, times.
        case acknowledgement
        /// To anybody else: that the mail arrived.
        case receipt
    }

    public enum Form: String, CaseIterable, Hashable, Sendable {
        case text, html
    }

    /// A template as the operator wrote it.
    public struct Source: Hashable, Sendable {
        public var kind: Kind
        /// BCP 47 tag.
        public var language: String
        public var form: Form
        /// The file's name, for messages.
        public var file: String
        public var text: String

        public init(kind: Kind, language: String, form: Form, file: String, text: String) {
            self.kind = kind
            self.language = language.lowercased()
            self.form = form
            self.file = file
            self.text = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(
                separator: "\n"
            )
        }

        /// A template named by its file: `acknowledgement.en.mustache`, `receipt.pt-br.html.mustache`; nil for others.
        public init?(file: String, text: String) {
            let name = file.split(separator: "/").last ?? ""
            let fields = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 3 || (fields.count == 4 && fields[2] == Form.html.rawValue),
                fields.last == "mustache", let kind = Kind(rawValue: fields[0]), !fields[1].isEmpty
            else { return nil }
            self.init(kind: kind, language: fields[1], form: fields.count == 4 ? .html : .text, file: file, text: text)
        }
    }

    private struct Key: Hashable {
        var kind: Kind
        var language: String
        var form: Form
    }

    private var templates: [Key: MailTemplate] = [:]

    /// The built-in templates alone; read once in the life of the program.
    public static let builtIn = MailTemplates(BuiltInTemplates.all)

    /// The built-in templates, with every sound one of the operator's in their place. `problems(in:)` says what is
    /// wrong with the others.
    public init(overrides: [Source]) {
        self = Self.builtIn
        replace(with: overrides)
    }

    private init(_ sources: [Source]) {
        replace(with: sources)
    }

    private mutating func replace(with sources: [Source]) {
        for source in sources where Self.problems(in: source).isEmpty {
            let key = Key(kind: source.kind, language: source.language, form: source.form)
            templates[key] = try? MailTemplate(source.text, form: source.form)
            // An operator's text and a built-in page would contradict each other.
            if source.form == .text { templates[Key(kind: key.kind, language: key.language, form: .html)] = nil }
        }
    }

    /// Every mistake in a template, at line and column; empty when it may be used.
    public static func problems(in source: Source) -> [TemplateProblem] {
        TemplateCheck(source: source, vocabulary: .of(source.kind)).problems()
    }

    /// The built-in template of a kind and language, to start an own one from; nil for other languages.
    public static func builtInText(_ kind: Kind, language: String) -> String? {
        BuiltInTemplates.all.first { $0.kind == kind && $0.language == language }?.text
    }

    /// The language that a mail is written in: the one wanted, its first subtag, the agency's languages in their
    /// order, English.
    public func language(for kind: Kind, wanted: String, agency: [String]) -> String {
        let candidates = ([wanted] + agency).flatMap { [$0.lowercased(), Wording.primarySubtag(of: $0)] }
        return candidates.first { templates[Key(kind: kind, language: $0, form: .text)] != nil } ?? "en"
    }

    /// A mail's text, lines not broken yet, and the operator's own page if there is one.
    func rendered(_ kind: Kind, language: String, values: [String: TemplateValue]) -> (text: String, html: String?) {
        let text = templates[Key(kind: kind, language: language, form: .text)]?.rendered(values) ?? ""
        return (text, templates[Key(kind: kind, language: language, form: .html)]?.rendered(values))
    }

    /// Says first that values stay as they are.
    static let contentType = "{{% CONTENT_TYPE:TEXT}}"
}

/// The names that templates of a kind may use. What a receipt must not tell has no name there.
struct TemplateVocabulary {
    /// Texts; as a section: whether there is one.
    var values: Set<String>
    /// Yes or no; only for sections.
    var conditions: Set<String>
    /// Lists with the names of their entries.
    var lists: [String: Set<String>]

    static func of(_ kind: MailTemplates.Kind) -> TemplateVocabulary {
        switch kind {
        case .receipt:
            TemplateVocabulary(values: ["ticket", "agency"], conditions: [], lists: [:])
        case .acknowledgement:
            TemplateVocabulary(
                values: ["ticket", "agency", "client", "name", "timeLeft", "timeBeyond", "answerBy", "moreItems"],
                conditions: ["hasItems", "timeUsedUp", "withoutAgreement"],
                lists: ["items": TemplateVocabulary.itemNames]
            )
        }
    }

    private static let itemNames: Set<String> = [
        "number", "words", "clauseID", "clauseTitle", "clauseText", "hasClause", "hasSuggestion", "suggestion",
        "suggestionLink", "covered", "notCovered", "small", "undecided",
        "waiting", "fix", "incident", "feature", "question", "approval", "billing", "other",
    ]
}

public import WorkingTime

/// A file that came with a mail, as far as rules look at it.
public struct AttachedFile: Hashable, Sendable {
    /// Empty when the mail gives none.
    public var name: String
    /// The media type, `application/pdf`; empty when it is not known.
    public var type: String

    public init(name: String, type: String) {
        self.name = name
        self.type = type
    }

    /// More files than this are not looked at.
    static let limit = 100
}

/// What a rule is tried on: one mail as far as rules look at it.
public struct RuleFacts: Hashable, Sendable {
    /// The sender's address, lower case.
    public var from: String
    /// The client's id; nil for somebody unknown.
    public var client: String?
    public var subject: String
    /// The newest text: without quoted mail and signature.
    public var text: String
    /// BCP 47 tag.
    public var language: String
    public var attachments: [AttachedFile]
    /// When the mail arrived.
    public var receivedAt: Instant

    public init(
        from: String,
        client: String?,
        subject: String,
        text: String,
        language: String,
        attachments: [AttachedFile],
        receivedAt: Instant
    ) {
        self.from = from
        self.client = client
        self.subject = subject
        self.text = text
        self.language = language
        self.attachments = attachments
        self.receivedAt = receivedAt
    }
}

extension Rule {
    /// Whether every condition holds. A rule without conditions matches nothing: it would be a slip of the pen.
    public func matches(_ facts: RuleFacts) -> Bool {
        !conditions.isEmpty && conditions.allSatisfy { $0.holds(facts) }
    }

    /// The words for which it matches, one a condition that looks at words.
    func words(_ facts: RuleFacts) -> [String] {
        conditions.compactMap { $0.words(facts) }
    }
}

extension Rule.Condition {
    /// Whether this one condition holds.
    func holds(_ facts: RuleFacts) -> Bool {
        switch self {
        case .from(let patterns):
            let address = facts.from.lowercased()
            return patterns.contains { pattern in
                let wanted = pattern.lowercased()
                return wanted.hasPrefix("@") ? address.hasSuffix(wanted) : address == wanted
            }
        case .client(let ids):
            return facts.client.map { ids.contains($0) } ?? false
        case .subject(let phrases):
            return Phrase.anyOccurs(of: phrases, in: facts.subject)
        case .words(let phrases):
            return Phrase.anyOccurs(of: phrases, in: facts.text)
        case .language(let tags):
            // `zh` stands for `zh-Hans` too (RFC 4647 section 3.3.1, basic filtering).
            let language = facts.language.lowercased()
            return tags.contains { tag in
                let wanted = tag.lowercased()
                return language == wanted || language.hasPrefix(wanted + "-")
            }
        case .attachment(let wanted):
            return facts.attachments.isEmpty != wanted
        case .attached(let patterns):
            return facts.attachments.prefix(AttachedFile.limit).contains { file in
                patterns.contains { Glob($0).matches($0.contains("/") ? file.type : file.name) }
            }
        case .pattern(let patterns):
            return patterns.contains { $0.occurs(in: facts.text) }
        case .subjectPattern(let patterns):
            return patterns.contains { $0.occurs(in: facts.subject) }
        case .time(let times):
            return times.contains { $0.contains(facts.receivedAt) }
        }
    }

    /// The words for which it holds, for telling; of other conditions than those about words none.
    func words(_ facts: RuleFacts) -> String? {
        switch self {
        case .subject(let phrases): phrases.first { Phrase.anyOccurs(of: [$0], in: facts.subject) }
        case .words(let phrases): phrases.first { Phrase.anyOccurs(of: [$0], in: facts.text) }
        case .pattern(let patterns): patterns.lazy.compactMap { $0.firstWords(in: facts.text) }.first
        case .subjectPattern(let patterns): patterns.lazy.compactMap { $0.firstWords(in: facts.subject) }.first
        case .from, .client, .language, .attachment, .attached, .time: nil
        }
    }
}

/// A name with `*` for any characters and `?` for one, compared whole and without case.
struct Glob {
    private let pattern: [Character]

    /// No file name is longer.
    private static let limit = 300

    init(_ pattern: String) {
        self.pattern = Array(pattern.lowercased().prefix(Self.limit))
    }

    /// Goes back to the last `*` only, so the time is at most the product of both lengths.
    func matches(_ text: String) -> Bool {
        let text = Array(text.lowercased().prefix(Self.limit))
        var (place, index) = (0, 0)
        var star: (place: Int, index: Int)?
        while index < text.count {
            if place < pattern.count, pattern[place] == "*" {
                star = (place, index)
                place += 1
            } else if place < pattern.count, pattern[place] == "?" || pattern[place] == text[index] {
                place += 1
                index += 1
            } else if let last = star {
                star = (last.place, last.index + 1)
                place = last.place + 1
                index = last.index + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == "*" }
    }
}

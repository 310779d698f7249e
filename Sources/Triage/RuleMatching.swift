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
    public var hasAttachment: Bool

    public init(from: String, client: String?, subject: String, text: String, language: String, hasAttachment: Bool) {
        self.from = from
        self.client = client
        self.subject = subject
        self.text = text
        self.language = language
        self.hasAttachment = hasAttachment
    }
}

extension Rule {
    /// Whether every condition holds. A rule without conditions matches nothing: it would be a slip of the pen.
    public func matches(_ facts: RuleFacts) -> Bool {
        !conditions.isEmpty && conditions.allSatisfy { $0.holds(facts) }
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
            return facts.hasAttachment == wanted
        }
    }
}

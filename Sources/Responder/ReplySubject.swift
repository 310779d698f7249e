import Reports
import Triage

/// The subject of an answer: the subject's own words with one `Re:` before and the ticket's mark behind.
public enum ReplySubject {
    /// A subject is quoted up to here; more would only push the ticket's mark out of sight.
    static let longestBase = 150

    /// `Re: Contact form is broken [#1042]`; without words of its own only `Re: [#1042]`.
    public static func reply(to subject: String, ticket: Int) -> String {
        let base = base(of: subject)
        let token = MessageToken.subjectToken(ticket: ticket)
        return base.isEmpty ? "Re: \(token)" : "Re: \(base) \(token)"
    }

    /// A subject without reply and forward marks of the usual languages and without our own marks, on one line.
    public static func base(of subject: String) -> String {
        PlainText.excerpt(BaseSubject.display(PlainText.excerpt(subject, limit: longestSubject)), limit: longestBase)
    }

    /// Beyond this nothing of a subject is looked at.
    private static let longestSubject = 1000
}

/// The Message-IDs that make an answer stand in its thread (RFC 5322 section 3.6.4).
public enum ReplyThread {
    /// Enough for every reader to find the thread; the first and the newest are kept.
    static let mostReferences = 20
    /// A line of a header may have 998 characters (RFC 5322 section 2.1.1); no sensible Message-ID comes near.
    static let longestMessageID = 250

    /// The References of an answer: those of the mail, then the mail itself; only well-formed ones, each once, without
    /// angle brackets.
    public static func references(of references: [String], inReplyTo: String?) -> [String] {
        var seen: Set<String> = []
        let all = (references + [inReplyTo].compactMap { $0 }).compactMap(wellFormed)
        // The mail itself comes last even when its own References name it.
        let thread = all.reversed().filter { seen.insert($0).inserted }.reversed()
        guard thread.count > mostReferences, let first = thread.first else { return Array(thread) }
        return [first] + thread.suffix(mostReferences - 1)
    }

    /// A Message-ID, without angle brackets, that can stand in a header; nil for anything else.
    public static func wellFormed(_ messageID: String) -> String? {
        var text = messageID[...]
        if text.hasPrefix("<"), text.hasSuffix(">") { text = text.dropFirst().dropLast() }
        let isSound =
            text.utf8.count <= longestMessageID && text.utf8.count >= 3
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
        guard isSound, let at = text.lastIndex(of: "@"), at != text.startIndex,
            text.index(after: at) != text.endIndex
        else { return nil }
        return String(text)
    }
}

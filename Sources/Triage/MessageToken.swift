public import Digest

/// Message-IDs that carry the number of their ticket under our signature, so that an answer finds its ticket even
/// when everything else in it was changed, and nobody can make one up.
///
/// `gp.TICKET.SEQUENCE.SIGNATURE@domain`: 32 hexadecimal characters of an HMAC over the rest, domain included.
public enum MessageToken {
    /// 128 bits: beyond guessing, short enough for a header line.
    static let signatureLength = 32
    /// A Message-ID of ours is far shorter; longer ones are not looked at.
    static let longestMessageID = 320
    /// Tickets have at most 12 digits, so that no number overflows.
    static let mostDigits = 12

    /// A Message-ID, without angle brackets, for the `sequence`-th mail of a ticket. The domain is the agency's own.
    public static func make(ticket: Int, sequence: Int, key: SigningKey, domain: String) -> String {
        let domain = bounded(domain)
        let signature = key.signature(of: signed(ticket, sequence, domain), length: signatureLength)
        return "gp.\(ticket).\(sequence).\(signature)@\(domain)"
    }

    /// The ticket that a Message-ID of ours names; nil for any other, forged or damaged one. With or without angle brackets.
    public static func verify(messageID: String, key: SigningKey) -> Int? {
        guard messageID.utf8.count <= longestMessageID else { return nil }
        var text = messageID[...]
        if text.hasPrefix("<"), text.hasSuffix(">") { text = text.dropFirst().dropLast() }
        guard let at = text.lastIndex(of: "@") else { return nil }
        // Mail systems may change the case of a domain, never that of what stands before it.
        let domain = text[text.index(after: at)...].lowercased()
        let fields = text[..<at].split(separator: ".", omittingEmptySubsequences: false)
        guard fields.count == 4, fields[0] == "gp",
            let ticket = number(fields[1]), let sequence = number(fields[2]),
            fields[3].utf8.count == signatureLength,
            key.isValid(String(fields[3]), of: signed(ticket, sequence, domain))
        else { return nil }
        return ticket
    }

    /// The mark that our subjects carry, such as `[#1042]`.
    public static func subjectToken(ticket: Int) -> String {
        "[#\(ticket)]"
    }

    /// The ticket in the last `[#123]` of a subject; nil without one. It proves nothing about the sender.
    public static func ticket(inSubject subject: String) -> Int? {
        subjectTokens(in: subject).last?.ticket
    }

    /// A subject without any `[#123]`, with the blanks around them closed.
    public static func removingTokens(fromSubject subject: String) -> String {
        var result = subject
        for token in subjectTokens(in: subject).reversed() {
            result.unicodeScalars.removeSubrange(token.range)
        }
        return result.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) }.joined(separator: " ")
    }

    private struct Found {
        var ticket: Int
        var range: Range<String.Index>
    }

    private static func subjectTokens(in subject: String) -> [Found] {
        let scalars = subject.unicodeScalars
        var found: [Found] = []
        var index = scalars.startIndex
        while let open = scalars[index...].firstIndex(of: "[") {
            index = scalars.index(after: open)
            guard index < scalars.endIndex, scalars[index] == "#" else { continue }
            let start = scalars.index(after: index)
            let end = scalars[start...].firstIndex { !("0"..."9").contains($0) } ?? scalars.endIndex
            guard end < scalars.endIndex, scalars[end] == "]", let ticket = number(subject[start..<end]) else {
                continue
            }
            index = scalars.index(after: end)
            found.append(Found(ticket: ticket, range: open..<index))
        }
        return found
    }

    private static func signed(_ ticket: Int, _ sequence: Int, _ domain: String) -> String {
        "message-id \(ticket) \(sequence) \(domain)"
    }

    /// Digits alone, without a leading zero or sign, so that every number has one spelling.
    private static func number(_ digits: Substring) -> Int? {
        guard (1...mostDigits).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            digits.utf8.count == 1 || digits.utf8.first != UInt8(ascii: "0")
        else { return nil }
        return Int(digits)
    }

    /// A domain that can stand in a Message-ID (RFC 5322 section 3.6.4, dot-atom): other characters go.
    private static func bounded(_ domain: String) -> String {
        let kept = domain.lowercased().utf8.filter { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return kept.isEmpty ? "localhost" : String(decoding: kept.prefix(200), as: UTF8.self)
    }
}

public import Digest

/// The secret that goes out with the question how satisfied a client is, once in its Message-ID and once in the subject
/// of every answer it prepares, `4/5 [mark 12-SIGNATURE]`. It names the ticket under our signature.
public struct RatingToken: Hashable, Sendable {
    public var ticket: Int

    public init(ticket: Int) {
        self.ticket = ticket
    }

    /// Marks that can be given.
    public static let marks = 1...5
    static let prefix = "gp.mark."
    private static let opening = "[mark "
    /// 64 bits: a mark is worth no more, and a subject is read by people.
    private static let signatureLength = 16

    /// The Message-ID of the question, without angle brackets.
    public func messageID(key: SigningKey, domain: String) -> String {
        "\(Self.prefix)\(ticket).\(signature(key))@\(domain.lowercased())"
    }

    /// The subject of an answer that gives a mark.
    public func subject(mark: Int, key: SigningKey) -> String {
        "\(mark)/\(Self.marks.upperBound) \(Self.opening)\(ticket)-\(signature(key))]"
    }

    private func signature(_ key: SigningKey) -> String {
        key.signature(of: "mark \(ticket)", length: Self.signatureLength)
    }

    /// Reads a Message-ID, without angle brackets; nil for any that is not ours.
    init?(messageID: String, key: SigningKey) {
        guard messageID.hasPrefix(Self.prefix), let at = messageID.lastIndex(of: "@") else { return nil }
        self.init(messageID[..<at].dropFirst(Self.prefix.count), separator: ".", key: key)
    }

    /// The token in a subject; nil without one of ours.
    init?(subject: String, key: SigningKey) {
        guard let inside = Self.inside(subject) else { return nil }
        self.init(inside, separator: "-", key: key)
    }

    /// Whether a subject has the form of an answer's, whoever wrote it.
    static func hasForm(subject: String) -> Bool { inside(subject) != nil }

    private static func inside(_ subject: String) -> Substring? {
        let scalars = Substring(subject).unicodeScalars.prefix(400)
        let head = Substring(scalars)
        guard let open = head.firstRange(of: opening), let close = head[open.upperBound...].firstIndex(of: "]") else {
            return nil
        }
        return head[open.upperBound..<close]
    }

    private init?(_ text: Substring, separator: Character, key: SigningKey) {
        let fields = text.split(separator: separator, omittingEmptySubsequences: false)
        guard fields.count == 2, (1...MessageToken.mostDigits).contains(fields[0].utf8.count),
            let ticket = Int(fields[0]), String(ticket) == fields[0], fields[1].utf8.count == Self.signatureLength,
            key.isValid(String(fields[1]), of: "mark \(ticket)")
        else { return nil }
        self.ticket = ticket
    }

    /// The mark that a text begins with: `4`, `4/5`, `4 of 5`, or a digit alone on its line; nil when it begins otherwise.
    static func mark(of text: Substring) -> Int? {
        let line = text.drop { $0.isWhitespace }.prefix { !$0.isNewline }.prefix(40)
        guard let first = line.first, let mark = first.wholeNumberValue, first.utf8.count <= 3, marks.contains(mark)
        else { return nil }
        let rest = line.dropFirst().drop { $0 == " " }
        if rest.allSatisfy({ $0.isWhitespace || ".!分".contains($0) }) { return mark }
        return rest.first == "/" || rest.hasPrefix("of 5") || rest.hasPrefix("из 5") || rest.hasPrefix("[") ? mark : nil
    }
}

/// Whether a mail answers how satisfied somebody is.
public enum RatingMail: Hashable, Sendable {
    case none
    /// `isAlone` when the mail says nothing besides the mark.
    case given(RatingToken, mark: Int, isAlone: Bool)
    /// It does not count; the reason names what is missing.
    case refused(reason: String)
}

extension Understanding {
    /// Looks for a mark in a client's mail. Our own border must vouch for the sender, and the mail must bring back what was
    /// sent with the question; whether the ticket is the sender's is for the record to say.
    func rating(in enquiry: Enquiry) -> RatingMail {
        guard enquiry.origin.origin == .person, enquiry.staff == nil, enquiry.client != nil else { return .none }
        let isPrepared = RatingToken.hasForm(subject: enquiry.subject)
        let reference = enquiry.evidence.references.first { $0.hasPrefix(RatingToken.prefix) }
        guard isPrepared || reference != nil else { return .none }
        let token =
            isPrepared
            ? RatingToken(subject: enquiry.subject, key: key)
            : reference.flatMap { RatingToken(messageID: $0, key: key) }
        let text = enquiry.newest.text
        let inSubject = isPrepared ? RatingToken.mark(of: Self.afterPrefixes(enquiry.subject)) : nil
        guard let mark = inSubject ?? RatingToken.mark(of: text[...]) else { return .none }
        guard let token else { return .refused(reason: "the mark's secret is not one of ours") }
        guard enquiry.authentication.isPass || policy.trustedAuthenticators.isEmpty else {
            return .refused(reason: "nobody vouches for who gives the mark")
        }
        return .given(token, mark: mark, isAlone: Self.isMarkAlone(text))
    }

    /// A mail program may set `Re:` before what was prepared.
    private static func afterPrefixes(_ subject: String) -> Substring {
        subject.lastIndex(of: ":").map { subject[subject.index(after: $0)...] } ?? subject[...]
    }

    private static func isMarkAlone(_ text: String) -> Bool {
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
        return lines.isEmpty || (lines.count == 1 && RatingToken.mark(of: lines[0]) != nil)
    }
}

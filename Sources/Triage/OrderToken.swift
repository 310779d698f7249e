public import Digest

/// Message-IDs of work orders. Each names its mail and its reader under our signature: the secret of replies.md section 7
/// that was sent to that member of staff only, and that an answer brings back in its References.
///
/// `gp.order.MAIL.STAFF.SEQUENCE.SIGNATURE@domain`: 32 hexadecimal characters of an HMAC over the rest.
public struct OrderToken: Hashable, Sendable {
    /// The mail whose requests the order is about.
    public var mail: Int
    /// Id of the member of staff it was sent to.
    public var staff: String
    /// 0 for the order itself; answers to commands carry the number of the mail with the commands.
    public var sequence: Int

    public init(mail: Int, staff: String, sequence: Int = 0) {
        self.mail = mail
        self.staff = staff
        self.sequence = sequence
    }

    static let longestMessageID = 400
    static let prefix = "gp.order."

    /// Whether a Message-ID has the form of a work order's, whoever made it.
    public static func hasForm(_ messageID: String) -> Bool {
        messageID.utf8.count <= longestMessageID && bare(messageID).hasPrefix(prefix)
    }

    /// The Message-ID, without angle brackets. The domain is the agency's own.
    public func messageID(key: SigningKey, domain: String) -> String {
        let domain = domain.lowercased()
        return "\(Self.prefix)\(mail).\(staff).\(sequence).\(signature(key, domain))@\(domain)"
    }

    /// Reads a Message-ID; nil for any that is not ours, forged or damaged.
    public init?(messageID: String, key: SigningKey) {
        guard Self.hasForm(messageID) else { return nil }
        let text = Self.bare(messageID)
        guard let at = text.lastIndex(of: "@") else { return nil }
        // Mail systems may change the case of a domain, never that of what stands before it.
        let domain = text[text.index(after: at)...].lowercased()
        let fields = text[..<at].dropFirst(Self.prefix.count).split(separator: ".", omittingEmptySubsequences: false)
        guard fields.count == 4, let mail = Self.number(fields[0]), let sequence = Self.number(fields[2]),
            !fields[1].isEmpty
        else { return nil }
        self.init(mail: mail, staff: String(fields[1]), sequence: sequence)
        let signed = Self.signed(mail: mail, staff: staff, sequence: sequence, domain: domain)
        guard fields[3].utf8.count == MessageToken.signatureLength, key.isValid(String(fields[3]), of: signed) else {
            return nil
        }
    }

    private func signature(_ key: SigningKey, _ domain: String) -> String {
        key.signature(
            of: Self.signed(mail: mail, staff: staff, sequence: sequence, domain: domain),
            length: MessageToken.signatureLength
        )
    }

    private static func signed(mail: Int, staff: String, sequence: Int, domain: String) -> String {
        "work-order \(mail) \(staff) \(sequence) \(domain)"
    }

    private static func bare(_ messageID: String) -> Substring {
        messageID.hasPrefix("<") && messageID.hasSuffix(">") ? messageID.dropFirst().dropLast() : messageID[...]
    }

    /// Digits alone, so that every number has one spelling.
    private static func number(_ digits: Substring) -> Int? {
        guard (1...MessageToken.mostDigits).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (48...57).contains($0) }),
            digits.utf8.count == 1 || digits.utf8.first != 48
        else { return nil }
        return Int(digits)
    }
}

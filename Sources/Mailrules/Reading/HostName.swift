/// Host names and mail domains, as far as an operator's file can be checked without asking a name server.
enum HostName {
    /// Longest name (RFC 1035 section 2.3.4).
    static let limitBytes = 253

    /// Whether a text, in lower case, may be a host name: labels of letters (any script, RFC 5890), digits and inner
    /// hyphens.
    static func isValid(_ text: String) -> Bool {
        guard !text.isEmpty, text.utf8.count <= limitBytes else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.allSatisfy { $0 == "-" || $0 == "_" || $0.isLetter || $0.isNumber }
        }
    }

    /// Whether a text may be a mail domain: a host name of two labels at least, or `localhost`.
    static func isMailDomain(_ text: String) -> Bool {
        isValid(text) && (text.contains(".") || text == "localhost")
    }

    /// Mail services that anybody can have an address at: such a domain says nothing of a client.
    static let sharedDomains: Set<String> = [
        "126.com", "163.com", "aol.com", "foxmail.com", "gmail.com", "gmx.de", "gmx.net", "googlemail.com",
        "hotmail.com", "icloud.com", "inbox.ru", "list.ru", "live.com", "mail.com", "mail.ru", "me.com", "msn.com",
        "orange.fr", "outlook.com", "proton.me", "protonmail.com", "qq.com", "rambler.ru", "sina.com", "sohu.com",
        "t-online.de", "web.de", "yahoo.com", "yandex.com", "yandex.ru", "yeah.net", "ya.ru",
    ]
}

/// Mail addresses as operators write them (the addr-spec of RFC 5322 section 3.4.1 without comments and quotes).
enum MailAddress {
    /// Longest local part (RFC 5321 section 4.5.3.1.1).
    static let limitLocalBytes = 64

    /// The address in lower case; nil when it cannot be one.
    static func normalised(_ text: String) -> String? {
        let lower = text.lowercased()
        guard let at = lower.lastIndex(of: "@") else { return nil }
        let local = lower[..<at]
        let domain = String(lower[lower.index(after: at)...])
        guard (1...limitLocalBytes).contains(local.utf8.count), HostName.isMailDomain(domain),
            local.first != ".", local.last != ".", !local.contains("..")
        else { return nil }
        let allowed = "!#$%&'*+-/=?^_`{|}~."
        guard local.allSatisfy({ $0.isLetter || $0.isNumber || allowed.contains($0) }) else { return nil }
        return lower
    }

    /// Reads `Name <address>` or a bare address.
    static func mailbox(_ text: String) -> (name: String, address: String)? {
        guard text.hasSuffix(">"), let open = text.lastIndex(of: "<") else {
            return normalised(text).map { ("", $0) }
        }
        let inner = text[text.index(after: open)...].dropLast()
        var name = trimmed(text[..<open])
        if name.count >= 2, name.hasPrefix("\""), name.hasSuffix("\"") { name = String(name.dropFirst().dropLast()) }
        guard !name.contains(where: { $0.isNewline || $0 == "\0" }) else { return nil }
        return normalised(String(inner)).map { (name, $0) }
    }
}

/// A text without white space at its ends.
func trimmed(_ text: some StringProtocol) -> String {
    var rest = Substring(text)
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
}

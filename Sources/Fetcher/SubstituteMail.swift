/// Mails that servers make up when they cannot give the real one. Storing them would look like mail from a client.
enum SubstituteMail {
    /// Courier's, when a message was expunged under the reader: the whole subject.
    private static let courier = Array("message unavailable".utf8)
    /// Exchange's, when it cannot convert a message: a number follows.
    private static let exchange = Array("retrieval using the imap4 protocol failed for the following message".utf8)

    private static let maximumBytes = 16 << 10

    /// Real mail with such a subject has travelled, and carries a Received or Message-ID field.
    static func isSubstitute(_ mail: [UInt8]) -> Bool {
        guard mail.count <= maximumBytes else { return false }
        var hasSubject = false
        var rest = mail[...]
        while !rest.isEmpty {
            let line = rest.prefix { $0 != 0x0A }
            rest = rest.dropFirst(line.count + 1)
            if line.isEmpty || line.first == 0x0D { break }
            // Only three field names matter, and they differ in their first letter.
            guard let first = line.first, "RMSrms".utf8.contains(first) else { continue }
            let field = line.prefix(120).map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
            if field.starts(with: "received:".utf8) || field.starts(with: "message-id:".utf8) { return false }
            guard field.starts(with: "subject:".utf8) else { continue }
            let value = field.dropFirst(8).filter { $0 != 0x0D }.drop { $0 == 0x20 }
            hasSubject = value.elementsEqual(courier) || value.starts(with: exchange)
        }
        return hasSubject
    }
}

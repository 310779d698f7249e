/// Mails that servers make up when they cannot give the real one. Storing them would look like mail from a client.
enum SubstituteMail {
    /// Courier answers with this when a message was expunged under the reader; Exchange when it cannot convert one.
    private static let subjects = [
        "message unavailable",
        "retrieval using the imap4 protocol failed for the following message",
    ].map { Array($0.utf8) }

    /// Made-up mails are short; real ones with such a subject have travelled and carry a Received field.
    private static let maximumBytes = 16 << 10

    static func isSubstitute(_ mail: [UInt8]) -> Bool {
        guard mail.count <= maximumBytes else { return false }
        var hasSubject = false
        for line in mail.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if line.isEmpty || line.first == 0x0D { break }
            let field = line.prefix(120).map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
            if field.starts(with: "received:".utf8) { return false }
            guard field.starts(with: "subject:".utf8) else { continue }
            let value = Array(field.dropFirst(8).drop { $0 == 0x20 })
            hasSubject = subjects.contains { value.starts(with: $0) }
        }
        return hasSubject
    }
}

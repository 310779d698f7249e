import MIME

/// What the parser reads in a message, as one line of JSON for the comparison with the truth.
enum MessageFacts {
    static func json(_ message: Message, file: String? = nil) -> String {
        var fields: [String] = []
        if let file { fields.append("\"file\": \(quoted(file))") }
        fields.append("\"subject\": \(quoted(message.subject))")
        fields.append("\"from\": \(list(message.from.map(mailbox)))")
        fields.append("\"to\": \(list(message.to.map(mailbox)))")
        fields.append("\"cc\": \(list(message.cc.map(mailbox)))")
        let date = message.date.map { "[\($0.epochSeconds), \($0.offsetMinutes)]" } ?? "null"
        fields.append("\"date\": \(date)")
        fields.append("\"id\": \(message.messageID.map(quoted) ?? "null")")
        fields.append("\"references\": \(list(message.references.map(quoted)))")
        let bodies = message.parts.filter { $0.contentType.type == "text" && $0.fileName == nil }
        fields.append("\"texts\": \(list(bodies.map { String(checksum(Array($0.text.utf8))) }))")
        let enclosed = message.attachments.compactMap(\.message)
        let files = message.attachments.filter { $0.message == nil }
        fields.append("\"files\": \(list(files.map(attachment)))")
        fields.append("\"nested\": \(list(enclosed.map { json($0) }))")
        return "{" + fields.joined(separator: ", ") + "}"
    }

    private static func mailbox(_ mailbox: Mailbox) -> String {
        "{\"name\": \(quoted(mailbox.name)), \"address\": \(quoted(mailbox.address))}"
    }

    private static func attachment(_ file: Attachment) -> String {
        "{\"name\": \(quoted(file.name)), \"size\": \(file.byteCount), \"crc\": \(checksum(file.decodedBytes))}"
    }

    private static func list(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                out += "\\"
                out.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    private static let table: [UInt32] = (0..<256).map { index in
        var value = UInt32(index)
        for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
        return value
    }

    /// CRC-32 as in gzip.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var value: UInt32 = 0xFFFF_FFFF
        for byte in bytes { value = table[Int((value ^ UInt32(byte)) & 0xFF)] ^ (value >> 8) }
        return ~value
    }
}

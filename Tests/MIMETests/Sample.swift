import MIME

/// Builds the bytes of test mails.
enum Sample {
    /// Lines joined by CRLF, the last one ended too.
    static func crlf(_ lines: String...) -> [UInt8] { bytes(lines, ending: "\r\n") }

    /// Lines joined by LF, the last one ended too.
    static func lf(_ lines: String...) -> [UInt8] { bytes(lines, ending: "\n") }

    static func bytes(_ lines: [String], ending: String) -> [UInt8] {
        Array((lines.joined(separator: ending) + ending).utf8)
    }

    /// The bytes of `text`, `count` times.
    static func repeated(_ text: String, _ count: Int) -> [UInt8] {
        let piece = Array(text.utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(piece.count * count)
        for _ in 0..<count { bytes.append(contentsOf: piece) }
        return bytes
    }

    /// A message with one header field.
    static func field(_ name: String, _ value: String) -> Message {
        Message(Array("\(name): \(value)\r\n\r\n".utf8))
    }

    /// A message with one header field of raw bytes.
    static func field(_ name: String, raw value: [UInt8]) -> Message {
        Message(Array("\(name): ".utf8) + value + Array("\r\n\r\n".utf8))
    }

    /// A text message with these header lines.
    static func mail(_ header: [String], body: [UInt8]) -> Message {
        Message(Self.bytes(header + [""], ending: "\r\n") + body)
    }
}

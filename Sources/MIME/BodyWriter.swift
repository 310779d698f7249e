/// Writes body entities: their own fields, an empty line, and the content in a transfer encoding that fits it.
enum BodyWriter {
    /// Longest encoded line (RFC 2045 sections 6.7 and 6.8).
    private static let encodedLimit = 76

    /// A text entity in UTF-8: 7bit where the text is short ASCII lines, otherwise what comes out smaller of
    /// quoted-printable and base64.
    static func text(_ text: String, subtype: String, avoiding boundary: String) -> [UInt8] {
        let content = canonical(text)
        let shape = Shape(content)
        if shape.isPlain, !holds(content, boundary) {
            return fields("text/\(subtype); charset=us-ascii", "7bit") + content
        }
        let type = "text/\(subtype); charset=utf-8"
        if shape.quotedSize <= content.count / 3 * 4 {
            return fields(type, "quoted-printable") + quotedPrintable(content)
        }
        return fields(type, "base64") + base64Lines(content)
    }

    private static func holds(_ content: [UInt8], _ text: String) -> Bool {
        let word = Array(text.utf8)
        guard let first = word.first else { return true }
        var position = 0
        while let place = content.span.firstIndex(of: first, in: position..<content.count) {
            if content[place...].starts(with: word) { return true }
            position = place + 1
        }
        return false
    }

    /// An enclosed file. A mail that is 7bit already is enclosed as it is.
    static func file(_ file: OutgoingMessage.File, avoiding boundary: String) -> [UInt8] {
        let disposition = disposition(file.name)
        if file.type.lowercased() == "message/rfc822", let mail = sevenBit(file.bytes, avoiding: boundary) {
            return Array("Content-Type: message/rfc822\r\n".utf8) + disposition + mail
        }
        var type = isMediaType(file.type) ? file.type.lowercased() : "application/octet-stream"
        // Composite types must not be encoded (RFC 2045 section 6.4), and files are.
        if type.hasPrefix("multipart/") || type.hasPrefix("message/") { type = "application/octet-stream" }
        // A text without a charset is ASCII (RFC 2046 section 4.1.2), and ours are UTF-8.
        if type.hasPrefix("text/"), file.bytes.contains(where: { $0 >= 0x80 }),
            String(validating: file.bytes, as: UTF8.self) != nil
        {
            type += "; charset=utf-8"
        }
        let out = Array("Content-Type: \(type)\r\nContent-Transfer-Encoding: base64\r\n".utf8)
        return out + disposition + base64Lines(file.bytes)
    }

    /// The field that names a file, and the empty line after it.
    private static func disposition(_ fileName: String) -> [UInt8] {
        var out = Array("Content-Disposition: attachment".utf8)
        let name = HeaderWriter.oneLine(fileName)
        if !name.isEmpty {
            for parameter in fileNameParameters(name) { out.append(contentsOf: Array(";\r\n \(parameter)".utf8)) }
        }
        out.append(contentsOf: Array("\r\n\r\n".utf8))
        return out
    }

    /// A mail with CRLF line endings that may stand in another without an encoding, which it must not have (RFC 2046
    /// section 5.2.1); nil for one with 8-bit bytes, NUL, lone carriage returns, long lines, or our own boundary.
    private static func sevenBit(_ mail: [UInt8], avoiding boundary: String) -> [UInt8]? {
        var out: [UInt8] = []
        out.reserveCapacity(mail.count + mail.count / 32)
        var column = 0
        var previous: UInt8 = 0
        for byte in mail {
            guard byte > 0, byte < 0x80, previous != ASCII.carriageReturn || byte == ASCII.lineFeed else { return nil }
            if byte == ASCII.lineFeed {
                if previous != ASCII.carriageReturn { out.append(ASCII.carriageReturn) }
                column = 0
            } else if byte != ASCII.carriageReturn {
                column += 1
                guard column <= longestLine else { return nil }
            }
            out.append(byte)
            previous = byte
        }
        guard previous != ASCII.carriageReturn, !String(decoding: out, as: UTF8.self).contains(boundary) else {
            return nil
        }
        if previous != ASCII.lineFeed { out.append(contentsOf: [ASCII.carriageReturn, ASCII.lineFeed]) }
        return out
    }

    /// RFC 5322 section 2.1.1, without CRLF.
    private static let longestLine = 998

    private static func fields(_ type: String, _ encoding: String) -> [UInt8] {
        Array("Content-Type: \(type)\r\nContent-Transfer-Encoding: \(encoding)\r\n\r\n".utf8)
    }

    private static func isMediaType(_ type: String) -> Bool {
        let pieces = type.split(separator: "/", omittingEmptySubsequences: false)
        guard pieces.count == 2, type.utf8.count <= 60 else { return false }
        return pieces.allSatisfy { piece in
            !piece.isEmpty
                && piece.utf8.allSatisfy {
                    $0.isLetter || $0.isDigit || $0 == ASCII.hyphen || $0 == ASCII.dot || $0 == ASCII.plus
                }
        }
    }

    /// `filename="..."`, or the extended form in as many sections as it needs (RFC 2231).
    private static func fileNameParameters(_ name: String) -> [String] {
        let isSimple = name.utf8.allSatisfy {
            $0 >= ASCII.space && $0 < ASCII.delete && $0 != ASCII.quote && $0 != ASCII.backslash
        }
        if isSimple, name.utf8.count <= 60, !name.contains("=?") { return ["filename=\"\(name)\""] }
        var sections: [String] = []
        var section = "utf-8''"
        for byte in name.utf8 {
            let isToken = byte.isLetter || byte.isDigit || byte == ASCII.dot || byte == ASCII.hyphen
            let piece = isToken ? [byte] : [ASCII.percent] + quotedByte(byte).dropFirst()
            if section.utf8.count + piece.count > 56 {
                sections.append(section)
                section = ""
            }
            section += piece.text
        }
        sections.append(section)
        if sections.count == 1 { return ["filename*=\(section)"] }
        return sections.enumerated().map { "filename*\($0.offset)*=\($0.element)" }
    }

    /// The text in UTF-8 with CRLF line endings, NUL bytes left out, a line ending at its end.
    private static func canonical(_ text: String) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count + text.utf8.count / 32)
        var previous: UInt8 = 0
        for byte in text.utf8 {
            switch byte {
            case 0: continue
            case ASCII.carriageReturn:
                out.append(ASCII.carriageReturn)
                out.append(ASCII.lineFeed)
            case ASCII.lineFeed:
                if previous != ASCII.carriageReturn {
                    out.append(ASCII.carriageReturn)
                    out.append(ASCII.lineFeed)
                }
            default: out.append(byte)
            }
            previous = byte
        }
        if !out.isEmpty, out.last != ASCII.lineFeed {
            out.append(contentsOf: [ASCII.carriageReturn, ASCII.lineFeed])
        }
        return out
    }

    /// What decides the transfer encoding of a text.
    private struct Shape {
        /// ASCII without controls, lines within 78, no blanks at line ends, no line that mailbox files would change.
        var isPlain = true
        /// Roughly the length in quoted-printable.
        var quotedSize = 0

        init(_ content: [UInt8]) {
            let span = content.span
            var position = 0
            while position < span.count {
                let next = span.lineEnd(from: position, to: span.count)
                let line = position..<HeaderScanner.textEnd(span, position, next)
                if line.count > HeaderWriter.lineLimit || span.starts(with: "from ", at: position, to: next) {
                    isPlain = false
                }
                if let last = line.last, span[last].isBlank { isPlain = false }
                for index in line {
                    let isSafe = span[index] == ASCII.tab || (span[index] >= ASCII.space && span[index] < ASCII.delete)
                    if !isSafe { isPlain = false }
                    quotedSize += isSafe && span[index] != ASCII.equals ? 1 : 3
                }
                quotedSize += 2
                position = next
            }
        }
    }

    static func quotedByte(_ byte: UInt8) -> [UInt8] {
        [ASCII.equals, hexDigit(byte >> 4), hexDigit(byte & 15)]
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    private static func quotedPrintable(_ content: [UInt8]) -> [UInt8] {
        let span = content.span
        var out: [UInt8] = []
        out.reserveCapacity(span.count * 2)
        var position = 0
        while position < span.count {
            let next = span.lineEnd(from: position, to: span.count)
            quotedLine(span, position..<HeaderScanner.textEnd(span, position, next), &out)
            out.append(ASCII.carriageReturn)
            out.append(ASCII.lineFeed)
            position = next
        }
        return out
    }

    private static func quotedLine(_ span: Span<UInt8>, _ line: Range<Int>, _ out: inout [UInt8]) {
        var column = 0
        let isFrom = span.starts(with: "from ", at: line.lowerBound, to: line.upperBound)
        for index in line {
            let byte = span[index]
            let isLast = index == line.upperBound - 1
            let isSafe = byte == ASCII.tab || (byte >= ASCII.space && byte < ASCII.delete && byte != ASCII.equals)
            // Blanks at a line's end get lost, "From " gets a ">" in mailbox files, a lone dot ends SMTP data.
            let isRisky = (byte.isBlank && isLast) || (isFrom && index == line.lowerBound)
            let isQuoted = !isSafe || isRisky || (byte == ASCII.dot && column == 0)
            // A character of several bytes is not parted by a soft break.
            let width = byte >= 0xC0 ? (byte >= 0xF0 ? 12 : (byte >= 0xE0 ? 9 : 6)) : (isQuoted ? 3 : 1)
            if column + (byte >= 0x80 && byte < 0xC0 ? 0 : width) > encodedLimit - 1 {
                out.append(contentsOf: [ASCII.equals, ASCII.carriageReturn, ASCII.lineFeed])
                column = 0
            }
            if isQuoted {
                out.append(ASCII.equals)
                out.append(hexDigit(byte >> 4))
                out.append(hexDigit(byte & 15))
            } else {
                out.append(byte)
            }
            column += isQuoted ? 3 : 1
        }
    }

    private static func base64Lines(_ content: [UInt8]) -> [UInt8] {
        let letters = base64(content)
        var out: [UInt8] = []
        out.reserveCapacity(letters.count + letters.count / encodedLimit * 2 + 2)
        var position = 0
        while position < letters.count {
            let stop = Swift.min(position + encodedLimit, letters.count)
            out.append(contentsOf: letters[position..<stop])
            out.append(ASCII.carriageReturn)
            out.append(ASCII.lineFeed)
            position = stop
        }
        return out
    }

    /// Base64 in one line (RFC 4648 section 4).
    static func base64(_ content: [UInt8]) -> [UInt8] {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var out: [UInt8] = []
        out.reserveCapacity((content.count + 2) / 3 * 4)
        var index = 0
        while index < content.count {
            let left = content.count - index
            let first = content[index]
            let second = left > 1 ? content[index + 1] : 0
            let third = left > 2 ? content[index + 2] : 0
            out.append(letters[Int(first >> 2)])
            out.append(letters[Int((first & 3) << 4 | second >> 4)])
            out.append(left > 1 ? letters[Int((second & 15) << 2 | third >> 6)] : ASCII.equals)
            out.append(left > 2 ? letters[Int(third & 63)] : ASCII.equals)
            index += 3
        }
        return out
    }
}

/// Writes header fields: ASCII, folded within 78 characters (RFC 5322 section 2.1.1), free of controls.
struct HeaderWriter {
    private(set) var bytes: [UInt8] = []

    /// Longest line without its CRLF.
    static let lineLimit = 78
    /// Longest encoded-word (RFC 2047 section 2).
    private static let wordLimit = 75
    /// Longest line that RFC 5322 allows at all, with room for the field's name.
    private static let hardLimit = 900

    /// Writes a value that is known to be short ASCII.
    mutating func raw(_ name: String, _ value: String) {
        bytes.append(contentsOf: Array("\(name): \(value)\r\n".utf8))
    }

    /// Writes free text: as it is when that is plain ASCII and folds well, as encoded-words otherwise.
    mutating func unstructured(_ name: String, _ text: String) {
        let value = Self.oneLine(text)
        let words = Self.isPlain(value) ? value.split(separator: " ").map(String.init) : []
        if !value.isEmpty,
            words.isEmpty || words.contains(where: { $0.utf8.count > Self.lineLimit - name.utf8.count - 2 })
        {
            tokens(name, Self.encodedWords(value, first: name.utf8.count + 2))
        } else {
            tokens(name, words)
        }
    }

    /// Writes a further field: long ASCII words, such as addresses of web pages, stay whole.
    mutating func further(_ name: String, _ text: String) {
        let value = Self.oneLine(text)
        let words = value.split(separator: " ").map(String.init)
        let isWritable = Self.isPlain(value) && !words.contains { $0.utf8.count > Self.hardLimit }
        tokens(name, isWritable ? words : Self.encodedWords(value, first: name.utf8.count + 2))
    }

    /// Writes an address list; nothing when it holds no address that ASCII can express.
    mutating func addresses(_ name: String, _ mailboxes: [Mailbox]) {
        var list: [String] = []
        for mailbox in mailboxes {
            guard let address = Self.address(mailbox) else { continue }
            if var last = list.popLast() {
                last += ","
                list.append(last)
            }
            let label = Self.oneLine(mailbox.name)
            guard !label.isEmpty else {
                list.append(address)
                continue
            }
            list += Self.phrase(label, first: name.utf8.count + 2)
            list.append("<\(address)>")
        }
        if !list.isEmpty { tokens(name, list) }
    }

    /// Writes message identifiers in their brackets; nothing when there are none.
    mutating func identifiers(_ name: String, _ identifiers: [String]) {
        let list = identifiers.map { identifier in
            identifier.utf8.filter { $0 > ASCII.space && $0 < ASCII.delete && $0 != ASCII.less && $0 != ASCII.greater }
        }
        let words = list.filter { !$0.isEmpty && $0.count < Self.hardLimit }.map { "<\(Array($0).text)>" }
        if !words.isEmpty { tokens(name, words) }
    }

    /// Writes words with a space or a fold before each.
    private mutating func tokens(_ name: String, _ words: [String]) {
        var column = name.utf8.count + 1
        bytes.append(contentsOf: Array(name.utf8))
        bytes.append(ASCII.colon)
        for (number, word) in words.enumerated() {
            let length = word.utf8.count
            // A line of nothing but the name would be an empty field to some readers: the first word stays on it.
            if column + 1 + length > Self.lineLimit, number > 0 {
                bytes.append(contentsOf: [ASCII.carriageReturn, ASCII.lineFeed])
                column = 0
            }
            bytes.append(ASCII.space)
            bytes.append(contentsOf: Array(word.utf8))
            column += 1 + length
        }
        bytes.append(contentsOf: [ASCII.carriageReturn, ASCII.lineFeed])
    }

    /// The text in one line: each run of controls and line separators is one space, and there is none at the ends.
    static func oneLine(_ text: String) -> String {
        if isOneLine(text) { return text }
        var scalars = String.UnicodeScalarView()
        var isOpen = false
        for scalar in text.unicodeScalars {
            let isControl =
                scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar == "\u{2028}"
                || scalar == "\u{2029}"
            if !isControl { scalars.append(scalar) } else if !isOpen { scalars.append(" ") }
            isOpen = isControl
        }
        var line = Substring(String(scalars))
        while line.first == " " { line.removeFirst() }
        while line.last == " " { line.removeLast() }
        return String(line)
    }

    /// Whether nothing in a text can be a control or a line separator, and no blank is at its ends. All of those that are
    /// not ASCII begin with 0xC2 or 0xE2.
    private static func isOneLine(_ text: String) -> Bool {
        let bytes = text.utf8
        return bytes.first != ASCII.space && bytes.last != ASCII.space
            && bytes.allSatisfy { $0 >= ASCII.space && $0 != ASCII.delete && $0 != 0xC2 && $0 != 0xE2 }
    }

    /// Whether text can stand as it is: ASCII, nothing like an encoded-word, no blanks that folding would lose.
    private static func isPlain(_ line: String) -> Bool {
        var previous: UInt8 = 0
        for byte in line.utf8 {
            if byte >= 0x80 || (previous == ASCII.space && byte == ASCII.space) { return false }
            if previous == ASCII.equals && byte == UInt8(ascii: "?") { return false }
            previous = byte
        }
        return true
    }

    /// A display name: words, a quoted string or encoded-words (RFC 5322 section 3.2.5).
    private static func phrase(_ name: String, first: Int) -> [String] {
        let atext = Array("!#$%&'*+-/=?^_`{|}~ ".utf8)
        let isShort = name.utf8.count <= lineLimit - first - 3
        if isPlain(name), isShort {
            if name.utf8.allSatisfy({ $0.isLetter || $0.isDigit || atext.contains($0) }) {
                return name.split(separator: " ").map(String.init)
            }
            var quoted = "\""
            for character in name.unicodeScalars {
                if character == "\"" || character == "\\" { quoted += "\\" }
                quoted.unicodeScalars.append(character)
            }
            if quoted.utf8.count < lineLimit - first { return [quoted + "\""] }
        }
        return encodedWords(name, first: first)
    }

    /// The address in ASCII; nil when its local part cannot be written so (RFC 6532 needs servers of its own).
    private static func address(_ mailbox: Mailbox) -> String? {
        let local = oneLine(mailbox.localPart)
        let domain = oneLine(mailbox.domain)
        guard !local.isEmpty, (local + domain).utf8.allSatisfy({ $0 > ASCII.space && $0 < ASCII.delete }),
            local.utf8.count + domain.utf8.count < hardLimit,
            !domain.utf8.contains(where: { "<>,;:()\"\\@".utf8.contains($0) && !domain.hasPrefix("[") })
        else { return nil }
        let bare = local.utf8.allSatisfy { !"<>,;:()\"\\@[]".utf8.contains($0) }
        let isQuoted = local.utf8.count > 2 && local.hasPrefix("\"") && local.hasSuffix("\"")
        guard bare || isQuoted else { return nil }
        return domain.isEmpty ? local : local + "@" + domain
    }

    /// Encoded-words in UTF-8, each within 75 characters and made of whole characters; `first` is where the first of
    /// them stands in its line.
    static func encodedWords(_ text: String, first: Int) -> [String] {
        let isQ = quotedSize(text) <= (text.utf8.count + 2) / 3 * 4
        let prefix = isQ ? "=?utf-8?Q?" : "=?utf-8?B?"
        var words: [String] = []
        var chunk: [UInt8] = []
        var size = 0
        var room = Swift.min(wordLimit, lineLimit - first) - prefix.utf8.count - 2
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            let grown = isQ ? size + quotedSize(String(scalar)) : (chunk.count + bytes.count + 2) / 3 * 4
            if grown > room, !chunk.isEmpty {
                words.append(prefix + encoded(chunk, isQ) + "?=")
                chunk = []
                size = 0
                room = wordLimit - prefix.utf8.count - 2
            }
            chunk += bytes
            size += quotedSize(String(scalar))
        }
        if !chunk.isEmpty { words.append(prefix + encoded(chunk, isQ) + "?=") }
        return words
    }

    private static func encoded(_ bytes: [UInt8], _ isQ: Bool) -> String {
        guard isQ else { return BodyWriter.base64(bytes).text }
        var out: [UInt8] = []
        for byte in bytes {
            if byte == ASCII.space {
                out.append(ASCII.underscore)
            } else if isSafe(byte) {
                out.append(byte)
            } else {
                out.append(contentsOf: BodyWriter.quotedByte(byte))
            }
        }
        return out.text
    }

    private static func quotedSize(_ text: String) -> Int {
        var size = 0
        for byte in text.utf8 { size += byte == ASCII.space || isSafe(byte) ? 1 : 3 }
        return size
    }

    /// What Q leaves as it is in a phrase (RFC 2047 section 5).
    private static func isSafe(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || byte == 0x21 || byte == ASCII.star || byte == ASCII.plus
            || byte == ASCII.hyphen || byte == ASCII.slash
    }
}

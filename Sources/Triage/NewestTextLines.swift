/// One line of a mail with the quoting taken off.
struct QuotedLine {
    /// The words, without the marks of quoting and trailing white space.
    var content: Substring
    /// How many `>` stood before it.
    var depth: Int
    /// Lower case in UTF-8, non-breaking blanks as blanks, trimmed; empty for lines too long to be a mark of any kind.
    let folded: [UInt8]

    /// Longest line that can be an attribution, a header or a footer, in bytes.
    private static let markLimit = 400

    init(_ line: Substring) {
        var rest = line.utf8
        var depth = 0
        var probe = rest.drop(while: Self.isBlank)
        while probe.first == UInt8(ascii: ">") {
            depth += 1
            rest = probe.dropFirst()
            probe = rest.drop(while: Self.isBlank)
        }
        if depth > 0, rest.first == UInt8(ascii: " ") { rest = rest.dropFirst() }
        var words = Substring(rest).unicodeScalars
        while let last = words.last, last.isBlank { words.removeLast() }
        content = Substring(words)
        self.depth = depth
        folded = content.utf8.count <= Self.markLimit ? Self.fold(content) : []
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    /// A text in lower case without what cannot be seen, no blank at its start.
    static func fold(_ text: Substring) -> [UInt8] {
        var folded: [UInt8] = []
        folded.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x41...0x5A: folded.append(UInt8(scalar.value) + 0x20)
            case 0xA0, 0x202F, 0x3000, 0x09, 0x20:
                if !folded.isEmpty { folded.append(UInt8(ascii: " ")) }
            case 0x200B...0x200F, 0x202A...0x202E, 0x2060, 0xFEFF, 0x2A, 0xAD: break
            case 0..<0x80: folded.append(UInt8(scalar.value))
            default:
                if let simple = scalar.simpleLowercase {
                    folded.append(simple)
                } else {
                    folded.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
                }
            }
        }
        return folded
    }

    var isBlank: Bool { content.isEmpty }

    /// A line of dashes, underscores or equals signs and nothing else.
    var isRule: Bool {
        folded.count >= 4 && folded.allSatisfy { $0 == 0x2D || $0 == 0x5F || $0 == 0x3D }
    }

    /// The same line with some of its quoting taken for its own.
    func raised(by levels: Int) -> QuotedLine {
        var line = self
        line.depth = max(0, depth - levels)
        return line
    }

    /// Lines that marks are sought in: bounds the work on texts that no mail program wrote. What follows is kept as it
    /// stands, as one line more.
    static let limit = 120_000

    /// The lines of a text; LF, CRLF and a lone CR end one.
    static func lines(of text: String) -> [QuotedLine] {
        var lines: [QuotedLine] = []
        let bytes = text.utf8
        var start = bytes.startIndex
        while lines.count < limit, let end = bytes[start...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
            lines.append(QuotedLine(text[start..<end]))
            let isReturn = bytes[end] == 0x0D
            start = bytes.index(after: end)
            if isReturn, start < bytes.endIndex, bytes[start] == 0x0A { start = bytes.index(after: start) }
        }
        lines.append(QuotedLine(text[start...]))
        return lines
    }

    /// The lines as one text, without blank lines at either end and with no more than one between paragraphs.
    static func joined(_ lines: [QuotedLine]) -> String {
        var text = ""
        var blanks = 0
        for line in lines {
            if line.isBlank {
                blanks += 1
                continue
            }
            if !text.isEmpty { text += blanks > 0 ? "\n\n" : "\n" }
            blanks = 0
            text += line.content
        }
        return text
    }
}

/// The lines "From: ... Sent: ... To: ... Subject: ..." that mail programs put above a quoted or forwarded mail.
struct HeaderBlock {
    /// The line after the block.
    let end: Int
    let sender: String?

    /// Lines a block may have; a long list of recipients wraps.
    private static let lineLimit = 14

    /// Nil unless the line at `start` is a sender and two other fields follow; one other field when it is the date
    /// or the recipient right beneath.
    init?(_ lines: [QuotedLine], at start: Int) {
        guard start < lines.count else { return nil }
        var fields: Set<Field> = []
        var sender: String?
        var end = start
        for index in start..<min(start + Self.lineLimit, lines.count) {
            let line = lines[index]
            if let field = Self.field(line) {
                if fields.contains(.sender), field == .sender { break }
                fields.insert(field)
                if field == .sender { sender = Self.address(in: Self.value(line)) }
                end = index + 1
            } else if line.isBlank || fields.isEmpty {
                break
            } else if index > end + 1 {
                break
            }
        }
        guard fields.contains(.sender), fields.count >= 3, Self.field(lines[start]) != nil else { return nil }
        self.end = end
        self.sender = sender
    }

    private enum Field { case sender, date, recipient, copy, subject }

    private static func field(_ line: QuotedLine) -> Field? {
        let folded = line.folded
        // A colon, or the full-width one, whose first byte no other character of these names has.
        guard let colon = folded.prefix(40).firstIndex(where: { $0 == 0x3A || $0 == 0xEF }) else { return nil }
        var name = folded[..<colon]
        while name.last == UInt8(ascii: " ") { name.removeLast() }
        return names[Array(name)]
    }

    /// What stands behind the colon of a field.
    private static func value(_ line: QuotedLine) -> Substring {
        line.content.drop { $0 != ":" && $0 != "：" }.dropFirst()
    }

    /// The address between angle brackets or behind "mailto:", else what stands there.
    private static func address(in value: Substring) -> String? {
        let trimmed = value.drop { $0.isWhitespace || $0 == "*" }
        for (open, close) in [("<", ">"), ("[", "]")] {
            guard let from = trimmed.firstIndex(of: Character(open)),
                let to = trimmed[from...].firstIndex(of: Character(close))
            else { continue }
            let inner = trimmed[trimmed.index(after: from)..<to]
            if inner.contains("@") { return String(inner.hasPrefix("mailto:") ? inner.dropFirst(7) : inner) }
        }
        return trimmed.isEmpty ? nil : String(trimmed)
    }

    private static let names: [[UInt8]: Field] = {
        let lists: [(Field, String)] = [
            (.sender, "from|von|de|от|от кого|发件人|寄件者|da|van|od|från|fra|kimden|差出人|보낸 사람|від|expéditeur|remitente"),
            (
                .date,
                "sent|date|gesendet|datum|envoyé|envoyé le|enviado|enviado el|enviado em|fecha|отправлено|дата|发送时间|日期|"
                    + "时间|傳送時間|inviato|data|verzonden|wysłano|skickat|sendt|送信日時|보낸 날짜|надіслано"
            ),
            (.recipient, "to|an|à|a|para|кому|收件人|收件者|aan|do|till|til|宛先|받는 사람|для|destinataire|destinatario"),
            (.copy, "cc|kopie|копия|copie à|copie|抄送|副本|bcc|reply-to|antwort an|répondre à|responder a"),
            (.subject, "subject|betreff|objet|asunto|тема|主题|主旨|oggetto|onderwerp|temat|ämne|emne|assunto|件名|제목"),
        ]
        var names: [[UInt8]: Field] = [:]
        for (field, list) in lists { for name in list.split(separator: "|") { names[Array(name.utf8)] = field } }
        return names
    }()
}

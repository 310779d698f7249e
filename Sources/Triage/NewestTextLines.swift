/// One line of a mail with the quoting taken off.
struct QuotedLine {
    /// The words, without the marks of quoting and trailing white space.
    let content: Substring
    /// How many `>` stood before it.
    var depth: Int
    /// Lower case, non-breaking blanks as blanks, trimmed; empty for lines too long to be a mark of any kind.
    let folded: String
    let isBlank: Bool

    /// Longest line that can be an attribution, a header or a footer, in bytes.
    private static let markLimit = 400

    init(_ line: Substring) {
        let bytes = line.utf8
        var start = bytes.startIndex
        var depth = 0
        var probe = start
        while true {
            while probe < bytes.endIndex, bytes[probe] == 0x20 || bytes[probe] == 0x09 { probe = bytes.index(after: probe) }
            guard probe < bytes.endIndex, bytes[probe] == 0x3E else { break }
            depth += 1
            probe = bytes.index(after: probe)
            start = probe
        }
        if depth > 0, start < bytes.endIndex, bytes[start] == 0x20 { start = bytes.index(after: start) }
        var end = bytes.endIndex
        while end > start, let last = Self.blankBefore(end, bytes, start) { end = last }
        content = line[start..<end]
        self.depth = depth
        isBlank = probe >= end
        folded = content.utf8.count <= Self.markLimit ? Self.fold(content) : ""
    }

    /// All that stands past the last line looked at.
    private init(rest: Substring) {
        content = rest
        depth = 0
        folded = ""
        isBlank = rest.utf8.allSatisfy { $0 <= 0x20 }
    }

    /// Where the white space ends that stands before `end`: a blank, a tab, a return, or a non-breaking blank.
    private static func blankBefore(
        _ end: Substring.Index, _ bytes: Substring.UTF8View, _ start: Substring.Index
    ) -> Substring.Index? {
        let last = bytes.index(before: end)
        if bytes[last] == 0x20 || bytes[last] == 0x09 || bytes[last] == 0x0D { return last }
        guard bytes[last] == 0xA0, last > start else { return nil }
        let lead = bytes.index(before: last)
        return bytes[lead] == 0xC2 ? lead : nil
    }

    private static func fold(_ text: Substring) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x2A && $0 != 0x09 }) {
            let trimmed = text.utf8.drop { $0 == 0x20 }
            return String(decoding: trimmed.map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 0x20 : $0 }, as: UTF8.self)
        }
        var folded = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x41...0x5A: folded.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value) + 0x20))
            case 0xA0, 0x202F, 0x3000, 0x09: folded.append(" ")
            case 0x200B...0x200F, 0x202A...0x202E, 0x2060, 0xFEFF, 0x2A, 0xAD: break
            case 0..<0x80: folded.unicodeScalars.append(scalar)
            default: folded += scalar.properties.lowercaseMapping
            }
        }
        return String(folded.drop { $0 == " " })
    }

    /// A line of dashes, underscores or equals signs and nothing else.
    var isRule: Bool {
        guard let first = folded.utf8.first, first == 0x2D || first == 0x5F || first == 0x3D else { return false }
        return folded.utf8.count >= 4 && folded.utf8.allSatisfy { $0 == 0x2D || $0 == 0x5F || $0 == 0x3D }
    }

    /// The same line with some of its quoting taken for its own.
    func raised(by levels: Int) -> QuotedLine {
        var line = self
        line.depth = max(0, depth - levels)
        return line
    }

    /// Lines looked at; what follows is one line more and kept as it is. Nobody writes a book in a mail.
    private static let lineLimit = 100_000

    static func lines(of text: String) -> [QuotedLine] {
        let pieces = text.utf8.split(separator: 0x0A, maxSplits: lineLimit, omittingEmptySubsequences: false)
        return pieces.enumerated().map { index, piece in
            index < lineLimit ? QuotedLine(Substring(piece)) : QuotedLine(rest: Substring(piece))
        }
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

    /// Nil unless the line at `start` is a sender and two other fields follow. One line may wrap.
    init?(_ lines: [QuotedLine], at start: Int) {
        guard start < lines.count, case .sender? = Self.field(lines[start]) else { return nil }
        var fields: Set<Field> = [.sender]
        var end = start + 1
        for index in start + 1..<min(start + Self.lineLimit, max(lines.count, start + 1)) {
            if let field = Self.field(lines[index]) {
                if field == .sender { break }
                fields.insert(field)
                end = index + 1
            } else if lines[index].isBlank || index > end {
                break
            }
        }
        guard fields.count >= 3 else { return nil }
        self.end = end
        sender = Self.address(in: lines[start].content.drop { $0 != ":" && $0 != "：" }.dropFirst())
    }

    private enum Field { case sender, date, recipient, copy, subject }

    private static func field(_ line: QuotedLine) -> Field? {
        let folded = line.folded
        // A colon of either width, not too far in; the wide one is three bytes that begin with EF.
        guard let colon = folded.utf8.prefix(40).firstIndex(where: { $0 == 0x3A || $0 == 0xEF }) else { return nil }
        var name = folded[..<colon]
        while name.utf8.last == 0x20 { name.removeLast() }
        return names[String(name)]
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

    private static let names: [String: Field] = {
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
        var names: [String: Field] = [:]
        for (field, list) in lists { for name in list.split(separator: "|") { names[String(name)] = field } }
        return names
    }()
}

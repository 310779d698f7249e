/// "On Monday, 5 May 2026 at 10:30, Ana Keller <ana@example> wrote:", in one line or wrapped over a few.
struct Attribution {
    /// The line after it.
    let end: Int
    /// Whether date and sender leave no doubt. If not, it counts only above lines with `>`.
    let isCertain: Bool

    /// Lines over which programs wrap it.
    private static let wrapLimit = 4

    init?(_ lines: [QuotedLine], at start: Int) {
        var joined = ""
        for index in start..<min(start + Self.wrapLimit, lines.count) {
            let line = lines[index]
            guard !line.folded.isEmpty, line.depth == lines[start].depth else { return nil }
            if !joined.isEmpty { joined += " " }
            joined += line.folded
            if Self.endsInColon(joined) {
                guard Self.isAttribution(joined) else { return nil }
                end = index + 1
                isCertain = Self.isDated(joined)
                return
            }
            // Only a line that opens like an attribution is worth reading on for.
            guard Self.opens(joined) else { return nil }
        }
        return nil
    }

    private static func endsInColon(_ text: String) -> Bool {
        text.utf8.last == 0x3A || text.utf8.suffix(3).elementsEqual("：".utf8)
    }

    private static func opens(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return false }
        if first >= 0x30 && first <= 0x39 { return true }
        if let candidates = openings[first], candidates.contains(where: { text.utf8.starts(with: $0) }) { return true }
        return text.utf8.contains(0x40)
    }

    /// By their first byte, as every line is held against them.
    private static let openings: [UInt8: [[UInt8]]] = Dictionary(grouping: openingWords.map { Array($0.utf8) }) { $0[0] }

    private static let openingWords = [
        "on ", "am ", "le ", "el ", "em ", "il ", "op ", "den ", "dne ", "w dniu", "в ", "пн", "вт", "ср", "чт", "пт", "сб",
        "вс", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье", "在", "于", "at ",
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "lun", "mar", "mer", "jeu", "ven", "sam", "dim",
    ]

    private static func isAttribution(_ text: String) -> Bool {
        verbs.contains { text.contains($0) } || (text.utf8.contains(0x40) && text.utf8.contains(0x3C) && isDated(text))
    }

    private static let verbs = [
        "wrote", "writes", "schrieb", "a écrit", "a ecrit", "écrivait", "escribió", "escribio", "escreveu", "ha scritto",
        "schreef", "napisał", "napsal", "skrev", "написал", "пишет", "писал", "написав", "写道", "寫道", "yazdı", "作成", "작성",
    ]

    /// A time of day, and a year or an address: nobody puts these into a sentence that merely ends in "wrote:".
    private static func isDated(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var hasTime = false
        var hasYear = false
        var run = 0
        for (index, byte) in bytes.enumerated() {
            if byte >= 0x30 && byte <= 0x39 {
                run += 1
                if run == 4, bytes[index - 3] == 0x32, bytes[index - 2] == 0x30 { hasYear = true }
                continue
            }
            if run > 0, byte == 0x3A || byte == 0x68, index + 2 < bytes.count, bytes[index + 1].isDigit,
                bytes[index + 2].isDigit
            {
                hasTime = true
            }
            run = 0
        }
        let hasAddress = bytes.contains(0x40)
        return (hasTime && (hasYear || hasAddress)) || (hasAddress && bytes.contains(0x3C))
            || (hasYear && hasAddress)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { self >= 0x30 && self <= 0x39 }
}

/// Lines that mail programs write between a sender's words and another mail.
enum Marker {
    static func isForward(_ line: QuotedLine) -> Bool {
        contains(line, forwards)
    }

    static func isOriginalMessage(_ line: QuotedLine) -> Bool {
        line.folded.utf8.first == 0x2D && contains(line, originals)
    }

    /// The line is one of `phrases`, alone, between dashes or before a colon.
    private static func contains(_ line: QuotedLine, _ phrases: Set<String>) -> Bool {
        let bytes = line.folded.utf8
        guard let first = bytes.first, bytes.count <= longestMarker else { return false }
        guard first == 0x2D || bytes.last == 0x3A || bytes.suffix(3).elementsEqual("：".utf8) else { return false }
        let bare = bytes.drop { $0 == 0x2D || $0 == 0x20 }
        guard let last = bare.lastIndex(where: { $0 != 0x2D && $0 != 0x20 && $0 != 0x3A }) else { return false }
        let phrase = Substring(bare[...last])
        return phrases.contains(String(phrase.hasSuffix("：") ? phrase.dropLast() : phrase))
    }

    /// Longest marker line, dashes and all, in bytes.
    private static let longestMarker = 160

    private static let forwards: Set<String> = [
        "forwarded message", "begin forwarded message", "forwarded mail", "forwarded email", "forwarded by",
        "weitergeleitete nachricht", "anfang der weitergeleiteten nachricht", "anfang der weitergeleiteten e-mail",
        "message transféré", "début du message transféré", "début du message réexpédié", "message réexpédié",
        "mensaje reenviado", "inicio del mensaje reenviado", "inicio de mensaje reenviado",
        "пересылаемое сообщение", "пересланное сообщение", "начало переадресованного сообщения",
        "начало пересылаемого сообщения", "переадресованное сообщение", "конец пересылаемого сообщения",
        "转发的邮件", "转发邮件信息", "转发邮件", "下面是被转发的邮件", "以下是转发的邮件", "开始转发的邮件", "轉寄的郵件", "轉寄郵件",
        "messaggio inoltrato", "doorgestuurd bericht", "mensagem encaminhada", "wiadomość przekazana",
    ]

    private static let originals: Set<String> = [
        "original message", "original mail", "original email", "original appointment", "reply message",
        "ursprüngliche nachricht", "originalnachricht", "original-nachricht", "ursprüngliche mail",
        "message d'origine", "message d’origine", "message original", "message initial", "mensaje original",
        "correo original", "исходное сообщение", "оригинальное сообщение", "первоначальное сообщение", "原始邮件", "原始郵件",
        "原邮件", "原始信件", "邮件原件", "messaggio originale", "oorspronkelijk bericht", "mensagem original",
        "wiadomość oryginalna", "ursprungligt meddelande", "oprindelig meddelelse", "回复的原邮件",
    ]

    /// Whether all that was written says "see below": then what stands below belongs to it.
    static func pointsBelow(_ lines: [QuotedLine]) -> Bool {
        var words = ""
        for line in lines where !line.isBlank {
            words += line.folded + " "
            if words.utf8.count > pointerLimit { return false }
        }
        return pointers.contains { words.contains($0) }
    }

    /// Longest text that can be a mere pointer, in bytes.
    private static let pointerLimit = 90

    private static let pointers = [
        "see below", "below", "siehe unten", "s. unten", "s.u.", "voir ci-dessous", "ci-dessous", "ver abajo", "más abajo",
        "см. ниже", "ниже", "见下", "如下", "请看下面", "fyi", "zur info", "zur kenntnis", "pour info", "para tu información",
        "к сведению", "для информации", "供参考",
    ]
}

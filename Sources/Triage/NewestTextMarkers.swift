/// "On Monday, 5 May 2026 at 10:30, Ana Keller <ana@example> wrote:", in one line or wrapped over a few.
struct Attribution {
    /// The line after it.
    let end: Int
    /// Whether date and sender leave no doubt. If not, it counts only above lines with `>`.
    let isCertain: Bool

    /// Lines over which programs wrap it.
    private static let wrapLimit = 4

    init?(_ lines: [QuotedLine], at start: Int) {
        var joined: [UInt8] = []
        for index in start..<min(start + Self.wrapLimit, lines.count) {
            let line = lines[index]
            guard !line.folded.isEmpty, line.depth == lines[start].depth else { return nil }
            if !joined.isEmpty { joined.append(UInt8(ascii: " ")) }
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

    private static func endsInColon(_ text: [UInt8]) -> Bool {
        text.last == 0x3A || text.hasSuffix("：")
    }

    private static func opens(_ text: [UInt8]) -> Bool {
        guard let first = text.first else { return false }
        if first >= 0x30 && first <= 0x39 { return true }
        return openings.begin(text[...]) || text.contains(0x40)
    }

    private static let openings = Words([
        "on ", "am ", "le ", "el ", "em ", "il ", "op ", "den ", "dne ", "w dniu", "в ", "пн", "вт", "ср", "чт", "пт",
        "сб",
        "вс", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье", "在", "于", "at ",
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "lun", "mar", "mer", "jeu", "ven", "sam", "dim",
    ])

    private static func isAttribution(_ text: [UInt8]) -> Bool {
        verbs.occur(in: text) || (text.contains(0x40) && text.contains(0x3C) && isDated(text))
    }

    private static let verbs = Words([
        "wrote", "writes", "schrieb", "a écrit", "a ecrit", "écrivait", "escribió", "escribio", "escreveu",
        "ha scritto",
        "schreef", "napisał", "napsal", "skrev", "написал", "пишет", "писал", "написав", "写道", "寫道", "yazdı", "作成",
        "작성",
    ])

    /// A time of day, and a year or an address: nobody puts these into a sentence that merely ends in "wrote:".
    private static func isDated(_ bytes: [UInt8]) -> Bool {
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
        line.folded.first == 0x2D && contains(line, originals)
    }

    /// The line is one of `phrases`, alone, between dashes or before a colon.
    private static func contains(_ line: QuotedLine, _ phrases: Set<[UInt8]>) -> Bool {
        let folded = line.folded
        guard let first = folded.first, first == 0x2D || folded.last == 0x3A || folded.hasSuffix("：") else {
            return false
        }
        var bare = String(decoding: folded, as: UTF8.self).unicodeScalars[...]
        while let first = bare.first, "- —".unicodeScalars.contains(first) { bare.removeFirst() }
        while let last = bare.last, "-: ：—".unicodeScalars.contains(last) { bare.removeLast() }
        return phrases.contains(Array(Substring(bare).utf8))
    }

    private static let forwards = Set<[UInt8]>(
        [
            "forwarded message", "begin forwarded message", "forwarded mail", "forwarded email", "forwarded by",
            "weitergeleitete nachricht", "anfang der weitergeleiteten nachricht", "anfang der weitergeleiteten e-mail",
            "message transféré", "début du message transféré", "début du message réexpédié", "message réexpédié",
            "mensaje reenviado", "inicio del mensaje reenviado", "inicio de mensaje reenviado",
            "пересылаемое сообщение", "пересланное сообщение", "начало переадресованного сообщения",
            "начало пересылаемого сообщения", "переадресованное сообщение", "конец пересылаемого сообщения",
            "转发的邮件", "转发邮件信息", "转发邮件", "下面是被转发的邮件", "以下是转发的邮件", "开始转发的邮件", "轉寄的郵件", "轉寄郵件",
            "messaggio inoltrato", "doorgestuurd bericht", "mensagem encaminhada", "wiadomość przekazana",
        ].map { Array($0.utf8) }
    )

    private static let originals = Set<[UInt8]>(
        [
            "original message", "original mail", "original email", "original appointment", "reply message",
            "ursprüngliche nachricht", "originalnachricht", "original-nachricht", "ursprüngliche mail",
            "message d'origine", "message d’origine", "message original", "message initial", "mensaje original",
            "correo original", "исходное сообщение", "оригинальное сообщение", "первоначальное сообщение", "原始邮件",
            "原始郵件",
            "原邮件", "原始信件", "邮件原件", "messaggio originale", "oorspronkelijk bericht", "mensagem original",
            "wiadomość oryginalna", "ursprungligt meddelande", "oprindelig meddelelse", "回复的原邮件",
        ].map { Array($0.utf8) }
    )

    /// Whether all that was written says "see below": then what stands below belongs to it.
    static func pointsBelow(_ lines: [QuotedLine]) -> Bool {
        var words: [UInt8] = []
        for line in lines where !line.isBlank {
            words += line.folded + [UInt8(ascii: " ")]
            if words.count > pointerLimit { return false }
        }
        return pointers.occur(in: words)
    }

    /// Longest text that can be a mere pointer, in bytes.
    private static let pointerLimit = 90

    private static let pointers = Words([
        "see below", "below", "siehe unten", "s. unten", "s.u.", "voir ci-dessous", "ci-dessous", "ver abajo",
        "más abajo",
        "см. ниже", "ниже", "见下", "如下", "请看下面", "fyi", "zur info", "zur kenntnis", "pour info", "para tu información",
        "к сведению", "для информации", "供参考",
    ])
}

extension [UInt8] {
    /// Whether the bytes end with a text in UTF-8.
    func hasSuffix(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { unsafe suffix($0.count).elementsEqual($0) }
    }
}

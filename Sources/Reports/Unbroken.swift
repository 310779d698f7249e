/// What a line break must not tear apart: a figure and its unit, and the minutes of a time from its hours.
/// `1 h 30 min`, `95.00 EUR`, `6 小时`, `12 requests` stay whole.
enum Unbroken {
    /// In lines narrower than this everything may be broken: there whole figures would leave gaps.
    static let fewestColumns = 24
    /// What is kept whole is shorter than this, so that a line of figures alone is broken all the same.
    static let mostColumns = 24

    /// A figure as it stands in a sentence, such as `45`, `1,240.00`, `-9`, `(3`.
    static func isFigure(_ word: some Sequence<UInt32>) -> Bool {
        var digits = 0
        for value in word {
            switch value {
            case 0x30...0x39: digits += 1
            case 0x2B, 0x2C, 0x2D, 0x2E, 0x3A: continue
            // Marks that open a quotation or a remark.
            case 0x28, 0x201C, 0x201E, 0xFF08: if digits > 0 { return false }
            default: return false
            }
        }
        return digits > 0
    }

    /// Whether a word that begins so can be the unit of the figure before it.
    static func beginsUnit(_ value: UInt32) -> Bool {
        switch value {
        case 0x25, 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x400...0x52F, 0x4E00...0x9FFF: true
        default: false
        }
    }

    static func beginsFigure(_ value: UInt32) -> Bool { (0x30...0x39).contains(value) }

    /// A text with no-break spaces (U+00A0) where it must not be torn, for pages, which break their lines by themselves.
    static func joined(_ text: String) -> String {
        guard text.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return text }
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        var result = ""
        var isUnit = false
        for (index, word) in words.enumerated() {
            result += word
            guard index + 1 < words.count else { break }
            let wasUnit = isUnit
            let next = words[index + 1].unicodeScalars.first?.value ?? 0x20
            let isJoined = TextWrap.joins(word.unicodeScalars.lazy.map(\.value), isUnit: &isUnit, next: next)
            // What may be copied out of a page, such as a command with its number, keeps its blanks.
            result += isJoined && (wasUnit || isCommonUnit(words[index + 1])) ? "\u{A0}" : " "
        }
        return result
    }

    /// Whether a word is a unit after which minutes may follow.
    static func isHours(_ word: some Sequence<UInt32>) -> Bool { hours.contains(Array(word)) }

    private static let hours = Set(
        [
            "h", "hour", "hours", "ч", "час", "часа", "часов", "小时", "Std.", "Stunde", "Stunden", "heure", "heures",
            "hora", "horas",
        ].map { $0.unicodeScalars.map(\.value) }
    )

    private static func isCommonUnit(_ word: Substring) -> Bool {
        let bare = word.filter { !".,;:)”’»）".contains($0) }
        if bare.count == 3, bare.allSatisfy({ ("A"..."Z").contains($0) }) { return true }
        return hours.contains(bare.unicodeScalars.map(\.value)) || minutes.contains(String(bare))
    }

    private static let minutes: Set<String> = [
        "%", "min", "minute", "minutes", "day", "days", "мин", "минута", "минуты", "минут", "分钟", "Min", "Minute",
        "Minuten", "minuto", "minutos",
    ]

    /// Characters of one word that are not parted.
    static func isPair(_ left: UInt32, _ right: UInt32) -> Bool {
        (left == 0x5C0F && right == 0x65F6) || (left == 0x5206 && right == 0x949F)
    }
}

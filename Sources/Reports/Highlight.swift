/// Where phrases stand in a text, and the text with marks around them.
public struct Highlight: Sendable {
    /// What marks a phrase on a terminal, and where there is none.
    public enum Style: Sendable {
        case plain, terminal

        var open: String { self == .plain ? "[[" : "\u{1B}[7m" }
        var close: String { self == .plain ? "]]" : "\u{1B}[27m" }

        func strong(_ text: String) -> String { self == .plain ? text : "\u{1B}[1m\(text)\u{1B}[22m" }
    }

    private let scalars: [Unicode.Scalar]
    private let folded: [Unicode.Scalar]
    private var marks: [Range<Int>] = []
    private var tags: [(place: Int, text: String)] = []

    /// Longest text that is shown.
    public static let limit = 6_000

    /// Marks while lines are broken: as wide as the plain ones, and nothing that a mail could mean.
    private static let open = "\u{E000}\u{E000}"
    private static let close = "\u{E001}\u{E001}"

    public init(_ text: String) {
        scalars = text.unicodeScalars.prefix(Self.limit).map { $0 }
        folded = scalars.map(Self.folded)
    }

    /// Marks the first place of a phrase within a stretch; case and kinds of blanks do not matter, and a closing `*`
    /// stands for any ending. A phrase that stands nowhere, or where another is marked, is passed over.
    public mutating func mark(_ phrase: String, within range: Range<Int>) {
        let range = range.clamped(to: 0..<scalars.count)
        let words = (phrase.last == "*" ? phrase.dropLast() : phrase[...]).unicodeScalars.map(Self.folded)
        guard let first = words.first, words.count <= range.count else { return }
        for start in range.lowerBound...(range.upperBound - words.count) where folded[start] == first {
            let found = start..<(start + words.count)
            guard folded[found].elementsEqual(words), !marks.contains(where: found.overlaps) else { continue }
            return marks.append(found)
        }
    }

    public var isMarked: Bool { !marks.isEmpty }

    /// Puts a number in front of what begins at a place.
    public mutating func tag(_ text: String, at place: Int) {
        tags.append((place, text))
    }

    /// The text in lines of at most so many columns, each behind an indentation; runs of empty lines are closed.
    public func lines(_ style: Style, columns: Int, indent: String) -> [String] {
        var text = ""
        var marks = self.marks.sorted { $0.lowerBound < $1.lowerBound }[...]
        var tags = self.tags.sorted { $0.place < $1.place }[...]
        var end: Int?
        for (place, scalar) in scalars.enumerated() {
            if place == end {
                text += Self.close
                end = nil
            }
            while let tag = tags.first, tag.place == place {
                if let last = text.last, !last.isWhitespace, last.isASCII { text += " " }
                text += tag.text + " "
                tags.removeFirst()
            }
            if let mark = marks.first, mark.lowerBound == place {
                text += Self.open
                end = mark.upperBound
                marks.removeFirst()
            }
            if scalar == "\n" || scalar == "\t" || Self.isShown(scalar) { text.unicodeScalars.append(scalar) }
        }
        if end != nil { text += Self.close }
        // A mark that goes over the end of a line takes two more marks.
        let wrapped = TextWrap.wrap(text, columns: columns - indent.count - Self.open.count - Self.close.count)
        return Self.styled(wrapped, style).map { $0.isEmpty ? "" : indent + $0 }
    }

    /// The marks as the style has them, closed at the end of each line and opened again on the next.
    private static func styled(_ text: String, _ style: Style) -> [String] {
        var lines: [String] = []
        var isOpen = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty, lines.last?.isEmpty ?? true { continue }
            let blanks = line.prefix { $0 == " " }
            var shown = String(blanks) + (isOpen ? style.open : "")
            var rest = line.dropFirst(blanks.count)
            while let mark = [rest.firstRange(of: open), rest.firstRange(of: close)].compactMap(\.self).min(by: {
                $0.lowerBound < $1.lowerBound
            }) {
                shown += rest[..<mark.lowerBound]
                isOpen = rest[mark] == open
                shown += isOpen ? style.open : style.close
                rest = rest[mark.upperBound...]
            }
            shown += rest
            if isOpen { shown += style.close }
            lines.append(shown.replacing(style.open + style.close, with: ""))
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// Nothing that would steer a terminal, and none of our own marks.
    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        !PlainText.isInvisible(scalar) && !(0xE000...0xE001).contains(scalar.value)
    }

    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.properties.isWhitespace { return " " }
        if scalar == "\u{2019}" { return "'" }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        return lower.count == 1 ? lower.first ?? scalar : scalar
    }
}

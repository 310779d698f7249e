/// Words of other people made fit to stand inside our own text: on one line, without controls, not too long.
public enum PlainText {
    /// A text on one line: runs of blanks and line breaks become one space; controls, byte order marks and the
    /// invisible marks that turn the direction of reading (Unicode Standard Annex 9) go.
    public static func oneLine(_ text: String) -> String {
        var result: [UInt8] = []
        var gap = false
        for scalar in text.unicodeScalars {
            if !isPlain(scalar.value) {
                if scalar.value == 0x20 || scalar.properties.isWhitespace || scalar.value == 0x0B
                    || scalar.value == 0x85
                {
                    gap = true
                    continue
                }
                if isInvisible(scalar) { continue }
            }
            if gap, !result.isEmpty { result.append(UInt8(ascii: " ")) }
            gap = false
            if scalar.isASCII {
                result.append(UInt8(truncatingIfNeeded: scalar.value))
            } else {
                result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// A text on one line of at most so many characters; a longer one is cut after a word and ends with `…`.
    public static func excerpt(_ text: String, limit: Int) -> String {
        // A character can be made of any number of scalars; more than a few each are no words of anybody.
        let scalars = text.unicodeScalars
        let end = scalars.index(scalars.startIndex, offsetBy: limit * mostScalarsEach, limitedBy: scalars.endIndex)
        let line = oneLine(end.map { String(scalars[..<$0]) } ?? text)
        // No text has more characters than bytes, and those are counted at once.
        guard line.utf8.count > limit, line.count > limit else { return line }
        let head = line.prefix(max(1, limit - 1))
        // A word is only given up for a clean cut when little is lost by it; Chinese has no spaces to cut at.
        let nextIsSpace = line[head.endIndex] == " "
        if !nextIsSpace, let space = head.lastIndex(of: " "), head.distance(from: space, to: head.endIndex) <= limit / 4
        {
            return trimmed(head[..<space]) + "…"
        }
        return trimmed(head) + "…"
    }

    /// Blanks that will be closed are counted too, so that this is generous.
    private static let mostScalarsEach = 32

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while let last = text.last, last == " " || last == "," || last == ";" || last == "，" { text.removeLast() }
        return String(text)
    }

    /// Scalars that are neither blank nor invisible, which most texts are made of.
    private static func isPlain(_ value: UInt32) -> Bool {
        switch value {
        case 0x21...0x7E, 0xA1...0xAC, 0xAE...0x2FF, 0x370...0x52F, 0x2010...0x2027, 0x3001...0xD7FF, 0xFF01...0xFF60:
            true
        default: false
        }
    }

    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
        default: scalar.properties.generalCategory == .control
        }
    }
}

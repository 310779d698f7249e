/// Breaks plain text into lines that fit so many columns, as mail readers and terminals of a fixed font show them.
public enum TextWrap {
    /// Mail lines stay below the 78 characters of RFC 5322 section 2.1.1, with room for one level of quoting.
    public static let mailColumns = 76

    /// Every line of a text broken to fit. A line keeps its indentation, and what follows a list mark (`1. `, `- `)
    /// hangs under the words. Words longer than a line, such as addresses of web pages, stay whole.
    public static func wrap(_ text: String, columns: Int = mailColumns) -> String {
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 16)
        var start = 0
        while true {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            append(bytes[start..<end], columns: columns, to: &output)
            if end == bytes.count { break }
            output.append(UInt8(ascii: "\n"))
            start = end + 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func append(_ line: ArraySlice<UInt8>, columns: Int, to output: inout [UInt8]) {
        if line.elementsEqual("-- ".utf8) {
            output.append(contentsOf: line)
        } else if line.count <= columns {
            // Nothing takes more columns than it has bytes.
            let blanks = line.reversed().prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            output.append(contentsOf: line.dropLast(blanks.count))
        } else if let plain = PlainLine(line) {
            plain.append(to: &output, columns: columns)
        } else {
            let lines = lines(of: Substring(decoding: line, as: UTF8.self), columns: columns)
            output.append(contentsOf: lines.joined(separator: "\n").utf8)
        }
    }

    /// One line broken into several; a line that fits stays as it is. Trailing blanks go, except in the signature mark
    /// `-- ` (RFC 3676 section 4.3).
    public static func lines(of line: Substring, columns: Int) -> [String] {
        if line == "-- " { return ["-- "] }
        if TextWidth.columns(line) <= columns { return [String(line.trimmingTrailingBlanks)] }
        let indent = line.prefix { $0 == " " }
        let content = line.dropFirst(indent.count)
        let mark = listMark(of: content)
        let hanging = String(repeating: " ", count: indent.count + mark.count)
        var lines: [String] = []
        var current = String(indent) + mark
        var width = hanging.count
        var isEmpty = true
        var gap = false
        let pieces = pieces(of: content.dropFirst(mark.count))
        var wholeUntil = 0
        for (index, piece) in pieces.enumerated() {
            let pieceWidth = TextWidth.columns(piece.text)
            let gapWidth = gap && !isEmpty ? 1 : 0
            var wholeWidth = 0
            if index >= wholeUntil { (wholeUntil, wholeWidth) = whole(pieces, from: index, columns: columns) }
            if wholeWidth > 0, !isEmpty, width + gapWidth + wholeWidth > columns {
                lines.append(current)
                current = hanging
                width = hanging.count
                isEmpty = true
            }
            if gap, !isEmpty {
                current.append(" ")
                width += 1
            }
            current += piece.text
            width += pieceWidth
            isEmpty = false
            gap = piece.spaceFollows
        }
        lines.append(isEmpty && mark.isEmpty ? "" : current)
        return lines
    }

    /// The end of the pieces that stay on one line with the one at `index`, and how wide they are together.
    private static func whole(_ pieces: [Piece], from index: Int, columns: Int) -> (end: Int, columns: Int) {
        var end = index + 1
        var width = TextWidth.columns(pieces[index].text)
        guard columns >= Unbroken.fewestColumns else { return (end, width) }
        var isUnit = false
        while end < pieces.count, pieces[end - 1].spaceFollows, let first = pieces[end].text.unicodeScalars.first {
            let last = pieces[end - 1].text.unicodeScalars.lazy.map(\.value)
            guard joins(last, isUnit: &isUnit, next: first.value) else { break }
            let more = 1 + TextWidth.columns(pieces[end].text)
            guard width + more <= Unbroken.mostColumns else { break }
            width += more
            end += 1
        }
        return (end, width)
    }

    /// Whether the word after `last` stays beside it; `isUnit` says whether `last` is a figure's unit.
    static func joins(_ last: some Sequence<UInt32>, isUnit: inout Bool, next: UInt32) -> Bool {
        if isUnit {
            isUnit = false
            return Unbroken.isHours(last) && Unbroken.beginsFigure(next)
        }
        isUnit = Unbroken.isFigure(last) && Unbroken.beginsUnit(next)
        return isUnit
    }

    private struct Piece {
        var text: String
        var spaceFollows: Bool
    }

    /// A number or dash that opens a list item, with its space.
    private static func listMark(of content: Substring) -> Substring {
        if content.hasPrefix("- ") { return content.prefix(2) }
        let digits = content.prefix { $0.isASCII && $0.isNumber }
        guard (1...3).contains(digits.count), content.dropFirst(digits.count).hasPrefix(". ") else { return "" }
        return content.prefix(digits.count + 2)
    }

    /// Stretches that must stay on one line: words, and single wide characters with the marks that cling to them.
    private static func pieces(of content: Substring) -> [Piece] {
        if isNarrow(content) {
            return content.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
                .map { Piece(text: String(Substring($0)), spaceFollows: true) }
        }
        var pieces: [Piece] = []
        var current = ""
        var previous: Character?
        for character in content {
            if character == " " || character == "\t" {
                if !current.isEmpty { pieces.append(Piece(text: current, spaceFollows: true)) }
                current = ""
                previous = nil
                continue
            }
            if let last = previous, !current.isEmpty, mayBreak(between: last, and: character) {
                pieces.append(Piece(text: current, spaceFollows: false))
                current = ""
            }
            current.append(character)
            previous = character
        }
        if !current.isEmpty { pieces.append(Piece(text: current, spaceFollows: false)) }
        return pieces
    }

    /// Whether nothing in a text is wide, as far as bytes tell: below U+0800, or among the quotation marks and dashes.
    private static func isNarrow(_ text: Substring) -> Bool {
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte >= 0xE0, byte != 0xE2 { return false }
            if previous == 0xE2, byte != 0x80 { return false }
            previous = byte
        }
        return true
    }

    /// Chinese and Japanese break between any two characters, but closing marks never begin a line and opening marks
    /// never end one.
    private static func mayBreak(between left: Character, and right: Character) -> Bool {
        // Nothing below U+0800, which is what two bytes hold, is wide.
        guard left.utf8.count > 2 || right.utf8.count > 2 else { return false }
        guard TextWidth.columns(of: left) == 2 || TextWidth.columns(of: right) == 2 else { return false }
        if let first = left.unicodeScalars.first, let second = right.unicodeScalars.first,
            Unbroken.isPair(first.value, second.value)
        {
            return false
        }
        return !neverEnding.contains(left) && !neverBeginning.contains(right)
    }

    static let neverBeginning = Set<Character>("，。、！？；：）》〉】」』”’…—·,.!?;:)%％")
    static let neverEnding = Set<Character>("（《〈【「『“‘(#")
}

extension Substring {
    fileprivate var trimmingTrailingBlanks: Substring {
        var text = self
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}

/// A line in which every scalar is a character of its own with a width that is known at once, as in nearly all mail:
/// broken like any other by `TextWrap`, without looking for characters made of several scalars.
struct PlainLine {
    private struct Scalar {
        var value: UInt32
        var columns: UInt8
        /// Where its bytes begin.
        var start: Int
    }

    private let bytes: ArraySlice<UInt8>
    private var scalars: [Scalar] = []
    private var columnCount = 0

    /// Nil when the line holds anything else, such as a control, a mark on another character, or damage.
    init?(_ line: ArraySlice<UInt8>) {
        bytes = line
        scalars.reserveCapacity(line.count)
        var position = line.startIndex
        while position < line.endIndex {
            let lead = line[position]
            let length = lead < 0x80 ? 1 : (lead < 0xE0 ? 2 : 3)
            guard lead < 0xF0, position + length <= line.endIndex else { return nil }
            var value = length == 1 ? UInt32(lead) : UInt32(lead & (length == 2 ? 0x1F : 0x0F))
            for byte in line[(position + 1)..<(position + length)] { value = value << 6 | UInt32(byte & 0x3F) }
            guard let columns = TextWidth.plainColumns(value) else { return nil }
            scalars.append(Scalar(value: value, columns: UInt8(columns), start: position))
            columnCount += columns
            position += length
        }
    }

    /// Adds the line, broken into as many as it needs; see `TextWrap.lines(of:columns:)`.
    func append(to output: inout [UInt8], columns: Int) {
        if columnCount <= columns {
            output.append(contentsOf: bytes[bytes.startIndex..<byteOffset(scalars.count - trailingBlanks)])
            return
        }
        let indent = scalars.prefix { $0.value == 0x20 }.count
        guard indent < scalars.count else { return }
        let hanging = indent + markLength(from: indent)
        output.append(contentsOf: bytes[..<byteOffset(hanging)])
        var width = hanging
        var isEmpty = true
        var position = hanging
        var wholeUntil = hanging
        while true {
            let begin = position + scalars[position...].prefix { $0.value == 0x20 }.count
            guard begin < scalars.count else { break }
            let hasGap = begin > position && !isEmpty
            let (end, pieceWidth) = piece(from: begin)
            var wholeWidth = 0
            if begin >= wholeUntil {
                (wholeUntil, wholeWidth) = whole(from: begin, to: end, width: pieceWidth, columns: columns)
            }
            if wholeWidth > 0, !isEmpty, width + (hasGap ? 1 : 0) + wholeWidth > columns {
                output.append(UInt8(ascii: "\n"))
                for _ in 0..<hanging { output.append(UInt8(ascii: " ")) }
                width = hanging
            } else if hasGap {
                output.append(UInt8(ascii: " "))
                width += 1
            }
            output.append(contentsOf: bytes[byteOffset(begin)..<byteOffset(end)])
            width += pieceWidth
            isEmpty = false
            position = end
        }
    }

    private func byteOffset(_ scalar: Int) -> Int {
        scalar < scalars.count ? scalars[scalar].start : bytes.endIndex
    }

    private var trailingBlanks: Int {
        scalars.reversed().prefix { $0.value == 0x20 }.count
    }

    /// A number or dash that opens a list item, with its space.
    private func markLength(from start: Int) -> Int {
        let content = scalars[start...]
        let digits = content.prefix { (0x30...0x39).contains($0.value) }.count
        let sign: UInt32? = digits == 0 ? 0x2D : (digits <= 3 ? 0x2E : nil)
        let rest = content.dropFirst(digits)
        return rest.first?.value == sign && rest.dropFirst().first?.value == 0x20 ? digits + 2 : 0
    }

    /// The end of what stays on one line with a piece, and how wide it is together; see `Unbroken`.
    private func whole(from begin: Int, to end: Int, width: Int, columns: Int) -> (end: Int, columns: Int) {
        guard columns >= Unbroken.fewestColumns else { return (end, width) }
        var (begin, end, width) = (begin, end, width)
        var isUnit = false
        while end < scalars.count, scalars[end].value == 0x20 {
            let next = end + scalars[end...].prefix { $0.value == 0x20 }.count
            guard next < scalars.count,
                TextWrap.joins(scalars[begin..<end].lazy.map(\.value), isUnit: &isUnit, next: scalars[next].value)
            else { break }
            let (nextEnd, nextWidth) = piece(from: next)
            guard width + 1 + nextWidth <= Unbroken.mostColumns else { break }
            (begin, end, width) = (next, nextEnd, width + 1 + nextWidth)
        }
        return (end, width)
    }

    /// The end of a stretch that has no place to break, and how wide it is.
    private func piece(from begin: Int) -> (end: Int, columns: Int) {
        var end = begin
        var width = 0
        while end < scalars.count, scalars[end].value != 0x20 {
            if end > begin, mayBreak(before: end) { break }
            width += Int(scalars[end].columns)
            end += 1
        }
        return (end, width)
    }

    private func mayBreak(before index: Int) -> Bool {
        let (left, right) = (scalars[index - 1], scalars[index])
        guard left.columns == 2 || right.columns == 2, !Unbroken.isPair(left.value, right.value) else { return false }
        return !Self.neverEnding.contains(left.value) && !Self.neverBeginning.contains(right.value)
    }

    private static let neverBeginning = values(TextWrap.neverBeginning)
    private static let neverEnding = values(TextWrap.neverEnding)

    private static func values(_ characters: Set<Character>) -> Set<UInt32> {
        Set(characters.flatMap { $0.unicodeScalars.map(\.value) })
    }
}

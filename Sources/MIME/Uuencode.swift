/// Uuencoded files, alone as a body or inside a text (POSIX uuencode).
enum Uuencode {
    /// A file inside a text.
    struct File {
        let name: Range<Int>
        /// From the `begin` line to behind the `end` line.
        let whole: Range<Int>
        let data: Range<Int>
        let hasEnd: Bool
    }

    /// Decodes a body that is uuencoded as a whole.
    static func decode(_ bytes: Span<UInt8>, _ range: Range<Int>, _ defects: inout DefectSet) -> [UInt8] {
        guard let file = nextFile(bytes, range) else {
            defects.insert(.badUuencode)
            return lines(bytes, range, &defects)
        }
        return content(bytes, file, &defects)
    }

    /// The bytes of a file found by `nextFile`.
    static func content(_ bytes: Span<UInt8>, _ file: File, _ defects: inout DefectSet) -> [UInt8] {
        if !file.hasEnd { defects.insert(.badUuencode) }
        return lines(bytes, file.data, &defects)
    }

    /// The next file in `range`: a line `begin MODE NAME` with a data line that fits behind it.
    static func nextFile(_ bytes: Span<UInt8>, _ range: Range<Int>) -> File? {
        var position = range.lowerBound
        while position < range.upperBound {
            let next = bytes.lineEnd(from: position, to: range.upperBound)
            if bytes[position] == 0x62, let name = beginLine(bytes, position..<next),
                let file = file(bytes, begin: position..<next, name: name, end: range.upperBound)
            {
                return file
            }
            position = next
        }
        return nil
    }

    private static func beginLine(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Range<Int>? {
        guard bytes.starts(with: "begin ", at: line.lowerBound, to: line.upperBound) else { return nil }
        var index = line.lowerBound + 6
        let mode = index
        while index < line.upperBound, bytes[index] >= ASCII.zero, bytes[index] <= 0x37 { index += 1 }
        guard index - mode >= 3, index - mode <= 5, index < line.upperBound, bytes[index] == ASCII.space else {
            return nil
        }
        let name = bytes.trimmed(index..<line.upperBound)
        return name.isEmpty ? nil : name
    }

    private static func file(
        _ bytes: Span<UInt8>,
        begin: Range<Int>,
        name: Range<Int>,
        end: Int
    ) -> File? {
        var position = begin.upperBound
        var dataEnd = position
        while position < end {
            let next = bytes.lineEnd(from: position, to: end)
            let line = trimmedLine(bytes, position..<next)
            if bytes.equals("end", in: line) {
                return File(
                    name: name,
                    whole: begin.lowerBound..<next,
                    data: begin.upperBound..<dataEnd,
                    hasEnd: true
                )
            }
            guard line.isEmpty || isDataLine(bytes, line) else { break }
            position = next
            if !line.isEmpty { dataEnd = next }
        }
        guard dataEnd > begin.upperBound else { return nil }
        return File(name: name, whole: begin.lowerBound..<dataEnd, data: begin.upperBound..<dataEnd, hasEnd: false)
    }

    private static func trimmedLine(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var stop = range.upperBound
        while stop > range.lowerBound, bytes[stop - 1] == ASCII.lineFeed || bytes[stop - 1] == ASCII.carriageReturn {
            stop -= 1
        }
        return range.lowerBound..<stop
    }

    /// Whether the line's length fits the count in its first character; blanks at the end may be lost.
    private static func isDataLine(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
        let first = bytes[line.lowerBound]
        guard first >= ASCII.space, first <= 0x60 else { return false }
        let count = Int((first - ASCII.space) & 0x3F)
        let expected = (count + 2) / 3 * 4
        let present = line.count - 1
        guard present <= expected + 2 else { return false }
        guard count == 0 || present * 2 >= expected else { return false }
        for index in line where bytes[index] < ASCII.space || bytes[index] > 0x60 { return false }
        return true
    }

    private static func lines(_ bytes: Span<UInt8>, _ range: Range<Int>, _ defects: inout DefectSet) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(range.count * 3 / 4)
        var position = range.lowerBound
        while position < range.upperBound {
            let next = bytes.lineEnd(from: position, to: range.upperBound)
            let line = trimmedLine(bytes, position..<next)
            position = next
            if line.isEmpty { continue }
            guard isDataLine(bytes, line) else {
                defects.insert(.badUuencode)
                continue
            }
            dataLine(bytes, line, &out)
        }
        return out
    }

    private static func dataLine(_ bytes: Span<UInt8>, _ line: Range<Int>, _ out: inout [UInt8]) {
        var left = Int((bytes[line.lowerBound] - ASCII.space) & 0x3F)
        var index = line.lowerBound + 1
        func sextet(_ place: Int) -> UInt8 {
            place < line.upperBound ? (bytes[place] &- ASCII.space) & 0x3F : 0
        }
        while left > 0 {
            let (first, second) = (sextet(index), sextet(index + 1))
            let (third, fourth) = (sextet(index + 2), sextet(index + 3))
            out.append(first << 2 | second >> 4)
            if left > 1 { out.append(second << 4 | third >> 2) }
            if left > 2 { out.append(third << 6 | fourth) }
            left -= 3
            index += 4
        }
    }
}

/// Quoted-printable (RFC 2045 section 6.7) and its Q form in headers (RFC 2047 section 4.2).
enum QuotedPrintable {
    /// Decodes a body. A `=` that encodes nothing stays as it is; blanks at a line's end are transport padding and go.
    static func decode(_ bytes: Span<UInt8>, _ range: Range<Int>, _ defects: inout DefectSet) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            let next = bytes.lineEnd(from: position, to: range.upperBound)
            line(bytes, position..<next, &out, &defects)
            position = next
        }
        return out
    }

    private static func line(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ out: inout [UInt8],
        _ defects: inout DefectSet
    ) {
        var stop = range.upperBound
        if stop > range.lowerBound, bytes[stop - 1] == ASCII.lineFeed { stop -= 1 }
        if stop > range.lowerBound, bytes[stop - 1] == ASCII.carriageReturn, stop < range.upperBound { stop -= 1 }
        let ending = stop..<range.upperBound
        while stop > range.lowerBound, bytes[stop - 1].isBlank { stop -= 1 }
        let isSoft = stop > range.lowerBound && bytes[stop - 1] == ASCII.equals
        if isSoft { stop -= 1 }
        var index = range.lowerBound
        while let sign = bytes.firstIndex(of: ASCII.equals, in: index..<stop) {
            out.append(bytes, index..<sign)
            if let byte = hexPair(bytes, sign + 1, stop) {
                out.append(byte)
                index = sign + 3
            } else {
                defects.insert(.badQuotedPrintable)
                out.append(ASCII.equals)
                index = sign + 1
            }
        }
        if index < stop { out.append(bytes, index..<stop) }
        if !isSoft { out.append(bytes, ending) }
    }

    /// Decodes the text of an encoded-word: underscores are spaces.
    static func decodeWord(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        into out: inout [UInt8],
        _ defects: inout DefectSet
    ) {
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            if byte == ASCII.underscore {
                out.append(ASCII.space)
            } else if byte == ASCII.equals {
                if let value = hexPair(bytes, index + 1, range.upperBound) {
                    out.append(value)
                    index += 3
                    continue
                }
                defects.insert(.badEncodedWord)
                out.append(byte)
            } else {
                out.append(byte)
            }
            index += 1
        }
    }

    @inline(__always)
    private static func hexPair(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> UInt8? {
        guard start + 2 <= end, let high = bytes[start].hexValue, let low = bytes[start + 1].hexValue else {
            return nil
        }
        return high << 4 | low
    }
}

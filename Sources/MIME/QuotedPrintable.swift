/// Quoted-printable (RFC 2045 section 6.7) and its Q form in headers (RFC 2047 section 4.2).
enum QuotedPrintable {
    /// Decodes a body. A `=` that encodes nothing stays as it is; blanks at a line's end are transport padding and go.
    static func decode(_ bytes: Span<UInt8>, _ range: Range<Int>, _ defects: inout DefectSet) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: range.count)
        let length = decode(bytes, range, &out, &defects)
        out.removeLast(out.count - length)
        return out
    }

    private static func decode(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ out: inout [UInt8],
        _ defects: inout DefectSet
    ) -> Int {
        var target = out.mutableSpan
        let digits = hexDigits.span
        var length = 0
        var isDamaged = false
        var position = range.lowerBound
        while position < range.upperBound {
            let next = bytes.lineEnd(from: position, to: range.upperBound)
            var stop = HeaderScanner.textEnd(bytes, position, next)
            let ending = stop..<next
            while stop > position, bytes[stop - 1].isBlank { stop -= 1 }
            let isSoft = stop > position && bytes[stop - 1] == ASCII.equals
            if isSoft { stop -= 1 }
            var index = position
            while index < stop {
                // In bounds: `index` is below `stop`, the table has 256 values, and the output never overtakes the
                // input.
                let byte = unsafe bytes[unchecked: index]
                index += 1
                unsafe target[unchecked: length] = byte
                length += 1
                guard byte == ASCII.equals else { continue }
                guard index + 1 < stop else {
                    isDamaged = true
                    continue
                }
                let high = unsafe digits[unchecked: Int(bytes[unchecked: index])]
                let low = unsafe digits[unchecked: Int(bytes[unchecked: index + 1])]
                if high | low < 16 {
                    unsafe target[unchecked: length - 1] = high << 4 | low
                    index += 2
                } else {
                    isDamaged = true
                }
            }
            if !isSoft {
                for place in ending {
                    target[length] = bytes[place]
                    length += 1
                }
            }
            position = next
        }
        if isDamaged { defects.insert(.badQuotedPrintable) }
        return length
    }

    /// The values of the hexadecimal digits; 255 for every other byte.
    private static let hexDigits: [UInt8] = (0..<256).map { UInt8($0).hexValue ?? 0xFF }

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

/// Turns bytes of a charset into UTF-8.
enum CharsetDecoder {
    /// UTF-8 bytes, and whether every input byte made sense.
    struct Result {
        var utf8: [UInt8]
        var isValid: Bool
    }

    static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

    /// Decodes strictly by `charset`; invalid sequences become U+FFFD.
    static func decode(_ bytes: Span<UInt8>, as charset: Charset) -> Result {
        switch charset {
        case .ascii, .utf8: utf8(bytes)
        case .iso2022JP: iconv(ISO2022JP.shiftJIS(bytes).span, .shiftJIS)
        case .hzGB2312: iconv(HZ.gb18030(bytes).span, .gb18030)
        default:
            if let table = SingleByteTables.table(charset) {
                singleByte(bytes, table.span)
            } else {
                iconv(bytes, charset)
            }
        }
    }

    private static func utf8(_ bytes: Span<UInt8>) -> Result {
        let skipped = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
        let body = bytes.extracting(skipped..<bytes.count)
        if (try? UTF8Span(validating: body)) != nil {
            return Result(utf8: body.bytes(in: 0..<body.count), isValid: true)
        }
        return Result(utf8: Array(body.string(in: 0..<body.count).utf8), isValid: false)
    }

    private static func singleByte(_ bytes: Span<UInt8>, _ table: Span<UInt16>) -> Result {
        var out = [UInt8](repeating: 0, count: bytes.count * 3)
        var length = 0
        var isValid = true
        var target = out.mutableSpan
        precondition(table.count == 128)
        for index in 0..<bytes.count {
            let byte = bytes[index]
            // In bounds: three bytes of room for each byte read, and 128 values in the table.
            if byte < 0x80 {
                unsafe target[unchecked: length] = byte
                length += 1
                continue
            }
            var unit = unsafe table[unchecked: Int(byte & 0x7F)]
            if unit == 0 {
                unit = 0xFFFD
                isValid = false
            }
            if unit < 0x800 {
                unsafe target[unchecked: length] = 0xC0 | UInt8(truncatingIfNeeded: unit >> 6)
                length += 1
            } else {
                unsafe target[unchecked: length] = 0xE0 | UInt8(truncatingIfNeeded: unit >> 12)
                unsafe target[unchecked: length + 1] = 0x80 | UInt8(truncatingIfNeeded: (unit >> 6) & 0x3F)
                length += 2
            }
            unsafe target[unchecked: length] = 0x80 | UInt8(truncatingIfNeeded: unit & 0x3F)
            length += 1
        }
        out.removeLast(out.count - length)
        return Result(utf8: out, isValid: isValid)
    }

    private static func iconv(_ bytes: Span<UInt8>, _ charset: Charset) -> Result {
        if !bytes.hasEightBit(in: 0..<bytes.count), charset.isASCIIBelow128 {
            return Result(utf8: bytes.bytes(in: 0..<bytes.count), isValid: true)
        }
        if let name = charset.iconvName, let result = IconvPool.decode(bytes, name) { return result }
        return unsupported(bytes)
    }

    /// What is left when the system has no converter: ASCII is kept, everything else is marked.
    private static func unsupported(_ bytes: Span<UInt8>) -> Result {
        var out: [UInt8] = []
        var wasMarked = false
        for index in 0..<bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                out.append(byte)
                wasMarked = false
            } else if !wasMarked {
                out.append(contentsOf: replacement)
                wasMarked = true
            }
        }
        return Result(utf8: out, isValid: false)
    }
}

extension Charset {
    /// Whether bytes below 128 alone are ASCII text, so that nothing need be converted.
    var isASCIIBelow128: Bool {
        switch self {
        case .utf7, .utf16, .utf16LittleEndian, .utf16BigEndian, .utf32, .iso2022JP, .iso2022KR, .hzGB2312: false
        default: true
        }
    }
}

/// ISO-2022-JP (RFC 1468 and its common extensions) rewritten as Shift_JIS, whose converter knows the vendor
/// characters that mail really carries and keeps no state.
enum ISO2022JP {
    private enum Mode {
        case ascii, kana, kanji, skipped
    }

    static func shiftJIS(_ bytes: Span<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var mode = Mode.ascii
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == ASCII.escape {
                let (next, length) = escape(bytes, index)
                if length > 0 {
                    mode = next
                    index += length
                    continue
                }
            }
            if byte == ASCII.lineFeed || byte == ASCII.carriageReturn { mode = .ascii }
            switch mode {
            case .kanji where byte >= 0x21 && byte <= 0x7E:
                guard index + 1 < bytes.count, bytes[index + 1] >= 0x21, bytes[index + 1] <= 0x7E else {
                    out.append(0xFF)
                    index += 1
                    continue
                }
                append(row: byte, cell: bytes[index + 1], to: &out)
                index += 2
                continue
            case .kana where byte >= 0x21 && byte <= 0x5F: out.append(byte | 0x80)
            case .skipped where byte > ASCII.space: out.append(0xFF)
            default: out.append(byte)
            }
            index += 1
        }
        return out
    }

    private static func escape(_ bytes: Span<UInt8>, _ index: Int) -> (Mode, Int) {
        guard index + 2 < bytes.count else { return (.ascii, 0) }
        switch (bytes[index + 1], bytes[index + 2]) {
        case (0x28, 0x42), (0x28, 0x4A), (0x28, 0x48): return (.ascii, 3)
        case (0x28, 0x49): return (.kana, 3)
        case (0x24, 0x40), (0x24, 0x42): return (.kanji, 3)
        case (0x24, 0x28):
            guard index + 3 < bytes.count else { return (.ascii, 0) }
            // JIS X 0213 plane 1 extends JIS X 0208; JIS X 0212 and plane 2 are other character sets.
            let isPlaneOne = bytes[index + 3] == 0x4F || bytes[index + 3] == 0x51 || bytes[index + 3] == 0x42
            return (isPlaneOne ? .kanji : .skipped, 4)
        default: return (.ascii, 0)
        }
    }

    private static func append(row: UInt8, cell: UInt8, to out: inout [UInt8]) {
        let lead = (row - 0x21) / 2 + 0x81
        out.append(lead > 0x9F ? lead + 0x40 : lead)
        if row % 2 == 1 {
            out.append(cell + (cell >= 0x60 ? 0x20 : 0x1F))
        } else {
            out.append(cell + 0x7E)
        }
    }
}

/// HZ (RFC 1843) rewritten as GB 2312 with high bits, which gb18030 contains.
enum HZ {
    static func gb18030(_ bytes: Span<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var isChinese = false
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            if byte == 0x7E, next == 0x7B || next == 0x7D || (next == 0x7E && !isChinese) || next == ASCII.lineFeed {
                if next == 0x7E { out.append(0x7E) } else { isChinese = next == 0x7B }
                index += 2
            } else if isChinese, byte >= 0x21, byte <= 0x7E, next >= 0x21, next <= 0x7E {
                out.append(byte | 0x80)
                out.append(next | 0x80)
                index += 2
            } else {
                if byte == ASCII.lineFeed { isChinese = false }
                out.append(byte)
                index += 1
            }
        }
        return out
    }
}

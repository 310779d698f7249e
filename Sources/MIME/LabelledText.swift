/// Text under a label: by the label where that makes sense, otherwise by what the bytes themselves say.
enum LabelledText {
    struct Result {
        var utf8: [UInt8]
        var charset: Charset
        var defects = DefectSet()
    }

    /// Decodes the text of a part or an encoded-word. `hint` stands in for a missing label.
    static func decode(_ bytes: Span<UInt8>, as declared: Charset?, hint: Charset?) -> Result {
        let hasEightBit = bytes.hasEightBit(in: 0..<bytes.count)
        if !hasEightBit, declared?.isASCIIBelow128 ?? true, !TextShape.hasEscape(bytes) {
            return Result(utf8: bytes.bytes(in: 0..<bytes.count), charset: declared ?? .ascii)
        }
        guard let declared, declared != .ascii else {
            var defects = DefectSet()
            let charset = RawText.charset(bytes, TextShape(bytes), hint: hint)
            if hasEightBit { defects.insert(.undeclaredCharset) }
            return finish(bytes, charset, defects)
        }
        if hasEightBit, declared != .utf8, contradicts(declared, bytes) {
            let charset = RawText.charset(bytes, TextShape(bytes), hint: nil)
            if charset != declared {
                var defects = DefectSet()
                defects.insert(.mislabelledCharset)
                return finish(bytes, charset, defects)
            }
        }
        let strict = CharsetDecoder.decode(bytes, as: declared)
        if strict.isValid { return Result(utf8: strict.utf8, charset: declared) }
        return repaired(bytes, declared, strict.utf8)
    }

    /// Text that does not fit its label: by another charset if that fits and the label fits badly.
    private static func repaired(_ bytes: Span<UInt8>, _ declared: Charset, _ utf8: [UInt8]) -> Result {
        var defects = DefectSet()
        let shape = TextShape(bytes)
        // Whole characters of UTF-8 do not come about by chance: damaged UTF-8 is still that.
        let isDamaged = declared == .utf8 && shape.wellFormed * 2 >= shape.malformed
        if !isDamaged, isMostlyInvalid(utf8) {
            let charset = RawText.charset(bytes, shape, hint: nil)
            let other = CharsetDecoder.decode(bytes, as: charset)
            // Windows-1252 is what a guess comes to when nothing else fits: no improvement on an East Asian label.
            let isBetter = charset != .windows1252 || declared == .utf8
            if charset != declared, other.isValid, isBetter {
                defects.insert(.mislabelledCharset)
                return Result(utf8: other.utf8, charset: charset, defects: defects)
            }
        }
        defects.insert(.invalidCharacters)
        return Result(utf8: utf8, charset: declared, defects: defects)
    }

    private static func finish(_ bytes: Span<UInt8>, _ charset: Charset, _ defects: DefectSet) -> Result {
        let decoded = CharsetDecoder.decode(bytes, as: charset)
        var defects = defects
        if !decoded.isValid { defects.insert(.invalidCharacters) }
        return Result(utf8: decoded.utf8, charset: charset, defects: defects)
    }

    /// Whether text can hardly have been written in the charset that it claims: UTF-8 passes for nearly every other
    /// one, and Cyrillic for Latin.
    private static func contradicts(_ declared: Charset, _ bytes: Span<UInt8>) -> Bool {
        if (try? UTF8Span(validating: bytes)) != nil {
            // A few letters of Thai or an East Asian charset can look like UTF-8, whole sentences cannot.
            let isSafe = declared.isSingleByte && declared != .windows874
            return isSafe || TextShape(bytes).wellFormed >= 6
        }
        guard declared == .windows1252 else { return false }
        return TextShape(bytes.extracting(0..<Swift.min(bytes.count, 4_096))).isMostlyHighLetters
    }

    /// Whether more than one character in ten is a replacement.
    private static func isMostlyInvalid(_ utf8: [UInt8]) -> Bool {
        var replaced = 0
        var characters = 0
        let span = utf8.span
        for index in 0..<span.count {
            let byte = span[index]
            if byte < 0x80 || byte >= 0xC0 { characters += 1 }
            if byte == 0xEF, index + 2 < span.count, span[index + 1] == 0xBF, span[index + 2] == 0xBD { replaced += 1 }
        }
        return replaced * 10 > characters - replaced
    }
}

/// Bytes without a label.
enum RawText {
    /// Decodes raw bytes of a header; notes `eightBitDefect` when they are neither ASCII nor UTF-8.
    static func decode(
        _ bytes: Span<UInt8>,
        hint: Charset?,
        eightBitDefect: MessageDefect,
        _ defects: inout DefectSet
    ) -> [UInt8] {
        if !bytes.hasEightBit(in: 0..<bytes.count), !TextShape.hasEscape(bytes) {
            return bytes.bytes(in: 0..<bytes.count)
        }
        let shape = TextShape(bytes)
        let charset = charset(bytes, shape, hint: hint)
        if shape.hasEightBit, charset != .utf8 { defects.insert(eightBitDefect) }
        let decoded = CharsetDecoder.decode(bytes, as: charset)
        if !decoded.isValid { defects.insert(.invalidCharacters) }
        return decoded.utf8
    }

    /// The charset that unlabelled bytes are taken for: UTF-8 if they are that, then the hint if it fits, then a guess.
    static func charset(_ bytes: Span<UInt8>, _ shape: TextShape, hint: Charset?) -> Charset {
        if shape.hasEscape, !shape.hasEightBit { return .iso2022JP }
        if shape.isUTF8 || !shape.hasEightBit { return .utf8 }
        if shape.isAlmostUTF8 { return .utf8 }
        if let hint, hint != .ascii, hint != .utf8, hint.isASCIIBelow128 {
            if hint.isSingleByte || CharsetDecoder.decode(bytes, as: hint).isValid { return hint }
        }
        return CharsetGuess.charset(bytes, shape)
    }
}

/// Counts over a stretch of bytes from which its charset is judged.
struct TextShape {
    /// Bytes looked at for a guess; validity as UTF-8 is judged over all of them.
    static let sample = 64 * 1_024

    let hasEightBit: Bool
    /// Whether ISO-2022 escape sequences occur.
    let hasEscape: Bool
    let isUTF8: Bool
    /// Bytes 192 to 255 of the sample, and its ASCII letters.
    private var highLetters = 0
    private var letters = 0
    /// Sequences of the sample that are and are not UTF-8.
    private(set) var wellFormed = 0
    private(set) var malformed = 0

    init(_ bytes: Span<UInt8>) {
        hasEightBit = bytes.hasEightBit(in: 0..<bytes.count)
        hasEscape = Self.hasEscape(bytes)
        isUTF8 = (try? UTF8Span(validating: bytes)) != nil
        if hasEightBit { count(bytes) }
    }

    static func hasEscape(_ bytes: Span<UInt8>) -> Bool {
        var index = 0
        while let found = bytes.firstIndex(of: ASCII.escape, in: index..<bytes.count) {
            if found + 2 < bytes.count, bytes[found + 1] == 0x24 || bytes[found + 1] == 0x28 { return true }
            index = found + 1
        }
        return false
    }

    private mutating func count(_ bytes: Span<UInt8>) {
        var expected = 0
        for index in 0..<Swift.min(bytes.count, Self.sample) {
            let byte = bytes[index]
            if byte >= 0xC0 {
                highLetters += 1
                if expected > 0 { malformed += 1 }
                expected = byte >= 0xF0 ? 3 : (byte >= 0xE0 ? 2 : 1)
            } else if byte >= 0x80 {
                if expected == 0 { malformed += 1 } else if expected == 1 { wellFormed += 1 }
                expected = Swift.max(0, expected - 1)
            } else {
                if expected > 0 { malformed += 1 }
                expected = 0
                if byte.isLetter { letters += 1 }
            }
        }
    }

    /// Whether the text is UTF-8 but for a few spoilt places.
    var isAlmostUTF8: Bool { wellFormed > 4 && malformed * 10 <= wellFormed }

    /// Whether seven letters in ten lie above 191: Latin script never does that.
    var isMostlyHighLetters: Bool { highLetters >= 8 && highLetters * 10 > (highLetters + letters) * 7 }
}

/// Text under a label: by the label where that makes sense, otherwise by what the bytes themselves say.
enum LabelledText {
    struct Result {
        var utf8: [UInt8]
        var charset: Charset
        var defects = DefectSet()
    }

    /// Decodes the text of a part or an encoded-word. `hint` stands in for a missing label.
    static func decode(_ bytes: Span<UInt8>, as declared: Charset?, hint: Charset?) -> Result {
        let shape = TextShape(bytes)
        if !shape.hasEightBit, !shape.hasEscape, declared?.isASCIIBelow128 ?? true {
            return Result(utf8: bytes.bytes(in: 0..<bytes.count), charset: declared ?? .ascii)
        }
        guard let declared, declared != .ascii else {
            var defects = DefectSet()
            let charset = RawText.charset(bytes, shape, hint: hint)
            if shape.hasEightBit { defects.insert(.undeclaredCharset) }
            return finish(bytes, charset, defects)
        }
        let strict = CharsetDecoder.decode(bytes, as: declared)
        if strict.isValid, !contradicts(declared, bytes, shape) {
            return Result(utf8: strict.utf8, charset: declared)
        }
        var defects = DefectSet()
        if strict.isValid || isMostlyInvalid(strict.utf8, bytes.count, declared) {
            let charset = RawText.charset(bytes, shape, hint: nil)
            let other = CharsetDecoder.decode(bytes, as: charset)
            if charset != declared, other.isValid || strict.isValid {
                defects.insert(.mislabelledCharset)
                if !other.isValid { defects.insert(.invalidCharacters) }
                return Result(utf8: other.utf8, charset: charset, defects: defects)
            }
        }
        if !strict.isValid { defects.insert(.invalidCharacters) }
        return Result(utf8: strict.utf8, charset: declared, defects: defects)
    }

    private static func finish(_ bytes: Span<UInt8>, _ charset: Charset, _ defects: DefectSet) -> Result {
        let decoded = CharsetDecoder.decode(bytes, as: charset)
        var defects = defects
        if !decoded.isValid { defects.insert(.invalidCharacters) }
        return Result(utf8: decoded.utf8, charset: charset, defects: defects)
    }

    /// Whether valid text can hardly have been written in the charset that it claims: single-byte charsets accept
    /// everything, so UTF-8 and Cyrillic hide under their names.
    private static func contradicts(_ declared: Charset, _ bytes: Span<UInt8>, _ shape: TextShape) -> Bool {
        guard shape.hasEightBit, declared.isSingleByte else { return false }
        // Thai letters can look like UTF-8 for the length of a word.
        if declared != .windows874, shape.isUTF8 { return true }
        return declared == .windows1252 && shape.isMostlyHighLetters
    }

    /// Whether more than one character in ten is a replacement.
    private static func isMostlyInvalid(_ utf8: [UInt8], _ count: Int, _ declared: Charset) -> Bool {
        var replaced = 0
        let span = utf8.span
        var index = 0
        while let found = span.firstIndex(of: 0xEF, in: index..<span.count) {
            if found + 2 < span.count, span[found + 1] == 0xBF, span[found + 2] == 0xBD { replaced += 1 }
            index = found + 1
        }
        let characters = TextShape(utf8.span).characters
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
        let shape = TextShape(bytes)
        if !shape.hasEightBit, !shape.hasEscape { return bytes.bytes(in: 0..<bytes.count) }
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

    private(set) var hasEightBit = false
    /// Whether ISO-2022 escape sequences occur.
    private(set) var hasEscape = false
    private(set) var isUTF8 = true
    /// Bytes 192 to 255, bytes 128 to 191, and ASCII letters of the sample.
    private(set) var highLetters = 0
    private(set) var lowHigh = 0
    private(set) var letters = 0
    /// Characters, were the text UTF-8.
    private(set) var characters = 0
    private var wellFormed = 0
    private var malformed = 0

    init(_ bytes: Span<UInt8>) {
        scan(bytes)
        guard hasEightBit else { return }
        isUTF8 = (try? UTF8Span(validating: bytes)) != nil
        count(bytes)
    }

    private mutating func scan(_ bytes: Span<UInt8>) {
        var all: UInt8 = 0
        for index in 0..<bytes.count { all |= bytes[index] }
        hasEightBit = all >= 0x80
        characters = bytes.count
        var index = 0
        while let found = bytes.firstIndex(of: ASCII.escape, in: index..<bytes.count) {
            if found + 2 < bytes.count, bytes[found + 1] == 0x24 || bytes[found + 1] == 0x28 {
                hasEscape = true
                return
            }
            index = found + 1
        }
    }

    private mutating func count(_ bytes: Span<UInt8>) {
        characters = 0
        var expected = 0
        for index in 0..<Swift.min(bytes.count, Self.sample) {
            let byte = bytes[index]
            if byte >= 0xC0 {
                highLetters += 1
                if expected > 0 { malformed += 1 }
                expected = byte >= 0xF0 ? 3 : (byte >= 0xE0 ? 2 : 1)
                characters += 1
            } else if byte >= 0x80 {
                lowHigh += 1
                if expected == 0 {
                    malformed += 1
                } else if expected == 1 {
                    wellFormed += 1
                }
                expected = Swift.max(0, expected - 1)
            } else {
                if expected > 0 { malformed += 1 }
                expected = 0
                if byte.isLetter { letters += 1 }
                characters += 1
            }
        }
    }

    /// Whether the text is UTF-8 but for a few spoilt places.
    var isAlmostUTF8: Bool { wellFormed > 4 && malformed * 10 <= wellFormed }

    /// Whether seven letters in ten lie above 191: Latin script never does that.
    var isMostlyHighLetters: Bool { highLetters >= 8 && highLetters * 10 > (highLetters + letters) * 7 }
}

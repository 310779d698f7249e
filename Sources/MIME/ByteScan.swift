import Glibc

/// Byte values that mail syntax names.
enum ASCII {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let escape: UInt8 = 0x1B
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let percent: UInt8 = 0x25
    static let apostrophe: UInt8 = 0x27
    static let leftParenthesis: UInt8 = 0x28
    static let rightParenthesis: UInt8 = 0x29
    static let star: UInt8 = 0x2A
    static let plus: UInt8 = 0x2B
    static let comma: UInt8 = 0x2C
    static let hyphen: UInt8 = 0x2D
    static let dot: UInt8 = 0x2E
    static let slash: UInt8 = 0x2F
    static let zero: UInt8 = 0x30
    static let nine: UInt8 = 0x39
    static let colon: UInt8 = 0x3A
    static let semicolon: UInt8 = 0x3B
    static let less: UInt8 = 0x3C
    static let equals: UInt8 = 0x3D
    static let greater: UInt8 = 0x3E
    static let question: UInt8 = 0x3F
    static let at: UInt8 = 0x40
    static let upperA: UInt8 = 0x41
    static let leftBracket: UInt8 = 0x5B
    static let backslash: UInt8 = 0x5C
    static let rightBracket: UInt8 = 0x5D
    static let underscore: UInt8 = 0x5F
    static let delete: UInt8 = 0x7F
}

extension UInt8 {
    /// Space or tab (RFC 5234 WSP).
    @inline(__always) var isBlank: Bool { self == ASCII.space || self == ASCII.tab }

    /// Blank or line ending.
    @inline(__always) var isWhitespace: Bool {
        self == ASCII.space || (self >= ASCII.tab && self <= ASCII.carriageReturn)
    }

    @inline(__always) var isDigit: Bool { self >= ASCII.zero && self <= ASCII.nine }

    @inline(__always) var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }

    /// The lower-case form of an ASCII letter, anything else unchanged.
    @inline(__always) var lowered: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }

    /// The value of a hexadecimal digit of either case.
    @inline(__always) var hexValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x37
        case 0x61...0x66: self - 0x57
        default: nil
        }
    }
}

extension Span where Element == UInt8 {
    /// The first place of `byte` in `range`, found by the C library's vectorised search.
    @inline(__always)
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        guard range.lowerBound >= 0, range.upperBound <= count, !range.isEmpty else { return nil }
        var place: Int?
        unsafe withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            let start = unsafe UnsafeRawPointer(base)
            guard let found = unsafe memchr(start + range.lowerBound, Int32(byte), range.count) else { return }
            place = unsafe UnsafeRawPointer(found) - start
        }
        return place
    }

    /// The place after the line that starts at `start`: behind its line feed, or the end.
    @inline(__always)
    func lineEnd(from start: Int, to end: Int) -> Int {
        guard let feed = firstIndex(of: ASCII.lineFeed, in: start..<end) else { return end }
        return feed + 1
    }

    /// Whether `range` is the lower-case ASCII `word`, in any case.
    func equals(_ word: StaticString, in range: Range<Int>) -> Bool {
        guard word.utf8CodeUnitCount == range.count, range.upperBound <= count else { return false }
        for offset in 0..<range.count where self[range.lowerBound + offset].lowered != word.byte(at: offset) {
            return false
        }
        return true
    }

    /// Whether the lower-case ASCII `word` stands at `start`, in any case.
    func starts(with word: StaticString, at start: Int, to end: Int) -> Bool {
        let stop = start + word.utf8CodeUnitCount
        return stop <= end && equals(word, in: start..<stop)
    }

    /// `range` without blanks and line endings at its sides.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, self[lower].isWhitespace { lower += 1 }
        while upper > lower, self[upper - 1].isWhitespace { upper -= 1 }
        return lower..<upper
    }

    /// Whether any byte of `range` is above 127.
    func hasEightBit(in range: Range<Int>) -> Bool {
        let part = extracting(range)
        var found = false
        unsafe part.withUnsafeBytes { bytes in
            var index = 0
            // Eight bytes at a time; the loads stay within `bytes`.
            while index + 32 <= bytes.count {
                let first = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                let second = unsafe bytes.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self)
                let third = unsafe bytes.loadUnaligned(fromByteOffset: index + 16, as: UInt64.self)
                let fourth = unsafe bytes.loadUnaligned(fromByteOffset: index + 24, as: UInt64.self)
                if (first | second | third | fourth) & 0x8080_8080_8080_8080 != 0 {
                    found = true
                    return
                }
                index += 32
            }
            while index < bytes.count {
                if unsafe bytes[index] >= 0x80 {
                    found = true
                    return
                }
                index += 1
            }
        }
        return found
    }

    /// A copy of `range`.
    func bytes(in range: Range<Int>) -> [UInt8] {
        unsafe extracting(range).withUnsafeBufferPointer { unsafe [UInt8]($0) }
    }

    /// `range` as text, every invalid sequence as U+FFFD.
    func string(in range: Range<Int>) -> String {
        let part = extracting(range)
        if let valid = try? UTF8Span(validating: part) { return String(copying: valid) }
        return unsafe part.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}

extension StaticString {
    /// The byte at `offset`; the caller keeps within `utf8CodeUnitCount`.
    @inline(__always)
    func byte(at offset: Int) -> UInt8 {
        precondition(offset >= 0 && offset < utf8CodeUnitCount)
        return unsafe utf8Start[offset]
    }
}

extension [UInt8] {
    /// The bytes as text, every invalid sequence as U+FFFD.
    var text: String { span.string(in: 0..<count) }

    /// The bytes as text; they are UTF-8 already, for this library has decoded them.
    var trustedText: String {
        assert((try? UTF8Span(validating: span)) != nil)
        return unsafe String(copying: UTF8Span(unchecked: span))
    }

    /// Makes every control a space: a header value is one line and steers no terminal.
    mutating func blankControls() {
        for index in indices where self[index] < ASCII.space || self[index] == ASCII.delete {
            self[index] = ASCII.space
        }
    }

    /// Takes off what a cut has left of a character at the end of UTF-8.
    mutating func dropPartialCharacter() {
        var start = count - 1
        while start > 0, count - start < 4, self[start] & 0xC0 == 0x80 { start -= 1 }
        guard start >= 0 else { return }
        let lead = self[start]
        let length = lead >= 0xF0 ? 4 : (lead >= 0xE0 ? 3 : (lead >= 0xC0 ? 2 : 1))
        if count - start < length { removeLast(count - start) }
    }

    mutating func append(_ part: Span<UInt8>, _ range: Range<Int>) {
        unsafe part.extracting(range).withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}

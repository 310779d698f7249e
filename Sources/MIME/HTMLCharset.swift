/// The charset that an HTML document declares itself, for parts without a label.
enum HTMLCharset {
    /// Bytes of a document in which browsers look for the declaration.
    private static let searched = 1_024

    /// Reads `<meta charset=x>` or `<meta content="text/html; charset=x">` near the start of `range`.
    static func declared(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Charset? {
        let end = Swift.min(range.upperBound, range.lowerBound + searched)
        var index = range.lowerBound
        while let sign = bytes.firstIndex(of: ASCII.equals, in: index..<end) {
            index = sign + 1
            guard sign - 7 >= range.lowerBound, bytes.equals("charset", in: sign - 7..<sign) else { continue }
            var start = sign + 1
            while start < end, bytes[start] == ASCII.quote || bytes[start] == ASCII.apostrophe { start += 1 }
            var stop = start
            while stop < end, isLabel(bytes[stop]) { stop += 1 }
            return Charset(label: bytes.string(in: start..<stop))
        }
        return nil
    }

    private static func isLabel(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || byte == ASCII.hyphen || byte == ASCII.underscore || byte == ASCII.colon
    }
}

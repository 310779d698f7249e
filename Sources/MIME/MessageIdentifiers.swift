/// Message identifiers (RFC 5322 section 3.6.4), read without their angle brackets.
enum MessageIdentifiers {
    /// Longer identifiers are garbage: a line holds at most 998 bytes.
    private static let lengthLimit = 998

    /// Every identifier in brackets; if there is none, every word with an at sign.
    static func parse(_ bytes: Span<UInt8>, _ range: Range<Int>, limits: Limits) -> [String] {
        var found: [String] = []
        var index = range.lowerBound
        while found.count < limits.identifiers,
            let open = bytes.firstIndex(of: ASCII.less, in: index..<range.upperBound),
            let close = bytes.firstIndex(of: ASCII.greater, in: open..<range.upperBound)
        {
            var start = open
            while let later = bytes.firstIndex(of: ASCII.less, in: start + 1..<close) { start = later }
            if let identifier = text(bytes, start + 1..<close) { found.append(identifier) }
            index = close + 1
        }
        return found.isEmpty ? words(bytes, range, limits: limits) : found
    }

    /// The identifier of a Message-ID field: the first in brackets, or the value itself when it is a single word.
    static func single(_ bytes: Span<UInt8>, _ range: Range<Int>, limits: Limits) -> String? {
        if let first = parse(bytes, range, limits: limits).first { return first }
        let inner = bytes.trimmed(range)
        for index in inner where bytes[index].isWhitespace || bytes[index] == ASCII.less { return nil }
        return inner.isEmpty ? nil : text(bytes, inner)
    }

    private static func words(_ bytes: Span<UInt8>, _ range: Range<Int>, limits: Limits) -> [String] {
        var found: [String] = []
        var index = range.lowerBound
        while index < range.upperBound, found.count < limits.identifiers {
            let start = index
            while index < range.upperBound, !bytes[index].isWhitespace, bytes[index] != ASCII.comma { index += 1 }
            if bytes.firstIndex(of: ASCII.at, in: start..<index) != nil, let word = text(bytes, start..<index) {
                found.append(word)
            }
            index += 1
        }
        return found
    }

    private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String? {
        guard !range.isEmpty, range.count <= lengthLimit else { return nil }
        var kept: [UInt8] = []
        kept.reserveCapacity(range.count)
        for index in range where !bytes[index].isWhitespace && bytes[index] > ASCII.space { kept.append(bytes[index]) }
        return kept.isEmpty ? nil : kept.text
    }
}

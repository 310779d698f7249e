/// Words looked for in lower-case UTF-8, all of them in one walk over the text: mail is read line by line, and each line
/// is asked for a hundred of them.
struct Words: Sendable {
    let texts: [String]
    private let tree: WordTree

    init(_ words: [String]) {
        texts = words
        tree = WordTree(words.enumerated().map { ($1, $0) })
    }

    /// Whether the text begins with one of the words.
    func begin(_ text: ArraySlice<UInt8>) -> Bool {
        var found = false
        tree.walk(text.span, from: 0) { _ in found = true }
        return found
    }

    /// Whether one of the words stands anywhere in the text.
    func occur(in text: [UInt8]) -> Bool {
        count(in: text, upTo: 1) > 0
    }

    /// How many different words stand in the text; counting ends at `limit`.
    func count(in text: [UInt8], upTo limit: Int) -> Int {
        var found: [Int] = []
        let span = text.span
        for start in span.indices where tree.begins(with: span[start]) {
            tree.walk(span, from: start) { if !found.contains($0) { found.append($0) } }
            if found.count >= limit { return limit }
        }
        return found.count
    }
}

extension Unicode.Scalar {
    /// White_Space in Unicode's PropList.txt, without the look-up in the tables of all properties.
    var isBlank: Bool {
        switch value {
        case 0x20, 0x09...0x0D: true
        case 0..<0x85: false
        case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// The lower-case form where it is one scalar that a short rule gives; nil where the tables must be asked.
    var simpleLowercase: Unicode.Scalar? {
        switch value {
        case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE, 0x410...0x42F: Unicode.Scalar(value + 0x20)
        case 0x400...0x40F: Unicode.Scalar(value + 0x50)
        case 0..<0xC0, 0xD7, 0xDF...0xFF, 0x430...0x45F, 0x2010...0x2027, 0x3001...0xA63F, 0xAC00...0xD7A3,
            0xFF5B...0xFFEF:
            self
        default: nil
        }
    }
}

/// Texts on one line.
enum Blanks {
    /// The text with each run of white space as a single blank, and none at the ends.
    static func closed(_ text: some Sequence<Unicode.Scalar>) -> String {
        var result: [UInt8] = []
        var gap = false
        for scalar in text {
            if scalar.isBlank {
                gap = true
                continue
            }
            if gap, !result.isEmpty { result.append(UInt8(ascii: " ")) }
            gap = false
            result.append(scalar)
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Appends a scalar in UTF-8.
    mutating func append(_ scalar: Unicode.Scalar) {
        if scalar.isASCII {
            append(UInt8(truncatingIfNeeded: scalar.value))
        } else {
            append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }
}

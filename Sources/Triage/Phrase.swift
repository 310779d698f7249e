/// Words or phrases looked for in a text: without case, any run of white space as one blank, and as whole words where a
/// script has word boundaries. A closing `*` stands for any ending of the word, which inflected languages need
/// (`срочн*`). Chinese and Japanese characters match wherever they stand.
public struct Phrase: Sendable {
    /// Longest text that is searched, in scalars; a rule is about what a person wrote, which is far shorter.
    static let limitText = 200_000

    /// The words in lower case, one blank between them.
    private let pattern: [Unicode.Scalar]
    private let isOpenEnded: Bool

    /// Nil when the text has no word.
    public init?(_ text: String) {
        var pattern = Self.normalised(text)
        isOpenEnded = pattern.last == "*"
        if isOpenEnded { pattern.removeLast() }
        guard pattern.contains(where: { $0 != " " }) else { return nil }
        self.pattern = pattern
    }

    /// Whether any of the phrases occurs in a text.
    public static func anyOccurs(of phrases: [String], in text: String) -> Bool {
        let normalised = normalised(text)
        return phrases.contains { Phrase($0)?.occurs(inNormalised: normalised) ?? false }
    }

    /// Whether the phrase occurs in a text.
    public func occurs(in text: String) -> Bool {
        occurs(inNormalised: Self.normalised(text))
    }

    private func occurs(inNormalised text: [Unicode.Scalar]) -> Bool {
        guard let first = pattern.first, let last = pattern.last, text.count >= pattern.count else { return false }
        for start in 0...(text.count - pattern.count) where text[start] == first {
            let end = start + pattern.count
            guard text[start..<end].elementsEqual(pattern) else { continue }
            let beginsWord = start == 0 || !Self.continuesWord(text[start - 1], first)
            let endsWord = isOpenEnded || end == text.count || !Self.continuesWord(last, text[end])
            if beginsWord && endsWord { return true }
        }
        return false
    }

    /// Whether two neighbouring scalars belong to one word.
    private static func continuesWord(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
        isWordPart(left) && isWordPart(right)
    }

    /// Letters and digits of scripts that put blanks between words.
    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return (97...122).contains(scalar.value) || (48...57).contains(scalar.value)
        }
        let properties = scalar.properties
        if properties.isIdeographic || isKana(scalar) { return false }
        return properties.isAlphabetic || properties.numericType != nil || properties.isGraphemeExtend
    }

    private static func isKana(_ scalar: Unicode.Scalar) -> Bool {
        (0x3040...0x30FF).contains(scalar.value)
    }

    /// Lower case, typographic apostrophes as plain ones, white space as single blanks.
    private static func normalised(_ text: String) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(min(text.utf8.count, limitText))
        var left = limitText
        for scalar in text.unicodeScalars {
            if left == 0 { break }
            left -= 1
            if scalar.isBlank {
                if result.last != " " { result.append(" ") }
            } else if scalar == "\u{2019}" {
                result.append("'")
            } else if let simple = scalar.simpleLowercase {
                result.append(simple)
            } else {
                result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        if result.last == " " { result.removeLast() }
        if result.first == " " { result.removeFirst() }
        return result
    }
}

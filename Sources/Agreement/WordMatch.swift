/// Finds the words of an exclusion in a client's text.
///
/// Case and the width of spaces do not matter. In scripts that separate words, a word matches only as a whole; in Han,
/// kana and other scripts without spaces any occurrence matches.
struct WordMatch {
    /// The text where every character is one scalar, as nearly always; comparing characters takes ten times as long.
    private let scalars: [Unicode.Scalar]?
    /// The text by characters, where that is needed.
    private let characters: [Character]

    /// Longer texts are compared only this far; a request is a few paragraphs.
    static let charactersMax = 100_000

    init(_ text: String) {
        let head = text.prefix(Self.charactersMax)
        scalars = Self.simplyFolded(head)
        characters = scalars == nil ? Self.folded(head) : []
    }

    /// Whether a word or phrase occurs.
    func contains(_ phrase: String) -> Bool {
        if let scalars, let words = Self.simplyFolded(phrase[...]) {
            return Self.stands(words, in: scalars) { Self.isWordCharacter(Character($0)) }
        }
        let text = scalars.map { $0.map(Character.init) } ?? characters
        return Self.stands(Self.folded(phrase[...]), in: text, isWordPart: Self.isWordCharacter)
    }

    private static func stands<Element: Equatable>(
        _ words: [Element],
        in text: [Element],
        isWordPart: (Element) -> Bool
    ) -> Bool {
        guard let first = words.first, let last = words.last, words.count <= text.count else { return false }
        for start in 0...(text.count - words.count) where text[start] == first {
            let end = start + words.count
            guard text[start..<end].elementsEqual(words) else { continue }
            if start > 0, isWordPart(first), isWordPart(text[start - 1]) { continue }
            if end < text.count, isWordPart(last), isWordPart(text[end]) { continue }
            return true
        }
        return false
    }

    /// The same as `folded` for texts in which no scalar joins with its neighbours; nil for others.
    private static func simplyFolded(_ text: Substring) -> [Unicode.Scalar]? {
        var folded: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09...0x0D, 0x20, 0xA0, 0x2028, 0x3000:
                if let last = folded.last, last != " " { folded.append(" ") }
            case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE, 0x410...0x42F:
                Unicode.Scalar(scalar.value + 0x20).map { folded.append($0) }
            case 0x401: folded.append("ё")
            case 0x21...0x7E, 0xA1...0xFF, 0x430...0x45F, 0x2010...0x2027, 0x3001...0x3029, 0x3041...0x3096,
                0x30A1...0x30FF, 0x3400...0x9FFF, 0xFF01...0xFF60:
                folded.append(scalar)
            default: return nil
            }
        }
        if folded.last == " " { folded.removeLast() }
        return folded
    }

    /// Lower case, runs of white space as one space, none at the ends.
    private static func folded(_ text: Substring) -> [Character] {
        var folded: [Character] = []
        for character in text {
            if character.isWhitespace {
                if let last = folded.last, last != " " { folded.append(" ") }
            } else {
                folded.append(contentsOf: character.lowercased())
            }
        }
        if folded.last == " " { folded.removeLast() }
        return folded
    }

    /// A letter or digit of a script that puts spaces between words.
    private static func isWordCharacter(_ character: Character) -> Bool {
        guard character.isLetter || character.isNumber, let scalar = character.unicodeScalars.first else {
            return false
        }
        switch scalar.value {
        // Thai, Lao, Myanmar, Khmer
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF: return false
        // kana, bopomofo, Han with its extensions
        case 0x2E80...0x30FF, 0x3100...0x312F, 0x31A0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
            0x20000...0x3FFFF:
            return false
        default: return true
        }
    }
}

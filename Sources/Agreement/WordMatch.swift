/// Finds the words of an exclusion in a client's text.
///
/// Case and the width of spaces do not matter. In scripts that separate words, a word matches only as a whole; in Han,
/// kana and other scripts without spaces any occurrence matches.
struct WordMatch {
    private let text: [Character]

    /// Longer texts are compared only this far; a request is a few paragraphs.
    static let charactersMax = 100_000

    init(_ text: String) {
        self.text = Self.folded(text.prefix(Self.charactersMax))
    }

    /// Whether a word or phrase occurs.
    func contains(_ phrase: String) -> Bool {
        let words = Self.folded(phrase[...])
        guard let first = words.first, let last = words.last, words.count <= text.count else { return false }
        let needsStart = Self.isWordCharacter(first)
        let needsEnd = Self.isWordCharacter(last)
        for start in 0...(text.count - words.count) where text[start] == first {
            let end = start + words.count
            if needsStart, start > 0, Self.isWordCharacter(text[start - 1]) { continue }
            if needsEnd, end < text.count, Self.isWordCharacter(text[end]) { continue }
            if text[start..<end].elementsEqual(words) { return true }
        }
        return false
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

import Foundation
import Yams

/// Finds the second of two equal keys. The parser stops at a mapping with equal keys and names only the first, so the
/// second is set aside under another name of the same length, which keeps every place, and the file is read again.
struct DuplicateKeys {
    /// Words that are tried as the second key, each at the price of reading the file once.
    private static let limitCandidates = 100
    /// Names begin with a private use character, which no operator's key has.
    private static let firstMark: UInt32 = 0xE000

    private let source: SourceFile
    /// The file's text with the duplicates found so far renamed.
    private(set) var text: String
    /// Names under which duplicates were set aside.
    private(set) var stoodFor: Set<String> = []

    init(source: SourceFile) {
        self.source = source
        text = source.text
    }

    /// Sets one duplicate aside and reports it. False when it could not be found; it is then reported at its first
    /// place, and the file cannot be read further.
    mutating func setAside(_ keys: [String], first: Mark, findings: Findings) -> Bool {
        let firstPlace = source.place(line: first.line, column: first.column)
        guard let key = keys.first else { return false }
        guard let firstIndex = index(of: first), let second = secondIndex(of: key, after: firstIndex) else {
            findings.error(firstPlace, "the key `\(key)` stands twice here", "Keep one of the two.")
            return false
        }
        findings.error(
            place(of: second),
            "the key `\(key)` stands twice here, first on line \(first.line)",
            "Keep one of the two."
        )
        let name = Self.renamed(key, mark: UInt32(stoodFor.count) + 1)
        text = Self.replacing(key, at: [second], with: name, in: text)
        stoodFor.insert(name)
        return true
    }

    /// Two places hold keys of one mapping just when the parser finds them equal again after both got the same new
    /// name.
    private func secondIndex(of key: String, after first: String.Index) -> String.Index? {
        let name = Self.renamed(key, mark: 0)
        for candidate in candidates(of: key, after: first) {
            let trial = Self.replacing(key, at: [first, candidate], with: name, in: text)
            do {
                _ = try YAMLFile.compose(trial)
            } catch YamlError.duplicatedKeysInMapping(let keys, _) where keys.contains(name) {
                return candidate
            } catch {
                continue
            }
        }
        return nil
    }

    /// Where the word stands as a key may stand: before a colon, quoted or not.
    private func candidates(of key: String, after first: String.Index) -> [String.Index] {
        var found: [String.Index] = []
        guard !key.isEmpty, first < text.endIndex else { return [] }
        var start = text.unicodeScalars.index(after: first)
        while found.count < Self.limitCandidates, let range = text[start...].range(of: key) {
            let rest = text[range.upperBound...].drop { $0 == "\"" || $0 == "'" || $0 == " " }
            if rest.first == ":" { found.append(range.lowerBound) }
            start = range.upperBound
        }
        return found
    }

    private static func renamed(_ key: String, mark: UInt32) -> String {
        let rest = String(String.UnicodeScalarView(key.unicodeScalars.dropFirst()))
        return String(Character(Unicode.Scalar(firstMark + mark) ?? "\u{E000}")) + rest
    }

    /// The text with the word at these places, in ascending order, replaced by one of as many scalars.
    private static func replacing(_ key: String, at places: [String.Index], with name: String, in text: String)
        -> String
    {
        var result = ""
        var start = text.startIndex
        for place in places {
            result += text[start..<place]
            result += name
            start = text.unicodeScalars.index(place, offsetBy: key.unicodeScalars.count)
        }
        return result + text[start...]
    }

    private func index(of mark: Mark) -> String.Index? {
        guard source.lines.indices.contains(mark.line - 1) else { return nil }
        // The lines are the source's; the text differs from it only in scalars, not in their number.
        let line = source.lines[mark.line - 1]
        let before = source.text.unicodeScalars.distance(from: source.text.startIndex, to: line.startIndex)
        let offset = before + mark.column - 1
        guard let index = text.unicodeScalars.index(text.startIndex, offsetBy: offset, limitedBy: text.endIndex)
        else { return nil }
        // A quoted key begins at its quote.
        let isQuoted = index < text.endIndex && (text[index] == "\"" || text[index] == "'")
        return isQuoted ? text.index(after: index) : index
    }

    private func place(of index: String.Index) -> Place {
        let before = text[..<index]
        var line = 1
        var column = 1
        for character in before {
            if isLineEnd(character) {
                line += 1
                column = 1
            } else {
                column += character.unicodeScalars.count
            }
        }
        return source.place(line: line, column: column)
    }
}

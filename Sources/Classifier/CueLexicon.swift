/// Phrases that mean the same in several languages ("doesn't work", "не работает", "打不开"), gathered under one name.
/// They tie the languages together: what the seeds of one teach about a cue holds for all.
///
/// The source is text, a line a cue: `name: phrase; phrase`. A word ending in `*` stands for every word that begins
/// so; `..` for up to three words; `(a|b)` for either. Lines of the same name add up; `#` begins a comment.
struct CueLexicon {
    /// One place in a phrase.
    private struct Element {
        enum Kind { case exact, prefix, gap }
        var kind: Kind
        var hash: UInt64
        var length: Int
    }

    private struct Phrase {
        var cue: Int
        var elements: [Element]
    }

    /// The names of the cues, in order of their number.
    let names: [String]
    private let phrases: [Phrase]
    /// Phrase numbers by the hash of their first element.
    private let starts: [UInt64: [Int]]

    /// Words a gap may span.
    private static let gapLimit = 3
    /// Cues past this number in one text add nothing.
    static let matchLimit = 24
    /// Bounds the alternatives of one phrase, should an author nest too many.
    private static let variantLimit = 64

    init(source: String) {
        var names: [String] = []
        var numbers: [String: Int] = [:]
        var phrases: [Phrase] = []
        for line in source.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let name = String(line[..<colon])
            if numbers[name] == nil {
                numbers[name] = names.count
                names.append(name)
            }
            let cue = numbers[name] ?? 0
            for text in line[line.index(after: colon)...].split(separator: ";") {
                for variant in Self.variants(of: String(text)) {
                    let elements = Self.elements(of: variant)
                    if let first = elements.first, first.kind != .gap {
                        phrases.append(Phrase(cue: cue, elements: elements))
                    }
                }
            }
        }
        var starts: [UInt64: [Int]] = [:]
        for (number, phrase) in phrases.enumerated() {
            starts[Self.startKey(phrase.elements[0]), default: []].append(number)
        }
        self.names = names
        self.phrases = phrases
        self.starts = starts
    }

    /// Every way to read the `(a|b)` of a phrase.
    private static func variants(of text: String) -> [String] {
        var done: [String] = []
        var open = [text]
        while let next = open.popLast(), done.count + open.count < variantLimit {
            guard let from = next.firstIndex(of: "("), let to = next[from...].firstIndex(of: ")") else {
                done.append(next)
                continue
            }
            let choices = next[next.index(after: from)..<to].split(separator: "|", omittingEmptySubsequences: false)
            let head = String(next[..<from])
            let tail = String(next[next.index(after: to)...])
            for choice in choices { open.append(head + choice + tail) }
        }
        return done
    }

    private static func elements(of text: String) -> [Element] {
        var elements: [Element] = []
        for piece in text.split(separator: " ") {
            if piece == ".." {
                elements.append(Element(kind: .gap, hash: 0, length: 0))
                continue
            }
            let scalars = piece.unicodeScalars.map(\.value)
            let isPrefix = scalars.last == 0x2A
            let words = TokenizedText(scalars, in: 0..<scalars.count)
            for (index, token) in words.tokens.enumerated() {
                let prefix = isPrefix && index == words.tokens.count - 1
                elements.append(
                    Element(
                        kind: prefix ? .prefix : .exact,
                        hash: token.hash,
                        length: Int(token.lettersEnd - token.lettersStart)
                    )
                )
            }
        }
        while elements.last?.kind == .gap { elements.removeLast() }
        return elements
    }

    private static func startKey(_ element: Element) -> UInt64 {
        element.kind == .prefix ? element.hash ^ prefixMark : element.hash
    }

    private static let prefixMark: UInt64 = 0x5555_5555_5555_5555

    /// A cue and the tokens it was seen in.
    struct Match {
        var cue: Int
        var tokens: ClosedRange<Int>
    }

    /// The cues of the tokens in `range`, each once, with the tokens of its first occurrence; in order of place.
    func matches(_ text: TokenizedText, _ range: Range<Int>) -> [Match] {
        var found: [Match] = []
        var seen: UInt128 = 0
        for index in range {
            forEachStart(text, at: index) { key in
                guard let candidates = starts[key] else { return }
                for number in candidates where seen & (1 << UInt128(phrases[number].cue)) == 0 {
                    guard let last = end(of: phrases[number].elements, 1, after: index, text, range) else { continue }
                    seen |= 1 << UInt128(phrases[number].cue)
                    found.append(Match(cue: phrases[number].cue, tokens: index...last))
                }
            }
            if found.count >= Self.matchLimit { break }
        }
        return found
    }

    /// The longest match of every cue that begins at each token, in order of place.
    func occurrences(_ text: TokenizedText) -> [Match] {
        var found: [Match] = []
        let range = text.tokens.indices
        for index in range {
            let first = found.count
            forEachStart(text, at: index) { key in
                guard let candidates = starts[key] else { return }
                for number in candidates {
                    let phrase = phrases[number]
                    guard let last = end(of: phrase.elements, 1, after: index, text, range) else { continue }
                    if let place = found[first...].firstIndex(where: { $0.cue == phrase.cue }) {
                        if last > found[place].tokens.upperBound { found[place].tokens = index...last }
                    } else {
                        found.append(Match(cue: phrase.cue, tokens: index...last))
                    }
                }
            }
        }
        return found
    }

    /// The keys under which phrases that begin with this token may stand: the word, and its beginnings.
    @inline(__always)
    private func forEachStart(_ text: TokenizedText, at index: Int, _ visit: (UInt64) -> Void) {
        let token = text.tokens[index]
        visit(token.hash)
        guard token.kind == .word else { return }
        var hash = FeatureHash.seed
        let first = Int(token.lettersStart)
        for letter in first..<Int(token.lettersEnd) {
            hash = FeatureHash.step(hash, text.letters[letter])
            if letter > first { visit(hash ^ Self.prefixMark) }
        }
    }

    /// The last token of the phrase whose element `element` must come after token `index`; nil when it does not.
    private func end(
        of elements: [Element],
        _ element: Int,
        after index: Int,
        _ text: TokenizedText,
        _ range: Range<Int>
    ) -> Int? {
        guard element < elements.count else { return index }
        if elements[element].kind == .gap {
            for skipped in 0...Self.gapLimit {
                if let last = end(of: elements, element + 1, after: index + skipped, text, range) { return last }
            }
            return nil
        }
        let next = index + 1
        guard next < range.upperBound, fits(elements[element], text, next) else { return nil }
        return end(of: elements, element + 1, after: next, text, range)
    }

    private func fits(_ element: Element, _ text: TokenizedText, _ index: Int) -> Bool {
        let token = text.tokens[index]
        guard element.kind == .prefix else { return token.hash == element.hash }
        let start = Int(token.lettersStart)
        guard token.kind == .word, Int(token.lettersEnd) - start >= element.length else { return false }
        return FeatureHash.of(text.letters[start..<start + element.length]) == element.hash
    }
}

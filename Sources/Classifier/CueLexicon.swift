/// Phrases that mean the same in several languages ("doesn't work", "не работает", "打不开"), gathered under one name.
/// They tie the languages together: what the seeds of one teach about a cue holds for all.
///
/// The source is text, a line a cue: `name: phrase; phrase`. A word ending in `*` stands for every word that begins
/// so; `..` for up to three words; `(a|b)` for either. Lines of the same name add up; `#` begins a comment. After
/// `@de` phrases belong to German alone: they are sought in German texts and in those of no known language.
struct CueLexicon {
    /// One place in a phrase.
    struct Element {
        enum Kind: UInt8 { case exact, prefix, gap }
        var kind: Kind
        /// Letters of a beginning.
        var length: UInt8
        var hash: UInt64
    }

    struct Phrase {
        var cue: UInt8
        /// The languages it belongs to, a bit each.
        var languages: UInt8
        /// Where its elements stand.
        var first: UInt32
        var count: UInt8
    }

    /// How many cues there are; they are numbered from 0 in order of first appearance.
    let cueCount: Int
    let phrases: [Phrase]
    let elements: [Element]
    private let starts: StartTable
    /// Lengths of the word beginnings that phrases start with.
    private let prefixLengths: ClosedRange<Int>

    /// Words a gap may span.
    private static let gapLimit = 3
    /// Cues past this number in one text add nothing.
    static let matchLimit = 48
    /// Most cues a lexicon may name: a set of them is one machine word.
    static let cueLimit = 128
    /// Bounds the alternatives of one phrase, should an author nest too many.
    private static let variantLimit = 64

    init(source: String) {
        self.init(names: Self.names(in: source), source: source)
    }

    /// With the numbers of the cues given: cues not among `names` are left out.
    init(names: [String], source: String) {
        var phrases: [Phrase] = []
        var elements: [Element] = []
        for (name, texts, languages) in Self.lines(in: source) {
            guard let cue = names.firstIndex(of: name), cue < Self.cueLimit else { continue }
            for text in texts {
                for variant in Self.variants(of: text) {
                    let own = Self.elements(of: variant)
                    guard let first = own.first, first.kind != .gap, own.count <= Int(UInt8.max) else { continue }
                    phrases.append(
                        Phrase(
                            cue: UInt8(cue),
                            languages: languages,
                            first: UInt32(elements.count),
                            count: UInt8(own.count)
                        )
                    )
                    elements += own
                }
            }
        }
        self.init(cueCount: min(names.count, Self.cueLimit), phrases: phrases, elements: elements)
    }

    init(cueCount: Int, phrases: [Phrase], elements: [Element]) {
        self.cueCount = cueCount
        self.phrases = phrases
        self.elements = elements
        starts = StartTable(
            phrases.map { phrase in
                let second = phrase.count > 1 ? elements[Int(phrase.first) + 1] : nil
                return (Self.startKey(elements[Int(phrase.first)]), second?.kind == .exact ? second?.hash : nil)
            }
        )
        let lengths = phrases.map { elements[Int($0.first)] }.filter { $0.kind == .prefix }.map { Int($0.length) }
        prefixLengths = (lengths.min() ?? 1)...(lengths.max() ?? 1)
    }

    /// The names of the cues in a source, in order of first appearance.
    static func names(in source: String) -> [String] {
        var names: [String] = []
        for (name, _, _) in lines(in: source) where !names.contains(name) { names.append(name) }
        return names
    }

    private static func lines(in source: String) -> [(name: String, phrases: [String], languages: UInt8)] {
        var languages = UInt8.max
        var lines: [(name: String, phrases: [String], languages: UInt8)] = []
        for line in source.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            if line.hasPrefix("@") {
                languages = (Language(rawValue: String(line.dropFirst())) ?? .unknown).bit | Language.unknown.bit
            } else if let colon = line.firstIndex(of: ":") {
                let phrases = line[line.index(after: colon)...].split(separator: ";").map(String.init)
                lines.append((String(line[..<colon]), phrases, languages))
            }
        }
        return lines
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
                elements.append(Element(kind: .gap, length: 0, hash: 0))
                continue
            }
            let scalars = piece.unicodeScalars.map(\.value)
            let isPrefix = scalars.last == 0x2A
            let words = TokenizedText(scalars, in: 0..<scalars.count)
            for (index, token) in words.tokens.enumerated() {
                let prefix = isPrefix && index == words.tokens.count - 1
                let letters = UInt8(clamping: token.lettersEnd - token.lettersStart)
                elements.append(Element(kind: prefix ? .prefix : .exact, length: letters, hash: token.hash))
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
        var first: Int
        var last: Int
    }

    /// The longest match of every cue that begins at each token, in order of place.
    func matches(_ text: TokenizedText, _ language: Language = .unknown) -> [Match] {
        let languageBit = language.bit
        var found: [Match] = []
        for index in text.tokens.indices {
            let own = found.count
            let next = index + 1 < text.tokens.count ? text.tokens[index + 1].hash : 0
            forEachStart(text.tokens[index], text) { key in
                starts.forEach(key, next: next) { number in
                    let phrase = phrases[number]
                    guard phrase.languages & languageBit != 0 else { return }
                    let end = Int(phrase.first) + Int(phrase.count)
                    guard let last = self.last(Int(phrase.first) + 1, end, after: index, text) else { return }
                    if let place = found[own...].firstIndex(where: { $0.cue == Int(phrase.cue) }) {
                        found[place].last = max(found[place].last, last)
                    } else {
                        found.append(Match(cue: Int(phrase.cue), first: index, last: last))
                    }
                }
            }
        }
        return found
    }

    /// The keys under which phrases that begin with this token may stand: the word, and its beginnings.
    @inline(__always)
    private func forEachStart(_ token: Token, _ text: TokenizedText, _ visit: (UInt64) -> Void) {
        visit(token.hash)
        guard token.kind == .word else { return }
        let start = Int(token.lettersStart)
        // A beginning of one letter would stand for half the words, so that there is none.
        var letter = start + max(1, prefixLengths.lowerBound - 1)
        let end = min(Int(token.lettersEnd), start + prefixLengths.upperBound)
        while letter < end {
            visit(text.prefixes[letter] ^ Self.prefixMark)
            letter += 1
        }
    }

    /// The last token of a phrase whose elements from `element` on must come after token `index`; nil if they do not.
    private func last(_ element: Int, _ end: Int, after index: Int, _ text: TokenizedText) -> Int? {
        guard element < end else { return index }
        if elements[element].kind == .gap {
            for skipped in 0...Self.gapLimit {
                if let last = last(element + 1, end, after: index + skipped, text) { return last }
            }
            return nil
        }
        let next = index + 1
        guard next < text.tokens.count, fits(elements[element], text, next) else { return nil }
        return last(element + 1, end, after: next, text)
    }

    private func fits(_ element: Element, _ text: TokenizedText, _ index: Int) -> Bool {
        let token = text.tokens[index]
        guard element.kind == .prefix else { return token.hash == element.hash }
        let start = Int(token.lettersStart)
        let length = Int(element.length)
        guard token.kind == .word, length > 0, Int(token.lettersEnd) - start >= length else { return false }
        return text.prefixes[start + length - 1] == element.hash
    }
}

/// Phrase numbers by the hash of their first element, and of their second where that is a whole word: open addressing,
/// with a filter before it, as nearly every word begins no phrase.
private struct StartTable {
    private var filter: [UInt64]
    private var slots: [Int32]
    private let keys: [UInt64]
    /// The next phrase with the same key, -1 at the end.
    private var next: [Int32]

    /// Bits of the filter, many a phrase.
    private static let filterBits: UInt64 = 1 << 17

    init(_ heads: [(first: UInt64, second: UInt64?)]) {
        keys = heads.map { head in head.second.map { FeatureHash.combine(head.first, $0) } ?? head.first }
        var capacity = 64
        while capacity < keys.count * 3 { capacity *= 2 }
        filter = [UInt64](repeating: 0, count: Int(Self.filterBits / 64))
        slots = [Int32](repeating: -1, count: capacity)
        next = [Int32](repeating: -1, count: keys.count)
        for number in keys.indices.reversed() {
            let key = keys[number]
            admit(heads[number].first)
            admit(key)
            var slot = Int(truncatingIfNeeded: key >> 8) & (capacity - 1)
            while slots[slot] >= 0, keys[Int(slots[slot])] != key { slot = (slot + 1) & (capacity - 1) }
            next[number] = slots[slot]
            slots[slot] = Int32(number)
        }
    }

    private mutating func admit(_ key: UInt64) {
        let bit = Self.bit(key)
        filter[Int(bit >> 6)] |= 1 << (bit & 63)
    }

    /// The upper bits of a hash are its best mixed ones.
    @inline(__always)
    private static func bit(_ key: UInt64) -> UInt64 { key >> 40 & (filterBits - 1) }

    @inline(__always)
    private func mayHold(_ key: UInt64) -> Bool {
        let bit = Self.bit(key)
        return filter[Int(bit >> 6)] & (1 << (bit & 63)) != 0
    }

    /// The phrases that begin with `first` and may go on with the word `next`.
    @inline(__always)
    func forEach(_ first: UInt64, next second: UInt64, _ body: (Int) -> Void) {
        guard mayHold(first) else { return }
        walk(first, body)
        let both = FeatureHash.combine(first, second)
        if mayHold(both) { walk(both, body) }
    }

    @inline(__always)
    private func walk(_ key: UInt64, _ body: (Int) -> Void) {
        var slot = Int(truncatingIfNeeded: key >> 8) & (slots.count - 1)
        while slots[slot] >= 0, keys[Int(slots[slot])] != key { slot = (slot + 1) & (slots.count - 1) }
        var number = slots[slot]
        while number >= 0 {
            body(Int(number))
            number = next[Int(number)]
        }
    }
}

extension Language {
    /// Its place in a set of languages.
    var bit: UInt8 { 1 << UInt8(place) }
}

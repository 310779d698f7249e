/// Several lists of words looked for in one walk over a text.
struct WordLists: Sendable {
    private let tree: WordTree
    /// By word: the number of its list.
    private let listOfWord: [Int]
    private let listCount: Int

    init(_ lists: [Words]) {
        listCount = lists.count
        listOfWord = lists.enumerated().flatMap { list, words in words.texts.map { _ in list } }
        tree = WordTree(lists.flatMap(\.texts).enumerated().map { ($1, $0) })
    }

    /// How many different words of each list stand in the text.
    func counts(in text: [UInt8]) -> [Int] {
        var counts = [Int](repeating: 0, count: listCount)
        var found: [Int] = []
        let span = text.span
        for start in span.indices where tree.begins(with: span[start]) {
            tree.walk(span, from: start) { word in
                guard !found.contains(word) else { return }
                found.append(word)
                counts[listOfWord[word]] += 1
            }
        }
        return counts
    }
}

/// Words as a tree of their bytes: a text is compared with all words at once, byte by byte, as long as one still fits.
struct WordTree: Sendable {
    /// Edges by node and byte, in a table of open addresses; a free place holds 0.
    private var keys: [UInt32]
    private var targets: [UInt32]
    /// By node: the words that end there, one behind the other.
    private var ends: [[Int]] = [[]]
    private var firstBytes = [Bool](repeating: false, count: 256)

    /// - Parameter words: Each with a number of its own; an empty word is never found.
    init(_ words: [(text: String, number: Int)]) {
        let byteCount = words.reduce(0) { $0 + $1.text.utf8.count }
        var size = 16
        while size < 2 * byteCount { size *= 2 }
        keys = [UInt32](repeating: 0, count: size)
        targets = keys
        for word in words {
            guard let first = word.text.utf8.first else { continue }
            firstBytes[Int(first)] = true
            add(word.text, number: word.number)
        }
    }

    /// Whether any word begins with the byte.
    func begins(with byte: UInt8) -> Bool { firstBytes[Int(byte)] }

    /// Follows the text from a place on and tells of each word that ends on the way.
    @inline(__always)
    func walk(_ text: Span<UInt8>, from start: Int, _ tell: (Int) -> Void) {
        var node: UInt32 = 0
        var place = start
        while place < text.count, let next = child(of: node, text[place]) {
            for word in ends[Int(next)] { tell(word) }
            node = next
            place += 1
        }
    }

    private func child(of node: UInt32, _ byte: UInt8) -> UInt32? {
        let key = Self.key(node, byte)
        var slot = slot(of: key)
        while keys[slot] != 0 {
            if keys[slot] == key { return targets[slot] }
            slot = (slot + 1) & (keys.count - 1)
        }
        return nil
    }

    private mutating func add(_ word: String, number: Int) {
        var node: UInt32 = 0
        for byte in word.utf8 {
            if let next = child(of: node, byte) {
                node = next
                continue
            }
            let key = Self.key(node, byte)
            var slot = slot(of: key)
            while keys[slot] != 0 { slot = (slot + 1) & (keys.count - 1) }
            keys[slot] = key
            node = UInt32(ends.count)
            targets[slot] = node
            ends.append([])
        }
        ends[Int(node)].append(number)
    }

    /// Never 0, which stands for a free place.
    private static func key(_ node: UInt32, _ byte: UInt8) -> UInt32 { (node &+ 1) &<< 8 | UInt32(byte) }

    private func slot(of key: UInt32) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B1) &>> 7) & (keys.count - 1)
    }
}

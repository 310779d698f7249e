/// What an issue shows by its form rather than its words: the lines of the template it was written in, and marks such
/// as code, links, length and a title that asks. Read only where trackers are measured; mail has no templates.
struct IssueForm {
    /// A feature for each line of the body that is short enough to belong to a template.
    private(set) var lines: [UInt64] = []
    /// A feature for each mark.
    private(set) var marks: [UInt64] = []
    /// How the title begins and ends: "Support for ..." wishes, "... in Safari" reports.
    private(set) var edges: [UInt64] = []
    /// The first words of the reporter's own, without headings and empty answers.
    let lead: TokenizedText
    /// The sentences of the body that ask, one a line.
    let questions: TokenizedText

    /// Longest line that a template holds, in scalars.
    private static let templateLine = 80
    /// Tokens of the beginning.
    private static let leadTokens = 40
    /// Scalars that the beginning is sought in.
    private static let leadLimit = 600

    init(title: [UInt32], body: [UInt32]) {
        var own: [UInt32] = []
        var headings = 0
        var bullets = 0
        for line in body.split(separator: 0x0A) {
            let kept = line.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
            guard let first = kept.first else { continue }
            let isHeading = first == 0x23 || (first == 0x2A && kept.dropFirst().first == 0x2A)
            headings += isHeading ? 1 : 0
            bullets += !isHeading && (first == 0x2D || first == 0x2A) ? 1 : 0
            if kept.count <= Self.templateLine { lines.append(Self.hash(of: kept)) }
            if !isHeading, first != 0x5F, own.count < Self.leadLimit {
                own.append(contentsOf: kept)
                own.append(0x0A)
            }
        }
        lead = TokenizedText(own, in: 0..<min(own.count, Self.leadLimit))
        let asking = Self.questions(in: body)
        questions = TokenizedText(asking, in: 0..<asking.count)
        mark(title: title, body: body, headings: headings, bullets: bullets)
        markEdges(of: TokenizedText(title, in: 0..<title.count))
    }

    var leadRange: Range<Int> { 0..<min(lead.tokens.count, Self.leadTokens) }

    private mutating func mark(title: [UInt32], body: [UInt32], headings: Int, bullets: Int) {
        let asks = { (text: [UInt32]) in text.count { $0 == 0x3F } }
        let words = title.count { $0 == 0x20 } + 1
        let last = title.last { $0 != 0x20 }
        let figures = [
            Self.order(body.count), min(words, 20) / 3, Self.order(asks(body)), min(asks(title), 1),
            last == 0x3F ? 1 : 0, Self.order(Self.count("codeblock", in: body)), Self.order(body.count { $0 == 0x60 }),
            Self.order(Self.count("url", in: body) + Self.count("http", in: body)),
            Self.order(Self.count("img", in: body)),
            Self.order(headings), Self.order(bullets), title.first == 0x5B ? 1 : 0,
            Self.count("traceback", in: body) + Self.count("exception", in: body) > 0 ? 1 : 0,
            Self.count("repro", in: body) > 0 ? 1 : 0, Self.order(Self.count("error", in: body)),
            Self.isLowerThenUpper(title) ? 1 : 0,
        ]
        for (place, figure) in figures.enumerated() {
            let mark = FeatureHash.step(FeatureHash.seed &+ 5, UInt32(place))
            marks.append(FeatureHash.step(mark, UInt32(figure)))
        }
    }

    /// The first word of the title and the first two, the last and the last two.
    private mutating func markEdges(of title: TokenizedText) {
        let words = title.tokens.map(\.hash)
        guard let first = words.first, let last = words.last else { return }
        let start = FeatureHash.seed &+ 7
        let end = FeatureHash.seed &+ 8
        edges = [FeatureHash.combine(start, first), FeatureHash.combine(end, last)]
        guard words.count > 1 else { return }
        edges.append(FeatureHash.combine(edges[0], words[1]))
        edges.append(FeatureHash.combine(edges[1], words[words.count - 2]))
    }

    /// What stands between the end of a sentence or line and a question mark, a line each.
    private static func questions(in body: [UInt32]) -> [UInt32] {
        var asking: [UInt32] = []
        var start = 0
        for (place, scalar) in body.enumerated() {
            let endsWord = place + 1 == body.count || body[place + 1] <= 0x20
            guard scalar == 0x0A || (endsWord && (scalar == 0x2E || scalar == 0x21 || scalar == 0x3F)) else { continue }
            if scalar == 0x3F { asking.append(contentsOf: body[start...place] + [0x0A]) }
            start = place + 1
        }
        return asking
    }

    /// Number of binary digits: lengths that double are one step apart.
    private static func order(_ count: Int) -> Int { Int.bitWidth - count.leadingZeroBitCount }

    /// The letters of a line alone: boxes ticked or not and versions make no difference.
    private static func hash(of line: ArraySlice<UInt32>) -> UInt64 {
        var folded: [UInt32] = []
        for scalar in line where Folding.kind(scalar) == .letter { Folding.appendLetter(scalar, to: &folded) }
        return FeatureHash.of(folded) &+ 6
    }

    /// How often a word in small letters occurs, in either case.
    private static func count(_ word: String, in text: [UInt32]) -> Int {
        let word = word.unicodeScalars.map(\.value)
        guard let first = word.first, text.count >= word.count else { return 0 }
        var count = 0
        for place in 0...text.count - word.count where text[place] | 0x20 == first {
            if word.indices.allSatisfy({ text[place + $0] | 0x20 == word[$0] }) { count += 1 }
        }
        return count
    }

    /// A name from a program: `useEffect`.
    private static func isLowerThenUpper(_ text: [UInt32]) -> Bool {
        zip(text, text.dropFirst()).contains { 0x61...0x7A ~= $0 && 0x41...0x5A ~= $1 }
    }
}

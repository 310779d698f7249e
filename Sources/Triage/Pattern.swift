/// A regular expression of an operator's rule, searched for in a text without regard to case.
///
/// The time is bounded whatever the expression and the text: every place of the text is walked once with all ways to
/// match at the same time (Thompson's construction), at most `limitText` places and `limitSteps` ways. What would need
/// going back, such as `\1` and `(?=...)`, is not there.
///
/// | Written | Matches |
/// | --- | --- |
/// | `abc` | these characters |
/// | `.` | any character but a line end |
/// | `[a-z0-9]`, `[^a-z]` | one of these, none of these |
/// | `\d \w \s`, `\D \W \S` | digit, letter or digit, white space; none of these |
/// | `^ $ \b \B` | begin of a line, its end, edge of a word, no edge |
/// | `a|b` | one or the other |
/// | `(ab)`, `(?:ab)` | a group |
/// | `* + ? {2} {2,} {2,5}` | repeated; a `?` behind makes no difference |
/// | `\. \( \\ \t \n \u00e9` | the character itself, tab, line end, a character by its number |
public struct Pattern: Hashable, Sendable {
    /// As the operator wrote it.
    public let source: String
    private let program: [PatternStep]

    /// Longest text that is searched, in characters of Unicode; a rule is about what a person wrote.
    static let limitText = 20_000
    /// Longest program: what a person writes has some dozens of steps, repetitions counted out.
    static let limitSteps = 300
    /// Longest expression.
    static let limitSource = 500

    /// What is wrong with an expression, in plain words, and where.
    public struct Mistake: Error, Hashable, Sendable {
        public var words: String
        public var remedy: String
        /// How many characters stand before it.
        public var offset: Int
    }

    public init(_ source: String) throws(Mistake) {
        self.source = source
        program = try PatternParser.program(of: source)
    }

    public static func == (first: Pattern, second: Pattern) -> Bool { first.source == second.source }

    public func hash(into hasher: inout Hasher) { hasher.combine(source) }

    /// Whether it stands anywhere in a text.
    public func occurs(in text: String) -> Bool { firstMatch(in: text) != nil }

    /// The words at the first place where it stands, as they are written there.
    func firstWords(in text: String) -> String? {
        firstMatch(in: text).map { range in
            let scalars = text.unicodeScalars.prefix(range.upperBound).dropFirst(range.lowerBound)
            return String(String.UnicodeScalarView(scalars))
        }
    }

    /// The first place where it stands: leftmost, and of those the longest; in Unicode scalars. Of two beginnings that go
    /// through the same place the earlier counts.
    public func firstMatch(in text: String) -> Range<Int>? {
        let scalars = PatternText(text)
        var search = PatternSearch(program: program, text: scalars)
        return search.run()
    }
}

/// One step of a compiled expression.
enum PatternStep: Hashable, Sendable {
    case one(PatternSet)
    case lineStart, lineEnd
    case wordEdge(Bool)
    /// Goes on at both places.
    case split(Int, Int)
    case jump(Int)
    case match
}

/// Characters that one place may hold.
struct PatternSet: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case digit, word, blank, any
    }

    var ranges: [ClosedRange<UInt32>] = []
    var kinds: [Kind] = []
    /// Kinds of which a character must not be.
    var excludedKinds: [Kind] = []
    var isNegated = false

    func holds(_ scalar: Unicode.Scalar) -> Bool {
        for range in ranges where range.contains(scalar.value) { return !isNegated }
        for kind in kinds where Self.is(scalar, kind) { return !isNegated }
        for kind in excludedKinds where !Self.is(scalar, kind) { return !isNegated }
        return isNegated
    }

    static func `is`(_ scalar: Unicode.Scalar, _ kind: Kind) -> Bool {
        switch kind {
        case .any: scalar != "\n"
        case .blank: scalar.isBlank
        case .digit:
            scalar.isASCII ? (48...57).contains(scalar.value) : scalar.properties.generalCategory == .decimalNumber
        case .word:
            scalar.isASCII
                ? (97...122).contains(scalar.value) || (48...57).contains(scalar.value) || scalar == "_"
                : scalar.properties.isAlphabetic || scalar.properties.generalCategory == .decimalNumber
        }
    }
}

/// A text as expressions see it: lower case, plain apostrophes, one line end.
struct PatternText {
    let scalars: [Unicode.Scalar]

    init(_ text: String) {
        scalars = text.unicodeScalars.prefix(Pattern.limitText).map(Self.folded)
    }

    static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "\u{2019}", "\u{2018}": return "'"
        case "\r", "\u{2028}", "\u{2029}": return "\n"
        case "\u{A0}", "\u{202F}": return " "
        default: break
        }
        if let simple = scalar.simpleLowercase { return simple }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        // One for one, so that places stay what they are.
        return lower.count == 1 ? lower.first ?? scalar : scalar
    }
}

/// Walks a text once with all ways to match at the same time.
struct PatternSearch {
    private struct Way {
        var step: Int
        var start: Int
    }

    private let program: [PatternStep]
    private let text: [Unicode.Scalar]
    private var ways: [Way] = []
    private var next: [Way] = []
    /// At which place a step was last entered, so that it is entered once a place.
    private var entered: [Int]
    private var waiting: [Int] = []
    private var best: Range<Int>?

    init(program: [PatternStep], text: PatternText) {
        self.program = program
        self.text = text.scalars
        entered = [Int](repeating: -1, count: program.count)
    }

    mutating func run() -> Range<Int>? {
        for place in 0...text.count {
            // What began earlier goes first and keeps the steps it has entered.
            ways.removeAll(keepingCapacity: true)
            for way in next { enter(way.step, start: way.start, at: place) }
            next.removeAll(keepingCapacity: true)
            if best == nil { enter(0, start: place, at: place) }
            if let best { ways.removeAll { $0.start > best.lowerBound } }
            if ways.isEmpty, best != nil { break }
            guard place < text.count else { break }
            advance(over: text[place])
        }
        return best
    }

    private mutating func advance(over scalar: Unicode.Scalar) {
        for way in ways {
            if case .one(let set) = program[way.step], set.holds(scalar) {
                next.append(Way(step: way.step + 1, start: way.start))
            }
        }
    }

    /// Follows all steps that read nothing, from `step` on; those that read are kept.
    private mutating func enter(_ step: Int, start: Int, at place: Int) {
        waiting.append(step)
        while let step = waiting.popLast() {
            guard entered[step] != place else { continue }
            entered[step] = place
            switch program[step] {
            case .one: ways.append(Way(step: step, start: start))
            case .jump(let other): waiting.append(other)
            case .split(let first, let second):
                waiting.append(second)
                waiting.append(first)
            case .lineStart: if place == 0 || text[place - 1] == "\n" { waiting.append(step + 1) }
            case .lineEnd: if place == text.count || text[place] == "\n" { waiting.append(step + 1) }
            case .wordEdge(let wanted): if isEdge(place) == wanted { waiting.append(step + 1) }
            case .match: note(start..<place)
            }
        }
    }

    /// Leftmost counts before longest.
    private mutating func note(_ range: Range<Int>) {
        guard let known = best else { return best = range }
        if range.lowerBound < known.lowerBound
            || (range.lowerBound == known.lowerBound && range.upperBound > known.upperBound)
        {
            best = range
        }
    }

    private func isEdge(_ place: Int) -> Bool {
        let before = place > 0 && PatternSet.is(text[place - 1], .word)
        let after = place < text.count && PatternSet.is(text[place], .word)
        return before != after
    }
}

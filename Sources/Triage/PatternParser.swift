/// Reads an expression and counts it out into steps.
struct PatternParser {
    private indirect enum Node {
        case empty
        case step(PatternStep)
        case sequence([Node])
        case either([Node])
        case repeated(Node, least: Int, most: Int?)
    }

    private let scalars: [Unicode.Scalar]
    private var place = 0
    private var depth = 0

    /// Deepest nesting of groups.
    private static let limitDepth = 20
    /// Highest counted repetition.
    private static let limitCount = 100

    private init(_ source: String) {
        scalars = Array(source.unicodeScalars)
    }

    static func program(of source: String) throws(Pattern.Mistake) -> [PatternStep] {
        var parser = PatternParser(source)
        guard parser.scalars.count <= Pattern.limitSource else {
            throw parser.mistake(
                "it is longer than \(Pattern.limitSource) characters",
                "Write several shorter ones.",
                at: 0
            )
        }
        let node = try parser.either()
        guard parser.place == parser.scalars.count else {
            throw parser.mistake("there is a `)` without its `(`", "Write \\) for the character itself.")
        }
        var steps: [PatternStep] = []
        try parser.emit(node, to: &steps)
        steps.append(.match)
        guard !matchesNothing(node) else {
            throw parser.mistake("it matches the empty text, so every mail", "Ask for at least one character.", at: 0)
        }
        return steps
    }

    // MARK: - Reading

    private mutating func either() throws(Pattern.Mistake) -> Node {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.limitDepth else {
            throw mistake("groups stand more than \(Self.limitDepth) deep", "Write it flatter.")
        }
        var branches = [try sequence()]
        while peek == "|" {
            place += 1
            branches.append(try sequence())
        }
        return branches.count == 1 ? branches[0] : .either(branches)
    }

    private mutating func sequence() throws(Pattern.Mistake) -> Node {
        var nodes: [Node] = []
        while let scalar = peek, scalar != "|", scalar != ")" {
            let node = try single()
            nodes.append(try repetition(of: node))
        }
        return nodes.isEmpty ? .empty : .sequence(nodes)
    }

    private mutating func single() throws(Pattern.Mistake) -> Node {
        let start = place
        let scalar = scalars[place]
        place += 1
        switch scalar {
        case ".": return .step(.one(PatternSet(kinds: [.any])))
        case "^": return .step(.lineStart)
        case "$": return .step(.lineEnd)
        case "[": return .step(.one(try characterClass(from: start)))
        case "(": return try group(from: start)
        case "\\": return .step(try escape(from: start))
        case "*", "+", "?", "{":
            throw mistake(
                "nothing stands before `\(scalar)` that could be repeated",
                "Write \\\(scalar) for the character itself.",
                at: start
            )
        default: return .step(.one(Self.set(of: scalar)))
        }
    }

    private mutating func group(from start: Int) throws(Pattern.Mistake) -> Node {
        if peek == "?" {
            place += 1
            guard peek == ":" else {
                throw mistake(
                    "an expression knows no `(?\(peek.map(String.init) ?? "")`: it does not look ahead, behind or back",
                    "Write plain groups: (...) or (?:...).",
                    at: start
                )
            }
            place += 1
        }
        let node = try either()
        guard peek == ")" else {
            throw mistake("a `(` has no `)`", "Close it, or write \\( for the character itself.", at: start)
        }
        place += 1
        return node
    }

    private mutating func repetition(of node: Node) throws(Pattern.Mistake) -> Node {
        var result = node
        var count = 0
        while let scalar = peek, "*+?{".unicodeScalars.contains(scalar) {
            let start = place
            place += 1
            count += 1
            if count > 1, scalar == "?" { continue }
            guard count == 1 else {
                throw mistake(
                    "`\(scalar)` repeats what is repeated already",
                    "Put the first in a group, or leave one out.",
                    at: start
                )
            }
            switch scalar {
            case "*": result = .repeated(node, least: 0, most: nil)
            case "+": result = .repeated(node, least: 1, most: nil)
            case "?": result = .repeated(node, least: 0, most: 1)
            default:
                let (least, most) = try counts(from: start)
                result = .repeated(node, least: least, most: most)
            }
        }
        return result
    }

    /// What stands in `{2}`, `{2,}` or `{2,5}`, its brace already read.
    private mutating func counts(from start: Int) throws(Pattern.Mistake) -> (Int, Int?) {
        let text = scalars[place...].prefix { $0 != "}" }
        let fields = String(String.UnicodeScalarView(text)).split(separator: ",", omittingEmptySubsequences: false)
        let numbers = fields.map { $0.utf8.allSatisfy { (48...57).contains($0) } ? Int($0) : nil }
        guard place + text.count < scalars.count, (1...2).contains(fields.count), let least = numbers[0],
            fields.count == 1 || fields[1].isEmpty || numbers[1] != nil
        else {
            throw mistake(
                "after `{` a count is expected",
                "Write {2}, {2,} or {2,5}; \\{ for the character itself.",
                at: start
            )
        }
        place += text.count + 1
        let most = fields.count == 1 ? least : numbers[1]
        guard least <= Self.limitCount, (most ?? 0) <= Self.limitCount, most ?? least >= least else {
            throw mistake("a count goes from 0 to \(Self.limitCount), the lower one first", "Write {2,5}.", at: start)
        }
        return (least, most)
    }

    // MARK: - Characters

    private mutating func escape(from start: Int) throws(Pattern.Mistake) -> PatternStep {
        guard let scalar = peek else {
            throw mistake("it ends with a `\\`", "Write \\\\ for the character itself.", at: start)
        }
        place += 1
        switch scalar {
        case "b": return .wordEdge(true)
        case "B": return .wordEdge(false)
        default: break
        }
        var set = PatternSet()
        guard !Self.addKind(scalar, to: &set) else { return .one(set) }
        return .one(Self.set(of: try character(scalar, from: start)))
    }

    /// The character that `\` and `scalar` stand for.
    private mutating func character(_ scalar: Unicode.Scalar, from start: Int) throws(Pattern.Mistake) -> Unicode.Scalar
    {
        switch scalar {
        case "n": return "\n"
        case "t": return "\t"
        case "u":
            let digits = String(String.UnicodeScalarView(scalars[place...].prefix(4)))
            guard digits.utf8.count == 4, let value = UInt32(digits, radix: 16), let result = Unicode.Scalar(value)
            else {
                throw mistake("after `\\u` four hexadecimal digits are expected", "Such as \\u00e9.", at: start)
            }
            place += 4
            return result
        default:
            guard scalar.isASCII, !scalar.properties.isAlphabetic, !(48...57).contains(scalar.value) else {
                throw mistake(
                    "an expression knows no `\\\(scalar)`: it does not refer back; of letters it knows d, w, s, b, n, t, u",
                    "Leave the `\\` out for the character itself.",
                    at: start
                )
            }
            return scalar
        }
    }

    private mutating func characterClass(from start: Int) throws(Pattern.Mistake) -> PatternSet {
        var set = PatternSet()
        if peek == "^" {
            set.isNegated = true
            place += 1
        }
        var isFirst = true
        while let scalar = peek, scalar != "]" || isFirst {
            isFirst = false
            place += 1
            if scalar == "\\", let kind = peek, Self.addKind(kind, to: &set) {
                place += 1
                continue
            }
            let low = try classCharacter(scalar, from: start)
            var high = low
            if peek == "-", place + 1 < scalars.count, scalars[place + 1] != "]" {
                let dash = place
                place += 2
                high = try classCharacter(scalars[place - 1], from: start)
                guard low.value <= high.value else {
                    throw mistake("`\(low)-\(high)` goes backwards", "Write the lower character first.", at: dash - 1)
                }
            }
            Self.add(low, high, to: &set)
        }
        guard peek == "]" else {
            throw mistake("a `[` has no `]`", "Close it, or write \\[ for the character itself.", at: start)
        }
        place += 1
        return set
    }

    private mutating func classCharacter(_ scalar: Unicode.Scalar, from start: Int) throws(Pattern.Mistake)
        -> Unicode.Scalar
    {
        guard scalar == "\\" else { return scalar }
        guard let escaped = peek else { throw mistake("a `[` has no `]`", "Close it.", at: start) }
        place += 1
        return try character(escaped, from: place - 2)
    }

    /// Both cases of what is written; the text is in lower case.
    private static func add(_ low: Unicode.Scalar, _ high: Unicode.Scalar, to set: inout PatternSet) {
        set.ranges.append(low.value...high.value)
        let (lower, upper) = (PatternText.folded(low), PatternText.folded(high))
        if lower.value <= upper.value, lower != low || upper != high { set.ranges.append(lower.value...upper.value) }
    }

    private static func set(of scalar: Unicode.Scalar) -> PatternSet {
        let folded = PatternText.folded(scalar)
        return PatternSet(ranges: [folded.value...folded.value])
    }

    private static func addKind(_ scalar: Unicode.Scalar, to set: inout PatternSet) -> Bool {
        switch scalar {
        case "d": set.kinds.append(.digit)
        case "w": set.kinds.append(.word)
        case "s": set.kinds.append(.blank)
        case "D": set.excludedKinds.append(.digit)
        case "W": set.excludedKinds.append(.word)
        case "S": set.excludedKinds.append(.blank)
        default: return false
        }
        return true
    }

    // MARK: - Counting out

    private func emit(_ node: Node, to steps: inout [PatternStep]) throws(Pattern.Mistake) {
        guard steps.count < Pattern.limitSteps else {
            throw mistake(
                "it is too long with its repetitions counted out",
                "Lower the counts, or write * or +.",
                at: 0
            )
        }
        switch node {
        case .empty: break
        case .step(let step): steps.append(step)
        case .sequence(let nodes): for node in nodes { try emit(node, to: &steps) }
        case .either(let branches):
            var ends: [Int] = []
            for (index, branch) in branches.enumerated() {
                let split = steps.count
                if index < branches.count - 1 { steps.append(.split(0, 0)) }
                try emit(branch, to: &steps)
                guard index < branches.count - 1 else { break }
                ends.append(steps.count)
                steps.append(.jump(0))
                steps[split] = .split(split + 1, steps.count)
            }
            for end in ends { steps[end] = .jump(steps.count) }
        case .repeated(let inner, let least, let most):
            for _ in 0..<least {
                let count = steps.count
                try emit(inner, to: &steps)
                // What is empty is no longer a hundred times.
                if steps.count == count { return }
            }
            guard let most else {
                let split = steps.count
                steps.append(.split(0, 0))
                try emit(inner, to: &steps)
                steps.append(.jump(split))
                steps[split] = .split(split + 1, steps.count)
                return
            }
            var splits: [Int] = []
            for _ in least..<max(most, least) {
                splits.append(steps.count)
                steps.append(.split(0, 0))
                try emit(inner, to: &steps)
            }
            for split in splits { steps[split] = .split(split + 1, steps.count) }
        }
    }

    /// Whether it is content with no character at all.
    private static func matchesNothing(_ node: Node) -> Bool {
        switch node {
        case .empty: true
        case .step(.one): false
        case .step: true
        case .sequence(let nodes): nodes.allSatisfy(matchesNothing)
        case .either(let branches): branches.contains(where: matchesNothing)
        case .repeated(let inner, let least, _): least == 0 || matchesNothing(inner)
        }
    }

    private var peek: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    private func mistake(_ words: String, _ remedy: String, at offset: Int? = nil) -> Pattern.Mistake {
        Pattern.Mistake(words: words, remedy: remedy, offset: offset ?? place)
    }
}

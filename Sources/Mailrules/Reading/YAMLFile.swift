import Yams

/// Reads YAML 1.1 into values with places. Syntax errors and duplicate keys become findings.
struct YAMLFile {
    /// An operator nests some six levels.
    static let limitDepth = 24
    /// A folder of 2,000 clients has one file each; a single file of this many values is no form of ours.
    static let limitValues = 100_000
    /// Duplicate keys that are looked for in one file, each at the price of reading the file again.
    static let limitDuplicates = 20

    let source: SourceFile
    let findings: Findings

    /// The file's value; nil when it cannot be read at all, which is then a finding. An empty file is an empty value.
    func read() -> Value? {
        guard !hasAliases() else { return nil }
        var duplicates = DuplicateKeys(source: source)
        for _ in 0...Self.limitDuplicates {
            do {
                guard let root = try Self.compose(duplicates.text) else {
                    return Value(content: .empty, place: source.top)
                }
                var budget = Self.limitValues
                return value(root, depth: 0, budget: &budget, without: duplicates.stoodFor)
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                guard duplicates.setAside(keys, first: context.mark, findings: findings) else { return nil }
            } catch {
                report(error)
                return nil
            }
        }
        return nil
    }

    /// The tree of a text's only document; nil for an empty one. Types are not resolved: each field knows its own.
    static func compose(_ text: String) throws -> Node? {
        try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    }

    // MARK: - Values

    private func value(_ node: Node, depth: Int, budget: inout Int, without removed: Set<String>) -> Value? {
        let place = place(of: node)
        budget -= 1
        guard budget > 0 else {
            if budget == 0 {
                findings.error(source.top, "more than \(Self.limitValues) values in one file", "Divide the file.")
            }
            return nil
        }
        guard depth <= Self.limitDepth else {
            findings.error(place, "nested more than \(Self.limitDepth) levels deep", "Write it flatter.")
            return nil
        }
        switch node {
        case .scalar(let scalar):
            return Value(content: content(of: scalar), place: place)
        case .sequence(let sequence):
            var values: [Value] = []
            for element in sequence {
                if let element = value(element, depth: depth + 1, budget: &budget, without: removed) {
                    values.append(element)
                }
            }
            return Value(content: .list(values), place: place)
        case .mapping(let mapping):
            var entries: [Entry] = []
            for (key, element) in mapping {
                let keyPlace = self.place(of: key)
                guard let name = key.scalar?.string else {
                    findings.error(keyPlace, "a key must be a single word", "Put quotes around it if it is text.")
                    continue
                }
                if removed.contains(name) { continue }
                guard let element = value(element, depth: depth + 1, budget: &budget, without: removed) else {
                    continue
                }
                entries.append(Entry(key: name, keyPlace: keyPlace, value: element))
            }
            return Value(content: .mapping(entries), place: place)
        case .alias:
            return nil
        }
    }

    private func content(of scalar: Node.Scalar) -> Value.Content {
        let isPlain = scalar.style == .plain || scalar.style == .any
        if isPlain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) { return .empty }
        return .scalar(scalar.string)
    }

    private func place(of node: Node) -> Place {
        guard let mark = node.mark else { return source.top }
        return source.place(line: mark.line, column: mark.column)
    }

    // MARK: - Mistakes of syntax

    private func report(_ error: any Error) {
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _),
            YamlError.composer(let context, let problem, let mark, _):
            // What is never closed is noticed at the end of the file; where it begins is what the operator looks for.
            let isUnclosed = problem.contains("end of stream")
            let place = isUnclosed ? context?.mark ?? mark : mark
            let since = context.map { " (\($0.text), which begins at line \($0.mark.line))" } ?? ""
            findings.error(
                source.place(line: place.line, column: place.column),
                problem.contains("nesting level") ? "nested too deeply" : "not YAML: \(problem)\(since)",
                Self.syntaxRemedy(for: problem)
            )
        case YamlError.reader(let problem, let offset, _, _):
            let place = place(ofCharacter: offset ?? 0)
            findings.error(place, "not YAML: \(problem)", "Remove the character; save the file as UTF-8.")
        default:
            findings.error(source.top, "not YAML", "Compare the file with the example of the same name.")
        }
    }

    private static func syntaxRemedy(for problem: String) -> String {
        if problem.contains("tab") || problem.contains("cannot start any token") {
            return "Indent with spaces, not tabs; put quotes around text that begins with a special character."
        }
        if problem.contains("another document") { return "Remove the line `---`: a file holds one document." }
        return "Check the indentation, the brackets and the quotes here and on the line before."
    }

    private func place(ofCharacter offset: Int) -> Place {
        var remaining = offset
        for (index, line) in source.lines.enumerated() {
            if remaining <= line.count {
                let column = line.prefix(remaining).unicodeScalars.count + 1
                return source.place(line: index + 1, column: column)
            }
            remaining -= line.count + 1
        }
        return source.top
    }

    /// Aliases could make a small file stand for an endless one, and nothing here needs them.
    private func hasAliases() -> Bool {
        var scan = AliasScan(source: source)
        let places = scan.aliases()
        for place in places {
            findings.error(
                place,
                "anchors (&) and aliases (*) are not read here",
                "Write the value out; put quotes around text that begins with & or *."
            )
        }
        return !places.isEmpty
    }
}

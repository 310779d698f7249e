/// Finds anchors and aliases before the parser does. Stands in for the scanner only so far as needed: quotes, comments
/// and block texts are passed over.
struct AliasScan {
    /// One message is enough to find them all.
    private static let limit = 5

    private let source: SourceFile
    /// The quote that is open at the end of a line.
    private var quote: Character?
    /// Indentation of the line that opened a block text (`|` or `>`).
    private var blockIndent: Int?

    init(source: SourceFile) {
        self.source = source
    }

    mutating func aliases() -> [Place] {
        var places: [Place] = []
        for (index, line) in source.lines.enumerated() where places.count < Self.limit {
            let indent = line.prefix { $0 == " " }.count
            if let block = blockIndent {
                if indent > block || line.allSatisfy(\.isWhitespace) { continue }
                blockIndent = nil
            }
            scan(Array(line.unicodeScalars), line: index + 1, indent: indent, places: &places)
        }
        return places
    }

    private mutating func scan(_ line: [Unicode.Scalar], line number: Int, indent: Int, places: inout [Place]) {
        // What may come before a value: the beginning of the line, an indicator, or a blank after one.
        var mayBegin = true
        var index = 0
        while index < line.count {
            let scalar = line[index]
            if let open = quote {
                if scalar == "\\", open == "\"" { index += 1 } else if Character(scalar) == open { quote = nil }
            } else if scalar == " " || scalar == "\t" {
                if index + 1 < line.count, line[index + 1] == "#" { return }
                if index > 0, line[index - 1] == ":" { mayBegin = true }
            } else if scalar == "#", index == 0 {
                return
            } else if mayBegin, scalar == "\"" || scalar == "'" {
                quote = Character(scalar)
                mayBegin = false
            } else if mayBegin, scalar == "&" || scalar == "*", index + 1 < line.count, line[index + 1] != " " {
                places.append(source.place(line: number, column: index + 1))
                mayBegin = false
            } else if mayBegin, scalar == "|" || scalar == ">", isHeader(line[(index + 1)...]) {
                blockIndent = indent
                return
            } else {
                let isEntry = (scalar == "-" || scalar == "?") && mayBegin
                mayBegin = isEntry || "[{,".unicodeScalars.contains(scalar)
            }
            index += 1
        }
    }

    /// Whether only the signs of a block text's header follow: indentation, chomping, a comment.
    private func isHeader(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
        let signs = rest.drop { $0 == "+" || $0 == "-" || ("1"..."9").contains($0) }
        return signs.allSatisfy { $0 == " " || $0 == "\t" } || signs.first { $0 != " " } == "#"
    }
}

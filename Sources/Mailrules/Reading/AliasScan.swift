/// Finds anchors and aliases before the parser does. Stands in for the scanner only so far as needed: quotes, comments
/// and block texts are passed over.
struct AliasScan {
    /// One message is enough to find them all.
    private static let limit = 5

    private let source: SourceFile
    /// The quote that is open at the end of a line.
    private var quote: Unicode.Scalar?
    /// Brackets and braces that are open.
    private var flowDepth = 0
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
        // Whether a value or key may begin here: at the beginning of a line and after an indicator.
        var mayBegin = true
        var index = 0
        while index < line.count {
            let scalar = line[index]
            let next: Unicode.Scalar = index + 1 < line.count ? line[index + 1] : " "
            let isSpecial = scalar == "&" || scalar == "*"
            if let open = quote {
                if scalar == "\\", open == "\"" { index += 1 } else if scalar == open { quote = nil }
            } else if scalar == "#", index == 0 || Self.isBlank(line[index - 1]) {
                return
            } else if mayBegin, scalar == "\"" || scalar == "'" {
                quote = scalar
                mayBegin = false
            } else if mayBegin, isSpecial, !Self.isBlank(next) {
                places.append(source.place(line: number, column: index + 1))
                mayBegin = false
            } else if mayBegin, flowDepth == 0, scalar == "|" || scalar == ">", isHeader(line[(index + 1)...]) {
                blockIndent = indent
                return
            } else if !Self.isBlank(scalar) {
                mayBegin = valueMayFollow(scalar, next, mayBegin: mayBegin)
            }
            index += 1
        }
    }

    /// Whether a value or key may begin after a sign; keeps count of open brackets.
    private mutating func valueMayFollow(_ scalar: Unicode.Scalar, _ next: Unicode.Scalar, mayBegin: Bool) -> Bool {
        switch scalar {
        case "[", "{":
            if mayBegin || flowDepth > 0 { flowDepth += 1 }
            return mayBegin || flowDepth > 0
        case "]", "}":
            flowDepth = max(0, flowDepth - 1)
            return false
        case ",": return flowDepth > 0
        // Inside brackets a colon needs no blank after it.
        case ":": return Self.isBlank(next) || flowDepth > 0
        case "-", "?": return mayBegin && Self.isBlank(next)
        // A tag stands before what it is the tag of.
        case "!": return mayBegin && Self.isBlank(next)
        default: return false
        }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t"
    }

    /// Whether only the signs of a block text's header follow: indentation, chomping, a comment.
    private func isHeader(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
        let signs = rest.drop { $0 == "+" || $0 == "-" || ("1"..."9").contains($0) }
        return signs.allSatisfy { $0 == " " || $0 == "\t" } || signs.first { $0 != " " } == "#"
    }
}

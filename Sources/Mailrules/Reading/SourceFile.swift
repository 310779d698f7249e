/// A file of the folder as it was read.
final class SourceFile {
    /// Path inside the folder.
    let path: String
    let text: String
    /// Lines without their ends.
    let lines: [Substring]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: isLineEnd)
    }

    /// The beginning of the file.
    var top: Place { Place(file: self, line: 1, column: 1) }

    func place(line: Int, column: Int = 1) -> Place {
        Place(file: self, line: line, column: column)
    }
}

/// Line ends as YAML 1.1 counts them (section 4.2.2), so that lines here are the parser's lines.
func isLineEnd(_ character: Character) -> Bool {
    switch character {
    case "\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
}

/// A place in a file: line and column count from 1, columns in Unicode scalars.
struct Place {
    var file: SourceFile
    var line: Int
    var column: Int

    /// The place for a message that speaks of another: `plans.yaml:4`.
    var name: String { "\(file.path):\(line)" }

    /// The same place further right.
    func advanced(by scalars: Int) -> Place {
        Place(file: file, line: line, column: column + scalars)
    }
}

/// Gathers what is wrong. Nothing stops at the first mistake.
final class Findings {
    /// Beyond this many the folder is hardly one of ours, and nobody reads on.
    static let limit = 1000
    /// Longest excerpt, so that a file of one endless line does not fill the terminal.
    static let excerptScalars = 160

    private var found: [Diagnostic] = []
    private var seen: Set<String> = []

    private(set) var errorCount = 0

    var hasErrors: Bool { errorCount > 0 }

    func error(_ place: Place, _ problem: String, _ remedy: String = "") {
        add(.error, place, problem, remedy)
    }

    func warning(_ place: Place, _ problem: String, _ remedy: String = "") {
        add(.warning, place, problem, remedy)
    }

    /// Every finding once, in order of file, line and column.
    func sorted() -> [Diagnostic] {
        found.enumerated().sorted { left, right in
            let (one, other) = (left.element, right.element)
            return (one.file, one.line, one.column, left.offset) < (other.file, other.line, other.column, right.offset)
        }.map(\.element)
    }

    private func add(_ severity: Diagnostic.Severity, _ place: Place, _ problem: String, _ remedy: String) {
        guard found.count < Self.limit else { return }
        // A plan is read once for each of its clients; its mistakes are said once.
        let key = "\(place.file.path):\(place.line):\(place.column):\(problem)"
        guard seen.insert(key).inserted else { return }
        if severity == .error { errorCount += 1 }
        found.append(
            Diagnostic(
                severity: severity,
                file: place.file.path,
                line: place.line,
                column: place.column,
                problem: problem,
                remedy: remedy,
                excerpt: excerpt(at: place)
            )
        )
    }

    /// A word for a message, or stars when a message must not repeat what stands at its place.
    func shown(_ word: String, at place: Place) -> String {
        guard place.file.lines.indices.contains(place.line - 1) else { return word }
        let line = String(place.file.lines[place.line - 1])
        let written = Array(line.unicodeScalars)
        let shown = Array(Redaction.strikingSecrets(in: line).unicodeScalars)
        let column = place.column - 1
        guard written.indices.contains(column), shown.indices.contains(column) else { return word }
        return shown[column] == written[column] ? word : "***"
    }

    private func excerpt(at place: Place) -> String {
        guard place.file.lines.indices.contains(place.line - 1) else { return "" }
        let line = place.file.lines[place.line - 1]
        if line.allSatisfy(\.isWhitespace) { return "" }
        // Tabs stay, because the caret's line repeats them; other controls could disturb a terminal.
        let shown = Redaction.strikingSecrets(in: String(line)).unicodeScalars.prefix(Self.excerptScalars)
        return String(String.UnicodeScalarView(shown.map { isControl($0) ? "\u{FFFD}" : $0 }))
    }

    private func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "\t"
            && (scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format)
    }
}

import Agreement

/// A terms text in one language: `terms/NAME.LANGUAGE.md`.
///
/// A heading `## c1 Title` begins the clause `c1`, which goes on to the next heading of the same level or above. What
/// stands elsewhere (a title, an introduction, sections without an id) is for readers and is never quoted.
struct TermsFile {
    /// A clause as it stands in the file.
    struct Written {
        var clause: Terms.Clause
        var place: Place
    }

    let name: String
    let language: String
    let source: SourceFile
    private(set) var clauses: [Written] = []

    /// Longest text of a clause: a reply quotes it whole.
    static let limitClause = 4_000

    init(name: String, language: String, source: SourceFile, findings: Findings) {
        self.name = name
        self.language = language
        self.source = source
        var open: (heading: Heading, place: Place, lines: [Substring])?
        for (index, line) in source.lines.enumerated() {
            guard let level = Self.headingLevel(line), level <= 2 else {
                open?.lines.append(line)
                continue
            }
            if let open { add(open.heading, open.lines, at: open.place, findings) }
            open = nil
            let place = source.place(line: index + 1)
            if level == 2, let heading = Heading(line) { open = (heading, place, []) }
        }
        if let open { add(open.heading, open.lines, at: open.place, findings) }
        if clauses.isEmpty {
            findings.error(
                source.top,
                "no clause is written here",
                "Begin each with a heading such as `## c1 Corrections`."
            )
        }
    }

    /// As the policy keeps it.
    var terms: Terms {
        Terms(name: name, language: language, clauses: clauses.map(\.clause))
    }

    private mutating func add(_ heading: Heading, _ lines: [Substring], at place: Place, _ findings: Findings) {
        let text = Self.plainText(lines)
        let clause = Terms.Clause(id: heading.id, title: heading.title, text: text)
        if let other = clauses.first(where: { $0.clause.id == heading.id }) {
            findings.error(
                place,
                "the clause `\(heading.id.name)` stands twice here, first at \(other.place.name)",
                "Give one of them another id."
            )
            return
        }
        if heading.title.isEmpty {
            findings.error(
                place,
                "the clause `\(heading.id.name)` has no title",
                "Write `## \(heading.id.name) Title`."
            )
        }
        if text.isEmpty {
            findings.error(
                place,
                "the clause `\(heading.id.name)` has no text",
                "Write its sentences below the heading."
            )
        }
        if text.utf8.count > Self.limitClause {
            findings.error(
                place,
                "the clause `\(heading.id.name)` is longer than \(Self.limitClause) bytes",
                "Divide it: a reply quotes a clause whole."
            )
        }
        clauses.append(Written(clause: clause, place: place))
    }

    // MARK: - Headings and text

    private struct Heading {
        var id: ClauseID
        var title: String

        /// Reads `## c1 Title`; nil when the first word is no id (letters, then digits, such as `c1` or `x2.1`).
        init?(_ line: Substring) {
            let words = line.drop { $0 == "#" }.split(maxSplits: 1) { $0.isWhitespace }
            guard let first = words.first, Self.isID(first) else { return nil }
            id = ClauseID(String(first))
            title = words.count > 1 ? trimmed(words[1]) : ""
        }

        private static func isID(_ word: Substring) -> Bool {
            let letters = word.prefix { $0.isASCII && $0.isLetter }
            let rest = word[letters.endIndex...]
            return (1...8).contains(letters.count) && rest.first.map { $0.isASCII && $0.isNumber } ?? false
                && rest.count <= 16
                && rest.allSatisfy { $0.isASCII && ($0.isNumber || $0.isLetter || $0 == "." || $0 == "-") }
        }
    }

    /// The level of a heading line (CommonMark, ATX headings); nil for other lines.
    private static func headingLevel(_ line: Substring) -> Int? {
        let signs = line.prefix { $0 == "#" }.count
        guard (1...6).contains(signs) else { return nil }
        return line.dropFirst(signs).first.map { $0 == " " || $0 == "\t" } ?? true ? signs : nil
    }

    /// Lines as plain paragraphs: lines of a paragraph are joined, with a blank where the script uses blanks; list
    /// entries stay on lines of their own.
    static func plainText(_ lines: [Substring]) -> String {
        var paragraphs: [String] = []
        var isOpen = false
        for line in lines {
            let text = trimmed(line)
            if text.isEmpty {
                isOpen = false
            } else if isOpen, !text.hasPrefix("- "), let last = paragraphs.last {
                let needsBlank = last.last.map(usesBlanks) ?? false || text.first.map(usesBlanks) ?? false
                paragraphs[paragraphs.count - 1] = last + (needsBlank ? " " : "") + text
            } else {
                paragraphs.append(text)
                isOpen = true
            }
        }
        return paragraphs.joined(separator: "\n")
    }

    /// Whether words around a character are set apart by blanks: all but Chinese and Japanese, their punctuation too.
    private static func usesBlanks(_ character: Character) -> Bool {
        guard let scalar = character.unicodeScalars.first else { return true }
        switch scalar.value {
        case 0x2E80...0x9FFF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFFEF, 0x20000...0x3FFFD: return false
        default: return true
        }
    }
}

/// A short report to the staff as a document: the same blocks become plain text and a page.
public struct Notice: Hashable, Sendable {
    /// A word beside an entry; the tone only helps who sees colours.
    public struct Badge: Hashable, Sendable {
        public enum Tone: Hashable, Sendable { case calm, good, careful, bad }

        public var text: String
        public var tone: Tone

        public init(_ text: String, _ tone: Tone) {
            self.text = text
            self.tone = tone
        }
    }

    public enum Block: Hashable, Sendable {
        /// Numbers that stand beside each other where there is room.
        case figures([Figure])
        case sentence(String)
        case heading(String)
        /// A thing with what is known of it; `mark` stands before it, such as `1.`.
        case entry(mark: String, lead: String, badge: Badge?, details: [String])
        /// Somebody's words, line for line.
        case letter([String])
        /// What can be typed, each with what it does.
        case commands([Command])
    }

    public struct Figure: Hashable, Sendable {
        public var value: String
        public var meaning: String
        /// In plain text, where one stands behind the other, a time comes after what it is of.
        public var isTime: Bool

        public init(_ value: String, _ meaning: String, isTime: Bool = false) {
            self.value = value
            self.meaning = meaning
            self.isTime = isTime
        }

        var line: String { isTime ? "\(meaning) \(value)" : "\(value) \(meaning)" }
    }

    public struct Command: Hashable, Sendable {
        public var text: String
        public var meaning: String

        public init(_ text: String, _ meaning: String) {
            self.text = text
            self.meaning = meaning
        }
    }

    /// The agency's name.
    public var agency: String
    public var title: String
    /// Under the title, such as the day; empty for none.
    public var subtitle: String
    public var blocks: [Block]

    public init(agency: String, title: String, subtitle: String, blocks: [Block]) {
        self.agency = PlainText.excerpt(agency, limit: Self.longestLine)
        self.title = PlainText.excerpt(title, limit: Self.longestLine)
        self.subtitle = PlainText.excerpt(subtitle, limit: 2 * Self.longestLine)
        self.blocks = blocks
    }

    static let longestLine = 160
    /// Lines of a letter that are shown; the rest is in the mailbox.
    public static let letterLines = 60

    /// Somebody's text as the lines of a letter: cleaned, cut after `letterLines`.
    public static func letter(_ text: String) -> Block {
        // A generous head, so that a hostile megabyte is not folded in full.
        let head = String(String.UnicodeScalarView(text.unicodeScalars.prefix(20_000)))
        var lines: [String] = []
        for line in head.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let line = PlainText.oneLine(String(line))
            if line.isEmpty, lines.last?.isEmpty ?? true { continue }
            lines.append(line)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        if lines.count > letterLines { lines = Array(lines.prefix(letterLines)) + ["…"] }
        return .letter(lines)
    }
}

extension Notice {
    /// Columns of the plain text.
    public static let textColumns = 78

    /// The notice as plain text.
    public var text: String {
        var lines = [agency, title]
        if !subtitle.isEmpty { lines.append(subtitle) }
        lines.append("")
        for (index, block) in blocks.enumerated() {
            lines += Self.lines(of: block, after: index == 0 ? nil : blocks[index - 1])
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return TextWrap.wrap(lines.joined(separator: "\n") + "\n", columns: Self.textColumns)
    }

    private static func lines(of block: Block, after previous: Block?) -> [String] {
        switch block {
        case .figures(let figures):
            return [figures.map(\.line).joined(separator: " · ").capitalizedFirst, ""]
        case .sentence(let text): return [PlainText.oneLine(text), ""]
        case .heading(let text):
            return ["", text, String(repeating: "-", count: TextWidth.columns(text)), ""]
        case .entry(let mark, let lead, let badge, let details):
            let sign = mark.isEmpty ? "- " : "\(mark) "
            let indent = String(repeating: " ", count: TextWidth.columns(sign))
            let tail = badge.map { " [\($0.text)]" } ?? ""
            return [sign + PlainText.oneLine(lead) + tail] + details.map { indent + PlainText.oneLine($0) } + [""]
        case .letter(let lines): return lines.map { $0.isEmpty ? "" : "  " + $0 } + [""]
        case .commands(let commands):
            let width = commands.reduce(0) { max($0, TextWidth.columns($1.text)) }
            return commands.map { command in
                let gap = String(repeating: " ", count: width - TextWidth.columns(command.text) + 2)
                return "  " + command.text + gap + command.meaning
            } + [""]
        }
    }
}

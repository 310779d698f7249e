/// A table of plain text with aligned columns, for terminals and mails shown in a fixed font.
public struct TextTable: Sendable {
    public enum Alignment: Sendable { case left, right }

    public struct Column: Sendable {
        public var title: String
        public var alignment: Alignment
        /// Whether cells are broken over several lines when the table would be too wide.
        public var isFlexible: Bool

        public init(_ title: String, _ alignment: Alignment = .left, isFlexible: Bool = false) {
            self.title = title
            self.alignment = alignment
            self.isFlexible = isFlexible
        }
    }

    /// Width of human output on a terminal.
    public static let terminalColumns = 100
    /// A flexible column never gets narrower than this, even if the table then grows too wide.
    static let narrowestFlexibleColumn = 12
    static let gap = 2

    public var columns: [Column]
    public private(set) var rows: [[String]] = []

    public init(columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row; missing cells are empty, surplus ones are dropped. Line breaks and controls become blanks.
    public mutating func add(_ cells: [String]) {
        rows.append(columns.indices.map { $0 < cells.count ? PlainText.oneLine(cells[$0]) : "" })
    }

    /// The table, one line per row and a rule under the titles, every line closed by a line feed.
    public func text(width: Int = terminalColumns) -> String {
        let widths = fittedWidths(width)
        var lines = [line(columns.map(\.title), widths)]
        // A column without a title has no rule.
        lines.append(line(columns.indices.map { columns[$0].title.isEmpty ? "" : rule(widths[$0]) }, widths))
        for row in rows { lines += broken(row, widths) }
        return lines.map { $0 + "\n" }.joined()
    }

    private func rule(_ width: Int) -> String { String(repeating: "-", count: width) }

    private var gapText: String { String(repeating: " ", count: Self.gap) }

    /// Natural widths, with the flexible columns narrowed evenly from the widest until the table fits.
    private func fittedWidths(_ width: Int) -> [Int] {
        var widths = columns.indices.map { index in
            rows.reduce(TextWidth.columns(columns[index].title)) { max($0, TextWidth.columns($1[index])) }
        }
        var surplus = widths.reduce(0, +) + Self.gap * max(0, columns.count - 1) - width
        while surplus > 0 {
            let candidates = columns.indices.filter {
                columns[$0].isFlexible && widths[$0] > Self.narrowestFlexibleColumn
            }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
            surplus -= 1
        }
        return widths
    }

    private func broken(_ row: [String], _ widths: [Int]) -> [String] {
        let cells = columns.indices.map { index in
            columns[index].isFlexible
                ? TextWrap.lines(of: row[index][...], columns: widths[index]) : [row[index]]
        }
        let height = cells.map(\.count).max() ?? 1
        return (0..<height).map { level in
            line(cells.map { level < $0.count ? $0[level] : "" }, widths)
        }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        for (index, cell) in cells.enumerated() {
            if index > 0 { text += gapText }
            let padding = String(repeating: " ", count: max(0, widths[index] - TextWidth.columns(cell)))
            text += columns[index].alignment == .right ? padding + cell : cell + padding
        }
        while text.last == " " { text.removeLast() }
        return text
    }
}

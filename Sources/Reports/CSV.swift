/// A table as comma-separated values (RFC 4180): CRLF, quotes doubled, a header line.
public struct CSV: Sendable {
    private var lines: [String]

    public init(columns: [String]) {
        lines = [columns.map(Self.cell).joined(separator: ",")]
    }

    public mutating func add(_ cells: [String]) {
        lines.append(cells.map(Self.cell).joined(separator: ","))
    }

    public var text: String { lines.map { $0 + "\r\n" }.joined() }

    /// A cell in quotes where needed. What a spreadsheet would take for a formula gets an apostrophe in front, because
    /// cells hold other people's words; numbers keep their sign.
    static func cell(_ text: String) -> String {
        var text = text
        if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first), Int(text) == nil {
            text = "'" + text
        }
        let needsQuotes = text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\r" || $0 == "\n" }
        guard needsQuotes else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}

/// A mistake in the operator's folder: where it stands, what is wrong, and what to do.
public struct Diagnostic: Hashable, Sendable {
    public enum Severity: String, Sendable {
        /// The folder is not used as it is.
        case error
        /// The folder works, but probably not as meant.
        case warning
    }

    public var severity: Severity
    /// Path inside the folder.
    public var file: String
    /// The line, counted from 1.
    public var line: Int
    /// The column in Unicode scalars, counted from 1.
    public var column: Int
    public var problem: String
    /// What to write instead, or the question to answer with its choices.
    public var remedy: String
    /// The line itself, secrets struck out; empty when the file has no such line.
    public var excerpt: String

    public init(
        severity: Severity,
        file: String,
        line: Int,
        column: Int,
        problem: String,
        remedy: String,
        excerpt: String
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.column = column
        self.problem = problem
        self.remedy = remedy
        self.excerpt = excerpt
    }

    /// `FILE:LINE:COL: error: problem`, then the line with a caret under the column, then the remedy. Ends without a
    /// newline.
    public var rendered: String {
        var lines = ["\(file):\(line):\(column): \(severity.rawValue): \(problem)"]
        if !excerpt.isEmpty {
            lines.append("    " + excerpt)
            lines.append("    " + Self.padding(under: excerpt, upTo: column) + "^")
        }
        if !remedy.isEmpty {
            lines.append("  " + remedy)
        }
        return lines.joined(separator: "\n")
    }

    /// Blanks as wide as what stands before the column, so that the caret meets its place below Chinese text and tabs.
    private static func padding(under excerpt: String, upTo column: Int) -> String {
        var padding = ""
        for scalar in excerpt.unicodeScalars.prefix(max(0, column - 1)) {
            if scalar == "\t" {
                padding += "\t"
            } else if isWide(scalar) {
                padding += "  "
            } else if !scalar.properties.isGraphemeExtend {
                padding += " "
            }
        }
        return padding
    }

    /// Scalars that a terminal shows two columns wide (Unicode Annex 11, W and F, by block).
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}

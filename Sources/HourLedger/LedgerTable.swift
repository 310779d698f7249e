import Agreement
import WorkingTime

extension LedgerExport {
    /// A ledger as tables for a terminal, at most 100 columns.
    public static func table(_ state: LedgerState) -> String {
        var lines = ["\(state.client)  \(DurationText.text(state.balanceMinutes)) left as of \(moment(state))"]
        if state.heldMinutes != 0 { lines.append("held for approval  \(DurationText.text(state.heldMinutes))") }
        for line in state.overage {
            let price = line.amount.map { " = \($0.text)" } ?? ""
            lines.append("overage \(line.period)  \(DurationText.text(line.minutes))\(price)")
        }
        lines.append("")
        lines += periodLines(state)
        lines.append("")
        lines += postingLines(state)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func moment(_ state: LedgerState) -> String {
        let civil = state.zone.civil(state.asOf)
        return "\(civil.date.text) \(civil.clockText()) (\(state.zone.identifier))"
    }

    private static func periodLines(_ state: LedgerState) -> [String] {
        let head = ["period", "from", "until", "opening", "granted", "adjusted", "used", "expired", "closing"]
        let rows = state.periods.map { period in
            [
                period.isClosed ? "\(period.name) closed" : period.name, period.start.text, period.end.text,
                DurationText.text(period.openingMinutes), DurationText.text(period.grantedMinutes),
                DurationText.text(period.adjustedMinutes), DurationText.text(period.usedMinutes),
                DurationText.text(period.expiredMinutes), DurationText.text(period.closingMinutes),
            ]
        }
        return columns([head] + rows, rightFrom: 3)
    }

    private static func postingLines(_ state: LedgerState) -> [String] {
        let head = ["date", "kind", "time", "request", "by", "note"]
        let rows = state.postings.map { posting in
            [
                bookDate(of: posting, zone: state.zone).text,
                posting.basis == .ordinary ? posting.kind.rawValue : "\(posting.kind.rawValue), \(posting.basis.words)",
                DurationText.text(posting.minutes)
                    + (posting.heldMinutes == 0 ? "" : " (\(DurationText.text(posting.heldMinutes)) held)"),
                posting.request ?? "", posting.enteredBy, posting.lateNote,
            ]
        }
        return columns([head] + rows, rightFrom: Int.max)
    }

    /// Widest a line may be.
    static let columnsMax = 100
    /// Widest a column but the last may be.
    static let columnMax = 28

    /// Rows with their columns under one another; numbers to the right from a column on.
    static func columns(_ rows: [[String]], rightFrom: Int) -> [String] {
        var widths: [Int] = []
        for row in rows {
            for (index, cell) in row.enumerated() {
                if index == widths.count { widths.append(0) }
                widths[index] = max(widths[index], min(cell.terminalWidth, columnMax))
            }
        }
        return rows.map { row in
            var line = ""
            for (index, cell) in row.enumerated() {
                let isLast = index == row.count - 1
                if index > 0 { line += "  " }
                let room = isLast && index < rightFrom ? max(columnsMax - line.terminalWidth, 4) : widths[index]
                let text = cell.cut(toWidth: room)
                let padding = String(repeating: " ", count: max(widths[index] - text.terminalWidth, 0))
                if index >= rightFrom { line += padding + text } else { line += isLast ? text : text + padding }
            }
            return line
        }
    }
}

extension Posting {
    /// The note, with the closed period that a late entry belongs to.
    var lateNote: String {
        guard !isByTerms, let period = refersToPeriod else { return note }
        return "\(note) (for \(period))"
    }
}

extension Posting.Basis {
    /// The basis in words for tables.
    var words: String {
        switch self {
        case .ordinary: "by the terms"
        case .planChange: "change of plan"
        case .warranty: "warranty"
        case .rework: "rework"
        case .quoted: "quoted"
        case .approvedForBalance, .approvedAsOverage: "approved"
        case .waived: "waived"
        case .overage: "overage"
        case .leeway: "leeway"
        case .flatFee: "in the fee"
        case .closing: "closing"
        }
    }
}

extension String {
    /// Columns a text takes in a terminal: two for Han, kana, Hangul and full-width forms.
    var terminalWidth: Int {
        reduce(0) { $0 + $1.terminalWidth }
    }

    /// The text, cut to a width with an ellipsis, on one line.
    func cut(toWidth width: Int) -> String {
        let text = String(map { $0.isNewline || $0 == "\t" ? " " : $0 })
        guard text.terminalWidth > width else { return text }
        var result = ""
        var used = 0
        for character in text {
            guard used + character.terminalWidth < width else { break }
            result.append(character)
            used += character.terminalWidth
        }
        return result + "…"
    }
}

extension Character {
    fileprivate var terminalWidth: Int {
        guard let scalar = unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}

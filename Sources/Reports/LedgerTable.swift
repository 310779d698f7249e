import Agreement
public import HourLedger
import WorkingTime

/// A ledger as tables for a terminal, at most 100 columns wide.
public enum LedgerTable {
    public static func text(_ state: LedgerState) -> String {
        var lines = [
            "\(state.client)  \(DurationText.text(state.balanceMinutes)) left as of \(moment(state))"
        ]
        if state.heldMinutes != 0 { lines.append("held for approval  \(DurationText.text(state.heldMinutes))") }
        for line in state.overage {
            let price = line.amount.map { " = \(MoneyText.text($0))" } ?? ""
            lines.append("overage \(line.period)  \(DurationText.text(line.minutes))\(price)")
        }
        let tables = [periods(state), postings(state)].map { $0.text() }
        return (lines.joined(separator: "\n") + "\n\n" + tables.joined(separator: "\n"))
    }

    private static func moment(_ state: LedgerState) -> String {
        let civil = state.zone.civil(state.asOf)
        return "\(civil.date.text) \(civil.clockText()) (\(state.zone.identifier))"
    }

    private static func periods(_ state: LedgerState) -> TextTable {
        let amounts = ["opening", "granted", "adjusted", "used", "expired", "closing"]
        var table = TextTable(
            columns: ["period", "from", "until"].map { .init($0) } + amounts.map { .init($0, .right) }
        )
        for period in state.periods {
            let minutes = [
                period.openingMinutes, period.grantedMinutes, period.adjustedMinutes, period.usedMinutes,
                period.expiredMinutes, period.closingMinutes,
            ]
            let name = period.isClosed ? "\(period.name) closed" : period.name
            table.add([name, period.start.text, period.end.text] + minutes.map { DurationText.text($0) })
        }
        return table
    }

    /// Stored postings have a number, by which they can be corrected; the others follow from the terms.
    private static func postings(_ state: LedgerState) -> TextTable {
        var table = TextTable(columns: [
            .init("no", .right), .init("date"), .init("kind"), .init("time", .right), .init("request"), .init("by"),
            .init("note", isFlexible: true),
        ])
        for posting in state.postings {
            let held = posting.heldMinutes == 0 ? "" : " (\(DurationText.text(posting.heldMinutes)) held)"
            let kind =
                posting.basis == .ordinary
                ? posting.kind.rawValue : "\(posting.kind.rawValue), \(posting.basis.words)"
            table.add([
                posting.number > 0 ? String(posting.number) : "",
                LedgerExport.bookDate(of: posting, zone: state.zone).text,
                kind,
                DurationText.text(posting.minutes) + held,
                PlainText.excerpt(posting.request ?? "", limit: 12),
                PlainText.excerpt(posting.enteredBy, limit: 12),
                PlainText.excerpt(posting.lateNote, limit: 160),
            ])
        }
        return table
    }
}

extension Posting {
    /// The note, with the closed period that a late entry belongs to.
    fileprivate var lateNote: String {
        guard !isByTerms, let period = refersToPeriod else { return note }
        return "\(note) (for \(period))"
    }
}

extension Posting.Basis {
    /// The basis in words for tables.
    fileprivate var words: String {
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

import Agreement
public import WorkingTime

/// A ledger as text for spreadsheets and plain-text accounting.
public enum LedgerExport {
    /// A journal for hledger, one commodity, `min`.
    ///
    /// `balance:CLIENT` is the account of the client's hours; `hledger bal balance` shows what Gatepost shows. Held work
    /// stands aside under `held:CLIENT`. Closed periods and the end assert their balance, so that `hledger check` proves
    /// it. What ends with a period is dated on its last day.
    public static func hledger(_ state: LedgerState) -> String {
        let client = accountName(state.client)
        var text = "; hours of \(line(state.client)) as of \(state.asOf.rfc3339), zone \(state.zone.identifier)\n"
        text += "commodity 1000. min\n"
        for account in ["balance", "granted", "used", "expired", "adjusted", "overage", "leeway", "flat", "held"] {
            text += "account \(account):\(client)\n"
        }
        var asserted: [String: Int] = [:]
        for period in state.periods where period.isClosed { asserted[period.name] = period.closingMinutes }
        let last = Dictionary(state.postings.enumerated().map { ($1.period, $0) }, uniquingKeysWith: { max($0, $1) })
        var balance = 0
        for (index, posting) in state.postings.enumerated() {
            balance += posting.minutes
            let date = bookDate(of: posting, zone: state.zone)
            text += "\n\(date.text) * \(posting.kind.rawValue) | \(line(posting.note))\n"
            text += "    ; id:\(line(posting.id)), period:\(line(posting.period)), by:\(line(posting.enteredBy))\n"
            for (name, value) in [
                ("request", posting.request), ("clause", posting.clause?.name), ("corrects", posting.corrects),
                ("refers", posting.refersTo ?? posting.refersToPeriod),
            ] {
                if let value { text += "    ; \(name):\(line(value))\n" }
            }
            text += "    balance:\(client)  \(posting.minutes) min"
            // An assertion holds where the period's postings stand together, which late ones of others may break.
            if last[posting.period] == index, asserted[posting.period] == balance { text += " = \(balance) min" }
            text += "\n    \(counterAccount(of: posting)):\(client)  \(-posting.minutes) min\n"
            if posting.heldMinutes != 0 { text += "    (held:\(client))  \(posting.heldMinutes) min\n" }
        }
        let end = max(
            state.zone.date(of: state.asOf),
            state.postings.map { bookDate(of: $0, zone: state.zone) }.max() ?? state.zone.date(of: state.asOf)
        )
        text += "\n\(end.text) * balance\n"
        text += "    balance:\(client)  0 min = \(state.balanceMinutes) min\n"
        text += "    (held:\(client))  0 min = \(state.heldMinutes) min\n"
        return text
    }

    /// The worked time as hledger's timeclock, in local time: an entry begins when it happened and ends its worked minutes
    /// later by the same clock.
    public static func timeclock(_ state: LedgerState) -> String {
        let client = accountName(state.client)
        let corrected = Set(state.postings.compactMap(\.corrects))
        var text = "; worked time of \(line(state.client)) in \(state.zone.identifier)\n"
        for posting in state.postings {
            guard posting.kind == .work, posting.corrects == nil, !corrected.contains(posting.id),
                let minutes = posting.workedMinutes, minutes > 0
            else { continue }
            let start = state.zone.civil(posting.happenedAt)
            let second = start.secondOfDay + minutes * 60
            let end = CivilDateTime(
                date: start.date.adding(days: second / 86_400),
                secondOfDay: second % 86_400
            )
            let account = posting.request.map { "\(client):\(accountName($0))" } ?? client
            text += "i \(start.date.text) \(start.clockText(seconds: true)) \(account)  \(line(posting.note))\n"
            text += "o \(end.date.text) \(end.clockText(seconds: true))\n"
        }
        return text
    }

    /// One line a posting, comma separated (RFC 4180), times in UTC, minutes signed.
    public static func csv(_ state: LedgerState) -> String {
        let head = [
            "id", "client", "period", "at", "recordedAt", "kind", "basis", "minutes", "heldMinutes", "workedMinutes",
            "request", "message", "by", "clause", "corrects", "refersTo", "refersToPeriod", "note",
        ]
        var text = head.joined(separator: ",") + "\r\n"
        for posting in state.postings {
            let fields = [
                field(posting.id), field(posting.client), field(posting.period), posting.happenedAt.rfc3339,
                posting.recordedAt.rfc3339, posting.kind.rawValue, posting.basis.rawValue, String(posting.minutes),
                String(posting.heldMinutes), posting.workedMinutes.map(String.init) ?? "", field(posting.request),
                field(posting.message), field(posting.enteredBy), field(posting.clause?.name),
                field(posting.corrects), field(posting.refersTo), field(posting.refersToPeriod), field(posting.note),
            ]
            text += fields.joined(separator: ",") + "\r\n"
        }
        return text
    }

    // MARK: Parts

    /// The day on which a journal books a posting; what ends with a day belongs to that day.
    public static func bookDate(of posting: Posting, zone: Zone) -> CivilDate {
        let isEnd = posting.kind == .expiry
        return zone.date(of: isEnd ? posting.effectiveAt.adding(seconds: -1) : posting.effectiveAt)
    }

    private static func counterAccount(of posting: Posting) -> String {
        switch (posting.kind, posting.basis) {
        case (.grant, _): "granted"
        case (.work, _): "used"
        case (.expiry, _): "expired"
        case (.transfer, .overage): "overage"
        case (.transfer, .leeway): "leeway"
        case (.transfer, .flatFee): "flat"
        case (.credit, _), (.adjustment, _), (.transfer, _): "adjusted"
        }
    }

    /// A name that hledger takes as part of an account: no space in a row, no separator, no comment.
    private static func accountName(_ text: String) -> String {
        let name = String(text.map { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." ? $0 : "_" })
        return name.isEmpty ? "_" : name
    }

    /// A text on one line without the characters that mean something there.
    private static func line(_ text: String) -> String {
        String(text.map { $0.isNewline || $0 == ";" || $0 == "|" || $0 == "," || $0 == "\t" ? " " : $0 })
    }

    /// A field in quotes where it needs them. One that a spreadsheet would take as a formula gets an apostrophe before it.
    private static func field(_ text: String?) -> String {
        guard var text, let first = text.first else { return "" }
        if "=+-@".contains(first) { text = "'" + text }
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }
}

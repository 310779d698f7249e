public import Agreement
public import HourLedger
public import MIME
public import Triage
public import WorkingTime

/// A client's statement in words: what was granted, used and owed in one period, promises kept and broken.
public struct StatementReport: Sendable {
    /// One figure with its name; a total stands under a line.
    struct Figure: Hashable {
        var name: String
        var value: String
        var isTotal = false
    }

    /// One entry as the client reads it.
    struct Entry: Hashable {
        var day: CivilDate
        var what: String
        /// What is special about it: time worked, warranty, waiting for approval.
        var remarks: [String]
        /// Who did it.
        var who: String
        /// The clause it was done under.
        var clause: String
        var time: String
        var balance: String
    }

    public let statement: Statement
    /// The agency's name.
    public let agency: String
    let wording: Wording
    let phrases: StatementPhrases
    private let people: [String: String]
    private let clauses: [ClauseID: String]

    /// - Parameters:
    ///   - language: BCP 47 tag of the client's language; English where there are no words for it.
    ///   - people: names of the staff by the ids under which they enter work.
    ///   - clauses: titles of the clauses that the lines name, in the client's language.
    public init(
        _ statement: Statement,
        agency: String,
        language: String,
        people: [String: String] = [:],
        clauses: [ClauseID: String] = [:]
    ) {
        self.statement = statement
        self.agency = PlainText.oneLine(agency)
        self.people = people
        self.clauses = clauses
        let own = Wording(language: language)
        wording = own.tongue == nil ? Wording(language: "en") : own
        phrases = .of(wording.tongue)
    }

    /// The title of page and mail, such as `Statement of hours: Harbor Museum, 2026-11`.
    public var title: String {
        let comma = wording.tongue?.comma ?? ", "
        return phrases.title + wording.colon + PlainText.oneLine(statement.name) + comma
            + PlainText.oneLine(statement.period.name)
    }

    /// The statement as a mail to the client, text and page.
    ///
    /// - Parameter messageID: Without angle brackets.
    public func message(agency: Agency, to recipient: Sender, messageID: String, now: Instant) -> OutgoingMessage {
        let name = PlainText.excerpt(recipient.name, limit: AutomaticMail.longestName)
        return AutomaticMail.message(
            of: agency,
            to: Mailbox(name: name, address: recipient.address),
            subject: title,
            text: text,
            html: html,
            messageID: messageID,
            now: now
        )
    }

    var days: String {
        let last = statement.period.end.adding(days: -1)
        return StatementPhrases.filled(
            phrases.period,
            wording.plainDay(statement.period.start),
            wording.plainDay(last)
        )
    }

    /// That the period is not over; nil when it is.
    var interim: String? {
        let today = statement.zone.civil(statement.asOf).date
        return today < statement.period.end ? StatementPhrases.filled(phrases.asOf, wording.plainDay(today)) : nil
    }

    var hours: [Figure] {
        let period = statement.period
        var figures = [
            Figure(name: phrases.opening, value: time(period.openingMinutes)),
            Figure(name: phrases.granted, value: time(period.grantedMinutes)),
        ]
        if period.adjustedMinutes != 0 {
            figures.append(Figure(name: phrases.adjusted, value: time(period.adjustedMinutes)))
        }
        figures.append(Figure(name: phrases.used, value: time(negated(period.usedMinutes))))
        if period.expiredMinutes != 0 {
            figures.append(Figure(name: phrases.expired, value: time(negated(period.expiredMinutes))))
        }
        figures.append(Figure(name: phrases.closing, value: time(period.closingMinutes), isTotal: true))
        if statement.heldMinutes != 0 {
            figures.append(Figure(name: phrases.held, value: time(statement.heldMinutes)))
        }
        return figures
    }

    /// Every line but the marks that close a period, with the balance after it.
    var entries: [Entry] {
        var balance = statement.period.openingMinutes
        return statement.lines.compactMap { line in
            balance = balance.addingReportingOverflow(line.minutes).partialValue
            guard line.basis != .closing || line.minutes != 0 else { return nil }
            return Entry(
                day: line.date,
                what: description(of: line),
                remarks: remarks(on: line),
                who: isByTerms(line) ? "" : PlainText.excerpt(people[line.enteredBy] ?? line.enteredBy, limit: 40),
                clause: line.clause.map { StatementPhrases.filled(phrases.clause, $0.name) } ?? "",
                time: time(line.minutes),
                balance: time(balance)
            )
        }
    }

    var payment: [Figure] {
        var figures: [Figure] = []
        if let fee = statement.fee { figures.append(Figure(name: phrases.fee, value: wording.money(fee))) }
        for line in statement.overage {
            guard let rate = line.rate, let amount = line.amount else { continue }
            let name = StatementPhrases.filled(
                phrases.overageAt,
                wording.shortDuration(minutes: line.minutes),
                wording.money(rate)
            )
            figures.append(Figure(name: name, value: wording.money(amount)))
        }
        for line in statement.lines {
            guard let amount = line.amount else { continue }
            let taken = Money(minorUnits: -amount.minorUnits, currency: amount.currency)
            let name = ([description(of: line)] + remarks(on: line)).joined(separator: wording.tongue?.comma ?? ", ")
            figures.append(Figure(name: name, value: wording.money(taken)))
        }
        if let total = statement.totalAmount {
            figures.append(Figure(name: phrases.total, value: wording.money(total), isTotal: true))
        }
        return figures
    }

    /// How many promises were kept, and those that were not; empty when nothing was promised.
    var promises: [String] {
        guard !statement.promises.isEmpty else { return [] }
        let broken = statement.promises.filter { $0.isBroken(asOf: statement.asOf) }
        let open = statement.promises.count { $0.metAt == nil && !$0.isBroken(asOf: statement.asOf) }
        let kept = statement.promises.count - broken.count - open
        return ["\(phrases.kept)\(wording.colon)\(kept)", "\(phrases.broken)\(wording.colon)\(broken.count)"]
            + broken.map { promise in
                let late = wording.shortDuration(minutes: promise.lateMinutes(asOf: statement.asOf))
                let parts = [
                    "  - \(requestMark(promise.request))", name(of: promise),
                    StatementPhrases.filled(phrases.lateBy, late),
                ]
                return parts.joined(separator: wording.tongue?.comma ?? ", ")
            }
    }

    var credits: [Figure] {
        guard let credits = statement.credits else { return [] }
        var figures = credits.lines.map { line in
            Figure(name: "\(name(of: line.measure))\(wording.colon)\(line.measured)", value: value(of: line))
        }
        if let total = credits.total {
            let name = credits.isCapped ? "\(phrases.total) (\(phrases.capped))" : phrases.total
            figures.append(Figure(name: name, value: wording.money(total), isTotal: true))
        }
        return figures
    }

    /// What becomes of the credits: they wait for a person, or count in some period.
    var creditRemark: String {
        guard let confirmation = statement.confirmation else { return phrases.confirmation }
        return StatementPhrases.filled(phrases.confirmed, confirmation.period)
    }

    /// The clauses that entries name, each with its title.
    var legend: [String] {
        let named = Set(statement.lines.filter { !isByTerms($0) }.compactMap(\.clause))
        return named.sorted().compactMap { clause in
            clauses[clause].map { "\(clause.name)\(wording.colon)\(PlainText.excerpt($0, limit: 120))" }
        }
    }

    private func time(_ minutes: Int) -> String { wording.signedDuration(minutes: minutes) }

    private func negated(_ minutes: Int) -> Int { minutes == Int.min ? Int.max : -minutes }

    private func requestMark(_ request: String) -> String {
        let request = PlainText.excerpt(request, limit: 40)
        return Int(request) == nil ? request : "#\(request)"
    }

    private func description(of line: Statement.Line) -> String {
        // What the terms do by themselves is said in the reader's language; people's notes stay as they are.
        let isOurs = line.note.isEmpty || isByTerms(line) || (line.kind == .credit && line.refersToPeriod != nil)
        var text = isOurs ? heading(of: line) : PlainText.excerpt(line.note, limit: 200)
        if let request = line.request { text = "\(requestMark(request)) \(text)" }
        return text
    }

    private func remarks(on line: Statement.Line) -> [String] {
        var remarks: [String] = []
        if line.kind == .work, let remark = remark(on: line.basis) { remarks.append(remark) }
        if let worked = line.workedMinutes, line.kind == .work, worked != -line.minutes {
            remarks.append(StatementPhrases.filled(phrases.worked, unbroken(minutes: worked)))
        }
        if line.heldMinutes > 0 {
            remarks.append(StatementPhrases.filled(phrases.waiting, unbroken(minutes: line.heldMinutes)))
        }
        if let period = line.refersToPeriod {
            remarks.append(StatementPhrases.filled(phrases.late, PlainText.oneLine(period)))
        }
        return remarks
    }

    /// A duration that no line break tears apart.
    private func unbroken(minutes: Int) -> String {
        String(wording.shortDuration(minutes: minutes).map { $0 == " " ? "\u{A0}" : $0 })
    }

    private func isByTerms(_ line: Statement.Line) -> Bool {
        switch line.kind {
        case .grant, .expiry: true
        case .transfer: [.overage, .leeway, .flatFee].contains(line.basis)
        case .work, .credit, .adjustment: false
        }
    }

    private func heading(of line: Statement.Line) -> String {
        switch line.kind {
        case .grant: line.basis == .planChange ? phrases.planChange : phrases.grant
        case .work: phrases.work
        case .expiry: phrases.expiry
        case .credit: phrases.credit
        case .adjustment: line.basis == .planChange ? phrases.planChange : phrases.adjustment
        case .transfer:
            switch line.basis {
            case .overage: phrases.overage
            case .leeway: phrases.leeway
            case .flatFee: phrases.flatFee
            default: phrases.transfer
            }
        }
    }

    private func remark(on basis: Posting.Basis) -> String? {
        switch basis {
        case .warranty: phrases.warranty
        case .rework: phrases.rework
        case .quoted: phrases.quoted
        case .waived: phrases.waived
        default: nil
        }
    }

    private func name(of promise: PromiseOutcome) -> String {
        switch promise.name {
        case "firstAnswer": phrases.firstAnswer
        case "nextAnswer": phrases.nextAnswer
        case "resolution": phrases.resolution
        default: PlainText.oneLine(promise.name)
        }
    }

    private func name(of measure: Credits.Measure) -> String {
        switch measure {
        case .misses: phrases.misses
        case .lateMinutes: phrases.lateMinutes
        case .downtimeMinutes: phrases.downtime
        }
    }

    private func value(of line: CreditsDue.Line) -> String {
        if let amount = line.amount { return wording.money(amount) }
        if line.bonusMinutes != 0 {
            return StatementPhrases.filled(phrases.bonus, wording.shortDuration(minutes: line.bonusMinutes))
        }
        return phrases.redo
    }
}

import Agreement
import Digest
public import HourLedger
import MIME
import Mailrules
public import Reports
public import Store
public import Triage
public import WorkingTime

/// What clients are told of their hours and money, period by period.
public struct Statements {
    private let store: Store
    private let policy: Policy
    private let books: Books

    public init(store: Store, policy: Policy) {
        self.store = store
        self.policy = policy
        books = Books(store: store, policy: policy)
    }

    /// A client's statement of a period as it stands at an instant.
    ///
    /// - Parameter downtimeMinutes: minutes of downtime in the period, where that is measured.
    /// - Throws: `StoreError.missing` for an unknown client or period; the description says which there are.
    public func statement(
        of client: String,
        period: String,
        asOf: Instant,
        downtimeMinutes: Int = 0
    ) throws -> Statement {
        let ledger = try books.ledger(of: client)
        let row = try books.period(period, of: ledger, asOf: asOf)
        let zone = ledger.agreement.zone
        let promises = try store.promises(
            client: client,
            dueFrom: zone.startOfDay(row.start),
            dueBefore: zone.startOfDay(row.end)
        )
        guard
            let statement = ledger.statement(
                period: period,
                asOf: asOf,
                promises: promises,
                downtimeMinutes: downtimeMinutes
            )
        else { throw StoreError.missing(what: "period \(period) of \(client)") }
        return statement
    }

    /// The statement in the client's words.
    public func report(_ statement: Statement) -> StatementReport {
        let agreement = policy.client(statement.client)
        let language = agreement?.language ?? policy.agency.languages.first ?? "en"
        let terms = agreement?.plan(on: statement.period.start)?.terms
        var clauses: [ClauseID: String] = [:]
        for clause in Set(statement.lines.compactMap(\.clause)) {
            clauses[clause] = terms.flatMap { policy.clause(clause, of: $0, in: language)?.title }
        }
        return StatementReport(
            statement,
            agency: policy.agency.name,
            language: language,
            people: Dictionary(policy.staff.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first }),
            clauses: clauses
        )
    }

    /// Books what broken promises of a period are owed, as a person confirms it. It counts in the period of `now`.
    ///
    /// - Throws: `RequestWork.Refusal` while the period runs, and when nothing is owed that can be booked.
    public func confirmCredits(
        of client: String,
        period: String,
        downtimeMinutes: Int = 0,
        by: String,
        now: Instant
    ) throws -> Booking {
        let statement = try statement(of: client, period: period, asOf: now, downtimeMinutes: downtimeMinutes)
        guard statement.zone.startOfDay(statement.period.end) <= now else {
            throw RequestWork.Refusal(
                description: "period \(period) of \(client) runs until \(statement.period.end.text); "
                    + "credits are confirmed when it is over"
            )
        }
        guard let credits = statement.credits, credits.bonusMinutes > 0 || credits.total != nil else {
            throw RequestWork.Refusal(description: "\(client) is owed no credit for \(period)")
        }
        let entry = Entry(
            .promiseCredit(minutes: credits.bonusMinutes, sum: credits.total, period: period),
            enteredBy: by,
            note: "credit for promises broken in \(period)",
            happenedAt: now,
            idempotencyKey: Ledger.promiseCreditKey(of: period)
        )
        return try books.book(entry, client: client, now: now)
    }
}

extension Mailings {
    /// Queues the statement of each client's period that is over, once its day and hour have come. Periods that ended
    /// before Gatepost saw any mail are left to whoever kept the books then.
    func queueDueStatements(now: Instant) throws {
        guard let schedule = instance.configuration.schedule.statements,
            instance.agenda.isDue(.statements, now: now),
            let first = try instance.store.firstReceipt()
        else { return }
        var next = now.adding(minutes: 24 * 60)
        for client in instance.policy.clients where client.contacts.reader != nil {
            for period in client.periods(through: client.zone.date(of: now)).suffix(Self.mostStatements) {
                let end = client.zone.startOfDay(period.period.end)
                let day = period.period.end.adding(days: schedule.days)
                let due = max(
                    end,
                    instance.policy.agency.zone.instant(on: day, minuteOfDay: schedule.minuteOfDay)
                )
                guard due <= now else {
                    next = min(next, due)
                    continue
                }
                guard first < end, try !instance.store.isQueued(key: Self.statementKey(client.client, period.name))
                else { continue }
                _ = try queueStatement(of: client.client, period: period.name, now: now)
            }
        }
        instance.agenda.rest(.statements, until: next)
    }

    /// More periods than this are not made up for after a long rest; of weeks it is more than half a year.
    private static let mostStatements = 30

    private static func statementKey(_ client: String, _ period: String) -> String { "statement:\(client):\(period)" }

    /// Queues a client's statement of a period that is over: once for a client and period, whatever happens.
    ///
    /// - Returns: The address it was queued for, and whether that was done now.
    /// - Throws: `RequestWork.Refusal` while the period runs, and when the client has no address.
    public func queueStatement(
        of client: String,
        period: String,
        downtimeMinutes: Int = 0,
        now: Instant
    ) throws -> (recipient: String, isNew: Bool) {
        let statements = Statements(store: instance.store, policy: instance.policy)
        let statement = try statements.statement(
            of: client,
            period: period,
            asOf: now,
            downtimeMinutes: downtimeMinutes
        )
        guard statement.zone.startOfDay(statement.period.end) <= now else {
            throw RequestWork.Refusal(
                description: "period \(period) of \(client) runs until \(statement.period.end.text); "
                    + "its statement is sent when it is over"
            )
        }
        guard let recipient = instance.policy.client(client)?.contacts.reader else {
            throw RequestWork.Refusal(
                description: "\(client) has no address; write one under contacts: statements: in the client's file"
            )
        }
        let key = Self.statementKey(client, period)
        let agency = instance.policy.agency
        let messageID =
            "statement.\(period.lowercased()).\(instance.key.signature(of: key))@\(agency.from.domain)"
        let report = statements.report(statement)
        let message = report.message(
            agency: agency,
            to: Sender(name: "", address: recipient),
            messageID: messageID,
            now: now
        )
        let draft = OutboxDraft(
            key: key,
            kind: "statement",
            messageID: messageID,
            ticketID: nil,
            mailID: nil,
            client: client,
            recipient: recipient,
            subject: report.title,
            content: .composed(Composer.compose(message)),
            due: nil,
            holdReason: instance.isRehearsal ? "rehearsal" : nil
        )
        return (recipient, try instance.store.recording(at: now) { try $0.queue(draft) })
    }
}

extension Contacts {
    /// Who gets what is not an answer to anybody: statements, and the client's own digest.
    var reader: String? { statements ?? addresses.first ?? dispute }
}

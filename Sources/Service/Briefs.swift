import Agreement
import Classifier
import HourLedger
import Mailrules
public import Reports
import Store
import Triage
public import WorkingTime

/// The morning brief: gathers what it says, and queues it once a day for each reader.
public struct Briefs {
    private let instance: Instance

    static let kind = "brief"

    public init(instance: Instance) {
        self.instance = instance
    }

    /// Queues the day's brief once its hour has come, on the days on which its calendar opens.
    func queueDue(now: Instant) throws {
        guard let mailing = instance.configuration.schedule.brief else { return }
        let zone = instance.policy.agency.zone
        let day = zone.civil(now).date
        guard now >= zone.instant(on: day, minuteOfDay: mailing.minuteOfDay), isWorkingDay(day, mailing),
            try instance.store.firstReceipt() != nil
        else { return }
        let readers = instance.policy.staff.filter { mailing.to.contains($0.id) }
        // Asked before anything is gathered, since every round comes by here.
        let waiting = try readers.filter { try !instance.store.isQueued(key: Self.key(day, $0.id)) }
        guard !waiting.isEmpty else { return }
        try queue(try report(now: now), to: waiting, now: now) { Self.key(day, $0) }
    }

    private static func key(_ day: CivilDate, _ member: String) -> String { "brief:\(day.text):\(member)" }

    /// Queues a brief out of turn.
    ///
    /// - Returns: The addresses it was queued for.
    @discardableResult
    public func send(_ report: BriefReport, now: Instant) throws -> [String] {
        let ids = instance.configuration.schedule.brief?.to ?? []
        let readers = instance.policy.staff.filter { ids.contains($0.id) }
        return try queue(report, to: readers, now: now) { "brief:\(now.epochSeconds):\($0)" }
    }

    @discardableResult
    private func queue(
        _ report: BriefReport,
        to readers: [Staff],
        now: Instant,
        key: (String) -> String
    ) throws -> [String] {
        let notice = report.notice
        return try instance.store.recording(at: now) { recorder in
            try readers.filter { member in
                try recorder.queue(
                    instance.draft(
                        notice,
                        kind: Self.kind,
                        key: key(member.id),
                        subject: report.subject,
                        to: member,
                        now: now
                    )
                )
            }.map(\.address)
        }
    }

    private func isWorkingDay(_ day: CivilDate, _ mailing: Schedule.Mailing) -> Bool {
        if let weekday = mailing.weekday, weekday != day.weekday { return false }
        guard let calendar = mailing.calendar.flatMap({ instance.policy.calendars[$0] }) else { return true }
        let start = calendar.zone.startOfDay(day)
        return !calendar.openTimes(from: start, to: calendar.zone.startOfDay(day.adding(days: 1))).isEmpty
    }

    /// When the brief of a day, or the first before or after it, was or will be due.
    private func moment(from day: CivilDate, step: Int) -> Instant {
        let zone = instance.policy.agency.zone
        let mailing = instance.configuration.schedule.brief
        var day = day.adding(days: step)
        // Nobody has more days off in a row; without a calendar the neighbouring day is it.
        for _ in 0..<60 {
            if mailing.map({ isWorkingDay(day, $0) }) ?? true { break }
            day = day.adding(days: step)
        }
        return zone.instant(on: day, minuteOfDay: mailing?.minuteOfDay ?? 9 * 60)
    }

    // MARK: - What it says

    /// The brief as it would read at an instant.
    public func report(now: Instant) throws -> BriefReport {
        let policy = instance.policy
        let day = policy.agency.zone.civil(now).date
        let names = policy.clientNames
        let open = try instance.store.requests(.init(states: [.open, .quoted, .approved]))
        let since = moment(from: day, step: -1)
        let outcome = try instance.store.promiseOutcome(from: since, to: now)
        var report = BriefReport(
            agency: policy.agency.name,
            zone: policy.agency.zone,
            now: now,
            next: moment(from: day, step: 1),
            tasks: try tasks(names),
            openRequests: open.count,
            kept: outcome.kept,
            broken: outcome.broken
        )
        let quoted = Dictionary(grouping: open.filter { $0.state == .quoted }, by: \.ticketID)
        report.undecided = open.filter { !$0.isDecided && $0.state == .open && $0.client != nil }.map { row in
            BriefReport.Question(
                request: row.id,
                ticket: row.ticketID,
                clientName: name(row.client, names),
                words: row.text,
                guess: Self.guess(row)
            )
        }
        report.approvals = open.filter { $0.label == .approval && $0.state == .open }.compactMap { row in
            quoted[row.ticketID]?.first.map { approval(of: $0, by: row, names) }
        }
        try addWaiting(to: &report)
        report.balances = try balances(now: now)
        report.sections = try DutyWork(store: instance.store, policy: policy).sections(now: now)
        report.sections += try marks(since: since, now: now, names)
        report.mailboxes = try mailboxes()
        return report
    }

    /// Marks that clients gave since the last brief, the worst first.
    private func marks(since: Instant, now: Instant, _ names: [String: String]) throws -> [BriefReport.Section] {
        let marks = try instance.store.ratings(from: since, before: now)
        guard !marks.isEmpty else { return [] }
        let lines = marks.sorted { ($0.mark, $0.at) < ($1.mark, $1.at) }.map {
            "\(name($0.client, names)): \($0.mark) of 5 for ticket #\($0.ticketID)"
        }
        return [BriefReport.Section(title: "How satisfied clients are", lines: lines)]
    }

    private func name(_ client: String?, _ names: [String: String]) -> String {
        client.map { names[$0] ?? $0 } ?? "Nobody's client"
    }

    private func tasks(_ names: [String: String]) throws -> [BriefReport.Task] {
        try instance.store.runningClocks().filter { $0.name != .acknowledgement }.map { clock in
            BriefReport.Task(
                clientName: name(clock.client, names),
                ticket: clock.ticket,
                subject: clock.subject,
                what: clock.name,
                due: clock.due,
                isUrgent: clock.isUrgent,
                assignee: clock.assignee
            )
        }
    }

    private static func guess(_ row: RequestRow) -> String {
        let percent = Int((row.confidence * 100).rounded())
        return percent == 0 ? "No guess" : "Perhaps \(row.label.rawValue) (\(percent) %), else \(row.runnerUp.rawValue)"
    }

    private func approval(of quoted: RequestRow, by row: RequestRow, _ names: [String: String]) -> BriefReport.Question
    {
        let time = quoted.estimateMinutes.map(DurationText.text) ?? "no time"
        let price = quoted.quote.map { ", \(MoneyText.text($0))" } ?? ""
        return BriefReport.Question(
            request: quoted.id,
            ticket: quoted.ticketID,
            clientName: name(row.client, names),
            words: row.text,
            guess: "Quoted at \(time)\(price): “\(Summary.of(quoted.text))”"
        )
    }

    private func addWaiting(to report: inout BriefReport) throws {
        for entry in try instance.store.outbox(all: false) {
            guard ["held", "refused", "uncertain"].contains(entry.state) else { continue }
            let command = entry.state == "held" ? "gatepost outbox release \(entry.id)" : "gatepost outbox"
            report.heldReplies.append(
                .init(
                    what: "To \(entry.recipient): \(entry.subject)",
                    why: "\(entry.state): \(entry.note)",
                    command: command
                )
            )
        }
        report.heldCommands = try instance.store.commands(all: false).map { row in
            .init(
                what: "\(row.sender): \(row.subject)",
                why: row.reason,
                command: "gatepost explain \(row.mailID); seen: gatepost commands dismiss \(row.mailID)"
            )
        }
        report.quarantine = try instance.store.quarantined().map { entry in
            .init(
                what: "Mail \(entry.mailID) in \(entry.mailbox)",
                why: entry.reason,
                command: "gatepost quarantine show \(entry.mailID)"
            )
        }
    }

    /// Clients with less than a fifth of a period's minutes left, or with work that waits for approval.
    private func balances(now: Instant) throws -> [BriefReport.LowBalance] {
        let books = Books(store: instance.store, policy: instance.policy)
        return try instance.policy.clients.compactMap { client in
            guard let included = client.plan(on: client.zone.civil(now).date)?.included, included.minutes > 0 else {
                return nil
            }
            let balance = try books.ledger(of: client.client).balance(asOf: now)
            guard balance.balanceMinutes * Self.lowShare < included.minutes || balance.heldMinutes > 0 else {
                return nil
            }
            return BriefReport.LowBalance(
                clientName: client.name,
                balanceMinutes: balance.balanceMinutes,
                includedMinutes: included.minutes,
                heldMinutes: balance.heldMinutes
            )
        }.sorted { $0.balanceMinutes < $1.balanceMinutes }
    }

    /// A balance is low below one part in so many of what a period includes.
    static let lowShare = 5

    private func mailboxes() throws -> [BriefReport.Mailbox] {
        let health = try instance.store.health()
        return instance.configuration.mailboxes.map { settings in
            let known = health.first { $0.mailbox == settings.name }
            return BriefReport.Mailbox(
                name: settings.name,
                readAt: known?.readAt,
                problem: known?.problem,
                since: known?.problemSince
            )
        }
    }
}

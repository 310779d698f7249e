import Agreement
public import HourLedger
import Reports
public import Store
public import Triage
public import WorkingTime

/// Recurring work that plans promise, and reviews of the terms: opened when they come round, debited when done.
public struct DutyWork {
    private let store: Store
    private let policy: Policy

    /// A review is opened this many days ahead, so that there is time to talk to the client.
    static let reviewLeadDays = 14
    /// More periods than this are not made up for after a long rest.
    static let mostPeriods = 60

    public init(store: Store, policy: Policy) {
        self.store = store
        self.policy = policy
    }

    /// One duty that has come round.
    struct Due: Hashable {
        var client: String
        var kind: DutyRow.Kind
        var name: String
        var minutes: Int
        var clause: ClauseID?
        var dueOn: CivilDate
    }

    /// Opens what has come round by now; what is open already stays as it is.
    ///
    /// - Returns: How many were opened.
    @discardableResult
    public func openDue(now: Instant) throws -> Int {
        var due: [Due] = []
        for client in policy.clients {
            let today = client.zone.date(of: now)
            guard let plan = client.plan(on: today), !plan.duties.isEmpty || plan.reviewMonths != nil else { continue }
            let last = try store.lastDueDays(client: client.client)
            due += Self.duties(of: client, plan: plan, today: today, last: last[.duty] ?? [:])
            due += Self.review(of: client, plan: plan, today: today, last: last[.review] ?? [:])
        }
        // Every round comes by here: without anything new nothing is written.
        guard !due.isEmpty else { return 0 }
        return try store.recording(at: now) { recorder in
            try due.count { item in
                try recorder.openDuty(
                    client: item.client,
                    kind: item.kind,
                    name: item.name,
                    minutes: item.minutes,
                    clause: item.clause,
                    dueOn: item.dueOn
                )
            }
        }
    }

    /// When the next day begins for any client: nothing comes round before.
    func nextDay(after now: Instant) -> Instant {
        let days = policy.clients.map { $0.zone.startOfDay($0.zone.date(of: now).adding(days: 1)) }
        return days.min() ?? now.adding(minutes: 24 * 60)
    }

    /// Each duty once a period, open from its first day and due on its last. Periods that were missed since the last
    /// time are made up for.
    static func duties(of client: ClientAgreement, plan: Plan, today: CivilDate, last: [String: CivilDate]) -> [Due] {
        guard let start = client.start else { return [] }
        return plan.duties.flatMap { duty -> [Due] in
            let schedule = PeriodSchedule(
                unit: duty.every,
                anchorDay: plan.included?.anchorDay ?? 1,
                anchorMonth: plan.included?.anchorMonth ?? 1,
                start: start,
                end: client.end,
                zone: client.zone
            )
            let from = last[duty.name].map { $0.adding(days: 1) } ?? today
            return schedule.periods(from: from, until: today.adding(days: 1)).suffix(mostPeriods).map { period in
                Due(
                    client: client.client,
                    kind: .duty,
                    name: duty.name,
                    minutes: duty.minutes,
                    clause: duty.clause,
                    dueOn: period.end.adding(days: -1)
                )
            }
        }
    }

    /// The next review of the terms, counted from the start of the agreement.
    static func review(of client: ClientAgreement, plan: Plan, today: CivilDate, last: [String: CivilDate]) -> [Due] {
        guard let months = plan.reviewMonths, months > 0, let start = client.start else { return [] }
        let horizon = today.adding(days: reviewLeadDays)
        let name = "Review of the terms"
        var count = 1
        var found: CivilDate?
        while true {
            let day = start.adding(months: months * count, anchorDay: start.day)
            if day > horizon { break }
            found = day
            count += 1
        }
        guard let day = found, last[name].map({ day > $0 }) ?? (day >= today), client.end.map({ day < $0 }) ?? true
        else {
            return []
        }
        return [Due(client: client.client, kind: .review, name: name, minutes: 0, clause: nil, dueOn: day)]
    }

    /// Says that a duty was done, and debits the time in the same step. A review debits nothing unless a time is given.
    ///
    /// - Parameter minutes: Time worked; the plan's own unless given.
    /// - Returns: What was booked; nil when nothing was.
    public func finish(_ id: Int, minutes: Int?, note: String, by: String, happenedAt: Instant, now: Instant) throws
        -> Booking?
    {
        let row = try open(id)
        let worked = minutes ?? row.minutes
        return try store.recording(at: now) { recorder in
            guard try recorder.endDuty(id, isSkipped: false, note: note) else { throw Self.ended(id) }
            guard worked > 0 else { return nil }
            guard let agreement = policy.client(row.client) else {
                throw StoreError.missing(what: "client \(row.client)")
            }
            let ledger = Ledger(
                agreement: agreement,
                postings: try recorder.postings(client: row.client),
                calendars: policy.calendars
            )
            let entry = Entry(
                .work(minutes: worked, charge: .ordinary),
                enteredBy: by,
                note: "\(row.name), due \(row.dueOn.text)\(note.isEmpty ? "" : ": \(note)")",
                happenedAt: happenedAt,
                clause: row.clause,
                idempotencyKey: "duty:\(id)"
            )
            do {
                let booking = try ledger.book(entry, now: now)
                try recorder.append(booking.postings)
                return booking
            } catch let error as BookingError {
                throw RequestWork.Refusal(description: error.words)
            }
        }
    }

    /// What the morning brief says of duties and reviews: those overdue, and those due within a week.
    func sections(now: Instant) throws -> [BriefReport.Section] {
        let lines = try store.duties().compactMap { row -> (kind: DutyRow.Kind, text: String)? in
            let client = policy.client(row.client)
            let today = (client?.zone ?? policy.agency.zone).date(of: now)
            guard row.dueOn <= today.adding(days: Self.briefDays) else { return nil }
            let time = row.minutes > 0 ? ", \(DurationText.text(row.minutes))" : ""
            let state = row.dueOn < today ? "was due on" : "due on"
            return (
                row.kind,
                "\(client?.name ?? row.client): \(row.name)\(time), \(state) \(row.dueOn.text) (duty \(row.id))"
            )
        }
        let titles: [(DutyRow.Kind, String)] = [(.duty, "Duties"), (.review, "Reviews")]
        return titles.compactMap { kind, title in
            let own = lines.filter { $0.kind == kind }.map(\.text)
            return own.isEmpty ? nil : BriefReport.Section(title: title, lines: own)
        }
    }

    /// Duties are told this many days ahead: long enough to find an hour, short enough to be read.
    static let briefDays = 7

    /// Leaves a duty out this time.
    public func skip(_ id: Int, note: String, now: Instant) throws {
        _ = try open(id)
        try store.recording(at: now) { recorder in
            guard try recorder.endDuty(id, isSkipped: true, note: note) else { throw Self.ended(id) }
        }
    }

    private func open(_ id: Int) throws -> DutyRow {
        guard let row = try store.duty(id) else { throw StoreError.missing(what: "duty \(id)") }
        guard row.doneAt == nil else { throw Self.ended(id) }
        return row
    }

    private static func ended(_ id: Int) -> RequestWork.Refusal {
        RequestWork.Refusal(description: "duty \(id) is done already, or was left out")
    }
}

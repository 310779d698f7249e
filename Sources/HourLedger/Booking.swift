import Agreement
public import WorkingTime

/// Where an entry counts.
struct Placement {
    var period: String
    /// The closed period it belongs to, for a late entry.
    var lateFor: String?
    var plan: Plan?
}

extension Ledger {
    /// The most an entry may have: a month around the clock. More is a slip of the pen.
    public static let entryMinutesMax = 31 * 24 * 60
    /// The largest credit, adjustment or transfer, which may bring in a balance of years.
    public static let adjustmentMinutesMax = 10_000_000
    /// How far the clock of whoever enters may be ahead of ours.
    static let futureMinutesMax = 24 * 60

    /// The postings that record an entry, to be stored and then appended.
    ///
    /// The same key again records nothing. Work is weighted, rounded and, where the terms ask for approval beyond the
    /// floor, split into what is booked and what is held. An entry for a closed period counts in the period of `now`.
    public func book(_ entry: Entry, now: Instant) throws(BookingError) -> Booking {
        if let earlier = posting(key: entry.idempotencyKey) { return Booking(postings: [], earlier: earlier) }
        guard entry.happenedAt <= now.adding(minutes: Self.futureMinutesMax) else { throw .inTheFuture }
        let place = try placement(happenedAt: entry.happenedAt, now: now)
        var posting = Posting(
            client: agreement.client,
            kind: .work,
            minutes: 0,
            period: place.period,
            enteredBy: entry.enteredBy,
            note: entry.note,
            happenedAt: entry.happenedAt,
            recordedAt: now,
            idempotencyKey: entry.idempotencyKey
        )
        posting.request = entry.request
        posting.message = entry.message
        posting.clause = entry.clause
        posting.refersToPeriod = place.lateFor
        switch entry.matter {
        case .work(let minutes, let charge):
            try bookWork(minutes, charge: charge, as: &posting, place: place)
        case .credit(let minutes):
            try Self.checkAdjustment(minutes)
            guard minutes > 0 else { throw .noMinutes }
            posting.kind = .credit
            posting.minutes = minutes
        case .promiseCredit(let minutes, let sum, let period):
            guard minutes > 0 || sum.map({ $0.minorUnits > 0 }) == true else { throw .noMinutes }
            if minutes != 0 { try Self.checkAdjustment(minutes) }
            posting.kind = .credit
            posting.minutes = minutes
            posting.rate = sum
            posting.refersToPeriod = period
        case .adjustment(let minutes):
            try Self.checkAdjustment(minutes)
            posting.kind = .adjustment
            posting.minutes = minutes
        case .transfer(let minutes):
            try Self.checkAdjustment(minutes)
            posting.kind = .transfer
            posting.minutes = minutes
        }
        return Booking(postings: sealed([posting]))
    }

    private static func checkAdjustment(_ minutes: Int) throws(BookingError) {
        guard minutes != 0 else { throw .noMinutes }
        guard minutes.magnitude <= adjustmentMinutesMax else { throw .tooManyMinutes(max: adjustmentMinutesMax) }
    }

    private func bookWork(
        _ minutes: Int,
        charge: Entry.Charge,
        as posting: inout Posting,
        place: Placement
    ) throws(BookingError) {
        guard minutes > 0 else { throw .noMinutes }
        guard minutes <= Self.entryMinutesMax else { throw .tooManyMinutes(max: Self.entryMinutesMax) }
        posting.workedMinutes = minutes
        switch charge {
        case .ordinary:
            break
        case .defect(let reportedAt):
            if agreement.warranty(reportedAt: reportedAt) != nil {
                posting.basis = .warranty
                let terms = agreement.plan(on: agreement.zone.date(of: reportedAt))
                posting.clause = terms?.warranty?.clause ?? posting.clause
            }
        case .rework:
            if place.plan?.reworkIsFree == true { posting.basis = .rework }
        case .quoted:
            posting.basis = .quoted
        }
        guard posting.basis == .ordinary else { return }
        let weighted = weightedHundredths(minutes: minutes, from: posting.happenedAt, plan: place.plan)
        let debit = debit(
            weightedHundredths: weighted,
            request: posting.request,
            happenedAt: posting.happenedAt,
            plan: place.plan
        )
        posting.weightedHundredths = weighted
        posting.minutes = -debit
        posting.heldMinutes = heldMinutes(of: posting, plan: place.plan)
        posting.minutes += posting.heldMinutes
    }

    /// How many of a work posting's minutes lie beyond the floor and need approval: by how much it raises what no lot
    /// and no overdraft has room for.
    private func heldMinutes(of posting: Posting, plan: Plan?) -> Int {
        guard let plan, plan.holdsForApproval, posting.minutes < 0 else { return 0 }
        guard let tip, posting.effectiveAt < tip.at else {
            var engine = Engine(self, through: posting.effectiveAt, from: tip, isForSums: true)
            engine.run()
            return max(-posting.minutes - engine.roomMinutes, 0)
        }
        var engine = Engine(self, through: tip.at, adding: posting, isForSums: true)
        engine.run()
        let more = engine.standing.beyondFloorMinutes - tip.standing.beyondFloorMinutes
        return min(max(more, 0), -posting.minutes)
    }

    /// The period in which something that happened then counts, recorded now.
    func placement(happenedAt: Instant, now: Instant) throws(BookingError) -> Placement {
        let day = agreement.zone.date(of: happenedAt)
        let name = periodName(on: day)
        let plan = timetable(through: day).plan(on: day)
        guard let closedUntil, happenedAt < closedUntil else {
            return Placement(period: name, lateFor: nil, plan: plan)
        }
        let current = periodName(on: agreement.zone.date(of: now))
        guard now >= closedUntil else { throw .periodClosed(current) }
        // The terms under which the work was done stay those of its day.
        return Placement(period: current, lateFor: name, plan: plan)
    }

    /// Name of the period a day falls in.
    func periodName(on day: CivilDate) -> String {
        let timetable = timetable(through: day)
        return timetable.period(containing: day)?.name ?? outsidePeriod(on: day, in: timetable).name
    }

    /// The days around one outside the agreement: its calendar month, as far as the agreement does not reach into it. It
    /// is named by its first day where the agreement has a period with the month's name.
    func outsidePeriod(on day: CivilDate, in timetable: Timetable) -> (name: String, period: Period) {
        let first = day.adding(days: 1 - day.day)
        var period = Period(start: first, end: first.adding(months: 1))
        if let start = timetable.start, day < start { period.end = min(period.end, start) }
        if let end = agreement.end, day >= end { period.start = max(period.start, end) }
        let month = String(day.text.prefix(7))
        return (timetable.periods.contains { $0.name == month } ? period.start.text : month, period)
    }
}

extension Plan {
    /// Whether hours are not counted at all: nothing included, nothing priced, no overdraft.
    var countsNoHours: Bool {
        included == nil && overage == nil && overdraft == .forbidden
    }

    /// Whether work beyond balance and floor waits for a person.
    var holdsForApproval: Bool {
        !countsNoHours && overdraft != .unlimited && overage?.approval != .automatic
    }

    /// The lowest balance that work may lead to; nil without limit.
    var floorMinutes: Int? {
        switch overdraft {
        case .forbidden: 0
        case .unlimited: nil
        case .floor(let minutes): min(minutes, 0)
        }
    }
}

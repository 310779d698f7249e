import Agreement
public import WorkingTime

extension Ledger {
    /// What becomes of held work.
    public enum HeldDecision: String, CaseIterable, Sendable {
        /// Priced where the terms have a rate, else charged to the balance below its floor.
        case approve
        /// Charged to the balance, below its floor if need be.
        case chargeBalance
        /// Not charged at all.
        case waive
    }

    /// The posting that settles the held minutes of a work posting. It counts at `now`.
    public func decide(
        _ decision: HeldDecision,
        held id: String,
        enteredBy: String,
        note: String = "",
        now: Instant
    ) throws(BookingError) -> Booking {
        let key = "held \(id)"
        if let earlier = posting(key: key) { return Booking(postings: [], earlier: earlier) }
        guard let work = posting(id) else { throw .unknownPosting(id) }
        guard let minutes = heldMinutesByID[id], minutes > 0 else { throw .notPossible(id) }
        let place = try placement(happenedAt: now, now: now)
        let isPriced = decision == .approve && place.plan?.overage != nil
        var posting = Posting(
            client: agreement.client,
            kind: .work,
            basis: isPriced ? .approvedAsOverage : .approvedForBalance,
            minutes: -minutes,
            period: place.period,
            enteredBy: enteredBy,
            note: note.isEmpty ? work.note : note,
            happenedAt: now,
            recordedAt: now,
            idempotencyKey: key
        )
        if decision == .waive {
            posting.basis = .waived
            posting.minutes = 0
        }
        posting.heldMinutes = -minutes
        posting.request = work.request
        posting.message = work.message
        posting.clause = work.clause
        posting.refersTo = id
        return Booking(postings: sealed([posting]))
    }

    /// The posting that approves held work: priced as overage where the terms have a rate, else charged to the balance.
    public func approve(_ id: String, enteredBy: String, note: String = "", now: Instant) throws(BookingError)
        -> Booking
    {
        try decide(.approve, held: id, enteredBy: enteredBy, note: note, now: now)
    }

    /// The posting that takes another back as a whole. In an open period it counts when the other did, so that the
    /// period looks as if the other had never been; otherwise it counts at `now` and names the closed period.
    ///
    /// Work that was rounded up together with other work is taken back by what the rounding of the rest leaves.
    public func correct(_ id: String, enteredBy: String, note: String, now: Instant) throws(BookingError) -> Booking {
        let key = "correct \(id)"
        if let earlier = posting(key: key) { return Booking(postings: [], earlier: earlier) }
        guard let wrong = posting(id) else { throw .unknownPosting(id) }
        guard !wrong.isByTerms, wrong.corrects == nil, wrong.refersTo == nil else { throw .notPossible(id) }
        // Held work that was decided on already is answered by an adjustment.
        if wrong.heldMinutes > 0, heldMinutesByID[id] != wrong.heldMinutes { throw .notPossible(id) }
        let isClosed = closedPeriods.contains(wrong.period)
        let period = isClosed ? periodName(on: agreement.zone.date(of: now)) : wrong.period
        guard !closedPeriods.contains(period) else { throw .periodClosed(period) }
        var posting = Posting(
            client: agreement.client,
            kind: wrong.kind,
            minutes: -wrong.minutes,
            period: period,
            enteredBy: enteredBy,
            note: note,
            happenedAt: isClosed ? wrong.happenedAt : wrong.effectiveAt,
            recordedAt: now,
            idempotencyKey: key
        )
        posting.request = wrong.request
        posting.message = wrong.message
        posting.clause = wrong.clause
        posting.corrects = id
        posting.refersToPeriod = isClosed ? wrong.period : nil
        posting.workedMinutes = wrong.workedMinutes.map { -$0 }
        posting.rate = wrong.rate.map { Money(minorUnits: -$0.minorUnits, currency: $0.currency) }
        posting.weightedHundredths = wrong.weightedHundredths.map { -$0 }
        if wrong.kind == .work {
            let back = debitTakenBack(wrong)
            posting.heldMinutes = -min(wrong.heldMinutes, back)
            posting.minutes = back + posting.heldMinutes
        }
        return Booking(postings: sealed([posting]))
    }

    /// Minutes no longer charged when a work posting falls away.
    private func debitTakenBack(_ wrong: Posting) -> Int {
        let own = wrong.heldMinutes - wrong.minutes
        let day = agreement.zone.date(of: wrong.happenedAt)
        guard let weighted = wrong.weightedHundredths, let plan = agreement.plan(on: day),
            let group = group(of: wrong.request, happenedAt: wrong.happenedAt, plan: plan), let totals = groups[group]
        else { return own }
        let rest = plan.increment.debit(weightedHundredths: totals.weightedHundredths - weighted)
        return max(totals.debitedMinutes - rest, wrong.heldMinutes)
    }
}

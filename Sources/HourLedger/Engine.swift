import Agreement
import WorkingTime

/// Goes through a client's time in order and works out what the terms make of the entries: lots, their use and end,
/// overage. Closed periods are taken as they were stored.
struct Engine {
    let ledger: Ledger
    let client: String
    let zone: Zone
    let timetable: Timetable
    var standing: Standing
    /// What counts so far, stored and derived.
    var counted: [Posting] = []
    private let events: [TimedEvent]
    /// A posting to be tried that is not in the ledger.
    private let extra: Posting?
    /// Whether only sums are wanted, so that postings need not be kept.
    let isForSums: Bool

    /// - Parameter tip: where to go on from; without one, from the beginning.
    init(
        _ ledger: Ledger,
        through asOf: Instant,
        from tip: Tip? = nil,
        adding extra: Posting? = nil,
        isForSums: Bool = false
    ) {
        self.ledger = ledger
        self.extra = extra
        self.isForSums = isForSums
        standing = tip?.standing ?? Standing()
        client = ledger.agreement.client
        zone = ledger.agreement.zone
        timetable = ledger.timetable(through: zone.date(of: asOf))
        events = TimedEvent.all(of: ledger, periods: timetable.periods, through: asOf, from: tip, adding: extra)
    }

    var periods: [AgreementPeriod] { timetable.periods }

    var plan: Plan? {
        standing.periodIndex.map { periods[$0].segments[standing.segmentIndex].plan }
    }

    /// Minutes of work that lots and overdraft have room for; without limit where the overdraft has none.
    var roomMinutes: Int {
        guard let floor = plan?.floorMinutes else { return Int.max / 2 }
        return standing.lots.reduce(0) { $0 + $1.minutes } + max(-floor - standing.debtMinutes, 0)
    }

    mutating func run() {
        for event in events { take(event) }
    }

    /// Notes a posting as counted.
    mutating func count(_ posting: Posting) {
        if !isForSums { counted.append(posting) }
    }

    /// Notes a transfer of a closed period as counted.
    private mutating func countStored(_ transfer: Posting) {
        if transfer.basis == .overage { standing.overageMinutes += transfer.minutes }
        count(transfer)
    }

    private mutating func take(_ event: TimedEvent) {
        switch event.event {
        case .expiryDay(let day): expireDated(on: day)
        case .periodEnd(let index): endPeriod(index)
        case .periodStart(let index): startPeriod(index)
        case .planChange(let index, let segment): changePlan(index, segment)
        case .posting(let index): take(ledger.postings[index])
        case .extra: if let extra { take(extra) }
        }
    }

    private mutating func take(_ posting: Posting) {
        guard posting.basis != .closing else { return }
        // What the terms moved off the balance is taken together with its work.
        if posting.isByTerms, posting.kind == .transfer, posting.number > 0 { return }
        count(posting)
        standing.heldMinutes += posting.heldMinutes
        switch posting.kind {
        case .grant:
            if let month = posting.refersToPeriod { standing.grantedAhead[month] = posting.minutes }
            add(posting.minutes, period: posting.period)
        case .expiry:
            charge(-posting.minutes - takeFromLots(-posting.minutes, ofPeriod: posting.refersToPeriod))
        case .work, .credit, .adjustment, .transfer:
            takeEntry(posting)
        }
    }

    /// An entry with what was taken back of it in the same period; a correction itself counts only when what it
    /// corrects lies in a closed period.
    private mutating func takeEntry(_ posting: Posting) {
        if let corrected = posting.corrects {
            guard posting.refersToPeriod != nil else { return }
            takeBack(posting, of: corrected)
            return
        }
        let minutes = posting.minutes + takenBackInPeriod(posting)
        if minutes > 0 {
            add(minutes, period: posting.period)
        } else if posting.kind == .work {
            use(-minutes, for: posting)
        } else {
            charge(-minutes)
        }
    }

    private func takenBackInPeriod(_ posting: Posting) -> Int {
        guard posting.number > 0, let index = ledger.correctionByID[posting.id] else { return 0 }
        let correction = ledger.postings[index]
        return correction.refersToPeriod == nil ? correction.minutes : 0
    }

    // MARK: Lots

    /// Minutes given: they pay what was worked ahead first, the rest is a lot of the period.
    mutating func add(_ minutes: Int, period: String) {
        guard minutes > 0 else { return charge(-minutes) }
        let paid = min(minutes, standing.debtMinutes)
        standing.debtMinutes -= paid
        guard minutes > paid else { return }
        let index = standing.periodIndex ?? (periods.firstIndex { $0.name == period } ?? -1)
        // Carried minutes with a date of their own stay apart from new ones.
        if let last = standing.lots.indices.last, standing.lots[last].period == period,
            standing.lots[last].expiresOn == nil
        {
            standing.lots[last].minutes += minutes - paid
        } else {
            standing.lots.append(Lot(period: period, minutes: minutes - paid, periodIndex: index))
        }
    }

    /// Minutes taken, oldest lots first; what no lot has is owed, whatever the floor.
    mutating func charge(_ minutes: Int) {
        standing.debtMinutes += minutes - takeFromLots(minutes)
    }

    /// Takes up to so many minutes from the lots, oldest first; the minutes taken.
    @discardableResult
    mutating func takeFromLots(_ minutes: Int, ofPeriod period: String? = nil) -> Int {
        var left = minutes
        for index in standing.lots.indices where left > 0 && (period == nil || standing.lots[index].period == period) {
            let taken = min(left, standing.lots[index].minutes)
            standing.lots[index].minutes -= taken
            left -= taken
        }
        standing.lots.removeAll { $0.minutes == 0 }
        return minutes - left
    }

    // MARK: Work

    /// Charges work: lots, then overdraft down to the floor, then leeway and overage.
    private mutating func use(_ minutes: Int, for work: Posting) {
        guard minutes > 0 else { return }
        if let stored = ledger.transfersByWork[work.id] {
            // A closed period: what left the balance then is a fact.
            let transfers = stored.map { ledger.postings[$0] }.filter { $0.period == work.period }
            for transfer in transfers { countStored(transfer) }
            return charge(minutes - transfers.reduce(0) { $0 + $1.minutes })
        }
        if ledger.closedPeriods.contains(work.period) { return charge(minutes) }
        guard let plan else { return moveOff(minutes, basis: .overage, rate: nil, work: work) }
        if plan.countsNoHours { return moveOff(minutes, basis: .flatFee, rate: nil, work: work) }
        switch work.basis {
        case .approvedAsOverage:
            return moveOff(minutes, basis: .overage, rate: plan.overage?.ratePerHour, work: work)
        case .approvedForBalance:
            return charge(minutes)
        default:
            break
        }
        var left = minutes - takeFromLots(minutes)
        let room = plan.floorMinutes.map { max(-$0 - standing.debtMinutes, 0) } ?? left
        let ahead = min(left, room)
        standing.debtMinutes += ahead
        left -= ahead
        guard left > 0 else { return }
        guard let overage = plan.overage, overage.approval == .automatic else {
            // It was booked when there was room, and something before it has changed since.
            standing.debtMinutes += left
            standing.beyondFloorMinutes += left
            return
        }
        if standing.leewayPeriod != work.period {
            standing.leewayPeriod = work.period
            standing.leewayUsedMinutes = 0
        }
        let free = min(left, max(overage.leewayMinutes - standing.leewayUsedMinutes, 0))
        standing.leewayUsedMinutes += free
        moveOff(free, basis: .leeway, rate: nil, work: work)
        moveOff(left - free, basis: .overage, rate: overage.ratePerHour, work: work)
    }

    /// A derived posting that takes a work's minutes off the balance again.
    private mutating func moveOff(_ minutes: Int, basis: Posting.Basis, rate: Money?, work: Posting) {
        if basis == .overage { standing.overageMinutes += minutes }
        guard minutes != 0, !isForSums else { return }
        var posting = Posting(
            id: "\(work.id)-\(basis.rawValue)",
            client: client,
            kind: .transfer,
            basis: basis,
            minutes: minutes,
            period: work.period,
            enteredBy: Self.terms,
            note: Self.note(of: basis),
            happenedAt: work.effectiveAt,
            recordedAt: work.effectiveAt,
            idempotencyKey: "\(work.idempotencyKey) \(basis.rawValue)"
        )
        posting.request = work.request
        posting.refersTo = work.id
        posting.rate = rate
        count(posting)
    }

    /// A correction of work in a closed period: what was overage is taken off the overage first, the rest goes back to
    /// the balance.
    private mutating func takeBack(_ correction: Posting, of id: String) {
        guard correction.minutes > 0 else { return charge(-correction.minutes) }
        var left = correction.minutes
        if let stored = ledger.transfersByWork[correction.id] {
            let transfers = stored.map { ledger.postings[$0] }
            for transfer in transfers { countStored(transfer) }
            left += transfers.reduce(0) { $0 + $1.minutes }
        } else {
            for index in (ledger.transfersByWork[id] ?? []).reversed() {
                let transfer = ledger.postings[index]
                let back = min(left, transfer.minutes)
                moveOff(-back, basis: transfer.basis, rate: transfer.rate, work: correction)
                left -= back
            }
        }
        add(left, period: correction.period)
    }

    /// Who enters what the agreement itself does.
    static let terms = "terms"

    private static func note(of basis: Posting.Basis) -> String {
        switch basis {
        case .overage: "beyond the balance"
        case .leeway: "beyond the balance, free"
        case .flatFee: "covered by the fee"
        default: ""
        }
    }
}

import Agreement
import WorkingTime

// What the terms do by themselves: grants, changes of plan, carry and expiry.
extension Engine {
    mutating func startPeriod(_ index: Int) {
        standing.periodIndex = index
        standing.segmentIndex = 0
        let period = periods[index]
        guard !ledger.closedPeriods.contains(period.name), let included = period.segments[0].plan.included else {
            return
        }
        // A pool has granted this month already, maybe under other terms.
        let ahead = standing.grantedAhead[period.name]
        let minutes = period.grant(ofSegment: 0) - (ahead ?? 0)
        let start = zone.startOfDay(period.period.start)
        derive(.grant, minutes, in: period, at: start, note: "included time")
        add(minutes, period: period.name)
        if ahead == nil, period.segments[0].plan.carry == .pooledByQuarter, included.unit == .month {
            poolAhead(from: index, minutes: included.minutes, at: start)
        }
    }

    /// Grants the following months of the same calendar quarter ahead.
    private mutating func poolAhead(from index: Int, minutes: Int, at start: Instant) {
        let period = periods[index]
        for later in periods[(index + 1)...] {
            guard later.whole.start.quarter == period.whole.start.quarter,
                later.segments[0].plan.carry == .pooledByQuarter
            else { break }
            standing.grantedAhead[later.name] = minutes
            derive(
                .grant,
                minutes,
                in: period,
                at: start,
                lot: later.name,
                note: "included time of \(later.name), pooled"
            )
            add(minutes, period: period.name)
        }
    }

    mutating func changePlan(_ index: Int, _ segment: Int) {
        standing.segmentIndex = segment
        let period = periods[index]
        guard !ledger.closedPeriods.contains(period.name) else { return }
        let before = period.grant(ofSegment: segment - 1, until: period.segments[segment].from)
        let minutes = before - period.grant(ofSegment: segment - 1) + period.grant(ofSegment: segment)
        derive(
            .grant,
            minutes,
            in: period,
            at: zone.startOfDay(period.segments[segment].from),
            basis: .planChange,
            note: "change of plan, by days"
        )
        add(minutes, period: period.name)
    }

    mutating func endPeriod(_ index: Int) {
        let period = periods[index]
        defer {
            markCarried(endOf: period)
            standing.periodIndex = nil
        }
        guard !ledger.closedPeriods.contains(period.name), let last = period.segments.last else { return }
        if period.isCut {
            let segment = period.segments.count - 1
            let minutes = period.grant(ofSegment: segment, until: period.period.end) - period.grant(ofSegment: segment)
            derive(
                .grant,
                minutes,
                in: period,
                at: zone.endOfDay(period.period.end.adding(days: -1)),
                basis: .planChange,
                note: "change of plan, by days"
            )
            add(minutes, period: period.name)
        }
        if let end = ledger.agreement.end, period.period.end >= end { return expire(allBut: 0, in: period) }
        switch last.plan.carry {
        case .none: expire(allBut: 0, in: period)
        case .all: break
        case .cap(let minutes): expire(allBut: minutes, in: period)
        case .expires(let periods): expire(in: period) { $0.periodIndex + periods <= index }
        case .pooledByQuarter:
            // The period that follows decides, because a short period may end within the quarter.
            let isLast = period.whole.start.quarter != period.whole.end.quarter
            if isLast { expire(allBut: 0, in: period) }
        case .capUntil(let minutes, _, _):
            if period.endsYear { expire(allBut: minutes, in: period) }
        }
    }

    /// Gives what goes over into a new year its last day, where the terms name one.
    private mutating func markCarried(endOf period: AgreementPeriod) {
        guard case .capUntil(_, let month, let day) = period.segments.last?.plan.carry, period.endsYear else { return }
        let expiry = period.period.end.next(month: month, day: day)
        for lot in standing.lots.indices where standing.lots[lot].expiresOn == nil {
            standing.lots[lot].expiresOn = expiry
        }
    }

    /// Ends the lots whose own date has come. It counts in the period of the day before.
    mutating func expireDated(on day: CivilDate) {
        guard let index = periods.lastIndex(where: { $0.period.start < day }),
            !ledger.closedPeriods.contains(periods[index].name)
        else { return }
        expire(in: periods[index], at: day) { lot in lot.expiresOn.map { $0 <= day } ?? false }
    }

    private mutating func expire(allBut kept: Int, in period: AgreementPeriod) {
        var excess = standing.lots.reduce(0) { $0 + $1.minutes } - max(kept, 0)
        for lot in standing.lots where excess > 0 {
            let minutes = min(lot.minutes, excess)
            excess -= minutes
            expire(minutes, of: lot, in: period, on: period.period.end)
        }
    }

    private mutating func expire(
        in period: AgreementPeriod,
        at day: CivilDate? = nil,
        where isOver: (Lot) -> Bool
    ) {
        for lot in standing.lots where isOver(lot) {
            expire(lot.minutes, of: lot, in: period, on: day ?? period.period.end)
        }
    }

    private mutating func expire(_ minutes: Int, of lot: Lot, in period: AgreementPeriod, on day: CivilDate) {
        takeFromLots(minutes, ofPeriod: lot.period)
        derive(
            .expiry,
            -minutes,
            in: period,
            at: zone.startOfDay(day),
            lot: lot.period,
            note: "unused time of \(lot.period)"
        )
    }

    private mutating func derive(
        _ kind: Posting.Kind,
        _ minutes: Int,
        in period: AgreementPeriod,
        at instant: Instant,
        basis: Posting.Basis = .ordinary,
        lot: String? = nil,
        note: String
    ) {
        guard minutes != 0, !isForSums else { return }
        var name = "\(kind.rawValue) \(period.name)"
        if let lot { name += " of \(lot)" }
        if kind != .grant || basis == .planChange { name += " at \(zone.date(of: instant).text)" }
        var posting = Posting(
            id: "\(client)-\(name.split(separator: " ").joined(separator: "-"))",
            client: client,
            kind: kind,
            basis: basis,
            minutes: minutes,
            period: period.name,
            enteredBy: Self.terms,
            note: note,
            happenedAt: instant,
            recordedAt: instant,
            idempotencyKey: "terms \(name)"
        )
        posting.refersToPeriod = lot
        count(posting)
    }
}

extension AgreementPeriod {
    /// Whether a calendar year ends with this period or within it.
    var endsYear: Bool {
        period.end.year > period.start.year
    }

    /// Minutes granted for a segment if it lasted to the end of the whole period, or to another day.
    func grant(ofSegment segment: Int, until: CivilDate? = nil) -> Int {
        guard let included = segments[segment].plan.included else { return 0 }
        let isFull = segment == 0 && (!isFirst || included.firstPeriod == .full)
        let from = isFull ? whole.start : segments[segment].from
        let days = (until ?? whole.end).dayNumber - from.dayNumber
        return Rounded.half(included.minutes, times: days, over: whole.dayCount) ?? 0
    }
}

extension CivilDate {
    /// Calendar quarters counted since year 0.
    var quarter: Int {
        year * 4 + (month - 1) / 3
    }

    /// The first such day of a year after this one; a day the month does not have is its last.
    func next(month: Int, day: Int) -> CivilDate {
        for year in year...(year + 1) {
            let month = min(max(month, 1), 12)
            let day = min(max(day, 1), CivilDate.dayCount(year: year, month: month))
            if let date = CivilDate(year: year, month: month, day: day), date > self { return date }
        }
        return adding(days: 366)
    }
}

import Agreement
import WorkingTime

/// Something that happens to a ledger, with its time and its turn among what happens at the same time.
struct TimedEvent {
    enum Event {
        case expiryDay(CivilDate)
        case periodEnd(Int)
        case periodStart(Int)
        case planChange(period: Int, segment: Int)
        /// A stored posting, by its place.
        case posting(Int)
        case extra
    }

    var at: Instant
    /// At one instant: first what ends, then what begins, then what people entered.
    var turn: Int
    var order: Int
    var event: Event

    /// Everything up to an instant, in order.
    static func all(
        of ledger: Ledger,
        periods: [AgreementPeriod],
        through asOf: Instant,
        from tip: Tip?,
        adding extra: Posting?
    ) -> [TimedEvent] {
        let zone = ledger.agreement.zone
        var events: [TimedEvent] = []
        func add(_ at: Instant, _ turn: Int, _ order: Int, _ event: Event) {
            if at <= asOf, tip.map({ at > $0.at }) ?? true {
                events.append(TimedEvent(at: at, turn: turn, order: order, event: event))
            }
        }
        let firstDay = tip.map { zone.date(of: $0.at) }
        let lastDay = zone.date(of: asOf)
        for (index, period) in periods.enumerated() where period.period.start <= lastDay {
            if let firstDay, period.period.end < firstDay { continue }
            add(zone.startOfDay(period.period.end), 2, index, .periodEnd(index))
            add(zone.startOfDay(period.period.start), 3, index, .periodStart(index))
            for segment in period.segments.indices.dropFirst() {
                let day = period.segments[segment].from
                add(zone.startOfDay(day), 4, index, .planChange(period: index, segment: segment))
            }
        }
        for day in expiryDays(of: periods) { add(zone.startOfDay(day), 1, 0, .expiryDay(day)) }
        for (index, mark) in ledger.marks.enumerated().dropFirst(tip?.postingCount ?? 0) where mark.at <= asOf {
            events.append(TimedEvent(at: mark.at, turn: mark.turn, order: index, event: .posting(index)))
        }
        if let extra { events.append(TimedEvent(at: extra.effectiveAt, turn: 5, order: Int.max, event: .extra)) }
        events.sort { ($0.at, $0.turn, $0.order) < ($1.at, $1.turn, $1.order) }
        return events
    }

    /// The days on which carried time ends by date.
    private static func expiryDays(of periods: [AgreementPeriod]) -> Set<CivilDate> {
        var days: Set<CivilDate> = []
        for period in periods {
            for segment in period.segments {
                guard case .capUntil(_, let month, let day) = segment.plan.carry else { continue }
                days.insert(period.period.start.next(month: month, day: day))
            }
        }
        return days
    }
}

/// When a stored posting counts.
struct PostingMark {
    var at: Instant
    var turn: Int

    init(_ posting: Posting) {
        at = posting.effectiveAt
        // What was stored at a closing keeps the turn it had before.
        switch posting.kind {
        case .expiry: turn = 1
        case .grant: turn = posting.basis == .planChange ? 0 : 4
        case .work, .credit, .adjustment, .transfer: turn = 5
        }
    }
}

extension Engine {
    func state(asOf: Instant) -> LedgerState {
        let rows = periodRows(through: zone.date(of: asOf))
        return LedgerState(
            client: client,
            zone: zone,
            asOf: asOf,
            balanceMinutes: standing.balanceMinutes,
            heldMinutes: standing.heldMinutes,
            overage: overageLines(),
            periods: rows,
            lots: standing.lots,
            postings: counted
        )
    }

    /// One row a period that has begun, and one a calendar month with entries outside the agreement.
    private func periodRows(through day: CivilDate) -> [LedgerPeriod] {
        var rows: [LedgerPeriod] = []
        var indexByName: [String: Int] = [:]
        for period in periods where period.period.start <= day {
            indexByName[period.name] = rows.count
            rows.append(LedgerPeriod(name: period.name, period: period.period))
        }
        // By index, because a posting is large to copy.
        for index in counted.indices {
            let name = counted[index].period
            let row = indexByName[name] ?? rows.count
            if row == rows.count {
                let day = zone.date(of: counted[index].effectiveAt)
                rows.append(LedgerPeriod(name: name, period: ledger.outsidePeriod(on: day, in: timetable).period))
                indexByName[name] = row
            }
            rows[row].count(counted[index])
        }
        rows.sort { ($0.start, $0.end) < ($1.start, $1.end) }
        var balance = 0
        for index in rows.indices {
            rows[index].isClosed = ledger.closedPeriods.contains(rows[index].name)
            rows[index].openingMinutes = balance
            balance = rows[index].closing(from: balance)
            rows[index].closingMinutes = balance
        }
        return rows
    }

    /// Overage by period and rate, in order of time.
    private func overageLines() -> [OverageLine] {
        var lines: [OverageLine] = []
        for index in counted.indices where counted[index].kind == .transfer && counted[index].basis == .overage {
            let posting = counted[index]
            if let index = lines.lastIndex(where: { $0.period == posting.period && $0.rate == posting.rate }) {
                lines[index].minutes += posting.minutes
            } else {
                lines.append(
                    OverageLine(period: posting.period, minutes: posting.minutes, rate: posting.rate, amount: nil)
                )
            }
        }
        for index in lines.indices {
            lines[index].amount = try? lines[index].rate?.price(ofMinutes: lines[index].minutes)
        }
        return lines
    }
}

extension LedgerPeriod {
    /// Adds a posting to the sums of the row.
    mutating func count(_ posting: Posting) {
        switch (posting.kind, posting.basis) {
        case (.grant, _): grantedMinutes += posting.minutes
        case (.expiry, _): expiredMinutes -= posting.minutes
        case (.work, _): usedMinutes -= posting.minutes
        case (.transfer, .overage):
            usedMinutes -= posting.minutes
            overageMinutes += posting.minutes
        case (.transfer, .leeway):
            usedMinutes -= posting.minutes
            leewayMinutes += posting.minutes
        case (.transfer, .flatFee): usedMinutes -= posting.minutes
        case (.credit, _), (.adjustment, _), (.transfer, _): adjustedMinutes += posting.minutes
        }
    }

    func closing(from opening: Int) -> Int {
        opening + grantedMinutes + adjustedMinutes - usedMinutes - expiredMinutes
    }
}

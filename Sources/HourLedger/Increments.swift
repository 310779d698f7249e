import Agreement
import WorkingTime

/// Work that is rounded up together.
struct IncrementGroup: Hashable {
    var request: String
    /// Nil when all days count together.
    var day: CivilDate?

    /// The groups in which a posting's minutes count; none for work without a request.
    static func groups(of posting: Posting, zone: Zone) -> [IncrementGroup] {
        guard posting.kind == .work, posting.weightedHundredths != nil, let request = posting.request else { return [] }
        return [
            IncrementGroup(request: request, day: nil),
            IncrementGroup(request: request, day: zone.date(of: posting.happenedAt)),
        ]
    }
}

/// What was worked and charged in a group so far.
struct IncrementTotals {
    var weightedHundredths = 0
    var debitedMinutes = 0

    mutating func add(_ posting: Posting) {
        weightedHundredths += posting.weightedHundredths ?? 0
        debitedMinutes += posting.heldMinutes - posting.minutes
    }
}

extension Increment {
    /// Minutes charged for weighted minutes in hundredths: the next multiple, never less than none.
    func debit(weightedHundredths: Int) -> Int {
        guard weightedHundredths > 0 else { return 0 }
        let unit = max(minutes, 1) * 100
        return (weightedHundredths + unit - 1) / unit * max(minutes, 1)
    }
}

extension Ledger {
    /// The group in which the plan rounds an entry; nil when each entry is rounded by itself.
    func group(of request: String?, happenedAt: Instant, plan: Plan) -> IncrementGroup? {
        guard let request else { return nil }
        switch plan.increment.scope {
        case .entry: return nil
        case .request: return IncrementGroup(request: request, day: nil)
        case .requestDay: return IncrementGroup(request: request, day: agreement.zone.date(of: happenedAt))
        }
    }

    /// Minutes that an entry adds to what is charged.
    func debit(weightedHundredths: Int, request: String?, happenedAt: Instant, plan: Plan?) -> Int {
        guard let plan else {
            return Increment(minutes: 1, scope: .entry).debit(weightedHundredths: weightedHundredths)
        }
        guard let group = group(of: request, happenedAt: happenedAt, plan: plan) else {
            return plan.increment.debit(weightedHundredths: weightedHundredths)
        }
        let totals = groups[group] ?? IncrementTotals()
        let all = plan.increment.debit(weightedHundredths: totals.weightedHundredths + weightedHundredths)
        return max(all - totals.debitedMinutes, 0)
    }

    /// Worked minutes times the factors of the calendars outside whose hours they lie, in hundredths of a minute.
    ///
    /// Every minute takes the largest factor that applies to it; a minute inside all calendars counts once.
    func weightedHundredths(minutes: Int, from start: Instant, plan: Plan?) -> Int {
        let multipliers = (plan?.multipliers ?? []).compactMap { multiplier in
            calendars[multiplier.calendar].map { (calendar: $0, percent: multiplier.outsidePercent) }
        }
        guard !multipliers.isEmpty else { return minutes * 100 }
        let end = start.adding(minutes: minutes)
        let open = multipliers.map { $0.calendar.openTimes(from: start, to: end) }
        var bounds: Set<Instant> = [start, end]
        for times in open {
            for time in times { bounds.formUnion([time.lowerBound, time.upperBound]) }
        }
        let edges = bounds.sorted()
        var secondsTimesPercent = 0
        for (from, until) in zip(edges, edges.dropFirst()) {
            var percent: Int?
            for (index, multiplier) in multipliers.enumerated()
            where !open[index].contains(where: { $0.contains(from) }) {
                percent = max(percent ?? multiplier.percent, multiplier.percent)
            }
            secondsTimesPercent += Int(until.epochSeconds - from.epochSeconds) * (percent ?? 100)
        }
        return (secondsTimesPercent + 59) / 60
    }
}

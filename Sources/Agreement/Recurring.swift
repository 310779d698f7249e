public import WorkingTime

/// A recurring duty in one of its periods.
public struct DutyTurn: Hashable, Sendable {
    public var duty: Duty
    /// The duty's own period, such as `2026-11`, `2026-Q4` or `2026`.
    public var period: String
    public var start: CivilDate
    /// First day after the period: the duty is to be done before it.
    public var end: CivilDate

    public init(duty: Duty, period: String, start: CivilDate, end: CivilDate) {
        self.duty = duty
        self.period = period
        self.start = start
        self.end = end
    }
}

extension ClientAgreement {
    /// The duties whose period contains a day, in the order of the plan; none outside the agreement.
    ///
    /// A month's, quarter's or year's turn begins on the anchor day of the included time, else on the first of a month;
    /// it belongs to the plan in force on its first day, or on the agreement's.
    public func duties(on day: CivilDate) -> [DutyTurn] {
        guard let start, let plan = plan(on: day) else { return [] }
        return plan.duties.compactMap { duty in
            let schedule = PeriodSchedule(
                unit: duty.every,
                anchorDay: plan.included?.anchorDay ?? 1,
                anchorMonth: plan.included?.anchorMonth ?? 1,
                start: start,
                end: end,
                zone: zone
            )
            guard let period = schedule.period(containing: day) else { return nil }
            return DutyTurn(duty: duty, period: schedule.name(of: period), start: period.start, end: period.end)
        }
    }

    /// The days on which the terms are to be reviewed, `from` inclusive, `until` exclusive: every so many months from
    /// the start of the agreement, clamped to the length of the month without drift.
    public func reviews(from: CivilDate, until: CivilDate) -> [CivilDate] {
        guard let start, from < until else { return [] }
        var days: [CivilDate] = []
        // A change of plan may change the months; each plan's reviews count from the agreement's own start.
        var months = max((from.year - start.year) * 12 + from.month - start.month, 1)
        while true {
            let day = start.adding(months: months)
            guard day < until, day >= start else { break }
            if day >= from, let every = plan(on: day)?.reviewMonths, every > 0, months % every == 0 {
                days.append(day)
            }
            months += 1
        }
        return days
    }
}

public import WorkingTime

/// One period of an agreement with the plans that hold in it.
public struct AgreementPeriod: Hashable, Sendable {
    /// A plan and the days of the period on which it holds, `until` exclusive.
    public struct Segment: Hashable, Sendable {
        public var from: CivilDate
        public var until: CivilDate
        public var plan: Plan

        public init(from: CivilDate, until: CivilDate, plan: Plan) {
            self.from = from
            self.until = until
            self.plan = plan
        }
    }

    /// `2026-03`, `2026-Q1`, `2026`; a start date where a change of the period's length would make a name twice.
    public var name: String
    public var period: Period
    /// The whole period that this one may be a cut part of.
    public var whole: Period
    /// At least one, in order, without gaps.
    public var segments: [Segment]
    /// Whether it is the first under its schedule, which `firstPeriod` may grant by share.
    public var isFirst: Bool
    /// Whether a change to a plan with other periods cuts it off before its whole end.
    public var isCut: Bool
    /// Its number since the start of the agreement, from 0.
    public var index: Int

    public init(
        name: String,
        period: Period,
        whole: Period,
        segments: [Segment],
        isFirst: Bool,
        isCut: Bool,
        index: Int
    ) {
        self.name = name
        self.period = period
        self.whole = whole
        self.segments = segments
        self.isFirst = isFirst
        self.isCut = isCut
        self.index = index
    }
}

/// An agreement's plans and periods through time, worked out once for many questions.
public struct Timetable: Hashable, Sendable {
    /// The plans with the days on which they really take effect.
    public let terms: [DatedPlan]
    /// First day after the agreement, if it ends.
    public let end: CivilDate?
    /// Every period that begins on or before `through`.
    public let periods: [AgreementPeriod]
    public let through: CivilDate

    /// The timetable of an agreement from its start until a day is reached.
    public init(of agreement: ClientAgreement, through date: CivilDate) {
        terms = agreement.effectiveTerms
        end = agreement.end
        through = date
        periods = Self.periods(of: terms, end: agreement.end, zone: agreement.zone, through: date)
    }

    /// First day of the agreement; nil without one.
    public var start: CivilDate? {
        terms.first?.from
    }

    /// The plan in force on a day; nil before the agreement, after it, and without one.
    public func plan(on date: CivilDate) -> Plan? {
        if let end, date >= end { return nil }
        return terms.last { $0.from <= date }?.plan
    }

    /// The period in which a day falls, up to `through`.
    public func period(containing date: CivilDate) -> AgreementPeriod? {
        var low = 0
        var high = periods.count
        while low < high {
            let middle = (low + high) / 2
            if periods[middle].period.start <= date { low = middle + 1 } else { high = middle }
        }
        guard low > 0, periods[low - 1].period.contains(date) else { return nil }
        return periods[low - 1]
    }

    private static func periods(
        of terms: [DatedPlan],
        end: CivilDate?,
        zone: Zone,
        through date: CivilDate
    ) -> [AgreementPeriod] {
        var periods: [AgreementPeriod] = []
        var names: Set<String> = []
        var index = 0
        while index < terms.count {
            // Plans that share a schedule share its periods; another schedule cuts the last of them off.
            var last = index
            while last + 1 < terms.count, terms[last + 1].plan.sharesSchedule(with: terms[index].plan) { last += 1 }
            let cut = last + 1 < terms.count ? terms[last + 1].from : nil
            let scheduleEnd = [cut, end].compactMap { $0 }.min()
            let schedule = terms[index].plan.schedule(start: terms[index].from, end: scheduleEnd, zone: zone)
            var next = schedule.period(containing: terms[index].from)
            var isFirst = true
            while let period = next, period.start <= date {
                let whole = schedule.wholePeriod(containing: period.start)
                var name = schedule.name(of: period)
                if !names.insert(name).inserted {
                    name = period.start.text
                    names.insert(name)
                }
                let segments = segments(of: period, terms: terms[index...last])
                periods.append(
                    AgreementPeriod(
                        name: name,
                        period: period,
                        whole: whole,
                        segments: segments,
                        isFirst: isFirst,
                        isCut: period.end == cut && period.end < whole.end,
                        index: periods.count
                    )
                )
                isFirst = false
                next = schedule.period(after: period)
            }
            index = last + 1
        }
        return periods
    }

    private static func segments(of period: Period, terms: ArraySlice<DatedPlan>) -> [AgreementPeriod.Segment] {
        var segments: [AgreementPeriod.Segment] = []
        for (offset, term) in terms.enumerated() {
            let nextFrom = offset + 1 < terms.count ? terms[terms.startIndex + offset + 1].from : period.end
            let from = max(term.from, period.start)
            let until = min(nextFrom, period.end)
            if from < until { segments.append(AgreementPeriod.Segment(from: from, until: until, plan: term.plan)) }
        }
        return segments
    }
}

extension ClientAgreement {
    /// The plans with the days on which they really take effect.
    ///
    /// A plan whose `planChange` is `nextPeriod` waits for the end of the period, under the plan before it, in which its
    /// day falls; unless that day is the first of a period.
    public var effectiveTerms: [DatedPlan] {
        var effective: [DatedPlan] = []
        for term in terms {
            guard let before = effective.last else {
                effective.append(term)
                continue
            }
            var from = max(term.from, before.from)
            if term.plan.planChange == .nextPeriod {
                let schedule = before.plan.schedule(start: before.from, zone: zone)
                if let period = schedule.period(containing: from), period.start < from { from = period.end }
            }
            if from == before.from { effective.removeLast() }
            effective.append(DatedPlan(from: from, plan: term.plan))
        }
        return effective
    }

    /// The plan in force on a day; nil before the agreement, after it, and without one.
    public func plan(on date: CivilDate) -> Plan? {
        if let end, date >= end { return nil }
        return effectiveTerms.last { $0.from <= date }?.plan
    }

    /// The agreement's periods from its start until a day is reached; none without an agreement.
    public func periods(through date: CivilDate) -> [AgreementPeriod] {
        Timetable(of: self, through: date).periods
    }
}

extension Plan {
    /// The plan's periods: those of the included time, else of the fee, else calendar months.
    public func schedule(start: CivilDate, end: CivilDate? = nil, zone: Zone) -> PeriodSchedule {
        if let included {
            return PeriodSchedule(
                unit: included.unit,
                anchorDay: included.anchorDay,
                anchorMonth: included.anchorMonth,
                start: start,
                end: end,
                zone: zone
            )
        }
        if case .fixed(_, let unit) = fee {
            return PeriodSchedule(unit: unit, anchorDay: 1, start: start, end: end, zone: zone)
        }
        return PeriodSchedule(unit: .month, anchorDay: 1, start: start, end: end, zone: zone)
    }

    func sharesSchedule(with other: Plan) -> Bool {
        let day = CivilDate(dayNumber: 0)
        return schedule(start: day, zone: .utc) == other.schedule(start: day, zone: .utc)
    }
}

/// The sequence of an agreement's periods.
///
/// Months start on the anchor day; quarters on it in the anchor month and every third month from there; years on it in
/// the anchor month. Each start is computed from the anchor itself, so a short month clamps that one start and no other:
/// 31 Jan, 28 Feb, 31 Mar. The first period may be cut short by the start of the agreement, the last by its end.
public struct PeriodSchedule: Hashable, Sendable {
    public let unit: PeriodUnit
    /// 1...31
    public let anchorDay: Int
    /// 1...12; 1, January, unless said. Without meaning for months.
    public let anchorMonth: Int
    /// First day of the agreement.
    public let start: CivilDate
    /// First day after the agreement, if it ends.
    public let end: CivilDate?
    public let zone: Zone

    public init(
        unit: PeriodUnit,
        anchorDay: Int,
        anchorMonth: Int = 1,
        start: CivilDate,
        end: CivilDate? = nil,
        zone: Zone
    ) {
        self.unit = unit
        self.anchorDay = min(max(anchorDay, 1), 31)
        self.anchorMonth = min(max(anchorMonth, 1), 12)
        self.start = start
        self.end = end
        self.zone = zone
    }

    /// The period in which a local day falls; nil before the agreement and after it.
    public func period(containing date: CivilDate) -> Period? {
        guard date >= start else { return nil }
        if let end, date >= end { return nil }
        return clipped(wholePeriod(containing: date))
    }

    /// The period in which an instant falls, by the zone's calendar; nil before the agreement and after it.
    public func period(containing instant: Instant) -> Period? {
        period(containing: zone.date(of: instant))
    }

    /// The period after another; nil after the last.
    public func period(after period: Period) -> Period? {
        self.period(containing: period.end)
    }

    /// The periods whose days overlap `from..<until`, in order.
    public func periods(from: CivilDate, until: CivilDate) -> [Period] {
        var periods: [Period] = []
        var next = from < until ? period(containing: max(from, start)) : nil
        while let period = next, period.start < until {
            periods.append(period)
            next = self.period(after: period)
        }
        return periods
    }

    /// The period around a day as if the agreement had neither start nor end: what a cut period is a part of.
    public func wholePeriod(containing date: CivilDate) -> Period {
        let months = unit.months
        let offset = unit == .month ? 0 : anchorMonth - 1
        let monthIndex = date.year * 12 + date.month - 1 - offset
        var index = monthIndex / months
        if firstDay(index) > date { index -= 1 }
        return Period(start: firstDay(index), end: firstDay(index + 1))
    }

    /// A period's name: `2026-03`, `2026-Q1` or `2026`, by the month in which the whole period starts.
    public func name(of period: Period) -> String {
        let first = wholePeriod(containing: period.start).start
        let year = CivilDate.padded(first.year, 4)
        switch unit {
        case .month: return "\(year)-\(CivilDate.padded(first.month, 2))"
        case .quarter:
            let index = first.year * 12 + first.month - anchorMonth
            return "\(CivilDate.padded(index / 12, 4))-Q\(index % 12 / 3 + 1)"
        case .year: return year
        }
    }

    /// The period of a name as `name(of:)` gives it; nil for anything else and outside the agreement.
    public func period(named name: String) -> Period? {
        let fields = name.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = fields.first, first.utf8.count == 4, let year = Int(first), (2...9998).contains(year) else {
            return nil
        }
        let number = fields.count == 2 ? Int(fields[1].drop { $0 == "Q" }) ?? 0 : 0
        let index: Int
        switch unit {
        case .month: index = year * 12 + number - 1
        case .quarter: index = year * 4 + number - 1
        case .year: index = year
        }
        let whole = Period(start: firstDay(index), end: firstDay(index + 1))
        guard self.name(of: whole) == name, let part = clipped(whole) else { return nil }
        return part
    }

    public func startInstant(of period: Period) -> Instant {
        zone.startOfDay(period.start)
    }

    /// The first instant after a period.
    public func endInstant(of period: Period) -> Instant {
        zone.startOfDay(period.end)
    }

    /// First day of the whole period with an index: months, quarters or years since year 0.
    private func firstDay(_ index: Int) -> CivilDate {
        let offset = unit == .month ? 0 : anchorMonth - 1
        let month = index * unit.months + offset
        let year = min(max(month / 12, 1), 9999)
        let monthOfYear = month % 12 + 1
        let day = min(anchorDay, CivilDate.dayCount(year: year, month: monthOfYear))
        return CivilDate(year: year, month: monthOfYear, day: day) ?? start
    }

    private func clipped(_ period: Period) -> Period? {
        let first = max(period.start, start)
        let last = end.map { min($0, period.end) } ?? period.end
        return first < last ? Period(start: first, end: last) : nil
    }
}

extension Period {
    /// Days in the period.
    public var dayCount: Int {
        end.dayNumber - start.dayNumber
    }

    public func contains(_ date: CivilDate) -> Bool {
        start <= date && date < end
    }
}

import Testing
import WorkingTime

@Suite("Periods against a walk day by day")
struct PeriodReferenceTests {
    /// Whether a period starts on a day: the anchor day, or the last of a month that is too short for it.
    private static func isStart(_ date: CivilDate, unit: PeriodUnit, anchorDay: Int, anchorMonth: Int) -> Bool {
        let last = date.adding(days: 1).month != date.month
        guard date.day == anchorDay || (last && date.day < anchorDay) else { return false }
        switch unit {
        case .month: return true
        case .quarter: return (date.month + 12 - anchorMonth) % 3 == 0
        case .year: return date.month == anchorMonth
        }
    }

    @Test("Every day from 2023 to 2029 lies in the period that a walk day by day finds", arguments: PeriodUnit.allCases)
    func days(_ unit: PeriodUnit) throws {
        var compared = 0
        for anchorDay in [1, 2, 15, 28, 29, 30, 31] {
            for anchorMonth in unit == .month ? [1] : [1, 2, 5, 12] {
                let start = try #require(CivilDate("2023-01-17"))
                let end = try #require(CivilDate("2029-04-09"))
                let schedule = PeriodSchedule(
                    unit: unit,
                    anchorDay: anchorDay,
                    anchorMonth: anchorMonth,
                    start: start,
                    end: end,
                    zone: .utc
                )
                // Reference: cut the days wherever one starts a period.
                var expected: [Period] = []
                var first = start
                var date = start
                while date < end {
                    date = date.adding(days: 1)
                    let isCut = Self.isStart(date, unit: unit, anchorDay: anchorDay, anchorMonth: anchorMonth)
                    if isCut || date == end {
                        expected.append(Period(start: first, end: date))
                        first = date
                    }
                }
                #expect(schedule.periods(from: start, until: end) == expected)
                for period in expected {
                    var day = period.start
                    while day < period.end {
                        if schedule.period(containing: day) != period {
                            Issue.record("\(day.text) \(unit) \(anchorDay)")
                        }
                        compared += 1
                        day = day.adding(days: 1)
                    }
                    #expect(schedule.period(named: schedule.name(of: period)) == period)
                }
                #expect(Set(expected.map { schedule.name(of: $0) }).count == expected.count)
                #expect(schedule.period(containing: start.adding(days: -1)) == nil)
                #expect(schedule.period(containing: end) == nil)
            }
        }
        #expect(compared > 15_000)
    }

    @Test("A period's instants are the local midnights, not those of UTC")
    func instants() throws {
        let zone = try #require(Zone("Europe/Berlin"))
        let schedule = PeriodSchedule(
            unit: .month,
            anchorDay: 1,
            start: try #require(CivilDate("2026-01-01")),
            zone: zone
        )
        let before = try #require(Instant(rfc3339: "2026-02-28T22:59:59Z"))
        let after = before.adding(seconds: 1)
        #expect(schedule.period(containing: before).map { schedule.name(of: $0) } == "2026-02")
        let march = try #require(schedule.period(containing: after))
        #expect(schedule.name(of: march) == "2026-03")
        #expect(schedule.startInstant(of: march) == after)
        #expect(schedule.endInstant(of: march).rfc3339 == "2026-03-31T22:00:00Z")
    }

    @Test(
        "Periods are named by the month they start in",
        arguments: [
            (PeriodUnit.month, 1, 1, "2026-03-17", "2026-03"), (.month, 20, 1, "2026-03-17", "2026-02"),
            (.quarter, 1, 1, "2026-03-17", "2026-Q1"), (.quarter, 1, 2, "2026-03-17", "2026-Q1"),
            (.quarter, 1, 2, "2026-01-17", "2025-Q4"), (.year, 1, 1, "2026-03-17", "2026"),
            (.year, 1, 7, "2026-03-17", "2025"),
        ]
    )
    func names(unit: PeriodUnit, anchorDay: Int, anchorMonth: Int, date: String, name: String) throws {
        let schedule = PeriodSchedule(
            unit: unit,
            anchorDay: anchorDay,
            anchorMonth: anchorMonth,
            start: try #require(CivilDate("2020-01-01")),
            zone: .utc
        )
        let day = try #require(CivilDate(date))
        let period = try #require(schedule.period(containing: day))
        #expect(schedule.name(of: period) == name)
    }

    @Test(
        "Names that no period has are refused",
        arguments: ["", "2026", "2026-13", "2026-00", "2026-1", "x", "26-01"]
    )
    func noName(_ name: String) throws {
        let schedule = PeriodSchedule(
            unit: .month,
            anchorDay: 1,
            start: try #require(CivilDate("2020-01-01")),
            zone: .utc
        )
        #expect(schedule.period(named: name) == nil)
    }
}

import Reports
import Testing
import WorkingTime

@Suite("Weeks of ISO 8601")
struct ISOWeekTests {
    @Test(
        "A day falls in the week that has its Thursday",
        arguments: [
            ("2026-11-16", "2026-W47"), ("2026-11-22", "2026-W47"), ("2021-01-03", "2020-W53"),
            ("2021-01-04", "2021-W01"), ("2024-12-30", "2025-W01"), ("2023-01-01", "2022-W52"),
            ("2020-12-31", "2020-W53"), ("2000-01-01", "1999-W52"), ("2026-01-01", "2026-W01"),
        ]
    )
    func containing(day: String, week: String) throws {
        let date = try #require(CivilDate(day))
        #expect(ISOWeek(containing: date).text == week)
        #expect(ISOWeek(week) == ISOWeek(containing: date))
    }

    @Test(
        "Text that names no week is refused",
        arguments: ["2026-W00", "2026-W54", "2025-W53", "2026W47", "2026-w47", "26-W47", "2026-W4", "", "2026-W4７"]
    )
    func refused(text: String) {
        #expect(ISOWeek(text) == nil)
    }

    @Test("A week lasts from local Monday to local Monday, an hour less or more when the clocks change")
    func range() throws {
        let berlin = try #require(Zone("Europe/Berlin"))
        let hours = try ["2026-W12", "2026-W13", "2026-W43"].map { text in
            let range = try #require(ISOWeek(text)).range(in: berlin)
            return range.upperBound.minutes(since: range.lowerBound) / 60
        }
        #expect(hours == [168, 167, 169])
    }

    @Test("Weeks follow each other across years, and each year counts its Thursdays")
    func following() throws {
        var week = try #require(ISOWeek("1999-W52"))
        for _ in 0..<3000 {
            let next = week.adding(weeks: 1)
            #expect(next.monday.dayNumber == week.monday.dayNumber + 7)
            #expect(week < next)
            #expect(next.week == week.week + 1 || (next.week == 1 && week.week == ISOWeek.weekCount(year: week.year)))
            #expect(next.adding(weeks: -1) == week)
            week = next
        }
    }
}

import Testing
import WorkingTime

@Suite("Worked examples of deadlines")
struct DeadlineExampleTests {
    struct Example: CustomTestStringConvertible {
        var name: String
        var zone: String
        var week: String
        var minutes: Int
        var from: String
        var due: String
        var holiday: String?
        var pause: (String, String)?
        var testDescription: String { name }

        init(
            _ name: String,
            _ zone: String,
            _ week: String,
            _ minutes: Int,
            from: String,
            due: String,
            holiday: String? = nil,
            pause: (String, String)? = nil
        ) {
            self.name = name
            self.zone = zone
            self.week = week
            self.minutes = minutes
            self.from = from
            self.due = due
            self.holiday = holiday
            self.pause = pause
        }
    }

    static let office = "mon-fri 09:00-17:00"

    @Test(
        "Deadlines fall where the table says",
        arguments: [
            Example(
                "20 DST forward",
                "Europe/Berlin",
                office,
                240,
                from: "2026-03-27T16:00:00+01:00",
                due: "2026-03-30T12:00:00+02:00"
            ),
            Example(
                "21 DST back",
                "Europe/Berlin",
                office,
                240,
                from: "2026-10-23T16:00:00+02:00",
                due: "2026-10-26T12:00:00+01:00"
            ),
            Example(
                "22 24 h elapsed, DST forward",
                "Europe/Berlin",
                "elapsed",
                1440,
                from: "2026-03-28T14:00:00+01:00",
                due: "2026-03-29T15:00:00+02:00"
            ),
            Example(
                "22 24 h elapsed, DST back",
                "Europe/Berlin",
                "elapsed",
                1440,
                from: "2026-10-24T14:00:00+02:00",
                due: "2026-10-25T13:00:00+01:00"
            ),
            Example(
                "24 another week",
                "Asia/Riyadh",
                "sun-thu 09:00-17:00",
                240,
                from: "2026-04-02T16:30:00+03:00",
                due: "2026-04-05T12:30:00+03:00"
            ),
            Example(
                "25 holiday",
                "Europe/Berlin",
                office,
                240,
                from: "2026-05-22T16:00:00+02:00",
                due: "2026-05-26T12:00:00+02:00",
                holiday: "2026-05-25"
            ),
            Example(
                "26 pause",
                "Europe/Berlin",
                office,
                480,
                from: "2026-06-01T10:00:00+02:00",
                due: "2026-06-02T15:00:00+02:00",
                pause: ("2026-06-01T14:00:00+02:00", "2026-06-02T11:00:00+02:00")
            ),
            Example(
                "a deadline at closing time is closing time",
                "Europe/Berlin",
                office,
                60,
                from: "2026-06-01T16:00:00+02:00",
                due: "2026-06-01T17:00:00+02:00"
            ),
            Example(
                "a night shift belongs to the day it starts",
                "Europe/Berlin",
                "fri-fri 22:00-06:00",
                540,
                from: "2026-06-05T12:00:00+02:00",
                due: "2026-06-12T23:00:00+02:00"
            ),
        ]
    )
    func deadline(_ example: Example) throws {
        let calendar = try makeCalendar(example.zone, example.week, holidays: [example.holiday].compactMap(\.self))
        let from = try #require(Instant(rfc3339: example.from))
        let pauses = try example.pause.map {
            [Pause(start: try #require(Instant(rfc3339: $0.0)), end: Instant(rfc3339: $0.1))]
        }
        let walk = calendar.deadline(from: from, minutes: example.minutes, pauses: pauses ?? [])
        let due = try #require(walk.due)
        #expect(due == Instant(rfc3339: example.due), "\(due.rfc3339)")
        #expect(calendar.minutes(from: from, to: due, pauses: pauses ?? []) == example.minutes)
        let counted = walk.steps.reduce(0) { $0 + ($1.kind == .counted ? $1.end.minutes(since: $1.start) : 0) }
        #expect(counted == example.minutes)
    }

    @Test(
        "23 window across the gap: a night of four hours by the clock lasts as long as it really does",
        arguments: [("2026-03-29", 3), ("2026-10-25", 5), ("2026-06-07", 4)]
    )
    func window(sunday: String, hours: Int) throws {
        let calendar = try makeCalendar("Europe/Berlin", "sun-sun 00:00-04:00")
        let date = try #require(CivilDate(sunday))
        let from = calendar.zone.startOfDay(date)
        let until = calendar.zone.startOfDay(date.adding(days: 1))
        #expect(calendar.minutes(from: from, to: until) == hours * 60)
    }

    @Test("29 anchor day 31: short months clamp their own start and no other")
    func anchorDay() throws {
        let schedule = PeriodSchedule(
            unit: .month,
            anchorDay: 31,
            start: try #require(CivilDate("2026-01-31")),
            zone: .utc
        )
        let periods = schedule.periods(from: schedule.start, until: try #require(CivilDate("2026-05-01")))
        #expect(periods.map(\.end.text) == ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"])
    }

    @Test("The walk reads as a person would write it")
    func walkText() throws {
        let calendar = try makeCalendar("Europe/Berlin", Self.office, holidays: ["2026-03-30"])
        let from = try #require(Instant(rfc3339: "2026-03-27T16:00:00+01:00"))
        let walk = calendar.deadline(from: from, minutes: 240)
        #expect(
            walk.lines(in: calendar.zone) == [
                "Fri 2026-03-27 16:00 +01:00 to Fri 2026-03-27 17:00 +01:00  1h, 1h in all",
                "Sun 2026-03-29 03:00 +02:00  clocks go forward by 1h",
                "Mon 2026-03-30 00:00 +02:00  closed: day off",
                "Tue 2026-03-31 09:00 +02:00 to Tue 2026-03-31 12:00 +02:00  3h, 4h in all",
                "due Tue 2026-03-31 12:00 +02:00",
            ]
        )
    }

    @Test("A calendar without hours never opens, and says so after a bounded search")
    func neverOpens() throws {
        let calendar = WorkingCalendar(name: "none", zone: .utc, week: [:])
        let walk = calendar.deadline(from: Instant(epochSeconds: 0), minutes: 1)
        #expect(walk.outcome == .neverOpens)
        #expect(walk.lines(in: .utc) == ["no deadline: the calendar does not open within ten years"])
    }

    @Test("More minutes than ten years have are no deadline")
    func beyondHorizon() throws {
        let calendar = try makeCalendar("Europe/Berlin", Self.office)
        #expect(calendar.deadline(from: Instant(epochSeconds: 0), minutes: Int.max / 100).outcome == .beyondHorizon)
        #expect(calendar.deadline(from: Instant(epochSeconds: 0), minutes: Int.max).outcome == .beyondHorizon)
    }

    @Test("A clock that stands still has no deadline until it goes on")
    func openPause() throws {
        let calendar = try makeCalendar("Europe/Berlin", Self.office)
        let from = try #require(Instant(rfc3339: "2026-06-01T10:00:00+02:00"))
        let since = try #require(Instant(rfc3339: "2026-06-01T11:00:00+02:00"))
        let pauses = [Pause(start: since, end: nil)]
        #expect(calendar.deadline(from: from, minutes: 120, pauses: pauses).outcome == .paused(since: since))
        #expect(calendar.deadline(from: from, minutes: 60, pauses: pauses).due == since)
    }

    @Test("Minutes below one are due at once, even when closed")
    func nothingToWait() throws {
        let calendar = try makeCalendar("Europe/Berlin", Self.office)
        let sunday = try #require(Instant(rfc3339: "2026-06-07T10:00:00+02:00"))
        #expect(calendar.deadline(from: sunday, minutes: 0).due == sunday)
        #expect(calendar.deadline(from: sunday, minutes: -5).due == sunday)
    }

    @Test("The next opening is found from within, from outside and across a holiday")
    func opening() throws {
        let calendar = try makeCalendar("Europe/Berlin", Self.office, holidays: ["2026-06-08"])
        let open = try #require(Instant(rfc3339: "2026-06-05T10:00:00+02:00"))
        let sunday = try #require(Instant(rfc3339: "2026-06-07T10:00:00+02:00"))
        #expect(calendar.opening(atOrAfter: open) == open)
        #expect(calendar.opening(atOrAfter: sunday)?.rfc3339 == "2026-06-09T07:00:00Z")
    }
}

/// A calendar written as `mon-fri 09:00-12:30 13:30-17:30, sat 10:00-12:00`, or `elapsed`.
func makeCalendar(_ zone: String, _ week: String, holidays: [String] = []) throws -> WorkingCalendar {
    let zone = try #require(Zone(zone))
    if week == "elapsed" { return .elapsed(in: zone) }
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    var days: [Weekday: [MinuteInterval]] = [:]
    for part in week.split(separator: ",") {
        let fields = part.split(separator: " ")
        let bounds = try fields[0].split(separator: "-").map { try #require(names.firstIndex(of: String($0))) }
        var index = bounds[0]
        while true {
            let intervals = try fields.dropFirst().map { try #require(MinuteInterval(String($0))) }
            days[Weekday.allCases[index], default: []] += intervals
            if index == bounds[bounds.count - 1] { break }
            index = (index + 1) % 7
        }
    }
    var named: [CivilDate: String] = [:]
    for holiday in holidays { named[try #require(CivilDate(holiday))] = "day off" }
    return WorkingCalendar(name: "test", zone: zone, week: days, holidays: named)
}

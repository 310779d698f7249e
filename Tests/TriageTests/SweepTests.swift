import Testing
import WorkingTime

@testable import Triage

@Suite("Warnings before and after a promise breaks") struct SweepTests {
    private static let office: WorkingCalendar = {
        let hours = [MinuteInterval(start: 9 * 60, end: 17 * 60)].compactMap(\.self)
        let days: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
        return WorkingCalendar(
            name: "office",
            zone: Fixture.berlin,
            week: Dictionary(uniqueKeysWithValues: days.map { ($0, hours) })
        )
    }()

    /// Monday, 1 June 2026 and the days after it.
    private static func at(_ day: Int, _ hour: Int, _ minute: Int = 0) -> Instant {
        Fixture.berlin.instant(
            on: (CivilDate("2026-06-01") ?? CivilDate(dayNumber: 0)).adding(days: day),
            minuteOfDay: hour * 60 + minute
        )
    }

    private static func clock(
        _ id: Int = 1,
        from start: Instant,
        minutes: Int,
        calendar: String = "elapsed",
        isUrgent: Bool = false,
        assignee: String? = nil,
        isWarned: Bool = false,
        isEscalated: Bool = false
    ) -> RunningClock {
        let counted = calendar == "elapsed" ? WorkingCalendar.elapsed(in: .utc) : office
        return RunningClock(
            id: id,
            ticket: id,
            client: "harbor",
            subject: "Contact form",
            name: .firstAnswer,
            startedAt: start,
            due: counted.deadline(from: start, minutes: minutes).due ?? start,
            calendar: calendar,
            minutes: minutes,
            isUrgent: isUrgent,
            assignee: assignee,
            isWarned: isWarned,
            isEscalated: isEscalated
        )
    }

    private static func found(
        _ clocks: [RunningClock],
        _ now: Instant,
        calendar: WorkingCalendar? = office,
        lastMail: Instant? = nil
    ) -> [PromiseWarning] {
        let policy = WarningPolicy(sharePercent: 25, calendar: calendar, to: ["ana"], escalateTo: ["ben"])
        return sweep(clocks, now: now, policy: policy, calendars: ["office": office], lastMail: lastMail)
    }

    @Test func `A warning comes when the share of time is left, not before`() {
        let clock = Self.clock(from: Self.at(0, 9), minutes: 4 * 60)
        #expect(Self.found([clock], Self.at(0, 11, 59)).isEmpty)
        #expect(Self.found([clock], Self.at(0, 12)).map(\.kind) == [.endangered])
        #expect(Self.found([clock], Self.at(0, 13)).map(\.kind) == [.endangered])
        #expect(Self.found([clock], Self.at(0, 13, 1)).map(\.kind) == [.broken])
    }

    @Test func `The share is of working time where the promise counts it`() {
        // Eight hours from Monday 10:00 end on Tuesday 10:00; a quarter of them before that is Monday 16:00.
        let clock = Self.clock(from: Self.at(0, 10), minutes: 8 * 60, calendar: "office")
        #expect(Self.found([clock], Self.at(0, 15, 59)).isEmpty)
        #expect(Self.found([clock], Self.at(0, 16)).count == 1)
    }

    @Test func `Outside working hours only what is urgent is told`() {
        let calm = Self.clock(1, from: Self.at(0, 18), minutes: 60)
        let urgent = Self.clock(2, from: Self.at(0, 18), minutes: 60, isUrgent: true)
        #expect(Self.found([calm, urgent], Self.at(0, 18, 50)).map(\.clock.id) == [2])
        #expect(Self.found([calm, urgent], Self.at(0, 18, 50), calendar: nil).map(\.clock.id) == [2, 1])
        #expect(Self.found([calm], Self.at(1, 9)).map(\.kind) == [.broken])
    }

    @Test func `In the last hour people hear of what comes up before they are back`() {
        // Due on Tuesday at 3 in the night; warned of at 23:30 by the share alone.
        let night = Self.clock(from: Self.at(0, 13), minutes: 14 * 60)
        #expect(Self.found([night], Self.at(0, 15, 59)).isEmpty)
        #expect(Self.found([night], Self.at(0, 16, 30)).map(\.kind) == [.endangered])
        // What is due in the middle of the next day can wait for it, although its share is reached in the night.
        let tomorrow = Self.clock(from: Self.at(0, 13), minutes: 24 * 60)
        #expect(Self.found([tomorrow], Self.at(0, 16, 30)).isEmpty)
        // On Friday the next opening is Monday's.
        let weekend = Self.clock(from: Self.at(4, 13), minutes: 48 * 60)
        #expect(Self.found([weekend], Self.at(4, 16, 30)).count == 1)
    }

    @Test func `Each clock is warned of once and escalated once`() {
        let now = Self.at(0, 12, 30)
        let start = Self.at(0, 9)
        #expect(Self.found([Self.clock(from: start, minutes: 240, isWarned: true)], now).isEmpty)
        let broken = Self.at(0, 14)
        #expect(Self.found([Self.clock(from: start, minutes: 240, isWarned: true)], broken).map(\.kind) == [.broken])
        let told = Self.clock(from: start, minutes: 240, isWarned: true, isEscalated: true)
        #expect(Self.found([told], broken).isEmpty)
        #expect(Self.found([Self.clock(from: start, minutes: 240, isEscalated: true)], now).isEmpty)
    }

    @Test func `A second mail waits for the bundle, unless a promise would break meanwhile`() {
        let now = Self.at(0, 12)
        let last = Self.at(0, 11, 40)
        let calm = Self.clock(1, from: Self.at(0, 9), minutes: 4 * 60)
        #expect(Self.found([calm], now, lastMail: last).isEmpty)
        #expect(Self.found([calm], Self.at(0, 12, 40), lastMail: last).count == 1)
        // Due at 12:30, before the bundle at 12:40; it takes the other along.
        let soon = Self.clock(2, from: Self.at(0, 10, 30), minutes: 2 * 60)
        #expect(Self.found([calm, soon], now, lastMail: last).map(\.clock.id) == [2, 1])
        let urgent = Self.clock(3, from: Self.at(0, 9), minutes: 4 * 60, isUrgent: true)
        #expect(Self.found([urgent], now, lastMail: last).count == 1)
    }

    @Test func `The assignee hears it first, and nobody twice`() {
        let now = Self.at(0, 12)
        let start = Self.at(0, 9)
        #expect(
            Self.found([Self.clock(from: start, minutes: 240, assignee: "cleo")], now).first?.to == ["cleo", "ana"]
        )
        #expect(Self.found([Self.clock(from: start, minutes: 240, assignee: "ana")], now).first?.to == ["ana"])
        let broken = Self.found([Self.clock(from: start, minutes: 240, assignee: "cleo")], Self.at(0, 14))
        #expect(broken.first?.to == ["cleo", "ben"])
    }

    @Test func `A flood becomes one list, broken first`() {
        let clocks = (1...300).map { Self.clock($0, from: Self.at(0, 9), minutes: 60 + $0) }
        let found = Self.found(clocks, Self.at(0, 12))
        #expect(found.first?.kind == .broken)
        let firstEndangered = found.firstIndex { $0.kind == .endangered } ?? found.endIndex
        #expect(found[firstEndangered...].allSatisfy { $0.kind == .endangered })
        #expect(Set(found.map(\.clock.id)).count == found.count)
    }

    @Test(arguments: [0, 1, 59, 60, 61, 479, 480])
    func `Counting back agrees with counting on`(minutes: Int) {
        let end = Self.at(8, 12)
        let start = Self.office.instant(before: end, minutes: minutes, notBefore: Self.at(0, 9))
        #expect(Self.office.minutes(from: start, to: end) == minutes)
    }
}

import Testing
import WorkingTime

@testable import Triage

@Suite("Promises follow from what happened") struct PromiseHistoryTests {
    private static let office: WorkingCalendar = {
        let day = MinuteInterval(start: 9 * 60, end: 17 * 60).map { [$0] } ?? []
        let days: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
        return WorkingCalendar(
            name: "office",
            zone: Fixture.berlin,
            week: Dictionary(uniqueKeysWithValues: days.map { ($0, day) })
        )
    }()

    private static func at(_ day: String, _ hour: Int, _ minute: Int = 0) -> Instant {
        Fixture.berlin.instant(on: CivilDate(day) ?? CivilDate(dayNumber: 0), minuteOfDay: hour * 60 + minute)
    }

    private static func clock(
        _ name: ClockStart.Name,
        _ start: Instant,
        minutes: Int? = 8 * 60,
        calendar: String = "office",
        stoppedAt: Instant? = nil,
        doneAt: Instant? = nil
    ) -> PromiseHistory.Clock {
        let due = office.deadline(from: start, minutes: 8 * 60).due ?? start
        return .init(
            id: 1,
            name: name,
            calendar: calendar,
            startedAt: start,
            minutes: minutes,
            due: due,
            stoppedAt: stoppedAt,
            doneAt: doneAt
        )
    }

    private static func settled(
        _ clock: PromiseHistory.Clock,
        mails: [Instant] = [],
        answers: [Instant] = []
    ) -> PromiseHistory.Clock? {
        PromiseHistory(clocks: [clock], clientMails: [clock.startedAt] + mails, answers: answers)
            .settled(calendars: ["office": office]).first
    }

    @Test func `An answer stops a first answer at its own time, however late it is seen`() {
        let start = Self.at("2026-06-01", 10)
        let answer = Self.at("2026-06-01", 14)
        #expect(Self.settled(Self.clock(.firstAnswer, start), answers: [answer])?.stoppedAt == answer)
        // Seen after a later one.
        let later = Self.at("2026-06-02", 9)
        let stopped = Self.clock(.firstAnswer, start, stoppedAt: later)
        #expect(Self.settled(stopped, answers: [later, answer])?.stoppedAt == answer)
    }

    @Test func `A stop never moves later`() {
        let start = Self.at("2026-06-01", 10)
        let stopped = Self.clock(.firstAnswer, start, stoppedAt: Self.at("2026-06-01", 11))
        #expect(Self.settled(stopped, answers: [Self.at("2026-06-01", 15)])?.stoppedAt == Self.at("2026-06-01", 11))
    }

    @Test func `An answer from before the client's mail answers nothing`() {
        let start = Self.at("2026-06-01", 10)
        #expect(Self.settled(Self.clock(.nextAnswer, start), answers: [Self.at("2026-06-01", 9, 59)])?.stoppedAt == nil)
        #expect(Self.settled(Self.clock(.nextAnswer, start), answers: [start])?.stoppedAt == start)
    }

    @Test func `Closing without an answer ends an answer's clock as well`() {
        let start = Self.at("2026-06-01", 10)
        let done = Self.at("2026-06-01", 12)
        #expect(Self.settled(Self.clock(.firstAnswer, start, doneAt: done))?.stoppedAt == done)
    }

    @Test func `A resolution stands still while the client is asked, worked example 26`() {
        let start = Self.at("2026-06-01", 10)
        let (asked, told) = (Self.at("2026-06-01", 14), Self.at("2026-06-02", 11))
        let waiting = Self.settled(Self.clock(.resolution, start), answers: [asked])
        #expect(waiting?.pausedSince == asked)
        let goesOn = Self.settled(Self.clock(.resolution, start), mails: [told], answers: [asked])
        #expect(goesOn?.pausedSince == nil)
        #expect(goesOn?.due == Self.at("2026-06-02", 15))
        #expect(goesOn?.stoppedAt == nil)
    }

    @Test func `A resolution that was reached keeps the due time it then had`() {
        let start = Self.at("2026-06-01", 10)
        let done = Self.at("2026-06-01", 16)
        let settled = Self.settled(
            Self.clock(.resolution, start, doneAt: done),
            mails: [Self.at("2026-06-08", 9)],
            answers: [done, Self.at("2026-06-05", 9)]
        )
        #expect(settled?.stoppedAt == done)
        #expect(settled?.due == Self.at("2026-06-02", 10))
        #expect(settled?.pausedSince == nil)
    }

    @Test func `A reopened request has not reached its resolution`() {
        let start = Self.at("2026-06-01", 10)
        let clock = Self.clock(.resolution, start, stoppedAt: Self.at("2026-06-01", 11))
        #expect(Self.settled(clock)?.stoppedAt == nil)
    }

    @Test func `Records without the promised minutes are read off their due time`() {
        let start = Self.at("2026-06-01", 10)
        let settled = Self.settled(
            Self.clock(.resolution, start, minutes: nil),
            mails: [Self.at("2026-06-02", 11)],
            answers: [Self.at("2026-06-01", 14)]
        )
        #expect(settled?.due == Self.at("2026-06-02", 15))
        #expect(settled?.minutes == 8 * 60)
    }

    @Test func `A calendar that is gone leaves the promise as it was made`() {
        let clock = Self.clock(.resolution, Self.at("2026-06-01", 10), calendar: "gone")
        #expect(Self.settled(clock, answers: [Self.at("2026-06-01", 11)])?.due == clock.due)
    }

    @Test func `Waiting goes from each answer to the client's next mail`() {
        let hours = (9..<17).map { Self.at("2026-06-01", $0) }
        let history = PromiseHistory(
            clocks: [],
            clientMails: [hours[0], hours[4], hours[5]],
            answers: [hours[7], hours[2], hours[1], hours[6]]
        )
        #expect(history.waits() == [Pause(start: hours[1], end: hours[4]), Pause(start: hours[6], end: nil)])
    }

    @Test func `The acknowledgement is the outbox's matter`() {
        let clock = Self.clock(.acknowledgement, Self.at("2026-06-01", 10), doneAt: Self.at("2026-06-01", 11))
        #expect(Self.settled(clock, answers: [Self.at("2026-06-01", 12)]) == clock)
    }
}

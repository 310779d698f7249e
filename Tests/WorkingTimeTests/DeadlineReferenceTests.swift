import Foundation
import Testing
import WorkingTime

/// Openness minute by minute, from Foundation's time zone and nothing of ours but the calendar's own words.
struct MinuteTable {
    /// 2024-01-01T00:00Z
    static let firstMinute = 28_401_120
    /// Five years and a half, so that deadlines late in 2028 have room.
    static let minuteCount = 2_900_000

    /// One byte a minute: whether it is open.
    var isOpen: [UInt8]

    init(zone: String, week: [[(start: Int, end: Int)]], holidays: Set<Int>) throws {
        let rules = try #require(TimeZone(identifier: zone))
        // Each day's own minutes, and those of a night that began the day before.
        var own = [[Bool]](repeating: [Bool](repeating: false, count: 1440), count: 7)
        var tail = own
        for (weekday, intervals) in week.enumerated() {
            for interval in intervals {
                for minute in interval.start..<interval.end {
                    if minute < 1440 {
                        own[weekday][minute] = true
                    } else {
                        tail[(weekday + 1) % 7][minute - 1440] = true
                    }
                }
            }
        }
        isOpen = [UInt8](repeating: 0, count: Self.minuteCount)
        var offset = 0
        for index in 0..<Self.minuteCount {
            let minute = Self.firstMinute + index
            // Clocks change at full quarters of an hour only.
            if minute % 15 == 0 {
                offset = rules.secondsFromGMT(for: Date(timeIntervalSince1970: Double(minute) * 60)) / 60
            }
            let local = minute + offset
            let day = local / 1440
            let weekday = (day + 3) % 7
            let minuteOfDay = local % 1440
            if own[weekday][minuteOfDay], !holidays.contains(day) { isOpen[index] = 1 }
            if tail[weekday][minuteOfDay], !holidays.contains(day - 1) { isOpen[index] = 1 }
        }
    }

    /// Walks minute by minute until so many open ones have passed; nil when the table ends before.
    func deadline(from start: Int, minutes: Int, pauses: [Range<Int>]) -> Int? {
        var left = minutes
        var index = start
        while left > 0 {
            guard index < isOpen.count else { return nil }
            if isOpen[index] == 1, pauses.isEmpty || !pauses.contains(where: { $0.contains(index) }) { left -= 1 }
            index += 1
        }
        return index
    }
}

@Suite("Deadlines against a walk minute by minute")
struct DeadlineReferenceTests {
    struct Place: CustomTestStringConvertible {
        var zone: String
        var week: [[(start: Int, end: Int)]]
        var testDescription: String { zone }
    }

    private static func hours(_ first: Int...) -> (start: Int, end: Int) { (first[0] * 60, first[1] * 60) }

    /// Zones with summer time in both hemispheres, half and quarter hours, changes at midnight, and none; weeks with
    /// lunch breaks, nights, weekends, overlapping shifts and whole days.
    static let places: [Place] = {
        let office = [(start: 540, end: 1020)]
        let lunch = [(start: 540, end: 750), (start: 810, end: 1050)]
        let night = [(start: 1320, end: 1800)]
        let early = [(start: 0, end: 240)]
        let overlapping = [(start: 480, end: 960), (start: 840, end: 1560)]
        let odd = [(start: 97, end: 143), (start: 601, end: 602), (start: 1433, end: 1447)]
        let closed: [(start: Int, end: Int)] = []
        let whole = [(start: 0, end: 1440)]
        return [
            Place(zone: "Europe/Berlin", week: Array(repeating: lunch, count: 5) + [closed, early]),
            Place(zone: "America/New_York", week: Array(repeating: office, count: 5) + [[(600, 720)], closed]),
            Place(zone: "Australia/Sydney", week: Array(repeating: night, count: 7)),
            Place(zone: "Australia/Lord_Howe", week: Array(repeating: [(start: 90, end: 150)] + lunch, count: 7)),
            Place(zone: "Asia/Kolkata", week: Array(repeating: overlapping, count: 6) + [closed]),
            Place(zone: "Asia/Kathmandu", week: [office, closed, lunch, closed, night, closed, odd]),
            Place(
                zone: "Pacific/Auckland",
                week: Array(repeating: [(start: 150, end: 180), (start: 600, end: 900)], count: 7)
            ),
            Place(
                zone: "America/Santiago",
                week: Array(repeating: [(start: 0, end: 90), (start: 1380, end: 1470)], count: 7)
            ),
            Place(zone: "Asia/Riyadh", week: [office, office, office, office, closed, closed, office]),
            Place(zone: "America/St_Johns", week: [closed, closed, closed, closed, closed, closed, whole]),
            Place(zone: "Africa/Cairo", week: Array(repeating: odd, count: 7)),
            Place(zone: "Africa/Casablanca", week: Array(repeating: [(start: 120, end: 200)], count: 7)),
        ]
    }()

    /// 12 places of these make more than 20,000 cases.
    static let casesPerPlace = 1_750

    @Test("Random deadlines, pauses and counts agree to the minute", arguments: places)
    func agree(_ place: Place) throws {
        var random = Seeded(name: place.zone)
        var holidays: Set<Int> = []
        for _ in 0..<60 { holidays.insert(19_723 + Int.random(in: 0..<2_000, using: &random)) }
        let table = try MinuteTable(zone: place.zone, week: place.week, holidays: holidays)
        let zone = try #require(Zone(place.zone))
        var week: [Weekday: [MinuteInterval]] = [:]
        for (index, intervals) in place.week.enumerated() {
            week[Weekday.allCases[index]] = try intervals.map {
                try #require(MinuteInterval(start: $0.start, end: $0.end > 1440 ? $0.end - 1440 : $0.end))
            }
        }
        let names = Dictionary(uniqueKeysWithValues: holidays.map { (CivilDate(dayNumber: $0), "day off") })
        let calendar = WorkingCalendar(name: "reference", zone: zone, week: week, holidays: names)
        for number in 0..<Self.casesPerPlace {
            // 2024-01-01 to 2028-12-31.
            let start = Int.random(in: 0..<2_630_000, using: &random)
            let minutes = Int.random(in: 1...Int.random(in: 1...1_500, using: &random), using: &random)
            var pauses: [Range<Int>] = []
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let from = start + Int.random(in: -600...6_000, using: &random)
                pauses.append(from..<(from + Int.random(in: 1...3_000, using: &random)))
            }
            let expected = try #require(table.deadline(from: start, minutes: minutes, pauses: pauses))
            let given = pauses.map { Pause(start: Self.instant($0.lowerBound), end: Self.instant($0.upperBound)) }
            let walk = calendar.deadline(from: Self.instant(start), minutes: minutes, pauses: given)
            guard walk.due == Self.instant(expected) else {
                Issue.record("case \(number): \(minutes) min from \(Self.instant(start).rfc3339), pauses \(pauses)")
                return
            }
            #expect(calendar.minutes(from: Self.instant(start), to: Self.instant(expected), pauses: given) == minutes)
            #expect(calendar.isOpen(at: Self.instant(start)) == (table.isOpen[start] == 1))
        }
    }

    static func instant(_ index: Int) -> Instant {
        Instant(epochSeconds: Int64(MinuteTable.firstMinute + index) * 60)
    }

    @Test("Seconds go along: a start moved by seconds moves a deadline inside the same interval by as many")
    func seconds() throws {
        let calendar = try makeCalendar("Europe/Berlin", "mon-fri 09:00-17:00")
        let from = try #require(Instant(rfc3339: "2026-06-01T10:00:00+02:00"))
        for shift in [1, 17, 59] {
            let walk = calendar.deadline(from: from.adding(seconds: shift), minutes: 600)
            #expect(walk.due == Instant(rfc3339: "2026-06-02T12:00:00+02:00")?.adding(seconds: shift))
        }
    }
}

import Foundation
import Testing
import WorkingTime

@Suite("Instants, durations and times as text")
struct TextTests {
    @Test(
        "RFC 3339 is read with any offset",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-03-17T23:30:00Z", 1_773_790_200),
            ("2026-03-18T00:30:00+01:00", 1_773_790_200), ("2026-03-17t23:30:00.999z", 1_773_790_200),
            ("2026-03-17T18:00:00.5-05:30", 1_773_790_200), ("1969-12-31T23:59:59Z", -1),
            ("2016-12-31T23:59:60Z", 1_483_228_800),
        ]
    )
    func instant(text: String, seconds: Int64) {
        #expect(Instant(rfc3339: text)?.epochSeconds == seconds)
    }

    @Test(
        "What is not RFC 3339 is refused",
        arguments: [
            "", "2026-03-17", "2026-03-17T23:30Z", "2026-03-17T23:30:00", "2026-02-30T00:00:00Z",
            "2026-03-17T24:00:00Z",
            "2026-03-17T23:60:00Z", "2026-03-17T23:30:00.Z", "2026-03-17T23:30:00+1:00", "2026-03-17T23:30:00+01:00x",
            "２０26-03-17T23:30:00Z", "2026-03-17T23:30:00+24:00",
        ]
    )
    func notAnInstant(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test("Every instant reads back as it was written")
    func roundTrip() {
        var random = Seeded(1)
        for _ in 0..<2_000 {
            let instant = Instant(epochSeconds: Int64.random(in: -10_000_000_000...100_000_000_000, using: &random))
            #expect(Instant(rfc3339: instant.rfc3339) == instant)
        }
    }

    @Test(
        "Durations are read as people write them",
        arguments: [
            ("45m", 45), ("3h", 180), ("1h30m", 90), ("1h30", 90), ("2d", 2880), ("1d12h", 2160), ("0m", 0),
            ("-9h", -540), ("90m", 90), ("1d0h5m", 1445),
        ]
    )
    func duration(text: String, minutes: Int) {
        #expect(DurationText.minutes(text) == minutes)
    }

    @Test(
        "What could mean two things, or nothing, is refused",
        arguments: ["", "-", "90", "1.5h", "1h30x", "30m1h", "1h1h", "h", "1 h", "1d30", "99999999999m", "١h", "--1h"]
    )
    func notADuration(text: String) {
        #expect(DurationText.minutes(text) == nil)
    }

    @Test(
        "Durations are written shortly, and read back",
        arguments: [(0, "0m"), (45, "45m"), (60, "1h"), (90, "1h30m"), (-135, "-2h15m"), (2880, "48h")]
    )
    func durationText(minutes: Int, text: String) {
        #expect(DurationText.text(minutes) == text)
        #expect(DurationText.minutes(text) == minutes)
    }

    @Test(
        "Opening hours may go over midnight, but not be empty",
        arguments: [
            ("09:00-12:30", 540, 750), ("22:00-06:00", 1320, 1800), ("00:00-24:00", 0, 1440),
            ("23:59-00:00", 1439, 1440),
        ]
    )
    func interval(text: String, start: Int, end: Int) throws {
        let interval = try #require(MinuteInterval(text))
        #expect(interval.start == start)
        #expect(interval.end == end)
    }

    @Test(
        "Hours that do not exist are refused",
        arguments: ["", "9-17", "09:00", "09:00-09:00", "24:00-25:00", "09:60-10:00"]
    )
    func noInterval(text: String) {
        #expect(MinuteInterval(text) == nil)
    }

    @Test(
        "Offsets agree with Foundation's through the years",
        arguments: ["Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia"]
    )
    func offsets(name: String) throws {
        let zone = try #require(Zone(name))
        let rules = try #require(TimeZone(identifier: name))
        var random = Seeded(2)
        for _ in 0..<5_000 {
            let second = Int64.random(in: 0..<4_100_000_000, using: &random)
            let expected = rules.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
            #expect(zone.offsetSeconds(at: Instant(epochSeconds: second)) == expected)
        }
    }

    @Test("A time that the clocks skip moves on by the gap, one shown twice is the first")
    func gapAndFold() throws {
        let zone = try #require(Zone("Europe/Berlin"))
        let spring = try #require(CivilDate("2026-03-29"))
        let autumn = try #require(CivilDate("2026-10-25"))
        #expect(zone.instant(on: spring, minuteOfDay: 150).rfc3339 == "2026-03-29T01:30:00Z")
        #expect(zone.instant(on: autumn, minuteOfDay: 150).rfc3339 == "2026-10-25T00:30:00Z")
        #expect(zone.endOfDay(autumn).rfc3339 == "2026-10-25T22:59:59Z")
    }

    @Test("Zones are refused unless the database has them", arguments: ["CET", "Europe/Atlantis", "", "+01:00"])
    func noZone(name: String) {
        #expect(Zone(name) == nil)
    }
}

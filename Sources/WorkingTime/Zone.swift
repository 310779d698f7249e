import Foundation

/// An IANA time zone.
public struct Zone: Hashable, Sendable {
    /// The zone's name in the IANA database, such as `Europe/Berlin`.
    public let identifier: String
    private let rules: TimeZone

    public static let utc = Zone(rules: TimeZone(secondsFromGMT: 0) ?? .gmt, identifier: "UTC")

    /// A zone by its IANA name; nil when the database does not have it. Abbreviations such as `CET` are refused unless
    /// the database lists them, because their meaning differs from country to country.
    public init?(_ identifier: String) {
        if identifier == "UTC" {
            self = .utc
            return
        }
        guard identifier.contains("/"), let rules = TimeZone(identifier: identifier) else { return nil }
        self.init(rules: rules, identifier: identifier)
    }

    private init(rules: TimeZone, identifier: String) {
        self.rules = rules
        self.identifier = identifier
    }

    /// Seconds east of UTC at an instant.
    public func offsetSeconds(at instant: Instant) -> Int {
        rules.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant.epochSeconds)))
    }

    /// What a wall clock in this zone shows at an instant.
    public func civil(_ instant: Instant) -> CivilDateTime {
        let local = instant.epochSeconds + Int64(offsetSeconds(at: instant))
        let day = Int(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400)
        return CivilDateTime(date: CivilDate(dayNumber: day), secondOfDay: Int(local - Int64(day) * 86_400))
    }

    /// The instant at which a wall clock shows this time. A time that the clocks skip is moved on by the gap; of a time
    /// that they show twice the first is taken. `minuteOfDay` may be 1,440, the end of the day.
    public func instant(on date: CivilDate, minuteOfDay: Int) -> Instant {
        let wall = Int64(date.dayNumber) * 86_400 + Int64(minuteOfDay) * 60
        // A day before and after, the offsets on both sides of any one change are seen.
        let before = offsetSeconds(at: Instant(epochSeconds: wall - 86_400))
        let after = offsetSeconds(at: Instant(epochSeconds: wall + 86_400))
        let first = Instant(epochSeconds: wall - Int64(before))
        if offsetSeconds(at: first) == before { return first }
        let second = Instant(epochSeconds: wall - Int64(after))
        if offsetSeconds(at: second) == after { return second }
        return first
    }
}

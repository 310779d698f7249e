import Foundation

/// An IANA time zone.
public struct Zone: Hashable, Sendable {
    /// The zone's name in the IANA database, such as `Europe/Berlin`.
    public let identifier: String
    let offsets: ZoneOffsets

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
        self.identifier = identifier
        offsets = ZoneOffsets.of(identifier, rules: rules)
    }

    public static func == (left: Zone, right: Zone) -> Bool {
        left.identifier == right.identifier
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(identifier)
    }

    /// Seconds east of UTC at an instant.
    public func offsetSeconds(at instant: Instant) -> Int {
        Int(offsets.stretch(at: instant.epochSeconds).offset)
    }

    /// What a wall clock in this zone shows at an instant.
    public func civil(_ instant: Instant) -> CivilDateTime {
        let local = instant.epochSeconds + Int64(offsetSeconds(at: instant))
        let day = local.dividedDown(by: 86_400)
        return CivilDateTime(date: CivilDate(dayNumber: Int(day)), secondOfDay: Int(local - day * 86_400))
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

    /// The instant at which a day begins. Where the clocks skip midnight it begins with the first time they show.
    public func startOfDay(_ date: CivilDate) -> Instant {
        instant(on: date, minuteOfDay: 0)
    }

    /// The last second of a day: what "as of" a date means.
    public func endOfDay(_ date: CivilDate) -> Instant {
        startOfDay(date.adding(days: 1)).adding(seconds: -1)
    }

    /// The local day in which an instant falls.
    public func date(of instant: Instant) -> CivilDate {
        civil(instant).date
    }
}

extension Int64 {
    /// The quotient rounded towards minus infinity; `divisor` is positive.
    func dividedDown(by divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
    }
}

extension Zone: Codable {
    /// As its IANA name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(identifier)
    }

    /// - Throws: `DecodingError` for a name that the database does not have.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let name = try container.decode(String.self)
        guard let zone = Zone(name) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "there is no zone \(name)")
        }
        self = zone
    }
}

/// A point in time, counted in whole seconds since 1970-01-01T00:00:00Z. Always UTC; zones come in only for calendars.
public struct Instant: Hashable, Comparable, Codable, Sendable {
    /// Seconds since the epoch; negative before it.
    public var epochSeconds: Int64

    public init(epochSeconds: Int64) {
        self.epochSeconds = epochSeconds
    }

    public static func < (left: Instant, right: Instant) -> Bool {
        left.epochSeconds < right.epochSeconds
    }

    /// This instant moved by minutes (negative: earlier).
    public func adding(minutes: Int) -> Instant {
        Instant(epochSeconds: epochSeconds + Int64(minutes) * 60)
    }

    /// This instant moved by seconds (negative: earlier).
    public func adding(seconds: Int) -> Instant {
        Instant(epochSeconds: epochSeconds + Int64(seconds))
    }

    /// Seconds from `earlier` to this instant; negative when `earlier` is later.
    public func seconds(since earlier: Instant) -> Int {
        Int(epochSeconds - earlier.epochSeconds)
    }

    /// Whole minutes from `earlier` to this instant, rounded towards zero; negative when `earlier` is later.
    public func minutes(since earlier: Instant) -> Int {
        Int((epochSeconds - earlier.epochSeconds) / 60)
    }
}

/// Opening hours on one day by the wall clock: `start` inclusive, `end` exclusive, in minutes since local midnight.
public struct MinuteInterval: Hashable, Comparable, Sendable {
    /// 0..<1,440
    public let start: Int
    /// Above `start`; above 1,440 when the interval goes on after midnight, at most `start` + 1,440.
    public let end: Int

    /// An interval from one time of day to another. An end that is not after the start lies on the next day (`22:00` to
    /// `06:00`). Nil when a time does not exist or both are equal, which could mean nothing or a whole day.
    public init?(start: Int, end: Int) {
        guard (0..<1440).contains(start), (0...1440).contains(end), start != end else { return nil }
        self.start = start
        self.end = end > start ? end : end + 1440
    }

    /// An interval written `09:00-12:30`; the end may be `24:00`.
    public init?(_ text: String) {
        let times = text.split(separator: "-", omittingEmptySubsequences: false)
        guard times.count == 2, let start = Self.minuteOfDay(times[0]), let end = Self.minuteOfDay(times[1]) else {
            return nil
        }
        self.init(start: start, end: end)
    }

    /// Minutes since midnight of a time written `09:00` (or `24:00`); nil for anything else.
    public static func minuteOfDay(_ text: some StringProtocol) -> Int? {
        let fields = text.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 2,
            fields.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hour = Int(fields[0]), let minute = Int(fields[1]), minute < 60, hour * 60 + minute <= 1440
        else { return nil }
        return hour * 60 + minute
    }

    public static func < (left: MinuteInterval, right: MinuteInterval) -> Bool {
        (left.start, left.end) < (right.start, right.end)
    }
}

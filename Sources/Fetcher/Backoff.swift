/// How long to wait before the next try, as a value: exponential with full jitter, so that many clients which lost
/// one server do not come back together.
public struct Backoff: Hashable, Sendable {
    /// The ceiling of the first wait, in seconds.
    public var firstSeconds: Int
    /// The ceiling of every wait, in seconds.
    public var longestSeconds: Int
    /// Failures in a row.
    public private(set) var failures: Int

    public init(firstSeconds: Int = 2, longestSeconds: Int = 300) {
        self.firstSeconds = max(1, firstSeconds)
        self.longestSeconds = max(self.firstSeconds, longestSeconds)
        failures = 0
    }

    /// Counts a failure and tells how many seconds to wait, from half the ceiling to the ceiling.
    ///
    /// - Parameter random: Any number, evenly distributed over all of `UInt64`.
    public mutating func wait(random: UInt64) -> Int {
        let doublings = min(failures, 30)
        failures = min(failures + 1, 1000)
        let ceiling = min(longestSeconds, firstSeconds.multipliedReportingOverflow(by: 1 << doublings).partialValue)
        let ceilingOrLongest = ceiling > 0 ? ceiling : longestSeconds
        let half = ceilingOrLongest / 2
        return max(1, half + Int(random % UInt64(ceilingOrLongest - half + 1)))
    }

    /// Forgets the failures after a success.
    public mutating func reset() {
        failures = 0
    }
}

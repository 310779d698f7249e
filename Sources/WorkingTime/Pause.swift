/// A time in which a clock stands still, such as waiting for the client: `start` inclusive, `end` exclusive.
public struct Pause: Hashable, Sendable {
    public var start: Instant
    /// Nil while the clock still stands.
    public var end: Instant?

    public init(start: Instant, end: Instant?) {
        self.start = start
        self.end = end
    }

    /// The pauses as ranges of seconds, in order and apart; one without an end goes on for ever.
    static func merged(_ pauses: [Pause]) -> [Range<Int64>] {
        let ranges = pauses.compactMap { pause -> Range<Int64>? in
            let end = pause.end?.epochSeconds ?? Int64.max
            return pause.start.epochSeconds < end ? pause.start.epochSeconds..<end : nil
        }
        var merged: [Range<Int64>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}

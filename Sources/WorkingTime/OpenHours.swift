/// Walks the open stretches of a calendar as real time, in order and apart, from a second up to a horizon.
///
/// Within a stretch of constant offset, wall clock and real time differ by a constant; so each local day's hours are
/// cut at the changes of the clocks and moved by the offset that holds there.
struct OpenHours: Sequence, IteratorProtocol {
    private let calendar: WorkingCalendar
    private let horizon: Int64
    /// Everything before this second has been handed out or is closed.
    private var second: Int64
    private var stretch: ZoneOffsets.Stretch
    private var waiting: [Range<Int64>] = []
    private var waitingIndex = 0
    private var held: Range<Int64>?

    init(_ calendar: WorkingCalendar, from second: Int64, until horizon: Int64) {
        self.calendar = calendar
        self.horizon = horizon
        self.second = second
        stretch = calendar.zone.offsets.stretch(at: second)
        if calendar.isAlwaysOpen {
            if second < horizon { waiting = [second..<horizon] }
            self.second = horizon
        }
    }

    mutating func next() -> Range<Int64>? {
        while let range = nextPiece() {
            guard let before = held else {
                held = range
                continue
            }
            if before.upperBound == range.lowerBound {
                held = before.lowerBound..<range.upperBound
                // A calendar that hardly closes is handed out month by month, so that nobody waits for its end.
                if range.upperBound - before.lowerBound < 31 * 86_400 { continue }
                held = nil
                return before.lowerBound..<range.upperBound
            }
            held = range
            return before
        }
        defer { held = nil }
        return held
    }

    private mutating func nextPiece() -> Range<Int64>? {
        while waitingIndex == waiting.count {
            guard second < horizon else { return nil }
            fillDay()
        }
        defer { waitingIndex += 1 }
        return waiting[waitingIndex]
    }

    /// Takes the rest of the local day, or of the stretch of constant offset if that ends first.
    private mutating func fillDay() {
        waiting.removeAll(keepingCapacity: true)
        waitingIndex = 0
        if second >= stretch.until { stretch = calendar.zone.offsets.stretch(at: second) }
        let day = (second + stretch.offset).dividedDown(by: 86_400)
        let midnight = day * 86_400 - stretch.offset
        let end = Swift.min(midnight + 86_400, stretch.until, horizon)
        for range in calendar.openSeconds(onDay: Int(day)) {
            let from = Swift.max(range.lowerBound + midnight, second)
            let until = Swift.min(range.upperBound + midnight, end)
            if from < until { waiting.append(from..<until) }
        }
        second = end
    }
}

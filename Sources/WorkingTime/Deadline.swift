extension WorkingCalendar {
    /// How far a deadline is looked for: ten years and a bit.
    static let searchDays = 3_660

    /// When so many minutes of working time will have passed, with the walk that leads there.
    ///
    /// Time is counted in real seconds, so a change of the clocks neither makes nor loses any. A deadline that falls on
    /// the end of an interval is that end, not the next opening. No minutes, or fewer, are due at once.
    public func deadline(from start: Instant, minutes: Int, pauses: [Pause] = []) -> DeadlineWalk {
        guard minutes > 0 else { return DeadlineWalk(outcome: .due(start), steps: []) }
        let (left, overflows) = Int64(minutes).multipliedReportingOverflow(by: 60)
        let horizon = start.epochSeconds + Int64(Self.searchDays) * 86_400
        guard !overflows else { return DeadlineWalk(outcome: .beyondHorizon, steps: []) }
        let pauses = Pause.merged(pauses)
        var steps: [DeadlineWalk.Step] = []
        let outcome = walk(from: start.epochSeconds, until: horizon, left: left, pauses: pauses, steps: &steps)
        let end: Int64
        switch outcome {
        case .due(let due): end = due.epochSeconds
        case .paused(let since): end = since.epochSeconds + 1
        case .neverOpens, .beyondHorizon: end = start.epochSeconds
        }
        steps += remarks(from: start.epochSeconds, until: end, pauses: pauses)
        steps.sort { ($0.start, $0.end) < ($1.start, $1.end) }
        return DeadlineWalk(outcome: outcome, steps: Array(steps.prefix(DeadlineWalk.stepsMax)))
    }

    /// Whole minutes of working time between two instants, rounded down; 0 when `end` is not after `start`.
    public func minutes(from start: Instant, to end: Instant, pauses: [Pause] = []) -> Int {
        seconds(from: start, to: end, pauses: pauses) / 60
    }

    /// Seconds of working time between two instants; 0 when `end` is not after `start`.
    public func seconds(from start: Instant, to end: Instant, pauses: [Pause] = []) -> Int {
        var total: Int64 = 0
        for piece in openPieces(from: start.epochSeconds, until: end.epochSeconds, pauses: Pause.merged(pauses)) {
            total += piece.upperBound - piece.lowerBound
        }
        return Int(total)
    }

    /// The first instant of working time at or after an instant; nil when there is none for ten years.
    public func opening(atOrAfter instant: Instant) -> Instant? {
        let horizon = instant.epochSeconds + Int64(Self.searchDays) * 86_400
        var hours = OpenHours(self, from: instant.epochSeconds, until: horizon)
        return hours.next().map { Instant(epochSeconds: $0.lowerBound) }
    }

    /// The open times between two instants, in order and apart.
    public func openTimes(from start: Instant, to end: Instant) -> [Range<Instant>] {
        OpenHours(self, from: start.epochSeconds, until: end.epochSeconds).map {
            Instant(epochSeconds: $0.lowerBound)..<Instant(epochSeconds: $0.upperBound)
        }
    }

    private func walk(
        from start: Int64,
        until horizon: Int64,
        left: Int64,
        pauses: [Range<Int64>],
        steps: inout [DeadlineWalk.Step]
    ) -> DeadlineWalk.Outcome {
        var left = left
        var didOpen = false
        for piece in openPieces(from: start, until: horizon, pauses: pauses) {
            didOpen = true
            let end = min(piece.upperBound, piece.lowerBound + left)
            steps.append(
                DeadlineWalk.Step(
                    kind: .counted,
                    start: Instant(epochSeconds: piece.lowerBound),
                    end: Instant(epochSeconds: end)
                )
            )
            left -= end - piece.lowerBound
            if left == 0 { return .due(Instant(epochSeconds: end)) }
        }
        if let last = pauses.last, last.upperBound == Int64.max, last.lowerBound < horizon {
            return .paused(since: Instant(epochSeconds: max(last.lowerBound, start)))
        }
        return didOpen ? .beyondHorizon : .neverOpens
    }

    private func openPieces(from start: Int64, until end: Int64, pauses: [Range<Int64>]) -> OpenPieces {
        OpenPieces(hours: OpenHours(self, from: start, until: end), pauses: pauses)
    }

    /// What a reader of the walk wants to know besides the counted time: pauses, days off, changes of the clocks.
    private func remarks(from start: Int64, until end: Int64, pauses: [Range<Int64>]) -> [DeadlineWalk.Step] {
        guard start < end else { return [] }
        func step(_ kind: DeadlineWalk.Step.Kind, _ from: Int64, _ until: Int64) -> DeadlineWalk.Step {
            DeadlineWalk.Step(kind: kind, start: Instant(epochSeconds: from), end: Instant(epochSeconds: until))
        }
        var steps: [DeadlineWalk.Step] = []
        for pause in pauses where pause.lowerBound < end && pause.upperBound > start {
            // An open pause is told by the outcome.
            if pause.upperBound == Int64.max { continue }
            steps.append(step(.paused, max(pause.lowerBound, start), min(pause.upperBound, end)))
        }
        // A calendar names the days off of many years, a walk crosses a few days.
        var date = zone.date(of: Instant(epochSeconds: start))
        let last = zone.date(of: Instant(epochSeconds: end))
        while !holidays.isEmpty, date <= last {
            if let name = holidays[date], week[date.weekday]?.isEmpty == false {
                let from = zone.startOfDay(date).epochSeconds
                let until = zone.startOfDay(date.adding(days: 1)).epochSeconds
                if from >= start, from < end { steps.append(step(.holiday(name), from, until)) }
            }
            guard date.dayNumber < CivilDate.lastDayNumber else { break }
            date = date.adding(days: 1)
        }
        var stretch = zone.offsets.stretch(at: start)
        while stretch.until < end {
            let next = zone.offsets.stretch(at: stretch.until)
            steps.append(
                step(.clocksChanged(seconds: Int(next.offset - stretch.offset)), stretch.until, stretch.until)
            )
            stretch = next
        }
        return steps
    }
}

/// Open hours without the pauses.
private struct OpenPieces: Sequence, IteratorProtocol {
    var hours: OpenHours
    let pauses: [Range<Int64>]
    var pauseIndex = 0
    var rest: Range<Int64>?

    init(hours: OpenHours, pauses: [Range<Int64>]) {
        self.hours = hours
        self.pauses = pauses
    }

    mutating func next() -> Range<Int64>? {
        while let range = rest ?? hours.next() {
            rest = nil
            while pauseIndex < pauses.count, pauses[pauseIndex].upperBound <= range.lowerBound { pauseIndex += 1 }
            guard pauseIndex < pauses.count, pauses[pauseIndex].lowerBound < range.upperBound else { return range }
            let pause = pauses[pauseIndex]
            if pause.upperBound < range.upperBound { rest = pause.upperBound..<range.upperBound }
            if pause.lowerBound > range.lowerBound { return range.lowerBound..<pause.lowerBound }
            // A pause without an end leaves nothing to look for.
            if pause.upperBound == Int64.max { return nil }
        }
        return nil
    }
}

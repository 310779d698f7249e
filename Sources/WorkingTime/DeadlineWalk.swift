/// How a deadline was found, step by step, so that a person can follow it with a calendar in hand.
public struct DeadlineWalk: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        /// The first instant at which the promised time has passed.
        case due(Instant)
        /// The clock stands still since then; there is no deadline until it goes on.
        case paused(since: Instant)
        /// No minute was open in the ten years that were searched.
        case neverOpens
        /// The calendar opens too seldom: the minutes do not fit into the ten years that were searched.
        case beyondHorizon
    }

    public struct Step: Hashable, Sendable {
        public enum Kind: Hashable, Sendable {
            /// Every second of the step counted.
            case counted
            /// The clock stood still.
            case paused
            /// A day off, by its name.
            case holiday(String)
            /// The clocks went forward (positive) or back by so many seconds.
            case clocksChanged(seconds: Int)
        }

        public var kind: Kind
        public var start: Instant
        public var end: Instant

        public init(kind: Kind, start: Instant, end: Instant) {
            self.kind = kind
            self.start = start
            self.end = end
        }
    }

    public var outcome: Outcome
    /// In order of their starts; at most `stepsMax`, of a longer walk the first.
    public var steps: [Step]

    public init(outcome: Outcome, steps: [Step]) {
        self.outcome = outcome
        self.steps = steps
    }

    /// The deadline; nil when there is none.
    public var due: Instant? {
        if case .due(let instant) = outcome { instant } else { nil }
    }

    /// A year of days with a lunch break: longer walks are not read by anyone.
    static let stepsMax = 800

    /// The walk as lines of text in a zone's local time, the outcome last.
    public func lines(in zone: Zone) -> [String] {
        var total = 0
        var lines: [String] = []
        for step in steps {
            let start = Self.local(step.start, zone)
            switch step.kind {
            case .counted:
                total += Int(step.end.epochSeconds - step.start.epochSeconds)
                let length = DurationText.text(Int(step.end.epochSeconds - step.start.epochSeconds) / 60)
                lines.append(
                    "\(start) to \(Self.local(step.end, zone))  \(length), \(DurationText.text(total / 60)) in all"
                )
            case .paused:
                lines.append("\(start) to \(Self.local(step.end, zone))  paused")
            case .holiday(let name):
                lines.append("\(start)  closed: \(name)")
            case .clocksChanged(let seconds):
                let way = seconds > 0 ? "forward" : "back"
                lines.append("\(start)  clocks go \(way) by \(DurationText.text(Int(seconds.magnitude) / 60))")
            }
        }
        switch outcome {
        case .due(let due): lines.append("due \(Self.local(due, zone))")
        case .paused(let since): lines.append("no deadline: the clock stands still since \(Self.local(since, zone))")
        case .neverOpens: lines.append("no deadline: the calendar does not open within ten years")
        case .beyondHorizon: lines.append("no deadline within ten years: the calendar opens too seldom")
        }
        return lines
    }

    private static func local(_ instant: Instant, _ zone: Zone) -> String {
        let civil = zone.civil(instant)
        let offset = zone.offsetSeconds(at: instant) / 60
        let sign = offset < 0 ? "-" : "+"
        let size = Int(offset.magnitude)
        let day = "\(civil.date.weekday)".prefix(3).capitalizedASCII
        return "\(day) \(civil.date.text) \(civil.clockText())"
            + " \(sign)\(CivilDate.padded(size / 60, 2)):\(CivilDate.padded(size % 60, 2))"
    }
}

extension Substring {
    fileprivate var capitalizedASCII: String {
        prefix(1).uppercased() + dropFirst()
    }
}

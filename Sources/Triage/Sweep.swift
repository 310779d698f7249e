public import WorkingTime

/// When staff are warned of a promise.
public struct WarningPolicy: Hashable, Sendable {
    /// Share of the promised time that is left when the warning goes out, percent, 1...99.
    public var sharePercent: Int
    /// Working hours of the staff, outside which only urgent matters are told; nil tells at any hour.
    public var calendar: WorkingCalendar?
    /// Ids of staff who are warned, besides the ticket's assignee.
    public var to: [String]
    /// Ids of staff who learn that a promise was broken.
    public var escalateTo: [String]

    public init(sharePercent: Int, calendar: WorkingCalendar?, to: [String], escalateTo: [String]) {
        self.sharePercent = sharePercent
        self.calendar = calendar
        self.to = to
        self.escalateTo = escalateTo
    }

    /// A second mail waits this long, unless a promise would break meanwhile: one mail with five lines is read, five
    /// mails are not.
    public static let bundleMinutes = 60
    /// In the last hour before the staff's hours end they hear of what is due before the first hour of the next is over.
    public static let lookAheadMinutes = 60
}

/// A promise's clock that runs, as the sweep needs it.
public struct RunningClock: Hashable, Sendable {
    public var id: Int
    public var ticket: Int
    public var client: String
    public var subject: String
    public var name: ClockStart.Name
    public var startedAt: Instant
    public var due: Instant
    /// `elapsed`, or the name of the calendar whose working time counts.
    public var calendar: String
    /// Minutes promised; nil in old records.
    public var minutes: Int?
    public var isUrgent: Bool
    public var assignee: String?
    public var isWarned: Bool
    public var isEscalated: Bool

    public init(
        id: Int,
        ticket: Int,
        client: String,
        subject: String,
        name: ClockStart.Name,
        startedAt: Instant,
        due: Instant,
        calendar: String,
        minutes: Int?,
        isUrgent: Bool,
        assignee: String?,
        isWarned: Bool,
        isEscalated: Bool
    ) {
        self.id = id
        self.ticket = ticket
        self.client = client
        self.subject = subject
        self.name = name
        self.startedAt = startedAt
        self.due = due
        self.calendar = calendar
        self.minutes = minutes
        self.isUrgent = isUrgent
        self.assignee = assignee
        self.isWarned = isWarned
        self.isEscalated = isEscalated
    }
}

/// A promise that staff must hear of.
public struct PromiseWarning: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        /// Little time is left.
        case endangered
        /// The time has passed.
        case broken
    }

    public var kind: Kind
    public var clock: RunningClock
    /// Ids of staff, the assignee first, each once.
    public var to: [String]
}

/// Which promises staff must hear of now. Each clock is warned of once and escalated once; a clock that breaks before
/// anybody was warned is only escalated.
///
/// - Parameter lastMail: When the last such mail went out, to bundle the next with it.
public func sweep(
    _ clocks: [RunningClock],
    now: Instant,
    policy: WarningPolicy,
    calendars: [String: WorkingCalendar],
    lastMail: Instant?
) -> [PromiseWarning] {
    let horizon = policy.horizon(now)
    let isOpen = policy.isOpen(at: now)
    let found = clocks.compactMap { clock -> PromiseWarning? in
        // Whether acknowledgements go out is watched where mail goes out.
        guard clock.name != .acknowledgement else { return nil }
        let isBroken = clock.due < now
        guard !(isBroken ? clock.isEscalated : clock.isWarned || clock.isEscalated) else { return nil }
        // Outside working hours only what is urgent is told.
        guard clock.isUrgent || isOpen else { return nil }
        guard isBroken || clock.due <= horizon || clock.warnAt(policy, calendars) <= now else { return nil }
        let staff = [clock.assignee].compactMap(\.self) + (isBroken ? policy.escalateTo : policy.to)
        var seen: Set<String> = []
        let to = staff.filter { seen.insert($0).inserted }
        return PromiseWarning(kind: isBroken ? .broken : .endangered, clock: clock, to: to)
    }
    guard let next = lastMail?.adding(minutes: WarningPolicy.bundleMinutes), now < next else { return found.inOrder }
    // What cannot wait for the next bundle takes everything else along.
    let cannotWait = found.contains { $0.clock.isUrgent || ($0.kind == .endangered && $0.clock.due <= next) }
    return cannotWait ? found.inOrder : []
}

extension WarningPolicy {
    func isOpen(at instant: Instant) -> Bool { calendar?.isOpen(at: instant) ?? true }

    /// What is due up to then cannot wait: the present, or near the end of working hours the beginning of the next.
    func horizon(_ now: Instant) -> Instant {
        guard let calendar, calendar.isOpen(at: now) else { return now }
        let end = now.adding(minutes: Self.lookAheadMinutes)
        guard calendar.seconds(from: now, to: end) < Self.lookAheadMinutes * 60 else { return now }
        // The first closed second from now on, then the opening after it.
        let closing = calendar.openTimes(from: now, to: end).first?.upperBound ?? now
        return calendar.opening(atOrAfter: closing)?.adding(minutes: Self.lookAheadMinutes) ?? now
    }
}

extension RunningClock {
    /// When only the policy's share of the promised time is left.
    func warnAt(_ policy: WarningPolicy, _ calendars: [String: WorkingCalendar]) -> Instant {
        let counted = self.calendar == "elapsed" ? WorkingCalendar.elapsed(in: .utc) : calendars[self.calendar]
        guard let counted else { return due }
        let promised = minutes ?? counted.minutes(from: startedAt, to: due)
        let share = promised * policy.sharePercent / 100
        // Counted back from the due time, which knows the pauses.
        return counted.instant(before: due, minutes: share, notBefore: startedAt)
    }
}

extension WorkingCalendar {
    /// The latest instant from which at least so many minutes of working time pass until `end`.
    func instant(before end: Instant, minutes: Int, notBefore start: Instant) -> Instant {
        guard minutes > 0, start < end else { return end }
        var (low, high) = (start.epochSeconds, end.epochSeconds)
        guard seconds(from: start, to: end) > minutes * 60 else { return start }
        // Working time until the end only shrinks as its beginning moves on, so halving finds the place.
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if seconds(from: Instant(epochSeconds: middle), to: end) >= minutes * 60 {
                low = middle
            } else {
                high = middle
            }
        }
        return Instant(epochSeconds: low)
    }
}

extension [PromiseWarning] {
    /// Broken first, then the nearest due time; urgent before normal at the same time.
    fileprivate var inOrder: [PromiseWarning] {
        sorted { left, right in
            if left.kind != right.kind { return left.kind == .broken }
            if left.clock.due != right.clock.due { return left.clock.due < right.clock.due }
            if left.clock.isUrgent != right.clock.isUrgent { return left.clock.isUrgent }
            return left.clock.id < right.clock.id
        }
    }
}

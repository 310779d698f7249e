public import WorkingTime

/// What happened in a ticket, as far as its promises depend on it. Kept whole, so that stops and due times can always be
/// worked out again: an answer that is seen late still stops its clock at the time it was sent.
public struct PromiseHistory: Hashable, Sendable {
    /// A clock as it stands.
    public struct Clock: Hashable, Sendable {
        public var id: Int
        public var name: ClockStart.Name
        /// `elapsed`, or the name of the calendar whose working time counts.
        public var calendar: String
        public var startedAt: Instant
        /// Minutes promised; nil in records that did not keep them yet, and then read off the due time.
        public var minutes: Int?
        public var due: Instant
        public var stoppedAt: Instant?
        public var pausedSince: Instant?
        /// When the last request of the clock's mail was closed; nil while one is open.
        public var doneAt: Instant?

        public init(
            id: Int,
            name: ClockStart.Name,
            calendar: String,
            startedAt: Instant,
            minutes: Int?,
            due: Instant,
            stoppedAt: Instant? = nil,
            pausedSince: Instant? = nil,
            doneAt: Instant? = nil
        ) {
            self.id = id
            self.name = name
            self.calendar = calendar
            self.startedAt = startedAt
            self.minutes = minutes
            self.due = due
            self.stoppedAt = stoppedAt
            self.pausedSince = pausedSince
            self.doneAt = doneAt
        }
    }

    public var clocks: [Clock]
    /// When the client's mails arrived.
    public var clientMails: [Instant]
    /// When people answered.
    public var answers: [Instant]

    public init(clocks: [Clock], clientMails: [Instant], answers: [Instant]) {
        self.clocks = clocks
        self.clientMails = clientMails.sorted()
        self.answers = answers.sorted()
    }

    /// The clocks as the history says they stand.
    ///
    /// - A first or next answer is given by the first person's answer after the client's mail, or when its requests
    ///   are closed without one. A stop never moves later.
    /// - A resolution is reached when the requests of its mail are closed. It stands still from each answer to the
    ///   client's next mail, and its due time moves on by as much working time as it stood still.
    /// - The acknowledgement's clock is the outbox's matter.
    public func settled(calendars: [String: WorkingCalendar]) -> [Clock] {
        let waits = waits()
        return clocks.map { clock in
            var settled = clock
            switch clock.name {
            case .acknowledgement: break
            case .firstAnswer, .nextAnswer:
                let answer = answers.first { $0 >= clock.startedAt }
                settled.stoppedAt = [clock.stoppedAt, answer, clock.doneAt].compactMap(\.self).min()
            case .resolution:
                settled.stoppedAt = clock.doneAt
                settle(&settled, waits: waits, calendars: calendars)
            }
            return settled
        }
    }

    /// From each answer until the client writes again.
    public func waits() -> [Pause] {
        var waits: [Pause] = []
        for answer in answers {
            // A second answer in a row changes nothing: we wait already.
            if let last = waits.last, last.end.map({ answer < $0 }) ?? true { continue }
            waits.append(Pause(start: answer, end: clientMails.first { $0 > answer }))
        }
        return waits
    }

    private func settle(_ clock: inout Clock, waits: [Pause], calendars: [String: WorkingCalendar]) {
        let elapsed = WorkingCalendar.elapsed(in: .utc)
        // A calendar that the operator took away can no longer be walked: the due time stays as it was promised.
        guard let calendar = clock.calendar == "elapsed" ? elapsed : calendars[clock.calendar] else { return }
        let minutes = clock.minutes ?? calendar.minutes(from: clock.startedAt, to: clock.due)
        clock.minutes = minutes
        // What was waited for after the end moves nothing.
        let end = clock.stoppedAt
        let pauses = waits.compactMap { pause -> Pause? in
            guard let end else { return pause }
            return pause.start >= end ? nil : Pause(start: pause.start, end: min(pause.end ?? end, end))
        }
        clock.pausedSince = nil
        switch calendar.deadline(from: clock.startedAt, minutes: minutes, pauses: pauses).outcome {
        case .due(let due): clock.due = due
        case .paused(let since): clock.pausedSince = since
        case .neverOpens, .beyondHorizon: break
        }
    }
}

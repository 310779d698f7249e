public import WorkingTime

/// Where a mail of the outbox stands.
public enum DeliveryState: String, CaseIterable, Hashable, Sendable {
    /// Waits for its first try, or for its one repetition after a doubt.
    case queued
    /// Offered to the server; recorded before the connection is opened.
    case transmitting
    /// The server took responsibility.
    case accepted
    /// A permanent no, or a bounce that came back.
    case refused
    /// Certainly not sent; tried again later.
    case deferred
    /// Sent or not, nobody can tell: the connection failed after the final dot.
    case uncertain
    /// Waits for a person.
    case held
}

/// What became of one try.
public enum DeliveryOutcome: Hashable, Sendable {
    case accepted
    /// A permanent no, with the server's words.
    case refused(String)
    /// Nothing was sent, with the reason.
    case deferred(String)
    /// The mail was complete at the server when the connection failed.
    case uncertain(String)
}

/// What happens to a mail in the outbox.
public enum DeliveryEvent: Hashable, Sendable {
    /// It is about to be offered to the server.
    case begin
    case outcome(DeliveryOutcome)
    /// The process ended while it was being offered; found on the next start.
    case interrupted
    /// A copy turned up in our own mailbox or in the Sent folder.
    case copyFound
    /// Somebody looked and there is no copy.
    case copyMissing
    /// A delivery failure report names its Message-ID (RFC 3464).
    case bounced
    /// The loop guard or a person stops it.
    case hold
    /// A person lets it go.
    case release
}

/// A mail's way through the outbox. At most one copy arrives, none is lost in silence, doubts are seen by a person.
public struct Delivery: Hashable, Sendable {
    public var state: DeliveryState
    /// How often it was offered to the server.
    public var attempts: Int
    /// How often it was offered again because of a doubt, with the same Message-ID; at most once.
    public var repetitions: Int
    /// Not before this moment: the next try, or the look for a copy when in doubt. Nil when nothing is due.
    public var nextAttemptAt: Instant?

    public init(state: DeliveryState, attempts: Int, repetitions: Int, nextAttemptAt: Instant?) {
        self.state = state
        self.attempts = attempts
        self.repetitions = repetitions
        self.nextAttemptAt = nextAttemptAt
    }

    /// A mail that has just been put in the outbox.
    public static func queued(at now: Instant) -> Delivery {
        Delivery(state: .queued, attempts: 0, repetitions: 0, nextAttemptAt: now)
    }

    /// Tries before a person is asked. With the pauses below that is about two thirds of a day.
    public static let mostAttempts = 20
    /// Longest pause between tries (RFC 5321 section 4.5.4.1 asks for at least 30 minutes after the first tries).
    public static let longestPauseMinutes = 60
    /// How long a copy may take to turn up before a doubtful mail is offered again.
    public static let evidenceWindowMinutes = 30

    /// Whether a try, or the look for a copy, is due.
    public func isDue(at now: Instant) -> Bool {
        switch state {
        case .queued, .deferred, .uncertain: nextAttemptAt.map { $0 <= now } ?? true
        case .transmitting, .accepted, .refused, .held: false
        }
    }

    /// The delivery after an event. An event that does not fit the state changes nothing.
    ///
    /// - Parameter jitter: 0...999, a random number that spreads the tries of many mails after an outage.
    public func after(_ event: DeliveryEvent, now: Instant, jitter: Int) -> Delivery {
        switch (state, event) {
        case (.queued, .begin), (.deferred, .begin):
            return moved(to: .transmitting, next: nil, attempts: attempts + 1)
        case (.transmitting, .outcome(let outcome)):
            return after(outcome, now: now, jitter: jitter)
        case (.transmitting, .interrupted):
            return after(.uncertain(""), now: now, jitter: jitter)
        case (.uncertain, .copyFound), (.held, .copyFound), (.queued, .copyFound), (.deferred, .copyFound):
            return moved(to: .accepted, next: nil)
        case (.uncertain, .copyMissing):
            return afterMissingCopy(now: now)
        case (.accepted, .bounced), (.uncertain, .bounced):
            return moved(to: .refused, next: nil)
        case (.queued, .hold), (.deferred, .hold), (.uncertain, .hold):
            return moved(to: .held, next: nil)
        case (.held, .release), (.refused, .release), (.uncertain, .release):
            return moved(to: .queued, next: now)
        default:
            return self
        }
    }

    private func after(_ outcome: DeliveryOutcome, now: Instant, jitter: Int) -> Delivery {
        switch outcome {
        case .accepted:
            return moved(to: .accepted, next: nil)
        case .refused:
            return moved(to: .refused, next: nil)
        case .deferred:
            if attempts >= Self.mostAttempts { return moved(to: .held, next: nil) }
            return moved(
                to: .deferred,
                next: now.adding(seconds: Self.pauseSeconds(attempts: attempts, jitter: jitter))
            )
        case .uncertain:
            return moved(to: .uncertain, next: now.adding(minutes: Self.evidenceWindowMinutes))
        }
    }

    /// Only a whole window without a copy allows the one repetition; a second doubt goes to a person.
    private func afterMissingCopy(now: Instant) -> Delivery {
        if let windowEnd = nextAttemptAt, now < windowEnd {
            // A window that ends later than one that begins now was written before the clock was put back.
            let latest = now.adding(minutes: Self.evidenceWindowMinutes)
            return windowEnd <= latest ? self : moved(to: .uncertain, next: latest)
        }
        guard repetitions == 0 else { return moved(to: .held, next: nil) }
        var next = moved(to: .queued, next: now)
        next.repetitions = 1
        return next
    }

    private func moved(to state: DeliveryState, next: Instant?, attempts: Int? = nil) -> Delivery {
        Delivery(
            state: state,
            attempts: attempts ?? self.attempts,
            repetitions: repetitions,
            nextAttemptAt: next
        )
    }

    /// 1, 2, 4 ... 60 minutes, stretched by up to a half.
    static func pauseSeconds(attempts: Int, jitter: Int) -> Int {
        let doublings = min(max(attempts, 1), 11) - 1
        let base = min(1 << doublings, longestPauseMinutes) * 60
        return base + base * min(max(jitter, 0), 999) / 2000
    }
}

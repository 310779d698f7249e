public import Agreement
public import Classifier
public import Triage
public import WorkingTime

/// What one set of rules makes of one mail, as far as two sets are compared.
public struct ReplayOutcome: Hashable, Sendable {
    /// One request of the mail.
    public struct Request: Hashable, Sendable {
        public var words: String
        public var label: Label
        public var isDecided: Bool
        public var verdict: Verdict
        public var clause: ClauseID?
        public var priority: Priority

        public init(
            words: String,
            label: Label,
            isDecided: Bool,
            verdict: Verdict,
            clause: ClauseID?,
            priority: Priority
        ) {
            self.words = words
            self.label = label
            self.isDecided = isDecided
            self.verdict = verdict
            self.clause = clause
            self.priority = priority
        }
    }

    /// One promise that the mail set running.
    public struct Promise: Hashable, Sendable {
        public var name: ClockStart.Name
        public var due: Instant

        public init(name: ClockStart.Name, due: Instant) {
            self.name = name
            self.due = due
        }
    }

    public var client: String?
    public var requests: [Request]
    /// What goes out by itself: `none`, or the language and how much is told, such as `en, full`.
    public var reply: String
    /// The words of the reply; nil without one, and where both sets of rules tell the same in the same templates.
    public var replyWords: String?
    public var promises: [Promise]
    /// Minutes that taking the mail in took off the balance.
    public var bookedMinutes: Int
    public var filing: String
    public var assignee: String?

    public init(
        client: String?,
        requests: [Request],
        reply: String,
        replyWords: String?,
        promises: [Promise],
        bookedMinutes: Int,
        filing: String,
        assignee: String?
    ) {
        self.client = client
        self.requests = requests
        self.reply = reply
        self.replyWords = replyWords
        self.promises = promises
        self.bookedMinutes = bookedMinutes
        self.filing = filing
        self.assignee = assignee
    }

    /// What differs under another set of rules, in the order in which a mail is decided. The words of the reply are left
    /// out: the balance in them differs on every mail after the first one that is booked differently.
    public func changes(to other: ReplayOutcome) -> [ReplayChange] {
        var changes: [ReplayChange] = []
        func add(_ what: ReplayChange.What, _ old: String, _ new: String) {
            if old != new { changes.append(ReplayChange(what: what, old: old, new: new)) }
        }
        add(.client, client ?? "nobody", other.client ?? "nobody")
        add(.verdicts, Self.words(requests), Self.words(other.requests))
        add(.reply, reply, other.reply)
        for name in ClockStart.Name.allCases {
            add(.promise, Self.words(promises, name), Self.words(other.promises, name))
        }
        add(.hours, DurationText.text(bookedMinutes), DurationText.text(other.bookedMinutes))
        add(.filing, filing, other.filing)
        add(.assignee, assignee ?? "nobody", other.assignee ?? "nobody")
        return changes
    }

    private static func words(_ requests: [Request]) -> String {
        requests.map { request in
            let clause = request.clause.map { " \($0.name)" } ?? ""
            let priority = request.priority == .normal ? "" : ", \(request.priority.rawValue)"
            return "\(request.label.rawValue): \(request.verdict.rawValue)\(clause)\(priority)"
        }.joined(separator: "; ")
    }

    private static func words(_ promises: [Promise], _ name: ClockStart.Name) -> String {
        promises.first { $0.name == name }.map { "\(name.rawValue) by \($0.due.rfc3339)" } ?? "no \(name.rawValue)"
    }
}

/// One thing that another set of rules decides otherwise.
public struct ReplayChange: Hashable, Sendable {
    public enum What: String, CaseIterable, Sendable {
        case client, verdicts, reply, promise, hours, filing, assignee
    }

    public var what: What
    public var old: String
    public var new: String

    public init(what: What, old: String, new: String) {
        self.what = what
        self.old = old
        self.new = new
    }
}

/// One mail on which two sets of rules differ.
public struct ReplayDifference: Hashable, Sendable {
    public var path: String
    public var receivedAt: Instant
    public var from: String
    public var subject: String
    public var changes: [ReplayChange]

    public init(path: String, receivedAt: Instant, from: String, subject: String, changes: [ReplayChange]) {
        self.path = path
        self.receivedAt = receivedAt
        self.from = from
        self.subject = subject
        self.changes = changes
    }
}

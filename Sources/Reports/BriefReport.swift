public import Triage
public import WorkingTime

/// What a member of staff should know in the morning, as values; `notice` puts it into words.
public struct BriefReport: Hashable, Sendable {
    /// A promise to keep, or to make good.
    public struct Task: Hashable, Sendable {
        public var clientName: String
        public var ticket: Int
        public var subject: String
        public var what: ClockStart.Name
        public var due: Instant
        public var isUrgent: Bool
        public var assignee: String?

        public init(
            clientName: String,
            ticket: Int,
            subject: String,
            what: ClockStart.Name,
            due: Instant,
            isUrgent: Bool,
            assignee: String?
        ) {
            self.clientName = clientName
            self.ticket = ticket
            self.subject = subject
            self.what = what
            self.due = due
            self.isUrgent = isUrgent
            self.assignee = assignee
        }
    }

    /// A request that a person must decide, or a client's word that a person must confirm.
    public struct Question: Hashable, Sendable {
        public var request: Int
        public var ticket: Int
        public var clientName: String
        public var words: String
        /// What it seems to be, or what was quoted.
        public var guess: String

        public init(request: Int, ticket: Int, clientName: String, words: String, guess: String) {
            self.request = request
            self.ticket = ticket
            self.clientName = clientName
            self.words = words
            self.guess = guess
        }
    }

    /// Something that waits for a person, with the command that shows or ends it.
    public struct Waiting: Hashable, Sendable {
        public var what: String
        public var why: String
        public var command: String

        public init(what: String, why: String, command: String) {
            self.what = what
            self.why = why
            self.command = command
        }
    }

    /// A client whose hours run low.
    public struct LowBalance: Hashable, Sendable {
        public var clientName: String
        public var balanceMinutes: Int
        /// Included per period.
        public var includedMinutes: Int
        public var heldMinutes: Int

        public init(clientName: String, balanceMinutes: Int, includedMinutes: Int, heldMinutes: Int) {
            self.clientName = clientName
            self.balanceMinutes = balanceMinutes
            self.includedMinutes = includedMinutes
            self.heldMinutes = heldMinutes
        }
    }

    /// How a mailbox is doing.
    public struct Mailbox: Hashable, Sendable {
        public var name: String
        public var readAt: Instant?
        public var problem: String?
        public var since: Instant?

        public init(name: String, readAt: Instant?, problem: String?, since: Instant?) {
            self.name = name
            self.readAt = readAt
            self.problem = problem
            self.since = since
        }
    }

    /// A part that another matter adds, such as duties or reviews that are due: a title and a line each.
    public struct Section: Hashable, Sendable {
        public var title: String
        public var lines: [String]

        public init(title: String, lines: [String]) {
            self.title = title
            self.lines = lines
        }
    }

    public var agency: String
    public var zone: Zone
    public var now: Instant
    /// When the next brief comes: what is due before belongs into this one.
    public var next: Instant
    /// In the order in which an hour is best spent.
    public var tasks: [Task]
    /// Promises that run and are due later.
    public var laterTasks: Int
    public var openRequests: Int
    /// Promises kept and broken since the last brief.
    public var kept: Int
    public var broken: Int
    public var undecided: [Question] = []
    public var approvals: [Question] = []
    public var heldReplies: [Waiting] = []
    public var heldCommands: [Waiting] = []
    public var quarantine: [Waiting] = []
    public var balances: [LowBalance] = []
    public var sections: [Section] = []
    public var mailboxes: [Mailbox] = []

    public init(
        agency: String,
        zone: Zone,
        now: Instant,
        next: Instant,
        tasks: [Task],
        openRequests: Int,
        kept: Int,
        broken: Int
    ) {
        self.agency = agency
        self.zone = zone
        self.now = now
        self.next = next
        let due = Self.mostPressing(tasks).filter { $0.due < next }
        self.tasks = Self.inOrder(due, now: now)
        laterTasks = Self.mostPressing(tasks).count - due.count
        self.openRequests = openRequests
        self.kept = kept
        self.broken = broken
    }

    /// Of each ticket the promise that is due first: one answer serves them all.
    private static func mostPressing(_ tasks: [Task]) -> [Task] {
        var first: [Int: Task] = [:]
        for task in tasks where first[task.ticket].map({ task.due < $0.due }) ?? true {
            var task = task
            task.isUrgent = task.isUrgent || first[task.ticket]?.isUrgent ?? false
            first[task.ticket] = task
        }
        return first.values.sorted { ($0.due, $0.ticket) < ($1.due, $1.ticket) }
    }

    /// Urgent matters first; then promises that can still be kept, the nearest due first, which keeps the most of them;
    /// then those that are broken, the longest first.
    static func inOrder(_ tasks: [Task], now: Instant) -> [Task] {
        func group(_ task: Task) -> Int { task.isUrgent ? 0 : task.due < now ? 2 : 1 }
        return tasks.sorted { (group($0), $0.due, $0.ticket) < (group($1), $1.due, $1.ticket) }
    }

    /// Promises that are broken and not made good yet.
    public var brokenTasks: Int { tasks.count { $0.due < now } }
    /// Requests and words of clients that a person must decide.
    public var questions: Int { undecided.count + approvals.count }

    /// A mailbox that was not read for so long is worth a word even without a known problem.
    public static let silentMinutes = 30
    /// Entries of one kind that are shown; the rest is counted.
    static let shown = 25
}

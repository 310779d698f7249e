import GRDB
public import WorkingTime

/// How reading one mailbox goes.
public struct MailboxHealth: Hashable, Sendable {
    /// The name under `mailboxes:`.
    public var mailbox: String
    /// When it was last read whole; nil before the first time.
    public var readAt: Instant?
    /// What is wrong now; nil when nothing is.
    public var problem: String?
    public var problemSince: Instant?

    public init(mailbox: String, readAt: Instant?, problem: String?, problemSince: Instant?) {
        self.mailbox = mailbox
        self.readAt = readAt
        self.problem = problem
        self.problemSince = problemSince
    }
}

extension Store {
    /// Readings of a healthy mailbox are noted at most this often, so that polling does not write.
    static let healthSeconds: Int64 = 300

    /// Notes how a mailbox was found. A problem that goes on keeps the instant it began.
    public func setHealth(of mailbox: String, problem: String?, isRead: Bool, now: Instant) throws {
        let known = try health().first { $0.mailbox == mailbox }
        if let known, known.problem == problem {
            guard isRead, now.epochSeconds - (known.readAt?.epochSeconds ?? 0) >= Self.healthSeconds else { return }
        }
        try database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO mailboxHealth (mailbox, readAt, problem, problemSince) VALUES (?1, ?2, ?3, ?4)
                    ON CONFLICT (mailbox) DO UPDATE SET readAt = coalesce(?2, readAt), problem = ?3,
                        problemSince = CASE WHEN ?3 IS NULL THEN NULL ELSE coalesce(problemSince, ?4) END
                    """,
                arguments: [
                    mailbox, isRead ? now.epochSeconds : nil, problem, problem == nil ? nil : now.epochSeconds,
                ]
            )
        }
    }

    /// The health of every mailbox that was ever tried.
    public func health() throws -> [MailboxHealth] {
        try database.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM mailboxHealth ORDER BY mailbox").map { row in
                MailboxHealth(
                    mailbox: row["mailbox"],
                    readAt: (row["readAt"] as Int64?).map { Instant(epochSeconds: $0) },
                    problem: row["problem"],
                    problemSince: (row["problemSince"] as Int64?).map { Instant(epochSeconds: $0) }
                )
            }
        }
    }
}

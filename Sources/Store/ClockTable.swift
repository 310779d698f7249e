import Agreement
import GRDB
public import Triage
public import WorkingTime

extension Recorder {
    /// The promises of answers and resolutions that staff may still have to hear of, the nearest due first.
    public func untoldClocks() throws -> [RunningClock] {
        try RunningClock.fetchUntold(from: database)
    }

    /// Notes of whom staff were told, so that no promise is told of twice.
    public func markWarned(_ clocks: [Int], kind: PromiseWarning.Kind) throws {
        let column = kind == .broken ? "escalatedAt" : "warnedAt"
        let update = try database.cachedStatement(sql: "UPDATE clock SET \(column) = ? WHERE id = ?")
        for clock in clocks { try update.execute(arguments: [now.epochSeconds, clock]) }
    }
}

extension Store {
    /// Clocks that run and do not stand still, the nearest due first: what may still break or has broken unanswered.
    public func runningClocks() throws -> [RunningClock] {
        try database.read { database in
            let sql = RunningClock.query + RunningClock.order
            return try Row.fetchAll(database.cachedStatement(sql: sql)).map { try RunningClock($0) }
        }
    }

    /// The promises of answers and resolutions that staff may still have to hear of, the nearest due first.
    public func untoldClocks() throws -> [RunningClock] {
        try database.read { try RunningClock.fetchUntold(from: $0) }
    }

    /// When the last mail of a kind was queued for any of some people; nil when there was none.
    public func lastQueued(kind: String, recipients: [String]) throws -> Instant? {
        try database.read { database in
            try recipients.compactMap { recipient in
                try Int64.fetchOne(
                    database.cachedStatement(sql: "SELECT max(createdAt) FROM outbox WHERE recipient = ? AND kind = ?"),
                    arguments: [recipient, kind]
                ).map(Instant.init(epochSeconds:))
            }.max()
        }
    }
}

extension Store {
    /// Promises kept and broken in a span of time: kept when their clock stopped in it at the due time or before, broken
    /// when the due time passed in it and the clock had not stopped.
    public func promiseOutcome(from start: Instant, to end: Instant) throws -> (kept: Int, broken: Int) {
        try database.read { database in
            let kept = try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM clock WHERE stoppedAt >= ?1 AND stoppedAt < ?2 AND stoppedAt <= dueAt",
                arguments: [start.epochSeconds, end.epochSeconds]
            )
            let broken = try Int.fetchOne(
                database,
                sql: """
                    SELECT count(*) FROM clock WHERE dueAt >= ?1 AND dueAt < ?2 AND pausedSince IS NULL
                        AND (stoppedAt IS NULL OR stoppedAt > dueAt)
                    """,
                arguments: [start.epochSeconds, end.epochSeconds]
            )
            return (kept ?? 0, broken ?? 0)
        }
    }
}

extension RunningClock {
    static let query = """
        SELECT clock.*, ticket.client, ticket.subject, ticket.assignee,
            EXISTS (SELECT 1 FROM request WHERE request.mailID = clock.mailID AND priority = 'urgent') AS isUrgent
        FROM clock JOIN ticket ON ticket.id = clock.ticketID
        WHERE clock.stoppedAt IS NULL AND clock.pausedSince IS NULL AND ticket.client IS NOT NULL
        """

    static let order = " ORDER BY clock.dueAt, clock.id"

    /// Of what was told as broken nothing more is to be told; acknowledgements are watched where mail goes out.
    static func fetchUntold(from database: Database) throws -> [RunningClock] {
        let sql = query + " AND clock.escalatedAt IS NULL AND clock.name <> 'acknowledgement'" + order
        return try Row.fetchAll(database.cachedStatement(sql: sql)).map { try RunningClock($0) }
    }

    init(_ row: Row) throws {
        self.init(
            id: row["id"],
            ticket: row["ticketID"],
            client: row["client"],
            subject: row["subject"],
            name: try ClockRow.name(of: row),
            startedAt: Instant(epochSeconds: row["startedAt"]),
            due: Instant(epochSeconds: row["dueAt"]),
            calendar: row["calendar"],
            minutes: row["minutes"],
            isUrgent: row["isUrgent"],
            assignee: row["assignee"],
            isWarned: (row["warnedAt"] as Int64?) != nil,
            isEscalated: (row["escalatedAt"] as Int64?) != nil
        )
    }
}

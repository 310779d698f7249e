import GRDB
public import WorkingTime

/// A mail that could not be processed, waiting for a person.
public struct QuarantineEntry: Sendable {
    public var mailID: Int
    public var mailbox: String
    public var uid: UInt32
    public var receivedAt: Instant
    public var byteCount: Int
    public var reason: String
    public var at: Instant
    public var attempts: Int
}

extension Store {
    /// Sets a mail aside with the reason; the run goes on without it.
    public func quarantine(mail id: Int, reason: String, now: Instant) throws {
        try database.write { database in
            try database.execute(sql: "UPDATE mail SET state = 'quarantined' WHERE id = ?", arguments: [id])
            try database.execute(
                sql: """
                    INSERT INTO quarantine (mailID, reason, at) VALUES (?, ?, ?)
                    ON CONFLICT (mailID) DO UPDATE SET reason = excluded.reason, at = excluded.at,
                        attempts = attempts + 1
                    """,
                arguments: [id, reason, now.epochSeconds]
            )
        }
    }

    public func quarantined() throws -> [QuarantineEntry] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT quarantine.*, mail.uid, mail.receivedAt, mail.byteCount, mailbox.name AS mailbox
                    FROM quarantine JOIN mail ON mail.id = mailID JOIN mailbox ON mailbox.id = mail.mailboxID
                    WHERE mail.state = 'quarantined' ORDER BY mailID
                    """
            ).map { row in
                QuarantineEntry(
                    mailID: row["mailID"],
                    mailbox: row["mailbox"],
                    uid: UInt32(truncatingIfNeeded: row["uid"] as Int64),
                    receivedAt: Instant(epochSeconds: row["receivedAt"]),
                    byteCount: row["byteCount"],
                    reason: row["reason"],
                    at: Instant(epochSeconds: row["at"]),
                    attempts: row["attempts"]
                )
            }
        }
    }

    /// Puts a mail back among those that wait; answers false when it is not in quarantine.
    public func retryQuarantined(mail id: Int) throws -> Bool {
        try database.write { database in
            try database.execute(
                sql: "UPDATE mail SET state = 'admitted' WHERE id = ? AND state = 'quarantined'",
                arguments: [id]
            )
            return database.changesCount > 0
        }
    }

    static func remember(_ mail: UnfetchedMail, uidValidity: UInt32, mailbox: Int, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO unfetched (mailboxID, uidValidity, uid, reason, at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET reason = excluded.reason, at = excluded.at
                """,
            arguments: [mailbox, Int64(uidValidity), Int64(mail.uid), mail.reason, mail.at.epochSeconds]
        )
    }

    /// How many mails the server would not give out.
    public func unfetchedCount() throws -> Int {
        try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM unfetched") ?? 0 }
    }
}

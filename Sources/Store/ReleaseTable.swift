import GRDB
public import WorkingTime

extension Store {
    /// Mails that were taken for a machine's and left unanswered, newest first.
    public func suppressed(limit: Int = 1_000) throws -> [DecisionRow] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT decision.*, mail.messageID, mail.sender, mail.subject, mail.receivedAt, mail.ticketID
                    FROM decision JOIN mail ON mail.id = decision.mailID
                    WHERE decision.origin <> 'person' AND NOT decision.isAcknowledged
                    ORDER BY decision.mailID DESC LIMIT ?
                    """,
                arguments: [limit]
            ).map(DecisionRow.init)
        }
    }

    /// Puts a mail that was taken for a machine's among those that wait, to be decided as a person's; answers false
    /// when it is none of these.
    public func release(mail id: Int, now: Instant) throws -> Bool {
        try database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO release (mailID, at) SELECT mailID, ? FROM decision
                    WHERE mailID = ? AND origin <> 'person' AND NOT isAcknowledged ON CONFLICT (mailID) DO NOTHING
                    """,
                arguments: [now.epochSeconds, id]
            )
            guard database.changesCount > 0 else { return false }
            // The old decision made way for one that a person stands for; the mail itself is as it came.
            try database.execute(sql: "DELETE FROM decision WHERE mailID = ?", arguments: [id])
            try database.execute(sql: "UPDATE mail SET state = 'admitted' WHERE id = ?", arguments: [id])
            return true
        }
    }
}

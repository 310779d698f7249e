import GRDB
public import WorkingTime

// What tells whether a mail of the outbox arrived: its copy in our own mailbox, or its return.

extension Recorder {
    /// The mail of the outbox with this Message-ID, without angle brackets.
    public func outboxEntry(messageID: String) throws -> OutboxEntry? {
        let statement = try database.cachedStatement(
            sql: "SELECT \(Store.outboxColumns) FROM outbox WHERE messageID = ?"
        )
        return try Row.fetchOne(statement, arguments: [messageID]).map(OutboxEntry.init)
    }

    /// A copy of the mail came: whatever was in doubt, the server took it. Answers whether anything was in doubt.
    @discardableResult
    public func confirmOutbox(_ id: Int, note: String) throws -> Bool {
        try database.execute(
            sql: """
                UPDATE outbox SET state = 'accepted', note = ?, endedAt = ?
                WHERE id = ? AND attempts > 0 AND state IN ('uncertain', 'queued', 'deferred', 'held')
                """,
            arguments: [note, now.epochSeconds, id]
        )
        guard database.changesCount > 0 else { return false }
        try Store.stopAcknowledgementClock(ofOutbox: id, now: now, in: database)
        return true
    }

    /// The mail came back. Answers whether it counted as sent until now.
    @discardableResult
    public func returnOutbox(_ id: Int, note: String) throws -> Bool {
        try database.execute(
            sql: """
                UPDATE outbox SET state = 'refused', note = ?, endedAt = ?
                WHERE id = ? AND state IN ('accepted', 'uncertain', 'transmitting')
                """,
            arguments: [note, now.epochSeconds, id]
        )
        return database.changesCount > 0
    }

    /// Puts a mail into a ticket without opening the ticket again.
    public func attach(mail: Int, toTicket ticket: Int) throws {
        try database.execute(sql: "UPDATE mail SET ticketID = ? WHERE id = ?", arguments: [ticket, mail])
    }

    /// Mails with a deadline that are neither out nor given up, of which the staff was not told yet, the nearest first.
    public func outboxUnderPressure(before: Instant) throws -> [OutboxEntry] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT \(Store.outboxColumns) FROM outbox
                WHERE state IN ('queued', 'transmitting', 'deferred', 'uncertain', 'held') AND dueAt < ?
                    AND escalatedAt IS NULL ORDER BY dueAt, id LIMIT 1000
                """,
            arguments: [before.epochSeconds]
        ).map(OutboxEntry.init)
    }

    /// Remembers that the staff was told of these mails.
    public func markEscalated(_ ids: [Int]) throws {
        let update = try database.cachedStatement(sql: "UPDATE outbox SET escalatedAt = ? WHERE id = ?")
        for id in ids { try update.execute(arguments: [now.epochSeconds, id]) }
    }
}

extension Store {
    /// Mails in doubt of which a copy has come in: the doubt is over.
    public func copiesOfUncertain() throws -> [OutboxEntry] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(Self.outboxColumns) FROM outbox
                    WHERE state = 'uncertain'
                        -- What the index of waiting mails holds, without which each round would read the whole outbox.
                        AND state IN ('queued', 'deferred', 'uncertain')
                        AND EXISTS (SELECT 1 FROM mail WHERE mail.messageID = outbox.messageID)
                    """
            ).map(OutboxEntry.init)
        }
    }
}

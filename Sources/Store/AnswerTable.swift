import GRDB
public import Triage
public import WorkingTime

/// A person's answer to a ticket, wherever it was seen.
public struct AnswerRow: Hashable, Sendable {
    public var ticketID: Int
    /// The mail's Message-ID, else the digest of its bytes.
    public var identity: String
    public var messageID: String?
    /// When it was sent, by the server's clock.
    public var at: Instant
    /// The mailbox or folder it was seen in.
    public var seenIn: String
    /// Id of the member of staff; nil when it was sent from a shared address.
    public var staff: String?
    public var sender: String
    /// The newest words, cut short.
    public var text: String

    public init(
        ticketID: Int,
        identity: String,
        messageID: String?,
        at: Instant,
        seenIn: String,
        staff: String?,
        sender: String,
        text: String
    ) {
        self.ticketID = ticketID
        self.identity = identity
        self.messageID = messageID
        self.at = at
        self.seenIn = seenIn
        self.staff = staff
        self.sender = sender
        self.text = text
    }
}

extension Recorder {
    /// Records an answer; one that was seen before is left alone, but for an earlier time. Answers whether anything
    /// changed.
    @discardableResult
    public func record(_ answer: AnswerRow) throws -> Bool {
        try database.cachedStatement(
            sql: """
                INSERT INTO answer (ticketID, identity, messageID, at, seenAt, seenIn, staff, sender, text)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (ticketID, identity) DO UPDATE SET at = excluded.at WHERE excluded.at < at
                """
        ).execute(arguments: [
            answer.ticketID, answer.identity, answer.messageID, answer.at.epochSeconds, now.epochSeconds,
            answer.seenIn, answer.staff, answer.sender, answer.text,
        ])
        return database.changesCount > 0
    }

    /// The ticket that a mail to clients answers: by our token, by a mail it refers to, by the number in its subject, and
    /// last by its subject alone where the client has exactly one open ticket with it. Nil when it goes to nobody of the
    /// ticket, such as a question to a colleague.
    public func ticket(answeredTo recipients: [String], clients: Set<String>, evidence: ThreadEvidence) throws -> Int? {
        let found = try candidates(for: evidence)
        for ticket in [found.bySignature, found.byReference, found.bySubject].compactMap(\.self) {
            if let client = ticket.client {
                if clients.contains(client) { return ticket.id }
            } else if !recipients.isEmpty, try hasSender(among: recipients, ticket: ticket.id) {
                return ticket.id
            }
        }
        guard !evidence.baseSubject.isEmpty else { return nil }
        var tickets: [Int] = []
        for client in clients.sorted() {
            tickets += try Int.fetchAll(
                try database.cachedStatement(
                    sql: "SELECT id FROM ticket WHERE client = ? AND baseSubject = ? AND closedAt IS NULL LIMIT 2"
                ),
                arguments: [client, evidence.baseSubject]
            )
        }
        return tickets.count == 1 ? tickets.first : nil
    }

    private func hasSender(among recipients: [String], ticket: Int) throws -> Bool {
        let senders = try String.fetchAll(
            database.cachedStatement(sql: "SELECT DISTINCT sender FROM mail WHERE ticketID = ? AND sender IS NOT NULL"),
            arguments: [ticket]
        )
        return senders.contains { recipients.contains($0.lowercased()) }
    }

    /// Whether a Message-ID is that of an answer that a person of the staff wrote.
    public func isAnswer(messageID: String) throws -> Bool {
        try Bool.fetchOne(
            database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM answer WHERE messageID = ?)"),
            arguments: [messageID]
        ) ?? false
    }

    /// Whether a mail with this Message-ID is one that we sent by ourselves.
    public func isOurs(messageID: String) throws -> Bool {
        try Bool.fetchOne(
            database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM outbox WHERE messageID = ?)"),
            arguments: [messageID]
        ) ?? false
    }

    /// Moves a mailbox's cursor in the same transaction as what was read of it.
    public func advance(mailbox: Int, lastUID: UInt32, uidValidity: UInt32) throws {
        try database.cachedStatement(
            sql: "UPDATE mailbox SET uidValidity = ?, lastUID = ? WHERE id = ?"
        ).execute(arguments: [Int64(uidValidity), Int64(lastUID), mailbox])
    }

    /// What a ticket's promises depend on.
    public func promiseHistory(ofTicket ticket: Int) throws -> PromiseHistory {
        let clocks = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT clock.*, (
                        SELECT CASE WHEN count(*) = count(closedAt) THEN max(closedAt) END
                        FROM request WHERE request.mailID = clock.mailID) AS doneAt
                    FROM clock WHERE ticketID = ? ORDER BY id
                    """
            ),
            arguments: [ticket]
        )
        // A client's mail has a client in its decision; staff and strangers have none.
        let mails = try Int64.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT mail.receivedAt FROM mail JOIN decision ON decision.mailID = mail.id
                    WHERE mail.ticketID = ? AND decision.origin = 'person' AND decision.client IS NOT NULL
                    """
            ),
            arguments: [ticket]
        )
        let answers = try Int64.fetchAll(
            database.cachedStatement(sql: "SELECT at FROM answer WHERE ticketID = ?"),
            arguments: [ticket]
        )
        return PromiseHistory(
            clocks: try clocks.map { try PromiseHistory.Clock($0) },
            clientMails: mails.map(Instant.init(epochSeconds:)),
            answers: answers.map(Instant.init(epochSeconds:))
        )
    }

    /// Writes what the history says of clocks.
    public func settle(_ clocks: [PromiseHistory.Clock]) throws {
        let update = try database.cachedStatement(
            sql:
                "UPDATE clock SET dueAt = ?, stoppedAt = ?, pausedSince = ?, minutes = coalesce(?, minutes) WHERE id = ?"
        )
        for clock in clocks {
            try update.execute(arguments: [
                clock.due.epochSeconds, clock.stoppedAt?.epochSeconds, clock.pausedSince?.epochSeconds, clock.minutes,
                clock.id,
            ])
        }
    }
}

extension Store {
    /// A ticket's answers, oldest first.
    public func answers(ticket: Int) throws -> [AnswerRow] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM answer WHERE ticketID = ? ORDER BY at, id",
                arguments: [ticket]
            )
            .map(AnswerRow.init)
        }
    }
}

extension AnswerRow {
    init(_ row: Row) {
        self.init(
            ticketID: row["ticketID"],
            identity: row["identity"],
            messageID: row["messageID"],
            at: Instant(epochSeconds: row["at"]),
            seenIn: row["seenIn"],
            staff: row["staff"],
            sender: row["sender"],
            text: row["text"]
        )
    }
}

extension PromiseHistory.Clock {
    init(_ row: Row) throws {
        let clock = try ClockRow.name(of: row)
        self.init(
            id: row["id"],
            name: clock,
            calendar: row["calendar"],
            startedAt: Instant(epochSeconds: row["startedAt"]),
            minutes: row["minutes"],
            due: Instant(epochSeconds: row["dueAt"]),
            stoppedAt: (row["stoppedAt"] as Int64?).map { Instant(epochSeconds: $0) },
            pausedSince: (row["pausedSince"] as Int64?).map { Instant(epochSeconds: $0) },
            doneAt: (row["doneAt"] as Int64?).map { Instant(epochSeconds: $0) }
        )
    }
}

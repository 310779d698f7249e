import Foundation
import GRDB
public import WorkingTime

/// A mail that is to go out. Its bytes are fixed before any connection: a crash may repeat the sending, never the mail.
public struct OutboxDraft: Sendable {
    /// What it is and of what, such as `acknowledgement:17` or `digest:2026-W47`: the same key is queued once.
    public var key: String
    /// `acknowledgement`, `digest`, ...
    public var kind: String
    public var messageID: String
    public var ticketID: Int?
    public var mailID: Int?
    public var client: String?
    public var recipient: String
    public var subject: String
    public var content: OutboxContent
    /// When it must be out.
    public var due: Instant?
    /// Why a person must release it first; nil to send it at once.
    public var holdReason: String?

    public init(
        key: String,
        kind: String,
        messageID: String,
        ticketID: Int?,
        mailID: Int?,
        client: String?,
        recipient: String,
        subject: String,
        content: OutboxContent,
        due: Instant?,
        holdReason: String?
    ) {
        self.key = key
        self.kind = kind
        self.messageID = messageID
        self.ticketID = ticketID
        self.mailID = mailID
        self.client = client
        self.recipient = recipient
        self.subject = subject
        self.content = content
        self.due = due
        self.holdReason = holdReason
    }
}

/// What a mail of the outbox consists of.
public enum OutboxContent: Hashable, Sendable {
    /// The whole mail, CRLF line ends; nothing when it was erased.
    case composed([UInt8])
    /// What it is composed from once it is to go out, in a form that only the composer knows.
    case pending([UInt8])
}

/// A row of the outbox without its content.
public struct OutboxEntry: Sendable {
    public var id: Int
    public var key: String
    public var kind: String
    public var messageID: String
    public var ticketID: Int?
    public var mailID: Int?
    public var client: String?
    public var recipient: String
    public var subject: String
    public var state: String
    public var attempts: Int
    /// How often it was offered again because of a doubt.
    public var repetitions: Int
    public var createdAt: Instant
    public var nextAttemptAt: Instant
    public var due: Instant?
    public var endedAt: Instant?
    /// What the server last said, or why it is held.
    public var note: String
}

/// How many automatic replies went out or are about to, within the guard's window.
public struct ReplyCounts: Hashable, Sendable {
    public var sender: Int
    public var domain: Int
    public var overall: Int

    public init(sender: Int, domain: Int, overall: Int) {
        self.sender = sender
        self.domain = domain
        self.overall = overall
    }
}

extension Recorder {
    /// Queues a mail; one whose key was queued before is left alone. Answers whether it is new.
    @discardableResult
    public func queue(_ draft: OutboxDraft) throws -> Bool {
        let (bytes, pending) = draft.content.columns
        try database.cachedStatement(
            sql: """
                INSERT INTO outbox (key, kind, messageID, ticketID, mailID, client, recipient, recipientDomain, subject,
                    bytes, pending, state, createdAt, nextAttemptAt, dueAt, note)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (key) DO NOTHING
                """
        ).execute(arguments: [
            draft.key, draft.kind, draft.messageID, draft.ticketID, draft.mailID, draft.client, draft.recipient,
            Self.domain(of: draft.recipient), draft.subject, bytes, pending,
            draft.holdReason == nil ? "queued" : "held", now.epochSeconds, now.epochSeconds, draft.due?.epochSeconds,
            draft.holdReason ?? "",
        ])
        return database.changesCount > 0
    }

    /// Automatic replies since an instant: to one address, to its domain, in all. Counting ends at `limit`, since beyond
    /// a budget nobody asks by how much, and a day's outbox may be long.
    public func replyCounts(recipient: String, since: Instant, limit: ReplyCounts) throws -> ReplyCounts {
        let statement = try database.cachedStatement(
            sql: """
                SELECT (\(Self.counting("recipient = ?1 AND", limit: "?4"))) AS sender,
                    (\(Self.counting("recipientDomain = ?2 AND", limit: "?5"))) AS domain,
                    (\(Self.counting("", limit: "?6"))) AS overall
                """
        )
        let row = try Row.fetchOne(
            statement,
            arguments: [
                recipient, Self.domain(of: recipient), since.epochSeconds, limit.sender, limit.domain, limit.overall,
            ]
        )
        return ReplyCounts(sender: row?["sender"] ?? 0, domain: row?["domain"] ?? 0, overall: row?["overall"] ?? 0)
    }

    private static func counting(_ condition: String, limit: String) -> String {
        """
        SELECT count(*) FROM (SELECT 1 FROM outbox WHERE \(condition) createdAt > ?3
            AND kind = 'acknowledgement' AND state <> 'discarded' LIMIT \(limit))
        """
    }

    static func domain(of address: String) -> String {
        address.lastIndex(of: "@").map { String(address[$0...].dropFirst()) } ?? ""
    }
}

extension Store {
    /// What is to be tried now, the nearest deadline first. A moment further ahead than any wait was written under a
    /// clock that has been put back since, and counts as come.
    public func dueOutbox(now: Instant, limit: Int) throws -> [OutboxEntry] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(Self.outboxColumns) FROM outbox
                    WHERE state IN ('queued', 'deferred', 'uncertain') AND NOT nextAttemptAt BETWEEN ? AND ?
                    ORDER BY coalesce(dueAt, 9e18), id LIMIT ?
                    """,
                arguments: [
                    now.epochSeconds + 1, now.adding(minutes: Self.longestWaitMinutes).epochSeconds, limit,
                ]
            ).map(OutboxEntry.init)
        }
    }

    /// Longer than any pause between two tries, jitter included.
    static let longestWaitMinutes = 120

    /// Everything in the outbox, newest first; only what still waits for something unless `all`.
    public func outbox(all: Bool, limit: Int = 1_000) throws -> [OutboxEntry] {
        let condition = all ? "" : "WHERE state NOT IN ('accepted', 'discarded')"
        return try database.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT \(Self.outboxColumns) FROM outbox \(condition) ORDER BY id DESC LIMIT ?",
                arguments: [limit]
            ).map(OutboxEntry.init)
        }
    }

    public func outboxEntry(_ id: Int) throws -> OutboxEntry? {
        try database.read { database in
            try Row.fetchOne(
                database,
                sql: "SELECT \(Self.outboxColumns) FROM outbox WHERE id = ?",
                arguments: [id]
            ).map(OutboxEntry.init)
        }
    }

    /// Whether a mail with this key was ever queued.
    public func isQueued(key: String) throws -> Bool {
        try database.read { database in
            try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM outbox WHERE key = ?)", arguments: [key])
                ?? false
        }
    }

    public func outboxContent(_ id: Int) throws -> OutboxContent {
        try database.read { database in
            let row = try Row.fetchOne(database, sql: "SELECT bytes, pending FROM outbox WHERE id = ?", arguments: [id])
            guard let row else { throw StoreError.missing(what: "mail \(id) in the outbox") }
            return OutboxContent(bytes: row["bytes"], pending: row["pending"])
        }
    }

    /// Moves a mail on in its life, unless somebody moved it meanwhile; answers whether it did.
    ///
    /// - Parameter bytes: The mail, when it was composed for this step: fixed from now on.
    @discardableResult
    public func setOutbox(
        _ id: Int,
        from expected: [String],
        to state: String,
        attempts: Int? = nil,
        repetitions: Int? = nil,
        nextAttemptAt: Instant? = nil,
        bytes: [UInt8]? = nil,
        note: String,
        now: Instant
    ) throws -> Bool {
        try database.write { database in
            let marks = Array(repeating: "?", count: expected.count).joined(separator: ", ")
            let isEnd = ["accepted", "refused", "discarded"].contains(state)
            var arguments: StatementArguments = [
                state, attempts, repetitions, nextAttemptAt?.epochSeconds, note, isEnd ? now.epochSeconds : nil,
                bytes.map { Data($0) }, bytes != nil, id,
            ]
            arguments += StatementArguments(expected)
            try database.execute(
                sql: """
                    UPDATE outbox SET state = ?, attempts = coalesce(?, attempts), repetitions = coalesce(?, repetitions),
                        nextAttemptAt = coalesce(?, nextAttemptAt), note = ?, endedAt = ?,
                        bytes = coalesce(?, bytes), pending = CASE WHEN ? THEN NULL ELSE pending END
                    WHERE id = ? AND state IN (\(marks))
                    """,
                arguments: arguments
            )
            let isMoved = database.changesCount > 0
            if isMoved, state == "accepted" { try Self.stopAcknowledgementClock(ofOutbox: id, now: now, in: database) }
            return isMoved
        }
    }

    /// The acknowledgement's own promise is kept when the server has taken the mail.
    static func stopAcknowledgementClock(ofOutbox id: Int, now: Instant, in database: Database) throws {
        try database.execute(
            sql: """
                UPDATE clock SET stoppedAt = ?
                WHERE (name = 'acknowledgement' OR isMetByAcknowledgement) AND stoppedAt IS NULL
                    AND mailID = (SELECT mailID FROM outbox WHERE id = ? AND kind = 'acknowledgement')
                """,
            arguments: [now.epochSeconds, id]
        )
    }

    /// Mails that were on their way when the last process ended: whether they arrived is not known. A copy of them is
    /// looked for at `lookAt`. Answers how many there are.
    public func markInterruptedTransmissions(lookAt: Instant) throws -> Int {
        try database.write { database in
            try database.execute(
                sql: """
                    UPDATE outbox SET state = 'uncertain', nextAttemptAt = ?,
                        note = 'the program ended while this mail was being sent'
                    WHERE state = 'transmitting'
                    """,
                arguments: [lookAt.epochSeconds]
            )
            return database.changesCount
        }
    }

    static let outboxColumns = """
        id, key, kind, messageID, ticketID, mailID, client, recipient, subject, state, attempts, repetitions,
        createdAt, nextAttemptAt, dueAt, endedAt, note
        """
}

extension OutboxEntry {
    init(_ row: Row) {
        id = row["id"]
        key = row["key"]
        kind = row["kind"]
        messageID = row["messageID"]
        ticketID = row["ticketID"]
        mailID = row["mailID"]
        client = row["client"]
        recipient = row["recipient"]
        subject = row["subject"]
        state = row["state"]
        attempts = row["attempts"]
        repetitions = row["repetitions"]
        createdAt = Instant(epochSeconds: row["createdAt"])
        nextAttemptAt = Instant(epochSeconds: row["nextAttemptAt"])
        due = (row["dueAt"] as Int64?).map { Instant(epochSeconds: $0) }
        endedAt = (row["endedAt"] as Int64?).map { Instant(epochSeconds: $0) }
        note = row["note"]
    }
}

extension OutboxContent {
    fileprivate init(bytes: Data, pending: Data?) {
        self = pending.map { .pending(Array($0)) } ?? .composed(Array(bytes))
    }

    fileprivate var columns: (bytes: Data, pending: Data?) {
        switch self {
        case .composed(let bytes): (Data(bytes), nil)
        case .pending(let values): (Data(), Data(values))
        }
    }
}

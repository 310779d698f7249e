import GRDB
public import HourLedger
public import Triage
public import WorkingTime

/// What was decided about one mail, for telling it again.
public struct DecisionRow: Sendable {
    public var mailID: Int
    public var messageID: String?
    public var sender: String
    public var subject: String
    public var receivedAt: Instant
    public var decidedAt: Instant
    public var client: String?
    public var ticketID: Int?
    public var origin: String
    public var filing: String
    public var isAcknowledged: Bool
    public var acknowledgementWhy: [String]
    public var reasons: [Reason]
}

/// A promise's clock as recorded.
public struct ClockRow: Sendable {
    public var id: Int
    public var ticketID: Int
    public var mailID: Int
    public var client: String?
    public var subject: String
    public var name: ClockStart.Name
    public var calendar: String
    public var startedAt: Instant
    public var due: Instant
    public var stoppedAt: Instant?
    /// Since when it stands still, waiting for the client.
    public var pausedSince: Instant?
}

extension Store {
    /// Decisions, oldest first; of one mail when `mail` is given, else of all mails with an id above `after`.
    public func decisions(mail: Int? = nil, after: Int = 0, limit: Int = 100_000) throws -> [DecisionRow] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT decision.*, mail.messageID, mail.sender, mail.subject, mail.receivedAt, mail.ticketID
                    FROM decision JOIN mail ON mail.id = decision.mailID
                    WHERE (? IS NULL OR decision.mailID = ?) AND decision.mailID > ?
                    ORDER BY decision.mailID LIMIT ?
                    """,
                arguments: [mail, mail, after, limit]
            ).map(DecisionRow.init)
        }
    }

    /// Clocks that still run, the nearest due first; with a ticket, all of that ticket's, stopped ones too.
    public func clocks(ticket: Int? = nil) throws -> [ClockRow] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT clock.*, ticket.client, ticket.subject FROM clock JOIN ticket ON ticket.id = clock.ticketID
                    WHERE (? IS NULL AND clock.stoppedAt IS NULL) OR clock.ticketID = ? ORDER BY dueAt, clock.id
                    """,
                arguments: [ticket, ticket]
            ).map { try ClockRow($0) }
        }
    }

    /// All clocks that were started in a span of time, stopped or not, in the order in which they were started; the end
    /// is exclusive, and nil bounds nothing.
    public func clocks(startedFrom: Instant?, before: Instant?) throws -> [ClockRow] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT clock.*, ticket.client, ticket.subject FROM clock JOIN ticket ON ticket.id = clock.ticketID
                    WHERE startedAt >= ? AND startedAt < ? ORDER BY startedAt, clock.id
                    """,
                arguments: [startedFrom?.epochSeconds ?? .min, before?.epochSeconds ?? .max]
            ).map { try ClockRow($0) }
        }
    }

    /// A client's promises whose deadline lies in a span of time, each with the first request of the mail that started
    /// it; the acknowledgement's own deadline is not among them.
    public func promises(client: String, dueFrom: Instant, dueBefore: Instant) throws -> [PromiseOutcome] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT clock.*, (SELECT min(id) FROM request WHERE request.mailID = clock.mailID) AS request
                    FROM clock JOIN ticket ON ticket.id = clock.ticketID
                    WHERE ticket.client = ? AND clock.dueAt >= ? AND clock.dueAt < ? AND clock.name <> ?
                    ORDER BY clock.dueAt, clock.id
                    """,
                arguments: [
                    client, dueFrom.epochSeconds, dueBefore.epochSeconds, ClockStart.Name.acknowledgement.rawValue,
                ]
            ).map { row in
                PromiseOutcome(
                    request: (row["request"] as Int?).map(String.init) ?? "",
                    name: row["name"],
                    due: Instant(epochSeconds: row["dueAt"]),
                    metAt: (row["stoppedAt"] as Int64?).map { Instant(epochSeconds: $0) }
                )
            }
        }
    }

    /// The mails of a ticket, oldest first.
    public func mails(ofTicket ticket: Int) throws -> [Int] {
        try database.read { database in
            try Int.fetchAll(
                database,
                sql: "SELECT id FROM mail WHERE ticketID = ? ORDER BY receivedAt, id",
                arguments: [ticket]
            )
        }
    }

    /// How many mails are stored, and how many of them are decided.
    public func mailCounts() throws -> (stored: Int, decided: Int) {
        try database.read { database in
            let row = try Row.fetchOne(
                database,
                sql: "SELECT count(*) AS stored, sum(state = 'decided') AS decided FROM mail"
            )
            return (row?["stored"] ?? 0, row?["decided"] ?? 0)
        }
    }
}

extension DecisionRow {
    init(_ row: Row) {
        mailID = row["mailID"]
        messageID = row["messageID"]
        sender = row["sender"] ?? ""
        subject = row["subject"] ?? ""
        receivedAt = Instant(epochSeconds: row["receivedAt"])
        decidedAt = Instant(epochSeconds: row["at"])
        client = row["client"]
        ticketID = row["ticketID"]
        origin = row["origin"]
        filing = row["filing"]
        isAcknowledged = row["isAcknowledged"]
        acknowledgementWhy = (row["acknowledgementWhy"] as String).split(separator: "\n").map(String.init)
        reasons = (row["reasons"] as String).split(separator: "\n").compactMap { line in
            let pair = line.split(separator: "\t", maxSplits: 1)
            return pair.count == 2 ? Reason(String(pair[0]), String(pair[1])) : nil
        }
    }
}

extension ClockRow {
    static func name(of row: Row) throws -> ClockStart.Name {
        guard let name = ClockStart.Name(rawValue: row["name"]) else {
            throw StoreError.damagedRow(table: "clock", id: String(row["id"] as Int))
        }
        return name
    }

    init(_ row: Row) throws {
        id = row["id"]
        ticketID = row["ticketID"]
        mailID = row["mailID"]
        client = row["client"]
        subject = row["subject"]
        name = try Self.name(of: row)
        calendar = row["calendar"]
        startedAt = Instant(epochSeconds: row["startedAt"])
        due = Instant(epochSeconds: row["dueAt"])
        stoppedAt = (row["stoppedAt"] as Int64?).map { Instant(epochSeconds: $0) }
        pausedSince = (row["pausedSince"] as Int64?).map { Instant(epochSeconds: $0) }
    }
}

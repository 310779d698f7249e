import GRDB
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
    public var ticketID: Int
    public var mailID: Int
    public var client: String?
    public var subject: String
    public var name: ClockStart.Name
    public var calendar: String
    public var startedAt: Instant
    public var due: Instant
    public var stoppedAt: Instant?
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
    init(_ row: Row) throws {
        guard let name = ClockStart.Name(rawValue: row["name"]) else {
            throw StoreError.damagedRow(table: "clock", id: String(row["id"] as Int))
        }
        ticketID = row["ticketID"]
        mailID = row["mailID"]
        client = row["client"]
        subject = row["subject"]
        self.name = name
        calendar = row["calendar"]
        startedAt = Instant(epochSeconds: row["startedAt"])
        due = Instant(epochSeconds: row["dueAt"])
        stoppedAt = (row["stoppedAt"] as Int64?).map { Instant(epochSeconds: $0) }
    }
}

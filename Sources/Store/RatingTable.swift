import GRDB
public import WorkingTime

/// A mark that a person gave a finished ticket.
public struct RatingRow: Hashable, Sendable {
    public var ticketID: Int
    public var client: String
    /// Address in lower case.
    public var person: String
    /// The mail that gave it.
    public var mailID: Int
    /// 1 to 5.
    public var mark: Int
    public var at: Instant

    public init(ticketID: Int, client: String, person: String, mailID: Int, mark: Int, at: Instant) {
        self.ticketID = ticketID
        self.client = client
        self.person = person
        self.mailID = mailID
        self.mark = mark
        self.at = at
    }
}

/// A finished ticket whose client may be asked how it went.
public struct FinishedTicket: Hashable, Sendable {
    public var id: Int
    public var client: String
    public var subject: String
    /// The address that was told last that its mail had arrived.
    public var person: String
    /// When that person was asked last, about any ticket.
    public var lastAskedAt: Instant?
}

extension Recorder {
    /// The client of a ticket; nil for a stranger's and for none.
    public func client(ofTicket ticket: Int) throws -> String? {
        try String.fetchOne(
            database.cachedStatement(sql: "SELECT client FROM ticket WHERE id = ?"),
            arguments: [ticket]
        )
    }

    /// Keeps a mark; a later one of the same person for the same ticket takes its place.
    public func record(_ rating: RatingRow) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO rating (ticketID, client, person, mailID, mark, at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (ticketID, person) DO UPDATE SET mark = excluded.mark, at = excluded.at,
                    mailID = excluded.mailID
                """
        ).execute(arguments: [
            rating.ticketID, rating.client, rating.person, rating.mailID, rating.mark, rating.at.epochSeconds,
        ])
    }
}

extension Store {
    /// Marks given in a span of time, its end exclusive, earliest first.
    public func ratings(from: Instant, before: Instant) throws -> [RatingRow] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM rating WHERE at >= ? AND at < ? ORDER BY at, ticketID, person",
                arguments: [from.epochSeconds, before.epochSeconds]
            ).map { row in
                RatingRow(
                    ticketID: row["ticketID"],
                    client: row["client"],
                    person: row["person"],
                    mailID: row["mailID"],
                    mark: row["mark"],
                    at: Instant(epochSeconds: row["at"])
                )
            }
        }
    }

    /// Tickets of clients that were closed in a span of time, its end exclusive, with at least one request done, and whose
    /// people were not asked about them.
    public func finishedTickets(closedFrom: Instant, before: Instant) throws -> [FinishedTicket] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT id, client, subject, person,
                        (SELECT max(createdAt) FROM outbox WHERE recipient = person AND kind = 'satisfaction'
                            AND state <> 'discarded') AS lastAskedAt
                    FROM (SELECT ticket.*, (SELECT recipient FROM outbox WHERE ticketID = ticket.id
                            AND kind = 'acknowledgement' AND state = 'accepted' ORDER BY id DESC LIMIT 1) AS person
                        FROM ticket WHERE closedAt >= ? AND closedAt < ? AND client IS NOT NULL
                            AND EXISTS (SELECT 1 FROM request WHERE ticketID = ticket.id AND state = 'closed')
                            AND NOT EXISTS (SELECT 1 FROM outbox WHERE key = 'satisfaction:' || ticket.id))
                    WHERE person IS NOT NULL ORDER BY closedAt, id
                    """,
                arguments: [closedFrom.epochSeconds, before.epochSeconds]
            ).map { row in
                FinishedTicket(
                    id: row["id"],
                    client: row["client"],
                    subject: row["subject"],
                    person: row["person"],
                    lastAskedAt: (row["lastAskedAt"] as Int64?).map { Instant(epochSeconds: $0) }
                )
            }
        }
    }
}

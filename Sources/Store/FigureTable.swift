public import Agreement
public import Classifier
import GRDB
public import WorkingTime

/// A request as far as figures are made of it.
public struct RequestFigures: Sendable {
    public var client: String
    public var label: Label
    /// What it was before a person's first word on it; nil when nobody has spoken.
    public var firstLabel: Label?
    /// Whether it was decided without a person.
    public var wasDecided: Bool
    public var verdict: Verdict
    public var state: RequestState
    public var askedAt: Instant
    public var estimateMinutes: Int?
    public var quote: Money?
}

extension Store {
    /// The clients' requests asked in a span of time, its end exclusive, in the order in which they were asked.
    public func requestFigures(askedFrom: Instant, before: Instant) throws -> [RequestFigures] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT id, client, label, firstLabel, coalesce(firstIsDecided, isDecided) AS wasDecided, verdict,
                        state, askedAt, estimateMinutes, quoteMinorUnits, quoteCurrency
                    FROM request WHERE askedAt >= ? AND askedAt < ? AND client IS NOT NULL ORDER BY askedAt, id
                    """,
                arguments: [askedFrom.epochSeconds, before.epochSeconds]
            ).map { try RequestFigures($0) }
        }
    }

    /// Acknowledgements, answers and solutions promised in a span of time. Left out are acknowledgements of mails that
    /// were not to be acknowledged.
    public func promiseFigures(startedFrom: Instant, before: Instant) throws -> [ClockRow] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT clock.*, ticket.client, ticket.subject FROM clock JOIN ticket ON ticket.id = clock.ticketID
                    WHERE startedAt >= ? AND startedAt < ? AND ticket.client IS NOT NULL AND (name <> 'acknowledgement'
                        OR EXISTS (SELECT 1 FROM decision WHERE decision.mailID = clock.mailID AND isAcknowledged))
                    ORDER BY startedAt, clock.id
                    """,
                arguments: [startedFrom.epochSeconds, before.epochSeconds]
            ).map { try ClockRow($0) }
        }
    }
}

extension RequestFigures {
    init(_ row: Row) throws {
        guard let label = Label(rawValue: row["label"]), let verdict = Verdict(rawValue: row["verdict"]),
            let state = RequestState(rawValue: row["state"])
        else { throw StoreError.damagedRow(table: "request", id: String(row["id"] as Int)) }
        client = row["client"]
        self.label = label
        firstLabel = (row["firstLabel"] as String?).flatMap(Label.init)
        wasDecided = row["wasDecided"]
        self.verdict = verdict
        self.state = state
        askedAt = Instant(epochSeconds: row["askedAt"])
        estimateMinutes = row["estimateMinutes"]
        if let amount = row["quoteMinorUnits"] as Int?, let currency = row["quoteCurrency"] as String? {
            quote = Money(minorUnits: amount, currency: currency)
        }
    }
}

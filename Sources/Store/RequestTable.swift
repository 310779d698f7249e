public import Agreement
public import Classifier
import GRDB
public import WorkingTime

/// A request as recorded: what a client asked for and what became of it.
public struct RequestRow: Sendable {
    public var id: Int
    public var ticketID: Int
    public var mailID: Int
    public var client: String?
    public var subject: String
    public var label: Label
    public var text: String
    public var confidence: Double
    public var isDecided: Bool
    public var runnerUp: Label
    public var runnerUpConfidence: Double
    public var evidence: [String]
    public var verdict: Verdict
    public var clause: ClauseID?
    public var priority: Priority
    public var reason: String
    public var state: RequestState
    public var askedAt: Instant
    public var estimateMinutes: Int?
    public var quote: Money?
    /// Where it stands in the mail's newest text, in Unicode scalars, half open.
    public var range: Range<Int>
    /// The fix in the same conversation that it grew out of.
    public var grewFrom: Int?
}

/// Where a request stands.
public enum RequestState: String, CaseIterable, Hashable, Sendable {
    case open, quoted, approved, declined, closed, merged
}

extension Recorder {
    /// The number that the next request gets.
    public func nextRequestID() throws -> Int {
        try Int.fetchOne(database.cachedStatement(sql: "SELECT coalesce(max(id), 0) + 1 FROM request")) ?? 1
    }

    /// Estimated minutes of features that were covered as small changes among what was asked in a span of time.
    public func coveredFeatureMinutes(client: String, from: Instant, before: Instant) throws -> Int {
        let statement = try database.cachedStatement(
            sql: """
                SELECT coalesce(sum(estimateMinutes), 0) FROM request
                WHERE client = ? AND askedAt >= ? AND askedAt < ? AND label = 'feature' AND verdict = 'covered'
                """
        )
        return try Int.fetchOne(statement, arguments: [client, from.epochSeconds, before.epochSeconds]) ?? 0
    }
}

extension Store {
    /// Which requests are wanted.
    public struct RequestFilter: Sendable {
        public var client: String?
        public var states: [RequestState]
        public var askedFrom: Instant?
        /// Exclusive.
        public var askedBefore: Instant?
        public var verdict: Verdict?
        public var mailID: Int?
        public var ticketID: Int?

        public init(
            client: String? = nil,
            states: [RequestState] = [],
            askedFrom: Instant? = nil,
            askedBefore: Instant? = nil,
            verdict: Verdict? = nil,
            mailID: Int? = nil,
            ticketID: Int? = nil
        ) {
            self.client = client
            self.states = states
            self.askedFrom = askedFrom
            self.askedBefore = askedBefore
            self.verdict = verdict
            self.mailID = mailID
            self.ticketID = ticketID
        }
    }

    /// Requests in the order they were asked.
    public func requests(_ filter: RequestFilter) throws -> [RequestRow] {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        func add(_ condition: String, _ values: StatementArguments) {
            conditions.append(condition)
            arguments += values
        }
        if let client = filter.client { add("request.client = ?", [client]) }
        if let from = filter.askedFrom { add("request.askedAt >= ?", [from.epochSeconds]) }
        if let before = filter.askedBefore { add("request.askedAt < ?", [before.epochSeconds]) }
        if let verdict = filter.verdict { add("request.verdict = ?", [verdict.rawValue]) }
        if let mail = filter.mailID { add("request.mailID = ?", [mail]) }
        if let ticket = filter.ticketID { add("request.ticketID = ?", [ticket]) }
        if !filter.states.isEmpty {
            let marks = Array(repeating: "?", count: filter.states.count).joined(separator: ", ")
            add("request.state IN (\(marks))", StatementArguments(filter.states.map(\.rawValue)))
        }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT request.*, ticket.subject AS subject FROM request JOIN ticket ON ticket.id = request.ticketID
                    \(condition) ORDER BY request.askedAt, request.id
                    """,
                arguments: arguments
            ).map { try RequestRow($0) }
        }
    }

    public func request(_ id: Int) throws -> RequestRow? {
        try database.read { try RequestRow.fetch(id, from: $0) }
    }
}

extension Recorder {
    /// A request as the running transaction sees it.
    public func request(_ id: Int) throws -> RequestRow? {
        try RequestRow.fetch(id, from: database)
    }

    /// A person's word on what a request is; the person is certain.
    public func relabel(_ id: Int, label: Label, verdict: Verdict, clause: ClauseID?, reason: String) throws {
        try database.execute(
            sql: """
                UPDATE request SET label = ?, confidence = 1, isDecided = 1, verdict = ?, clause = ?, reason = ?,
                    runnerUp = CASE WHEN label = ? THEN runnerUp ELSE label END
                WHERE id = ?
                """,
            arguments: [label.rawValue, verdict.rawValue, clause?.name, reason, label.rawValue, id]
        )
    }

    /// Moves a request on, with what was quoted where that applies. A ticket whose last request ends is closed with it;
    /// one of whose requests goes on is open again.
    public func setRequest(
        _ id: Int,
        state: RequestState,
        estimateMinutes: Int? = nil,
        quote: Money? = nil,
        mergedInto: Int? = nil
    ) throws {
        let isEnd = [.closed, .declined, .merged].contains(state)
        try database.execute(
            sql: """
                UPDATE request SET state = ?, closedAt = ?, estimateMinutes = coalesce(?, estimateMinutes),
                    quoteMinorUnits = coalesce(?, quoteMinorUnits), quoteCurrency = coalesce(?, quoteCurrency),
                    mergedInto = coalesce(?, mergedInto)
                WHERE id = ?
                """,
            arguments: [
                state.rawValue, isEnd ? now.epochSeconds : nil, estimateMinutes, quote?.minorUnits, quote?.currency,
                mergedInto, id,
            ]
        )
        try database.execute(
            sql: isEnd
                ? """
                UPDATE ticket SET closedAt = ?1
                WHERE id = (SELECT ticketID FROM request WHERE id = ?2) AND closedAt IS NULL AND NOT EXISTS (
                    SELECT 1 FROM request WHERE ticketID = ticket.id AND state IN ('open', 'quoted', 'approved'))
                """
                : """
                UPDATE ticket SET closedAt = NULL
                WHERE id = (SELECT ticketID FROM request WHERE id = ?2) AND closedAt IS NOT ?1
                """,
            arguments: [isEnd ? now.epochSeconds : nil, id]
        )
    }
}

extension RequestRow {
    static func fetch(_ id: Int, from database: Database) throws -> RequestRow? {
        try Row.fetchOne(
            database,
            sql: """
                SELECT request.*, ticket.subject AS subject FROM request JOIN ticket ON ticket.id = request.ticketID
                WHERE request.id = ?
                """,
            arguments: [id]
        ).map { try RequestRow($0) }
    }

    init(_ row: Row) throws {
        let identity = String(row["id"] as Int)
        func value<Value: RawRepresentable>(_ column: String) throws -> Value where Value.RawValue == String {
            guard let value = Value(rawValue: row[column]) else {
                throw StoreError.damagedRow(table: "request", id: identity)
            }
            return value
        }
        id = row["id"]
        ticketID = row["ticketID"]
        mailID = row["mailID"]
        client = row["client"]
        subject = row["subject"]
        label = try value("label")
        text = row["text"]
        confidence = row["confidence"]
        isDecided = row["isDecided"]
        runnerUp = try value("runnerUp")
        runnerUpConfidence = row["runnerUpConfidence"]
        evidence = (row["evidence"] as String).split(separator: "\n").map(String.init)
        verdict = try value("verdict")
        clause = (row["clause"] as String?).map(ClauseID.init)
        priority = try value("priority")
        reason = row["reason"]
        state = try value("state")
        askedAt = Instant(epochSeconds: row["askedAt"])
        estimateMinutes = row["estimateMinutes"]
        let start: Int = row["start"]
        range = start..<max(start, row["end"])
        grewFrom = row["grewFrom"]
        if let amount = row["quoteMinorUnits"] as Int?, let currency = row["quoteCurrency"] as String? {
            quote = Money(minorUnits: amount, currency: currency)
        }
    }
}

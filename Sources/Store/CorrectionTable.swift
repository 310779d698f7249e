import Agreement
public import Classifier
import GRDB
public import Triage
import WorkingTime

extension Recorder {
    /// Keeps what a request is before a person's word changes it.
    public func recordCorrection(of row: RequestRow, to label: Label) throws {
        try database.execute(
            sql: """
                INSERT INTO correction (requestID, at, toLabel, fromLabel, fromConfidence, fromIsDecided, fromRunnerUp,
                    fromVerdict, fromClause, fromReason)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                row.id, now.epochSeconds, label.rawValue, row.label.rawValue, row.confidence, row.isDecided,
                row.runnerUp.rawValue, row.verdict.rawValue, row.clause?.name, row.reason,
            ]
        )
    }

    /// Makes a request what it was before the last correction of it, and forgets that correction; answers false when
    /// there is none.
    public func undoCorrection(of request: Int) throws -> Bool {
        guard
            let last = try Int.fetchOne(
                database,
                sql: "SELECT max(id) FROM correction WHERE requestID = ?",
                arguments: [request]
            )
        else { return false }
        try database.execute(
            sql: """
                UPDATE request SET label = fromLabel, confidence = fromConfidence, isDecided = fromIsDecided,
                    runnerUp = fromRunnerUp, verdict = fromVerdict, clause = fromClause, reason = fromReason
                FROM correction WHERE correction.id = ? AND request.id = requestID
                """,
            arguments: [last]
        )
        try database.execute(sql: "DELETE FROM correction WHERE id = ?", arguments: [last])
        // With the last word taken back nobody has overruled anything.
        try database.execute(
            sql: """
                UPDATE request SET firstLabel = NULL, firstIsDecided = NULL
                WHERE id = ? AND NOT EXISTS (SELECT 1 FROM correction WHERE requestID = request.id)
                """,
            arguments: [request]
        )
        return true
    }

    /// Tells whether corrections have changed since they were read: it differs then.
    public func correctionsVersion() throws -> [Int] {
        let statement = try database.cachedStatement(sql: "SELECT count(*), coalesce(max(id), 0) FROM correction")
        return try Row.fetchOne(statement).map { [$0[0], $0[1]] } ?? []
    }

    /// What was taught by correcting, oldest first: of each request the last word, against what it was at first.
    public func corrections() throws -> [Correction] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT correction.requestID, correction.at, correction.toLabel, request.client, request.text,
                    coalesce(request.firstLabel, correction.fromLabel) AS firstLabel, ticket.baseSubject
                FROM correction JOIN request ON request.id = correction.requestID
                    JOIN ticket ON ticket.id = request.ticketID
                WHERE correction.id = (SELECT max(id) FROM correction AS last WHERE last.requestID = request.id)
                ORDER BY correction.id DESC LIMIT ?
                """,
            arguments: [Corrections.limit]
        ).reversed().map { row in
            let id: Int = row["requestID"]
            guard let from = Label(rawValue: row["firstLabel"]), let to = Label(rawValue: row["toLabel"]) else {
                throw StoreError.damagedRow(table: "correction", id: String(id))
            }
            return Correction(
                request: id,
                client: row["client"],
                at: Instant(epochSeconds: row["at"]),
                from: from,
                to: to,
                baseSubject: row["baseSubject"],
                text: row["text"]
            )
        }
    }
}

extension Store {
    /// Everything that was taught, oldest first.
    public func corrections() throws -> [Correction] {
        try database.read { try Recorder(database: $0, now: Instant(epochSeconds: 0)).corrections() }
    }
}

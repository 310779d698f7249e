import Classifier
import GRDB
public import Triage
import WorkingTime

extension Recorder {
    /// What is known of a client when a mail comes.
    ///
    /// - Parameter ticket: The conversation the mail belongs or refers to.
    public func context(ofClient client: String, ticket: Int?) throws -> ClientContext {
        var context = ClientContext()
        let limit = ClientContext.confirmedLimit
        context.confirmed = try labels(
            "SELECT label FROM request WHERE client = ? AND \(Self.isConfirmed) ORDER BY id DESC LIMIT ?",
            [client, limit]
        )
        context.confirmedOfAll = try labels(
            "SELECT label FROM request WHERE \(Self.isConfirmed) ORDER BY id DESC LIMIT ?",
            [limit]
        )
        let quoted = try Row.fetchAll(
            database.cachedStatement(
                sql: "SELECT id, ticketID FROM request WHERE client = ? AND state = 'quoted' ORDER BY id DESC LIMIT 50"
            ),
            arguments: [client]
        )
        for row in quoted {
            if row["ticketID"] == ticket {
                context.quotesHere.append(row["id"])
            } else {
                context.quotesElsewhere.append(row["id"])
            }
        }
        context.finished = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT id, closedAt FROM request
                    WHERE client = ? AND state = 'closed' AND label = 'feature' AND closedAt >= ? AND closedAt <= ?
                    ORDER BY closedAt DESC LIMIT 1
                    """
            ),
            arguments: [
                client, now.adding(minutes: -ClientContext.finishedDays * 24 * 60).epochSeconds, now.epochSeconds,
            ]
        ).map { .init(id: $0["id"], at: Instant(epochSeconds: $0["closedAt"])) }
        if let ticket { context.thread = try earlierRequests(ofTicket: ticket) }
        return context
    }

    /// A person has said what it is, or has gone on with it as what it was taken for.
    private static let isConfirmed =
        "isDecided = 1 AND (firstLabel IS NOT NULL OR state IN ('quoted', 'approved', 'closed'))"

    private func labels(_ sql: String, _ arguments: StatementArguments) throws -> [Label: Int] {
        var counts: [Label: Int] = [:]
        let cursor = try String.fetchCursor(database.cachedStatement(sql: sql), arguments: arguments)
        while let name = try cursor.next() { if let label = Label(rawValue: name) { counts[label, default: 0] += 1 } }
        return counts
    }

    private func earlierRequests(ofTicket ticket: Int) throws -> [ClientContext.EarlierRequest] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: "SELECT id, label, isDecided FROM request WHERE ticketID = ? ORDER BY id LIMIT 100"
            ),
            arguments: [ticket]
        ).compactMap { row in
            Label(rawValue: row["label"]).map { .init(id: row["id"], label: $0, isDecided: row["isDecided"]) }
        }
    }
}

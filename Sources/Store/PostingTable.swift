import Agreement
import Digest
import Foundation
import GRDB
public import HourLedger
import WorkingTime

extension Recorder {
    /// Appends sealed postings. The chain's place and the idempotency key are unique, so nothing is booked twice.
    public func append(_ postings: [Posting]) throws {
        guard !postings.isEmpty else { return }
        let insert = try database.cachedStatement(sql: PostingRow.insert)
        for posting in postings { try insert.execute(arguments: PostingRow.arguments(of: posting)) }
    }

    /// A client's postings in order of their numbers.
    public func postings(client: String) throws -> [Posting] {
        try PostingRow.fetch(client: client, from: database)
    }

    /// How many postings a client has: their numbers run from 1 without a gap.
    public func postingCount(client: String) throws -> Int {
        let statement = try database.cachedStatement(
            sql: "SELECT coalesce(max(number), 0) FROM posting WHERE client = ?"
        )
        return try Int.fetchOne(statement, arguments: [client]) ?? 0
    }
}

extension Store {
    /// A client's postings in order of their numbers.
    public func postings(client: String) throws -> [Posting] {
        try database.read { try PostingRow.fetch(client: client, from: $0) }
    }

    /// Every client that has postings.
    public func clientsWithPostings() throws -> [String] {
        try database.read { try String.fetchAll($0, sql: "SELECT DISTINCT client FROM posting ORDER BY client") }
    }
}

/// How a posting lies in its table.
enum PostingRow {
    static let columns = [
        "client", "number", "kind", "basis", "minutes", "heldMinutes", "period", "request", "message", "enteredBy",
        "note", "happenedAt", "recordedAt", "corrects", "refersTo", "refersToPeriod", "idempotencyKey", "clause",
        "workedMinutes", "weightedHundredths", "rateMinorUnits", "rateCurrency", "closingMinutes", "previousDigest",
        "digest",
    ]

    static let insert =
        "INSERT INTO posting (\(columns.joined(separator: ", "))) "
        + "VALUES (\(Array(repeating: "?", count: columns.count).joined(separator: ", ")))"

    static func arguments(of posting: Posting) -> StatementArguments {
        [
            posting.client, posting.number, posting.kind.rawValue, posting.basis.rawValue, posting.minutes,
            posting.heldMinutes, posting.period, posting.request, posting.message, posting.enteredBy, posting.note,
            posting.happenedAt.epochSeconds, posting.recordedAt.epochSeconds, posting.corrects, posting.refersTo,
            posting.refersToPeriod, posting.idempotencyKey, posting.clause?.name, posting.workedMinutes,
            posting.weightedHundredths, posting.rate?.minorUnits, posting.rate?.currency, posting.closingMinutes,
            posting.previousDigest.map { Data($0.bytes) }, posting.digest.map { Data($0.bytes) },
        ]
    }

    static func fetch(client: String, from database: Database) throws -> [Posting] {
        let statement = try database.cachedStatement(sql: "SELECT * FROM posting WHERE client = ? ORDER BY number")
        var postings: [Posting] = []
        let rows = try Row.fetchCursor(statement, arguments: [client])
        while let row = try rows.next() { postings.append(try posting(row)) }
        return postings
    }

    private static func posting(_ row: Row) throws -> Posting {
        let client: String = row["client"]
        let number: Int = row["number"]
        let identity = "\(client)-\(number)"
        guard let kind = Posting.Kind(rawValue: row["kind"]), let basis = Posting.Basis(rawValue: row["basis"]) else {
            throw StoreError.damagedRow(table: "posting", id: identity)
        }
        var posting = Posting(
            id: identity,
            client: client,
            kind: kind,
            basis: basis,
            minutes: row["minutes"],
            period: row["period"],
            enteredBy: row["enteredBy"],
            note: row["note"],
            happenedAt: Instant(epochSeconds: row["happenedAt"]),
            recordedAt: Instant(epochSeconds: row["recordedAt"]),
            idempotencyKey: row["idempotencyKey"]
        )
        posting.number = number
        posting.heldMinutes = row["heldMinutes"]
        posting.request = row["request"]
        posting.message = row["message"]
        posting.corrects = row["corrects"]
        posting.refersTo = row["refersTo"]
        posting.refersToPeriod = row["refersToPeriod"]
        posting.clause = (row["clause"] as String?).map(ClauseID.init)
        posting.workedMinutes = row["workedMinutes"]
        posting.weightedHundredths = row["weightedHundredths"]
        if let amount = row["rateMinorUnits"] as Int?, let currency = row["rateCurrency"] as String? {
            posting.rate = Money(minorUnits: amount, currency: currency)
        }
        posting.closingMinutes = row["closingMinutes"]
        posting.previousDigest = (row["previousDigest"] as Data?).flatMap { Digest(bytes: Array($0)) }
        posting.digest = Digest(bytes: Array(row["digest"] as Data))
        return posting
    }
}

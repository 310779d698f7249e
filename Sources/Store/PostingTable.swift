import Agreement
public import Digest
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

    /// Goes through all clients' postings, each client's in order of their numbers, holding one at a time. Answers where
    /// each client's chain ends by its own record, as of the same moment.
    public func forEachPosting(_ body: (Posting) throws -> Void) throws -> [ChainEnd] {
        try database.read { database in
            try PostingRow.forEach(in: database, body)
            return try Row.fetchAll(database, sql: "SELECT client, number, digest FROM postingHead ORDER BY client").map
            {
                ChainEnd(client: $0[0], number: $0[1], digest: Digest(bytes: Array($0[2] as Data)))
            }
        }
    }

    /// Every client that has postings.
    public func clientsWithPostings() throws -> [String] {
        try database.read { try String.fetchAll($0, sql: "SELECT DISTINCT client FROM posting ORDER BY client") }
    }
}

/// The last posting of a client, recorded apart from the postings.
public struct ChainEnd: Sendable {
    public var client: String
    public var number: Int
    public var digest: Digest?
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

    private static let select = "SELECT \(columns.joined(separator: ", ")) FROM posting"

    static func fetch(client: String, from database: Database) throws -> [Posting] {
        let statement = try database.cachedStatement(sql: select + " WHERE client = ? ORDER BY number")
        var postings: [Posting] = []
        let rows = try Row.fetchCursor(statement, arguments: [client])
        while let row = try rows.next() { postings.append(try posting(row)) }
        return postings
    }

    /// Goes through all clients' postings, each client's in order of their numbers, holding one at a time.
    static func forEach(in database: Database, _ body: (Posting) throws -> Void) throws {
        let rows = try Row.fetchCursor(database, sql: select + " ORDER BY client, number")
        while let row = try rows.next() { try body(posting(row)) }
    }

    /// A row as a posting. Columns are taken by their place: looking up names would take longer than all the rest.
    private static func posting(_ row: Row) throws -> Posting {
        let client: String = row[0]
        let number: Int = row[1]
        let identity = "\(client)-\(number)"
        guard let kind = Posting.Kind(rawValue: row[2]), let basis = Posting.Basis(rawValue: row[3]) else {
            throw StoreError.damagedRow(table: "posting", id: identity)
        }
        var posting = Posting(
            id: identity,
            client: client,
            kind: kind,
            basis: basis,
            minutes: row[4],
            period: row[6],
            enteredBy: row[9],
            note: row[10],
            happenedAt: Instant(epochSeconds: row[11]),
            recordedAt: Instant(epochSeconds: row[12]),
            idempotencyKey: row[16]
        )
        posting.number = number
        posting.heldMinutes = row[5]
        posting.request = row[7]
        posting.message = row[8]
        posting.corrects = row[13]
        posting.refersTo = row[14]
        posting.refersToPeriod = row[15]
        posting.clause = (row[17] as String?).map(ClauseID.init)
        posting.workedMinutes = row[18]
        posting.weightedHundredths = row[19]
        if let amount = row[20] as Int?, let currency = row[21] as String? {
            posting.rate = Money(minorUnits: amount, currency: currency)
        }
        posting.closingMinutes = row[22]
        posting.previousDigest = (row[23] as Data?).flatMap { Digest(bytes: Array($0)) }
        posting.digest = Digest(bytes: Array(row[24] as Data))
        return posting
    }
}

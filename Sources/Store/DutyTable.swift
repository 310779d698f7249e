public import Agreement
import GRDB
public import WorkingTime

/// A piece of recurring work that has come round, or a review of the terms.
public struct DutyRow: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case duty, review
    }

    public var id: Int
    public var client: String
    public var kind: Kind
    public var name: String
    /// What the plan gives it; 0 for a review.
    public var minutes: Int
    public var clause: ClauseID?
    /// The last local day on which it is in time.
    public var dueOn: CivilDate
    public var openedAt: Instant
    /// When it was done, or said to be left out this time.
    public var doneAt: Instant?
    public var isSkipped: Bool
    public var note: String
}

extension Recorder {
    /// Opens a duty. A client has each but once for a due day.
    ///
    /// - Returns: Whether it is new.
    @discardableResult
    public func openDuty(
        client: String,
        kind: DutyRow.Kind,
        name: String,
        minutes: Int,
        clause: ClauseID?,
        dueOn: CivilDate
    ) throws -> Bool {
        try database.cachedStatement(
            sql: """
                INSERT INTO duty (client, kind, name, minutes, clause, dueOn, openedAt) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (client, kind, name, dueOn) DO NOTHING
                """
        ).execute(arguments: [client, kind.rawValue, name, minutes, clause?.name, dueOn.text, now.epochSeconds])
        return database.changesCount > 0
    }

    /// Ends a duty that is open.
    ///
    /// - Returns: Whether it was open.
    public func endDuty(_ id: Int, isSkipped: Bool, note: String) throws -> Bool {
        try database.cachedStatement(
            sql: "UPDATE duty SET doneAt = ?, isSkipped = ?, note = ? WHERE id = ? AND doneAt IS NULL"
        ).execute(arguments: [now.epochSeconds, isSkipped, note, id])
        return database.changesCount > 0
    }
}

extension Store {
    /// Duties and reviews, the nearest due first: those that wait, or all of them.
    public func duties(all: Bool = false, client: String? = nil) throws -> [DutyRow] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM duty WHERE (? OR doneAt IS NULL) AND (? IS NULL OR client = ?)
                    ORDER BY dueOn, client, name
                    """,
                arguments: [all, client, client]
            ).map { try DutyRow($0) }
        }
    }

    public func duty(_ id: Int) throws -> DutyRow? {
        try database.read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM duty WHERE id = ?", arguments: [id]).map { try DutyRow($0) }
        }
    }

    /// The last due day of each duty and review that was ever opened for a client, by kind and name.
    public func lastDueDays(client: String) throws -> [DutyRow.Kind: [String: CivilDate]] {
        try database.read { database in
            var days: [DutyRow.Kind: [String: CivilDate]] = [:]
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT kind, name, max(dueOn) AS dueOn FROM duty WHERE client = ? GROUP BY kind, name",
                arguments: [client]
            )
            for row in rows {
                guard let kind = DutyRow.Kind(rawValue: row["kind"]), let day = CivilDate(row["dueOn"] as String) else {
                    throw StoreError.damagedRow(table: "duty", id: client)
                }
                days[kind, default: [:]][row["name"]] = day
            }
            return days
        }
    }
}

extension DutyRow {
    init(_ row: Row) throws {
        guard let kind = Kind(rawValue: row["kind"]), let dueOn = CivilDate(row["dueOn"] as String) else {
            throw StoreError.damagedRow(table: "duty", id: String(row["id"] as Int))
        }
        id = row["id"]
        client = row["client"]
        self.kind = kind
        name = row["name"]
        minutes = row["minutes"]
        clause = (row["clause"] as String?).map(ClauseID.init)
        self.dueOn = dueOn
        openedAt = Instant(epochSeconds: row["openedAt"])
        doneAt = (row["doneAt"] as Int64?).map { Instant(epochSeconds: $0) }
        isSkipped = row["isSkipped"]
        note = row["note"]
    }
}

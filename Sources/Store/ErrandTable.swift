import GRDB
import WorkingTime

/// Something that a rule wants done with a mail, besides filing it.
public struct Errand: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// Set a keyword on the server; the target is the keyword.
        case flag
        /// Pass a copy on; the target is the address.
        case forward
    }

    public var kind: Kind
    public var target: String

    public init(kind: Kind, target: String) {
        self.kind = kind
        self.target = target
    }
}

/// A recorded errand that still waits, with the place of its mail on the server.
public struct ErrandTask: Hashable, Sendable {
    public var mailID: Int
    public var uidValidity: UInt32
    public var uid: UInt32
    public var target: String
}

extension Recorder {
    /// Records an errand once.
    func insert(_ errand: Errand, of mail: Int) throws {
        try database.cachedStatement(
            sql: "INSERT INTO errand (mailID, kind, target) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        ).execute(arguments: [mail, errand.kind.rawValue, errand.target])
    }

    /// Marks an errand as done, or as not to be done any more with the problem that stood in the way.
    public func finish(_ errand: Errand, of mail: Int, problem: String? = nil) throws {
        try database.cachedStatement(
            sql: "UPDATE errand SET doneAt = ?, problem = ? WHERE mailID = ? AND kind = ? AND target = ?"
        ).execute(arguments: [now.epochSeconds, problem, mail, errand.kind.rawValue, errand.target])
    }
}

extension Store {
    /// Errands of a kind that wait, in order of their mails; of one mailbox when it is given.
    public func waitingErrands(_ kind: Errand.Kind, mailbox: Int? = nil, limit: Int) throws -> [ErrandTask] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT errand.mailID, errand.target, mail.uid, mail.uidValidity
                    FROM errand JOIN mail ON mail.id = errand.mailID
                    WHERE errand.kind = ? AND errand.doneAt IS NULL AND (? IS NULL OR mail.mailboxID = ?)
                    ORDER BY errand.mailID, errand.target LIMIT ?
                    """,
                arguments: [kind.rawValue, mailbox, mailbox, limit]
            ).map { row in
                ErrandTask(
                    mailID: row["mailID"],
                    uidValidity: UInt32(truncatingIfNeeded: row["uidValidity"] as Int64),
                    uid: UInt32(truncatingIfNeeded: row["uid"] as Int64),
                    target: row["target"]
                )
            }
        }
    }
}

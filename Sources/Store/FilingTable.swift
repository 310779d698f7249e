import GRDB
public import WorkingTime

/// A recorded mail that is still to be filed on the server.
public struct FilingTask: Hashable, Sendable {
    public var mailID: Int
    public var uidValidity: UInt32
    public var uid: UInt32
    public var folder: String

    /// Stands for the folder of sent mail, whatever the server calls it; no server gives a folder this name.
    public static let sentFolder = "\\Sent"
}

extension Store {
    public func waitingFilings(mailbox: Int, limit: Int) throws -> [FilingTask] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT filing.mailID, filing.folder, mail.uid, mail.uidValidity
                    FROM filing JOIN mail ON mail.id = filing.mailID
                    WHERE filing.doneAt IS NULL AND mail.mailboxID = ? ORDER BY filing.folder, mail.uid LIMIT ?
                    """,
                arguments: [mailbox, limit]
            ).map { row in
                FilingTask(
                    mailID: row["mailID"],
                    uidValidity: UInt32(truncatingIfNeeded: row["uidValidity"] as Int64),
                    uid: UInt32(truncatingIfNeeded: row["uid"] as Int64),
                    folder: row["folder"]
                )
            }
        }
    }

    /// Marks mails as filed, or as not to be filed any more with the problem that stood in the way.
    public func finishFilings(_ mails: [Int], problem: String? = nil, now: Instant) throws {
        try database.write { database in
            let update = try database.makeStatement(
                sql: "UPDATE filing SET doneAt = ?, problem = ? WHERE mailID = ?"
            )
            for mail in mails { try update.execute(arguments: [now.epochSeconds, problem, mail]) }
        }
    }
}

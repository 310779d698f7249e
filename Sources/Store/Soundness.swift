import GRDB
import Synchronization

extension Store {
    /// The first thing about the record that is not as it was written, in words; nil when all is sound. Reads everything:
    /// the database page by page and the spool mail by mail.
    public func firstFault() throws -> String? {
        let verdict = try database.read { try String.fetchOne($0, sql: "PRAGMA integrity_check(1)") }
        if let verdict, verdict != "ok" { return "the database: \(verdict)" }
        var last = 0
        while true {
            let mails = try storedMail(after: last, limit: 500)
            guard let end = mails.last else { return nil }
            last = end.id
            for mail in mails {
                do {
                    _ = try bytes(of: mail)
                } catch {
                    return "mail \(mail.id) in the spool"
                }
            }
        }
    }

    /// Mails whose bytes are kept, in order of their ids.
    private func storedMail(after id: Int, limit: Int) throws -> [StoredMail] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM mail WHERE id > ? AND NOT EXISTS (SELECT 1 FROM erasure WHERE mailID = mail.id)
                    ORDER BY id LIMIT ?
                    """,
                arguments: [id, limit]
            ).map(StoredMail.init)
        }
    }

    /// Ends all work with the record; a store that is let go of does the same.
    func close() throws {
        try database.pool.close()
        lock.withLock { $0 = nil }
    }
}

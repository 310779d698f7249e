import Foundation
import GRDB
public import WorkingTime

/// Why a mail's bytes were erased.
public enum ErasureReason: String, Hashable, Sendable {
    /// It was kept as long as the operator wants.
    case retention
    /// The person who wrote it is to be forgotten.
    case forgotten
}

extension Recorder {
    /// Notes that mails' bytes are to go; `Store.finishErasures` takes them off the disk afterwards.
    func beginErasing(_ mails: [Int], why: ErasureReason) throws {
        let insert = try database.cachedStatement(
            sql: "INSERT INTO erasure (mailID, at, why) VALUES (?, ?, ?) ON CONFLICT (mailID) DO NOTHING"
        )
        for mail in mails { try insert.execute(arguments: [mail, now.epochSeconds, why.rawValue]) }
    }
}

extension Store {
    func isErased(_ mail: Int) throws -> Bool {
        try database.read { database in
            try Bool.fetchOne(
                database,
                sql: "SELECT EXISTS (SELECT 1 FROM erasure WHERE mailID = ?)",
                arguments: [mail]
            ) ?? false
        }
    }

    /// Takes off the disk what is noted to go, what a crash left over as well. Answers how many mails it were.
    @discardableResult
    public func finishErasures(now: Instant) throws -> Int {
        var count = 0
        while true {
            let mails = try database.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT mail.* FROM erasure JOIN mail ON mail.id = mailID WHERE doneAt IS NULL ORDER BY mailID
                        LIMIT 200
                        """
                ).map(StoredMail.init)
            }
            if mails.isEmpty {
                if count > 0 { try removeEmptySegments() }
                return count
            }
            let guardian = try SpoolGuard(folder: folder, mode: .erasing)
            defer { guardian.release() }
            for mail in mails { try Spool.erase(mail.place.place, folder: folder + "/spool") }
            try database.write { database in
                let update = try database.makeStatement(sql: "UPDATE erasure SET doneAt = ? WHERE mailID = ?")
                for mail in mails { try update.execute(arguments: [now.epochSeconds, mail.id]) }
            }
            count += mails.count
        }
    }

    /// Takes off the disk what a crash left in the spool without a row: it may be a mail that was stored again since. Only
    /// for a store opened `.exclusive`, since what is being appended has no row yet either.
    func eraseDeadBytes() throws {
        let guardian = try SpoolGuard(folder: folder, mode: .erasing)
        defer { guardian.release() }
        let spoolFolder = folder + "/spool"
        for name in try Spool.segmentNames(in: spoolFolder) {
            guard let segment = Int(name.prefix { $0 != "." }) else { continue }
            let size = try FileManager.default.attributesOfItem(atPath: "\(spoolFolder)/\(name)")[.size] as? Int ?? 0
            let kept = try database.read { database in
                try Row.fetchAll(
                    database,
                    sql: "SELECT offset, byteCount FROM mail WHERE segment = ? ORDER BY offset",
                    arguments: [segment]
                ).map { (offset: $0["offset"] as Int, byteCount: $0["byteCount"] as Int) }
            }
            var end = 0
            for place in kept + [(offset: size, byteCount: 0)] {
                let gap = SpoolPlace(segment: segment, offset: end, byteCount: place.offset - end)
                if gap.byteCount > 0 { try Spool.erase(gap, folder: spoolFolder) }
                end = max(end, place.offset + place.byteCount)
            }
        }
    }

    /// Segments in which every mail is erased. The newest is left: appending goes on in it.
    private func removeEmptySegments() throws {
        let empty = try database.read { database in
            try Int.fetchAll(
                database,
                sql: """
                    SELECT segment FROM mail LEFT JOIN erasure ON erasure.mailID = mail.id
                    WHERE segment < (SELECT max(segment) FROM mail)
                    GROUP BY segment HAVING count(*) = count(erasure.doneAt)
                    """
            )
        }
        guard !empty.isEmpty else { return }
        let guardian = try SpoolGuard(folder: folder, mode: .erasing)
        defer { guardian.release() }
        for segment in empty { try Spool.remove(segment: segment, folder: folder + "/spool") }
    }

    /// Erases the bytes of mail that has been kept long enough. What it led to stays; mail of open tickets and mail that
    /// is not decided stays as well.
    ///
    /// - Parameters:
    ///   - people: Mail of people that came before; nil to keep it.
    ///   - machines: Mail of machines that came before; nil to keep it.
    /// - Returns: How many mails it were.
    @discardableResult
    public func erase(people: Instant?, machines: Instant?, now: Instant) throws -> Int {
        if people != nil || machines != nil {
            try recording(at: now) { recorder in
                let expired = try Int.fetchAll(
                    recorder.database,
                    sql: Self.expired,
                    arguments: [people?.epochSeconds ?? Int64.min, machines?.epochSeconds ?? Int64.min]
                )
                try recorder.beginErasing(expired, why: .retention)
                guard let people else { return }
                try recorder.database.execute(
                    sql: """
                        UPDATE outbox SET bytes = x'', pending = NULL
                        WHERE createdAt < ? AND (length(bytes) > 0 OR pending IS NOT NULL)
                            AND state IN ('accepted', 'discarded') AND (ticketID IS NULL OR EXISTS (
                                SELECT 1 FROM ticket WHERE ticket.id = ticketID AND closedAt IS NOT NULL))
                        """,
                    arguments: [people.epochSeconds]
                )
            }
        }
        return try finishErasures(now: now)
    }

    private static let expired = """
        SELECT mail.id FROM mail LEFT JOIN decision ON decision.mailID = mail.id
            LEFT JOIN ticket ON ticket.id = mail.ticketID
        WHERE mail.state IN ('decided', 'duplicate')
            AND mail.receivedAt < CASE WHEN coalesce(decision.origin, 'person') = 'person' THEN ? ELSE ? END
            AND (mail.ticketID IS NULL OR ticket.closedAt IS NOT NULL)
            AND NOT EXISTS (SELECT 1 FROM erasure WHERE mailID = mail.id)
        """
}

import Digest
import Foundation
import GRDB
import Synchronization
public import WorkingTime

/// Where reading of one mailbox stands.
public struct MailboxRecord: Hashable, Sendable {
    public var id: Int
    public var name: String
    /// Nil until the mailbox was read for the first time.
    public var uidValidity: UInt32?
    public var lastUID: UInt32
    public var highestModSeq: UInt64?
    /// Mail that arrived before is kept and decided but never answered.
    public var answersFrom: Instant
}

/// One mail as the fetcher hands it in.
public struct IncomingMail: Sendable {
    public var uid: UInt32
    public var uidValidity: UInt32
    public var receivedAt: Instant
    public var bytes: [UInt8]
    /// Whether parts are missing because the mail was over the size limit.
    public var isPartial: Bool

    public init(uid: UInt32, uidValidity: UInt32, receivedAt: Instant, bytes: [UInt8], isPartial: Bool) {
        self.uid = uid
        self.uidValidity = uidValidity
        self.receivedAt = receivedAt
        self.bytes = bytes
        self.isPartial = isPartial
    }
}

/// A mail that the server lists and does not give out.
public struct UnfetchedMail: Sendable {
    public var uid: UInt32
    public var reason: String
    /// When it was asked for.
    public var at: Instant

    public init(uid: UInt32, reason: String, at: Instant) {
        self.uid = uid
        self.reason = reason
        self.at = at
    }
}

/// A mail that is safely stored.
public struct StoredMail: Sendable {
    public var id: Int
    public var mailboxID: Int
    public var uidValidity: UInt32
    public var uid: UInt32
    public var receivedAt: Instant
    public var isPartial: Bool
    public var place: Place
    /// Whether a person said that a person wrote it.
    public var isReleased = false

    /// Where its bytes lie in the spool.
    public struct Place: Hashable, Sendable {
        let place: SpoolPlace
        let digest: [UInt8]
    }
}

extension Store {
    /// The mailbox of that name, begun with `answersFrom` when it is new.
    ///
    /// - Parameter now: A beginning that lies after it was written under a clock that has been put back since, and is
    ///   brought back to it.
    public func mailbox(named name: String, answersFrom: Instant, now: Instant? = nil) throws -> MailboxRecord {
        try database.write { database in
            try database.execute(
                sql: "INSERT INTO mailbox (name, answersFrom) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
                arguments: [name, answersFrom.epochSeconds]
            )
            if let now, answersFrom <= now {
                try database.execute(
                    sql: "UPDATE mailbox SET answersFrom = ? WHERE name = ? AND answersFrom > ?",
                    arguments: [now.epochSeconds, name, now.epochSeconds]
                )
            }
            guard let row = try Row.fetchOne(database, sql: "SELECT * FROM mailbox WHERE name = ?", arguments: [name])
            else { throw StoreError.missing(what: "mailbox \(name)") }
            return MailboxRecord(row)
        }
    }

    /// Every mailbox that was ever read.
    public func mailboxes() throws -> [MailboxRecord] {
        try database.read { try Row.fetchAll($0, sql: "SELECT * FROM mailbox ORDER BY id").map(MailboxRecord.init) }
    }

    /// Stores a batch of mail and moves the cursor past it, durably and together. Mail that is already stored under the
    /// same UID is left out of the answer; mail that is known under another UID (the mailbox was recreated, or a person
    /// copied it) is recorded as a duplicate and left out as well. What the server did not give out is remembered in the
    /// same step: once the cursor is past it, nothing else would tell of it.
    public func admit(
        _ batch: [IncomingMail],
        unfetched: [UnfetchedMail] = [],
        to mailbox: Int,
        lastUID: UInt32,
        uidValidity: UInt32
    ) throws -> [(mail: StoredMail, bytes: [UInt8])] {
        let digests = batch.map { Digest(of: $0.bytes).bytes }
        let places =
            keepsBytes
            ? try spool.withLock { try $0.append(batch.map(\.bytes)) }
            : batch.map { _ in SpoolPlace(segment: 1, offset: 0, byteCount: 0) }
        return try database.write { database in
            let insert = try database.makeStatement(sql: Self.insertMail)
            let known = try database.makeStatement(sql: "SELECT id FROM mail WHERE digest = ? LIMIT 1")
            var admitted: [(mail: StoredMail, bytes: [UInt8])] = []
            for (index, mail) in batch.enumerated() {
                let original = try Int.fetchOne(known, arguments: [Self.blob(digests[index])])
                let place = places[index]
                try insert.execute(arguments: [
                    mailbox, Int64(mail.uidValidity), Int64(mail.uid), mail.receivedAt.epochSeconds, place.segment,
                    place.offset, place.byteCount, mail.isPartial, Self.blob(digests[index]),
                    original == nil ? "admitted" : "duplicate", original,
                ])
                guard database.changesCount > 0 else { continue }
                if let original {
                    // What was erased does not come back with another copy of it.
                    try database.execute(
                        sql: "INSERT INTO erasure (mailID, at, why) SELECT ?, at, why FROM erasure WHERE mailID = ?",
                        arguments: [database.lastInsertedRowID, original]
                    )
                    continue
                }
                let stored = StoredMail(
                    id: Int(database.lastInsertedRowID),
                    mailboxID: mailbox,
                    uidValidity: mail.uidValidity,
                    uid: mail.uid,
                    receivedAt: mail.receivedAt,
                    isPartial: mail.isPartial,
                    place: StoredMail.Place(place: place, digest: digests[index])
                )
                admitted.append((stored, mail.bytes))
            }
            for mail in unfetched { try Self.remember(mail, uidValidity: uidValidity, mailbox: mailbox, in: database) }
            try database.execute(
                sql: "UPDATE mailbox SET uidValidity = ?, lastUID = ? WHERE id = ?",
                arguments: [Int64(uidValidity), Int64(lastUID), mailbox]
            )
            return admitted
        }
    }

    private static let insertMail = """
        INSERT INTO mail (mailboxID, uidValidity, uid, receivedAt, segment, offset, byteCount, isPartial, digest,
            state, duplicateOf)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (mailboxID, uidValidity, uid) DO NOTHING
        """

    /// Remembers what the server's change counter was, so that the next look can skip an unchanged mailbox.
    public func setHighestModSeq(_ value: UInt64?, mailbox: Int) throws {
        try database.write { database in
            try database.execute(
                sql: "UPDATE mailbox SET highestModSeq = ? WHERE id = ?",
                arguments: [value.map { Int64(bitPattern: $0) }, mailbox]
            )
        }
    }

    /// Mail that is stored but not decided yet, oldest first: what a crash left, and what waits behind it.
    public func waitingMail(after id: Int, limit: Int) throws -> [StoredMail] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT mail.*, EXISTS (SELECT 1 FROM release WHERE mailID = mail.id) AS isReleased
                    FROM mail WHERE state = 'admitted' AND id > ? ORDER BY id LIMIT ?
                    """,
                arguments: [id, limit]
            ).map(StoredMail.init)
        }
    }

    /// Calls `body` with every stored mail from an instant on, in order of receipt, second copies left out. Rows are
    /// read some at a time, so that a mailbox of any size takes little memory.
    public func forEachMail(since: Instant, _ body: (StoredMail) throws -> Void) throws {
        var place = (receivedAt: since.epochSeconds, id: Int.min)
        while true {
            let rows = try database.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT * FROM mail WHERE state <> 'duplicate' AND (receivedAt, id) > (?, ?)
                        ORDER BY receivedAt, id LIMIT ?
                        """,
                    arguments: [place.receivedAt, place.id, Self.rowsAtOnce]
                ).map(StoredMail.init)
            }
            for mail in rows { try body(mail) }
            guard let last = rows.last else { return }
            place = (last.receivedAt.epochSeconds, last.id)
        }
    }

    private static let rowsAtOnce = 2_000

    /// When the first mail reached the server; nil before there is any.
    public func firstReceipt() throws -> Instant? {
        try database.read { database in
            try Int64.fetchOne(database, sql: "SELECT min(receivedAt) FROM mail").map(Instant.init(epochSeconds:))
        }
    }

    /// A mail by its id.
    public func mail(_ id: Int) throws -> StoredMail? {
        try database.read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM mail WHERE id = ?", arguments: [id]).map(StoredMail.init)
        }
    }

    /// A stored mail's bytes, checked against the digest they were stored with.
    public func bytes(of mail: StoredMail) throws -> [UInt8] {
        if try isErased(mail.id) { throw StoreError.erased(id: mail.id) }
        let bytes = try Spool.bytes(at: mail.place.place, folder: folder + "/spool")
        guard let bytes, Digest(of: bytes).bytes == mail.place.digest else { throw StoreError.damagedMail(id: mail.id) }
        return bytes
    }

    /// Which of these UIDs are stored, for proving that nothing is missing.
    public func storedUIDs(mailbox: Int, uidValidity: UInt32) throws -> Set<UInt32> {
        try database.read { database in
            let uids = try Int64.fetchAll(
                database,
                sql: "SELECT uid FROM mail WHERE mailboxID = ? AND uidValidity = ?",
                arguments: [mailbox, Int64(uidValidity)]
            )
            return Set(uids.map { UInt32(truncatingIfNeeded: $0) })
        }
    }

    static func blob(_ bytes: [UInt8]) -> Data { Data(bytes) }
}

extension MailboxRecord {
    init(_ row: Row) {
        id = row["id"]
        name = row["name"]
        uidValidity = (row["uidValidity"] as Int64?).map { UInt32(truncatingIfNeeded: $0) }
        lastUID = UInt32(truncatingIfNeeded: row["lastUID"] as Int64)
        highestModSeq = (row["highestModSeq"] as Int64?).map { UInt64(bitPattern: $0) }
        answersFrom = Instant(epochSeconds: row["answersFrom"])
    }
}

extension StoredMail {
    init(_ row: Row) {
        id = row["id"]
        mailboxID = row["mailboxID"]
        uidValidity = UInt32(truncatingIfNeeded: row["uidValidity"] as Int64)
        uid = UInt32(truncatingIfNeeded: row["uid"] as Int64)
        receivedAt = Instant(epochSeconds: row["receivedAt"])
        isPartial = row["isPartial"]
        isReleased = row["isReleased"] ?? false
        place = Place(
            place: SpoolPlace(segment: row["segment"], offset: row["offset"], byteCount: row["byteCount"]),
            digest: Array(row["digest"] as Data)
        )
    }
}

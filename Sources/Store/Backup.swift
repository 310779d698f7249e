import Foundation
import Glibc
import GRDB
public import WorkingTime

/// What a backup holds.
public struct BackupReport: Hashable, Sendable {
    public var mails: Int
    public var bytes: Int
}

extension Store {
    /// Writes all state into one file, while another process may go on with its work. The database is copied first:
    /// whatever mail it knows was in the spool before, and the spool only grows.
    ///
    /// - Throws: `StoreError.exists` when the file is there already.
    public func backup(to path: String, now: Instant) throws -> BackupReport {
        guard !FileManager.default.fileExists(atPath: path) else { throw StoreError.exists(path: path) }
        let guardian = try SpoolGuard(folder: folder, mode: .reading)
        defer { guardian.release() }
        let copy = path + ".database"
        defer { try? FileManager.default.removeItem(atPath: copy) }
        try copyDatabase(to: copy)
        let writer = try ArchiveWriter(path: path, at: now.epochSeconds)
        try writer.add(Self.databaseName, try Self.mapped(copy))
        _ = try signingKey()
        try writer.add(Self.keyName, try Self.mapped(folder + "/" + Self.keyName))
        for name in try Spool.segmentNames(in: folder + "/spool") {
            try writer.add("spool/" + name, try Self.mapped(folder + "/spool/" + name))
        }
        return BackupReport(mails: try mailCounts().stored, bytes: try writer.finish())
    }

    private func copyDatabase(to path: String) throws {
        try? FileManager.default.removeItem(atPath: path)
        try PrivateFiles.makeFile(path)
        do {
            let target = try DatabaseQueue(path: path)
            try database.pool.backup(to: target)
            // One file, with nothing of it in a log beside it.
            try target.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try target.close()
        } catch let error as DatabaseError {
            throw StoreError(error, folder: folder)
        }
    }

    static func mapped(_ path: String) throws -> Data {
        do {
            return try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        } catch {
            throw StoreError.file(path: path, operation: "read", code: errno)
        }
    }
}

/// Brings a backup back.
public enum Restoration {
    /// What was brought back.
    public struct Report: Hashable, Sendable {
        /// When the backup was made.
        public var backupAt: Instant
        public var mails: Int
        /// Where the state lies that was there before; nil when there was none.
        public var replaced: String?
    }

    /// Puts a backup in the place of a state folder. The backup is checked in full first, member by member and mail by
    /// mail; only then is anything changed, and the state that was there is moved aside, never deleted.
    ///
    /// What the backup shows as unsent may have gone out since it was made: it is held to be in doubt, and a copy is
    /// looked for. Mail that came before `now` is not answered by itself any more, for it may have been answered.
    ///
    /// - Throws: `StoreError.exists` for a folder with state unless `isForced`, `StoreError.inUse` while a Gatepost
    ///   works on it, `StoreError.damagedBackup`.
    public static func restore(_ path: String, to folder: String, isForced: Bool, now: Instant) throws -> Report {
        let archive = try Store.mapped(path)
        let (manifest, members) = try checkedMembers(of: archive, path: path)
        let isOccupied = FileManager.default.fileExists(atPath: folder + "/" + Store.databaseName)
        if isOccupied, !isForced { throw StoreError.exists(path: folder) }
        // Held until the new state is in place, so that nobody begins to work on the old one.
        let lock = isOccupied ? try FolderLock(folder: folder) : nil
        let beside = folder + ".restoring"
        try? FileManager.default.removeItem(atPath: beside)
        try PrivateFiles.makeFolder(beside + "/spool")
        try PrivateFiles.makeFolder(beside)
        for (name, range) in members where name != Archive.manifestName {
            try PrivateFiles.write([UInt8](archive[range]), to: beside + "/" + name)
        }
        let mails = try prepare(beside, path: path, now: now)
        var replaced: String?
        if FileManager.default.fileExists(atPath: folder) {
            let aside = folder + ".replaced-\(now.epochSeconds)"
            try move(folder, to: aside)
            if isOccupied { replaced = aside }
        }
        try move(beside, to: folder)
        try PrivateFiles.syncFolder(of: folder)
        withExtendedLifetime(lock) {}
        return Report(backupAt: Instant(epochSeconds: manifest.at), mails: mails, replaced: replaced)
    }

    private static func checkedMembers(of archive: Data, path: String) throws
        -> (Archive.Manifest, [(name: String, range: Range<Int>)])
    {
        guard let members = Archive.members(of: archive), let last = members.last, last.name == Archive.manifestName,
            let manifest = try? JSONDecoder().decode(Archive.Manifest.self, from: archive[last.range])
        else { throw StoreError.damagedBackup(path: path, what: "it is not a whole backup of gatepost") }
        guard manifest.format == Archive.format else {
            throw StoreError.damagedBackup(path: path, what: "a newer gatepost wrote it")
        }
        let found = members.dropLast().map { member in
            Archive.Member(
                name: member.name,
                bytes: member.range.count,
                sha256: Archive.digest(of: archive[member.range])
            )
        }
        for (actual, should) in zip(found, manifest.members) where actual != should {
            throw StoreError.damagedBackup(path: path, what: "\(should.name) does not have its digest")
        }
        guard found.count == manifest.members.count, found.map(\.name).allSatisfy(isOurs),
            found.contains(where: { $0.name == Store.databaseName })
        else { throw StoreError.damagedBackup(path: path, what: "its members are not those of a state folder") }
        return (manifest, members)
    }

    /// No name leads out of the state folder.
    private static func isOurs(_ name: String) -> Bool {
        if name == Store.databaseName || name == Store.keyName { return true }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0] == "spool" && Spool.isSegmentName(String(parts[1]))
    }

    /// Opens the new state, proves it sound and notes that it is not of today. Answers how many mails it holds.
    private static func prepare(_ folder: String, path: String, now: Instant) throws -> Int {
        let store = try Store(folder: folder, access: .exclusive)
        if let fault = try store.firstFault() { throw StoreError.damagedBackup(path: path, what: fault) }
        try store.database.write { database in
            try database.execute(
                sql: """
                    UPDATE outbox SET state = 'uncertain', nextAttemptAt = ?,
                        note = 'restored from a backup: it may have been sent since'
                    WHERE state IN ('queued', 'deferred', 'transmitting')
                    """,
                arguments: [now.epochSeconds]
            )
            try database.execute(
                sql: "UPDATE mailbox SET answersFrom = max(answersFrom, ?)",
                arguments: [now.epochSeconds]
            )
        }
        let mails = try store.mailCounts().stored
        try store.close()
        return mails
    }

    private static func move(_ path: String, to target: String) throws(StoreError) {
        guard unsafe rename(path, target) == 0 else { throw .file(path: path, operation: "rename", code: errno) }
    }
}

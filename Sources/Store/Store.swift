public import Digest
import Foundation
import GRDB
import Synchronization

/// The one record: what came, what was decided, what was booked, what was and is to be sent. Everything in it is durable
/// when a writing method returns.
///
/// The folder holds `gatepost.sqlite`, the raw mail in `spool/`, and the signing `key`.
public final class Store: Sendable {
    /// The folder all state lies in.
    public let folder: String
    let database: RecordDatabase
    let spool: Mutex<Spool>
    /// Whether the bytes of mails are kept.
    let keepsBytes: Bool

    /// How a store is opened.
    public enum Access: Sendable {
        /// Alone, to fetch, decide and send.
        case exclusive
        /// Beside a running Gatepost, to look or to enter something by hand.
        case shared
        /// Alone, in a folder that is thrown away: nothing is synced to disk, and the mails' bytes are not kept.
        case scratch
    }

    let lock: Mutex<FolderLock?>

    /// Opens the folder, creating it with owner-only rights when it is new, and brings the schema up to date.
    ///
    /// - Throws: `StoreError`.
    public init(folder: String, access: Access) throws {
        self.folder = folder
        let spoolFolder = folder + "/spool"
        try PrivateFiles.makeFolder(folder)
        try PrivateFiles.makeFolder(spoolFolder)
        keepsBytes = access != .scratch
        lock = try Mutex(access == .shared ? nil : FolderLock(folder: folder))
        var configuration = Configuration()
        configuration.label = "gatepost"
        configuration.busyMode = .timeout(Store.busySeconds)
        let path = folder + "/" + Self.databaseName
        // SQLite gives its other files the rights of this one, so it must have them from the beginning.
        try PrivateFiles.makeFile(path)
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { writer in
                // A commit is a promise to a client: it must outlive a power cut. Not in `prepareDatabase`, after which
                // the pool sets NORMAL.
                try writer.execute(sql: "PRAGMA synchronous = \(access == .scratch ? "OFF" : "FULL")")
                try writer.execute(sql: "PRAGMA cache_size = -\(Store.cacheKilobytes)")
                try writer.execute(sql: "PRAGMA wal_autocheckpoint = \(Store.checkpointPages)")
            }
            try Schema.migrator.migrate(pool)
            database = RecordDatabase(pool: pool, folder: folder)
        } catch let error as DatabaseError {
            throw StoreError(error, folder: folder)
        }
        let newest = try database.read { try Int.fetchOne($0, sql: "SELECT max(segment) FROM mail") } ?? 1
        spool = try Mutex(Spool(folder: spoolFolder, newestSegment: newest, isDurable: access != .scratch))
    }

    static let databaseName = "gatepost.sqlite"

    /// Room for the indexes of some hundred thousand mails, which every mail adds to at places of their own.
    static let cacheKilobytes = 16_384
    /// Pages of 4 KB in the log before they go to their places: pages that change all the time go there less often.
    static let checkpointPages = 4_000
    /// Long enough for the largest transaction of another process.
    static let busySeconds: TimeInterval = 30

    static let keyName = "key"

    /// The key that signs our thread tokens, made on first use and kept with owner-only rights.
    public func signingKey() throws -> SigningKey {
        let path = folder + "/" + Self.keyName
        if FileManager.default.fileExists(atPath: path) {
            // Another key in its place would make every token that went out a forgery.
            guard let data = FileManager.default.contents(atPath: path), let key = SigningKey(bytes: Array(data)) else {
                throw StoreError.damagedKey(path: path)
            }
            return key
        }
        let bytes = SigningKey.randomBytes()
        try PrivateFiles.write(bytes, to: path)
        guard let key = SigningKey(bytes: bytes) else { throw StoreError.damagedKey(path: path) }
        return key
    }
}

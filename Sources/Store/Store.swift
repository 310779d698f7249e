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

    /// How a store is opened.
    public enum Access: Sendable {
        /// Alone, to fetch, decide and send.
        case exclusive
        /// Beside a running Gatepost, to look or to enter something by hand.
        case shared
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
        lock = try Mutex(access == .exclusive ? FolderLock(folder: folder) : nil)
        var configuration = Configuration()
        configuration.label = "gatepost"
        configuration.busyMode = .timeout(Store.busySeconds)
        configuration.prepareDatabase { database in
            // A commit is a promise to a client: it must outlive a power cut.
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        let path = folder + "/" + Self.databaseName
        // SQLite gives its other files the rights of this one, so it must have them from the beginning.
        try PrivateFiles.makeFile(path)
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            try Schema.migrator.migrate(pool)
            database = RecordDatabase(pool: pool, folder: folder)
        } catch let error as DatabaseError {
            throw StoreError(error, folder: folder)
        }
        let newest = try database.read { try Int.fetchOne($0, sql: "SELECT max(segment) FROM mail") } ?? 1
        spool = try Mutex(Spool(folder: spoolFolder, newestSegment: newest))
    }

    static let databaseName = "gatepost.sqlite"

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

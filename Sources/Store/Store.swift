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
    let database: DatabasePool
    let spool: Mutex<Spool>

    /// How a store is opened.
    public enum Access: Sendable {
        /// Alone, to fetch, decide and send.
        case exclusive
        /// Beside a running Gatepost, to look or to enter something by hand.
        case shared
    }

    private let lock: Mutex<FolderLock?>

    /// Opens the folder, creating it with owner-only rights when it is new, and brings the schema up to date.
    ///
    /// - Throws: `StoreError` for files, `DatabaseError` for the database.
    public init(folder: String, access: Access) throws {
        self.folder = folder
        let spoolFolder = folder + "/spool"
        try FileManager.default.createDirectory(
            atPath: spoolFolder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        lock = try Mutex(access == .exclusive ? FolderLock(folder: folder) : nil)
        var configuration = Configuration()
        configuration.label = "gatepost"
        configuration.busyMode = .timeout(Store.busySeconds)
        configuration.prepareDatabase { database in
            // A commit is a promise to a client: it must outlive a power cut.
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        let path = folder + "/gatepost.sqlite"
        database = try DatabasePool(path: path, configuration: configuration)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try Schema.migrator.migrate(database)
        let newest = try database.read { try Int.fetchOne($0, sql: "SELECT max(segment) FROM mail") } ?? 1
        spool = try Mutex(Spool(folder: spoolFolder, newestSegment: newest))
    }

    /// Long enough for the largest transaction of another process.
    static let busySeconds: TimeInterval = 30

    /// The key that signs our thread tokens, made on first use and kept with owner-only rights.
    public func signingKey() throws -> SigningKey {
        let path = folder + "/key"
        if let data = FileManager.default.contents(atPath: path), let key = SigningKey(bytes: Array(data)) {
            return key
        }
        let bytes = SigningKey.randomBytes()
        let isWritten = FileManager.default.createFile(
            atPath: path,
            contents: Data(bytes),
            attributes: [.posixPermissions: 0o600]
        )
        guard isWritten, let key = SigningKey(bytes: bytes) else {
            throw StoreError.file(path: path, operation: "write", code: 0)
        }
        return key
    }
}

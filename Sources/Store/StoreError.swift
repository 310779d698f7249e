import GRDB

/// What can go wrong with the record itself. The descriptions name the remedy and never a mail's content.
public enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another Gatepost works on this state folder.
    case inUse(folder: String)
    /// The operating system refused a file operation.
    case file(path: String, operation: String, code: Int32)
    /// A mail's bytes are not where the record says, or not the ones that were stored.
    case damagedMail(id: Int)
    /// The key that signs our tokens is there and cannot be used.
    case damagedKey(path: String)
    /// A backup is not as it was written.
    case damagedBackup(path: String, what: String)
    /// Something is where something new was to be put.
    case exists(path: String)
    /// The mail's bytes were erased on purpose.
    case erased(id: Int)
    /// The record holds a row that this program never writes.
    case damagedRow(table: String, id: String)
    /// What was asked for does not exist.
    case missing(what: String)
    /// The database refuses this one content by its own rules; other content is not concerned.
    case unrecordable(reason: String)
    /// The database cannot work: the disk is full, the file is locked by somebody or damaged.
    case database(code: Int32, message: String, folder: String)

    public var description: String {
        switch self {
        case .inUse(let folder):
            "\(folder) is in use by another gatepost; stop that one, or give this one its own --state folder"
        case .file(let path, let operation, let code):
            Self.words(path: path, operation: operation, code: code)
        case .damagedMail(let id):
            "mail \(id) is damaged in the spool; restore the state folder from a backup: `gatepost restore FILE`"
        case .damagedKey(let path):
            "\(path) is damaged; restore the state folder from a backup: `gatepost restore FILE`"
        case .damagedRow(let table, let id):
            "row \(id) of \(table) is damaged; restore the state folder from a backup: `gatepost restore FILE`"
        case .damagedBackup(let path, let what): "\(path) cannot be restored: \(what); nothing was changed"
        case .exists(let path): "\(path) is there already; nothing was changed"
        case .erased(let id): "the bytes of mail \(id) were erased"
        case .missing(let what): "there is no \(what)"
        case .unrecordable(let reason): "it cannot be recorded: \(reason)"
        case .database(let code, let message, let folder): Self.words(code: code, message: message, folder: folder)
        }
    }

    private static func words(path: String, operation: String, code: Int32) -> String {
        // ENOSPC and EDQUOT
        if code == 28 || code == 122 {
            return "\(path): cannot \(operation), the disk is full; make room, Gatepost goes on by itself"
        }
        return "\(path): cannot \(operation) (system error \(code)); check the folder's owner and the disk"
    }

    private static func words(code: Int32, message: String, folder: String) -> String {
        switch code {
        case 13: "the disk of \(folder) is full; make room, Gatepost goes on by itself"
        case 5, 6: "\(folder)/gatepost.sqlite is locked by another program; close that one"
        case 11, 26: "\(folder)/gatepost.sqlite is damaged (\(message)); stop Gatepost, then `gatepost restore FILE`"
        default: "\(folder)/gatepost.sqlite: \(message) (SQLite error \(code))"
        }
    }
}

extension StoreError {
    /// SQLite's own word on what went wrong, without the statement's arguments: those are clients' mail.
    init(_ error: DatabaseError, folder: String) {
        let message = error.message ?? "no reason given"
        if [.SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG, .SQLITE_RANGE].contains(error.resultCode) {
            self = .unrecordable(reason: message)
        } else {
            self = .database(code: error.resultCode.rawValue, message: message, folder: folder)
        }
    }
}

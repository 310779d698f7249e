import GRDB

/// What can go wrong with the record itself. The descriptions name the remedy and never a mail's content.
public enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another Gatepost works on this state folder.
    case inUse(folder: String)
    /// The operating system refused a file operation.
    case file(path: String, operation: String, code: Int32)
    /// A mail's bytes are not where the record says, or not the ones that were stored.
    case damagedMail(id: Int)
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
            "\(path): cannot \(operation) (system error \(code)); check the disk's space and the folder's owner"
        case .damagedMail(let id):
            "mail \(id) is damaged in the spool; restore the state folder from a backup"
        case .damagedRow(let table, let id):
            "row \(id) of \(table) is damaged; restore the state folder from a backup"
        case .missing(let what): "there is no \(what)"
        case .unrecordable(let reason): "it cannot be recorded: \(reason)"
        case .database(let code, let message, let folder): Self.words(code: code, message: message, folder: folder)
        }
    }

    private static func words(code: Int32, message: String, folder: String) -> String {
        switch code {
        case 13: "the disk of \(folder) is full; make room, Gatepost goes on by itself"
        case 5, 6: "\(folder)/gatepost.sqlite is locked by another program; close that one"
        case 11, 26: "\(folder)/gatepost.sqlite is damaged (\(message)); stop Gatepost and restore a backup"
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

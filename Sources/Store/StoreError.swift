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
        }
    }
}

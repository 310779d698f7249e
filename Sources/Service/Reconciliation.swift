import Fetcher
public import Mailrules
public import Store

/// The comparison of one mailbox on the server with what is stored of it.
public struct Reconciliation {
    private let store: Store
    private let mailbox: MailboxSettings

    /// What the comparison came to.
    public struct Result: Sendable {
        public var mailbox: String
        public var onServer: Int
        /// On the server but not stored; empty when all is well.
        public var missing: [UInt32]

        public var isComplete: Bool { missing.isEmpty }

        public var text: String {
            let head = "mailbox \(mailbox): \(onServer) mails on the server"
            if isComplete { return head + ", every one is stored" }
            let shown = missing.prefix(20).map(String.init).joined(separator: ", ")
            return head + ", \(missing.count) not stored yet (UID \(shown)); `gatepost run --once` fetches them"
        }
    }

    public init(store: Store, mailbox: MailboxSettings) {
        self.store = store
        self.mailbox = mailbox
    }

    /// Asks the server for all its UIDs and looks each up.
    public func run() throws -> Result {
        let session = try IMAPSession(try mailbox.account())
        defer { session.logout() }
        let state = try session.select(mailbox.inbox)
        let listed = try session.uids(in: 1...UInt32.max)
        let record = try store.mailboxes().first { $0.name == "\(mailbox.name)/\(mailbox.inbox)" }
        let stored = try record.map { try store.storedUIDs(mailbox: $0.id, uidValidity: state.uidValidity) } ?? []
        return Result(
            mailbox: mailbox.name,
            onServer: listed.count,
            missing: listed.filter { !stored.contains($0) }.sorted()
        )
    }
}

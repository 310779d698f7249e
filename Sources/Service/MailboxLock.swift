import Digest
import Foundation
import Glibc
import Mailrules
import Synchronization

/// Keeps a second Gatepost of this machine, with a state folder of its own, from answering the same mailbox. It cannot see
/// one on another machine.
final class MailboxLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `ConnectionSetupError` when the mailbox is taken.
    init(_ mailbox: MailboxSettings, folder: String = "/tmp") throws {
        let identity = "\(mailbox.server.text)\n\(mailbox.login.lowercased())\n\(mailbox.inbox)"
        let path = "\(folder)/gatepost-\(getuid())-\(Digest(of: identity).hexadecimal.prefix(16)).lock"
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        // Without a place for the lock there is no second instance of this user either.
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0 else { return }
        close(descriptor)
        throw ConnectionSetupError(
            description: "mailbox \(mailbox.name) is worked on by another gatepost with a state folder of its own; "
                + "stop that one, two would answer each mail twice"
        )
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }
}

/// The mailboxes that a process has taken, until it ends.
final class MailboxLocks: Sendable {
    private let held = Mutex<[MailboxLock]>([])

    func take(_ mailboxes: [MailboxSettings]) throws {
        let locks = try mailboxes.map { try MailboxLock($0) }
        held.withLock { $0 = locks }
    }
}

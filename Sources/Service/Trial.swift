import Triage
import Foundation
import MIME
public import Mailrules
public import Store
public import WorkingTime

/// Decides mails on a record of its own that is thrown away afterwards: no server, no trace.
public final class Trial {
    private let folder: String
    private let instance: Instance
    private let decider: Decider
    private let mailbox: MailboxSettings
    private let mailboxID: Int
    private var uid: UInt32 = 0

    public init(configuration: Configuration) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("gatepost-try-\(UUID().uuidString)").path
        let store = try Store(folder: folder, access: .exclusive)
        var configuration = configuration
        // Files are looked at whatever their number, and the answers are looked at, not sent.
        configuration.policy.limits.perSenderDaily = .max
        configuration.policy.limits.perDomainDaily = .max
        configuration.policy.limits.overallDaily = .max
        instance = try Instance(configuration: configuration, store: store, isRehearsal: false)
        decider = Decider(instance: instance)
        guard let first = configuration.mailboxes.first else {
            throw ConnectionSetupError(description: "agency.yaml names no mailbox")
        }
        mailbox = first
        mailboxID = try store.mailbox(named: "try", answersFrom: Instant(epochSeconds: .min / 2)).id
    }

    /// Decides one mail as if it had just arrived when its Date says; a mail without a usable Date arrives `now`.
    ///
    /// - Returns: nil for a second copy of a mail that was decided before.
    public func decide(_ found: MailFiles.Found, now: Instant) throws -> DecidedMail? {
        let date = Message(found.bytes).date.map { Instant(epochSeconds: $0.epochSeconds) }
        let arrival = date.map { min($0, now) } ?? now
        uid += 1
        let incoming = IncomingMail(uid: uid, uidValidity: 1, receivedAt: arrival, bytes: found.bytes, isPartial: false)
        let stored = try instance.store.admit([incoming], to: mailboxID, lastUID: uid, uidValidity: 1)
        let waiting = stored.map {
            Decider.Waiting(
                mail: $0.mail,
                bytes: $0.bytes,
                mailbox: mailbox,
                answersFrom: Instant(epochSeconds: .min / 2)
            )
        }
        return try decider.decide(decider.understand(waiting), now: arrival).first
    }

    /// The requests that a decided mail opened.
    public func requests(of mail: DecidedMail) throws -> [RequestRow] {
        try instance.store.requests(.init(mailID: mail.mailID))
    }

    /// Removes the record.
    public func discard() {
        try? FileManager.default.removeItem(atPath: folder)
    }
}

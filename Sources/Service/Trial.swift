import Triage
import Foundation
import MIME
public import Mailrules
public import Store
import Synchronization
public import WorkingTime

/// Decides mails on a record of its own that is thrown away afterwards: no server, no trace.
public final class Trial: Sendable {
    let instance: Instance
    private let folder: String
    private let decider: Decider
    private let mailbox: MailboxSettings
    private let mailboxID: Int
    private let lastUID = Mutex<UInt32>(0)

    /// A mail and when it is taken to have arrived.
    struct Arrival: Sendable {
        var receivedAt: Instant
        var bytes: [UInt8]
    }

    public init(configuration: Configuration) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("gatepost-try-\(UUID().uuidString)").path
        let store = try Store(folder: folder, access: .scratch)
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
        return try decide([Arrival(receivedAt: date.map { min($0, now) } ?? now, bytes: found.bytes)]).first ?? nil
    }

    /// Decides mails in their order, each at its own moment, in one transaction.
    ///
    /// - Returns: One outcome a mail; nil for a second copy of a mail that was decided before, and for one that could
    ///   not be recorded.
    func decide(_ arrivals: [Arrival]) throws -> [DecidedMail?] {
        try decide(admit(arrivals).map { $0.map { decider.understand([$0])[0] } })
    }

    /// The first step of deciding: mails that wait for it, in their order; nil for a second copy.
    func admit(_ arrivals: [Arrival]) throws -> [Decider.Waiting?] {
        guard !arrivals.isEmpty else { return [] }
        let first = lastUID.withLock { last in
            defer { last += UInt32(arrivals.count) }
            return last + 1
        }
        let incoming = arrivals.enumerated().map { index, arrival in
            IncomingMail(
                uid: first + UInt32(index),
                uidValidity: 1,
                receivedAt: arrival.receivedAt,
                bytes: arrival.bytes,
                isPartial: false
            )
        }
        let last = first + UInt32(arrivals.count - 1)
        var waiting = [Decider.Waiting?](repeating: nil, count: arrivals.count)
        for stored in try instance.store.admit(incoming, to: mailboxID, lastUID: last, uidValidity: 1) {
            waiting[Int(stored.mail.uid - first)] = Decider.Waiting(
                mail: stored.mail,
                bytes: stored.bytes,
                mailbox: mailbox,
                answersFrom: Instant(epochSeconds: .min / 2)
            )
        }
        return waiting
    }

    /// The second step, which depends on the mail and the rules alone.
    func understand(_ waiting: Decider.Waiting, as reading: Reading) -> Decider.Understood {
        decider.understand(waiting, as: reading)
    }

    /// The last step.
    func decide(_ understood: [Decider.Understood?]) throws -> [DecidedMail?] {
        let decided = try decider.decideAtArrival(understood.compactMap(\.self))
        let byID = Dictionary(decided.map { ($0.mailID, $0) }, uniquingKeysWith: { first, _ in first })
        return understood.map { $0.flatMap { byID[$0.mail.id] } }
    }

    /// The requests that a decided mail opened.
    public func requests(of mail: DecidedMail) throws -> [RequestRow] {
        try instance.store.requests(.init(mailID: mail.mailID))
    }

    /// The bytes of the reply to a mail, as it would go out; nil when there is none.
    public func reply(to mail: DecidedMail) throws -> [UInt8]? {
        let entry = try instance.store.outbox(all: true).first { $0.mailID == mail.mailID }
        return try entry.map { try instance.outgoingBytes(of: $0.id, at: $0.createdAt) }
    }

    /// Removes the record.
    public func discard() {
        try? FileManager.default.removeItem(atPath: folder)
    }
}

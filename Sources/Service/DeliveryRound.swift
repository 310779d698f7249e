import Curl
import Foundation
import Triage
import Fetcher
import Mailrules
import Responder
import Store
import WorkingTime

/// What one pass over the outbox came to.
public struct DeliveryReport: Hashable, Sendable {
    public var accepted = 0
    public var refused = 0
    public var deferred = 0
    public var uncertain = 0
    /// What a person should know, one line each.
    public var problems: [String] = []
}

/// What carries mails of the outbox.
protocol Transport {
    /// Offers one mail and says what became of it, and whether the copy it asks for went along.
    func offer(_ envelope: OutgoingEnvelope) -> (outcome: DeliveryOutcome, isCopied: Bool)
    /// Whether the last failure concerns every mail.
    var isAccountFailing: Bool { get }
    /// Whether a copy of a mail turned up where it went.
    func hasCopy(messageID: String) throws -> Bool
}

extension Postman: Transport {
    /// A postman keeps no copies; they are looked for in the mailboxes.
    func hasCopy(messageID: String) throws -> Bool { false }
}

/// One pass over the outbox: every mail that is due is offered once, and what became of it is recorded before the next.
struct DeliveryRound {
    let instance: Instance
    let now: @Sendable () -> Instant
    /// Ends the pass: the mail in hand gets a while, no other is begun.
    var stop: WakeSignal?
    /// Another way out than the server that agency.yaml names, and where its copies lie; for simulations.
    var transport: (any Transport)?

    /// Mails taken from the outbox at a time.
    static let mailsAtOnce = 100

    func run() -> DeliveryReport {
        var report = DeliveryReport()
        do {
            try settleCopies()
            try sendDue(&report)
        } catch {
            report.problems.append("outbox: \(error)")
        }
        return report
    }

    /// What was in doubt when its copy came in is in doubt no longer.
    private func settleCopies() throws {
        let found = try instance.store.copiesOfUncertain()
        guard !found.isEmpty else { return }
        try instance.store.recording(at: now()) { recorder in
            for entry in found { try recorder.confirmOutbox(entry.id, note: "its copy arrived in our own mailbox") }
        }
    }

    private func sendDue(_ report: inout DeliveryReport) throws {
        guard !instance.isRehearsal else { return }
        var postman = transport
        var seen: Set<Int> = []
        while true {
            let due = try instance.store.dueOutbox(now: now(), limit: Self.mailsAtOnce).filter { !seen.contains($0.id) }
            if due.isEmpty { return }
            for entry in due {
                if stop?.isRaised == true { return }
                seen.insert(entry.id)
                if entry.state == DeliveryState.uncertain.rawValue {
                    try lookForCopy(of: entry, &report)
                    continue
                }
                let carrier: any Transport
                if let postman {
                    carrier = postman
                } else {
                    carrier = Postman(submission: try instance.configuration.outgoing.submission(interrupt: stop))
                    postman = carrier
                }
                try send(entry, by: carrier, &report)
                // Without connection or login every other mail would fail the same way.
                if carrier.isAccountFailing { return }
            }
        }
    }

    private func send(_ entry: OutboxEntry, by postman: any Transport, _ report: inout DeliveryReport) throws {
        guard let state = DeliveryState(rawValue: entry.state) else { return }
        let delivery = Delivery(
            state: state,
            attempts: entry.attempts,
            repetitions: entry.repetitions,
            nextAttemptAt: entry.nextAttemptAt
        )
        let begun = delivery.after(.begin, now: now(), jitter: 0)
        let composed: [UInt8]?
        do {
            composed = try compose(entry)
        } catch is DecodingError {
            // Only this one; the others go on. The error itself may quote the mail's words.
            let why = "it cannot be composed from what the record holds"
            try record(delivery.after(.hold, now: now(), jitter: 0), of: entry, from: entry.state, note: why)
            report.problems.append("outbox \(entry.id): held, \(why); see `gatepost outbox`")
            return
        }
        // Recorded before the first byte goes out: after a crash this mail is in doubt, not queued.
        guard try record(begun, of: entry, from: entry.state, bytes: composed, note: "") else { return }
        let (outcome, isCopied) = postman.offer(
            OutgoingEnvelope(
                sender: instance.policy.agency.from.address,
                recipients: [entry.recipient],
                copyTo: copyAddress(for: entry),
                message: try instance.outgoingBytes(of: entry.id, at: now())
            )
        )
        var ended = begun.after(.outcome(outcome), now: now(), jitter: Int.random(in: 0..<1_000))
        var words = outcome.words
        if ended.state == .uncertain, !isCopied {
            // Evidence that cannot come must not be waited for: its absence would prove nothing.
            ended = ended.after(.hold, now: now(), jitter: 0)
            words = "in doubt, and our own mailbox took no copy: a person must look"
        }
        try record(ended, of: entry, from: begun.state.rawValue, note: words)
        note(outcome, entry, &report)
    }

    /// Our own mailbox, where the copy of a mail proves that the server took it. Telling the staff twice does no harm, and
    /// the secret of a work order is for its reader alone.
    private func copyAddress(for entry: OutboxEntry) -> String? {
        guard instance.configuration.outgoing.keepsCopies,
            ![Escalation.kind, WorkOrders.kind, OrderDesk.kind].contains(entry.kind)
        else { return nil }
        return instance.configuration.mailboxes.first?.addresses.first
    }

    private func note(_ outcome: DeliveryOutcome, _ entry: OutboxEntry, _ report: inout DeliveryReport) {
        switch outcome {
        case .accepted: report.accepted += 1
        case .refused(let words):
            report.refused += 1
            report.problems.append("outbox \(entry.id): refused by the server (\(words)); see `gatepost outbox`")
        case .deferred(let words):
            report.deferred += 1
            report.problems.append("outbox \(entry.id): not sent yet (\(words)); it is tried again by itself")
        case .uncertain(let words):
            report.uncertain += 1
            report.problems.append("outbox \(entry.id): nobody can tell whether it was sent (\(words))")
        }
    }

    /// A mail in doubt is sent again only when no copy of it turned up anywhere within its window.
    private func lookForCopy(of entry: OutboxEntry, _ report: inout DeliveryReport) throws {
        let delivery = Delivery(
            state: .uncertain,
            attempts: entry.attempts,
            repetitions: entry.repetitions,
            nextAttemptAt: entry.nextAttemptAt
        )
        let isFound: Bool
        do {
            isFound = try hasCopy(messageID: entry.messageID)
        } catch {
            report.problems.append("outbox \(entry.id): in doubt, and no copy can be looked for now (\(error))")
            return
        }
        let next = delivery.after(isFound ? .copyFound : .copyMissing, now: now(), jitter: 0)
        let note =
            isFound
            ? "a copy was found" : next.state == .held ? "in doubt twice: a person must look" : "no copy was found"
        try record(next, of: entry, from: entry.state, note: note)
        if next.state == .held { report.problems.append("outbox \(entry.id): \(note); see `gatepost outbox`") }
    }

    private func hasCopy(messageID: String) throws -> Bool {
        if let transport { return try transport.hasCopy(messageID: messageID) }
        for mailbox in instance.configuration.mailboxes {
            let session = try IMAPSession(try mailbox.account(), interrupt: stop)
            defer { session.logout() }
            for folder in [try session.sentFolder(mailbox.sent), mailbox.inbox].compactMap(\.self) {
                _ = try session.select(folder)
                if try !session.search(messageID: messageID).isEmpty { return true }
            }
        }
        return false
    }

    @discardableResult
    private func record(
        _ delivery: Delivery,
        of entry: OutboxEntry,
        from state: String,
        bytes: [UInt8]? = nil,
        note: String
    ) throws -> Bool {
        try instance.store.setOutbox(
            entry.id,
            from: [state],
            to: delivery.state.rawValue,
            attempts: delivery.attempts,
            repetitions: delivery.repetitions,
            nextAttemptAt: delivery.nextAttemptAt,
            bytes: bytes,
            note: note,
            now: now()
        )
    }

    /// The mail, when it is composed only now; nil when its bytes are fixed.
    private func compose(_ entry: OutboxEntry) throws -> [UInt8]? {
        guard case .pending = try instance.store.outboxContent(entry.id) else { return nil }
        return try instance.outgoingBytes(of: entry.id, at: now())
    }
}

extension DeliveryOutcome {
    /// The server's words, or nothing when all went well.
    var words: String {
        switch self {
        case .accepted: ""
        case .refused(let words), .deferred(let words), .uncertain(let words): words
        }
    }
}

extension IMAPSession {
    /// The folder in which a person's answers lie; nil when the server names none (RFC 6154).
    func sentFolder(_ setting: MailboxSettings.SentFolder) throws -> String? {
        switch setting {
        case .named(let name): name
        case .auto: try listMailboxes().first { $0.specialUse == .sent }?.name
        }
    }

    /// Makes a folder unless it is there.
    func ensureMailbox(_ name: String) throws {
        if try !listMailboxes().contains(where: { $0.name == name }) { try create(name) }
    }
}

import Digest
import Fetcher
import Foundation
import MIME
import Mailrules
import Reports
import Responder
import Store
import Triage
import WorkingTime

extension Routing {
    /// What is to be done with the mail once it is recorded.
    var errands: [Errand] {
        flags.map { Errand(kind: .flag, target: $0) } + forwardTo.map { Errand(kind: .forward, target: $0) }
    }
}

/// Carries out what rules want done with a mail: keywords on the server, copies to our own people. Only what is recorded
/// is done; what a crash interrupts is done again and comes out the same.
struct Errands {
    let instance: Instance
    let now: @Sendable () -> Instant

    /// Small enough for one command and for work between two records.
    static let errandsAtOnce = 200

    // MARK: - Keywords

    /// Sets keywords on mails of the selected inbox. Comes before filing: a moved mail has another UID, and servers keep
    /// keywords when they move.
    func flag(mailbox: Int, over session: IMAPSession, inbox: String) throws {
        guard !instance.isRehearsal else { return }
        while true {
            let tasks = try instance.store.waitingErrands(.flag, mailbox: mailbox, limit: Self.errandsAtOnce)
            guard let flag = tasks.first?.target else { return }
            let state = try session.select(inbox)
            let together = tasks.filter { $0.target == flag }
            let present = together.filter { $0.uidValidity == state.uidValidity }
            var problem: String?
            if !present.isEmpty { problem = try set(flag, on: present.map(\.uid), over: session) }
            try instance.store.recording(at: now()) { recorder in
                for task in together {
                    let isStale = task.uidValidity != state.uidValidity
                    try recorder.finish(
                        Errand(kind: .flag, target: flag),
                        of: task.mailID,
                        problem: isStale ? "the mailbox was recreated meanwhile" : problem
                    )
                }
            }
        }
    }

    /// Sets one keyword; answers what stood in the way when the server does not keep such keywords.
    private func set(_ flag: String, on uids: [UInt32], over session: IMAPSession) throws -> String? {
        do {
            try session.store(.init(add: [flag]), on: UIDSet(uids))
            return nil
        } catch {
            guard [.notOffered("the flag \(flag)"), .refused].contains(error.cause) else { throw error }
            return "the server keeps no such keyword"
        }
    }

    // MARK: - Copies

    /// Queues the copies that wait. Each has the mail and the address as its key, so that it is queued once whatever
    /// happens.
    func queueForwards() throws {
        guard !instance.isRehearsal else { return }
        while true {
            let tasks = try instance.store.waitingErrands(.forward, limit: Self.errandsAtOnce)
            if tasks.isEmpty { return }
            for task in tasks { try queue(task) }
        }
    }

    private func queue(_ task: ErrandTask) throws {
        let errand = Errand(kind: .forward, target: task.target)
        // Whoever has left the staff since the rule was tried is a stranger.
        guard let member = instance.policy.staff.first(where: { $0.address == task.target }),
            !instance.policy.ownAddresses.contains(task.target)
        else {
            return try finish(errand, task, problem: "the address is nobody's of the staff any more")
        }
        guard let decision = try instance.store.decisions(mail: task.mailID).first,
            let mail = try instance.store.mail(task.mailID)
        else { return try finish(errand, task, problem: "the mail is not there any more") }
        let bytes: [UInt8]
        do {
            bytes = try instance.store.bytes(of: mail)
        } catch StoreError.damagedMail {
            return try finish(errand, task, problem: "its bytes in the spool are damaged")
        }
        let agency = instance.policy.agency
        let key = "forward:\(task.mailID):\(task.target)"
        let messageID = "forward.\(task.mailID).\(instance.key.signature(of: key))@\(agency.from.domain)"
        let message = ForwardedCopy(
            agency: agency,
            ticket: decision.ticketID,
            mailID: task.mailID,
            sender: decision.sender,
            subject: decision.subject,
            receivedAt: decision.receivedAt,
            original: bytes
        ).message(to: Sender(name: member.name, address: member.address), messageID: messageID, now: now())
        // No ticket: an answer to the copy is an answer to us, not to the client.
        let draft = OutboxDraft(
            key: key,
            kind: "forward",
            messageID: messageID,
            ticketID: nil,
            mailID: nil,
            client: nil,
            recipient: member.address,
            subject: message.subject,
            content: .composed(Composer.compose(message)),
            due: nil,
            holdReason: nil
        )
        try instance.store.recording(at: now()) { recorder in
            _ = try recorder.queue(draft)
            try recorder.finish(errand, of: task.mailID)
        }
    }

    private func finish(_ errand: Errand, _ task: ErrandTask, problem: String) throws {
        try instance.store.recording(at: now()) { try $0.finish(errand, of: task.mailID, problem: problem) }
    }
}

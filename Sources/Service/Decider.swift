import Agreement
import MIME
import Mailrules
import Responder
import Store
public import Triage
import WorkingTime

/// A mail that was decided in this round, for telling about it.
public struct DecidedMail: Sendable {
    public var mailID: Int
    public var enquiry: Enquiry
    public var decision: Decision
    public var ticketID: Int?
    /// Why the acknowledgement waits for a person, if it does.
    public var holdReason: String?
    /// The acknowledgement's subject line.
    public var replySubject: String?
}

/// Understands stored mail, decides it and records the outcome, a batch in one transaction.
final class Decider: Sendable {
    private let instance: Instance
    private let ledgers: Ledgers

    /// A mail that waits to be decided, with its bytes and the mailbox it came from.
    struct Waiting: Sendable {
        var mail: StoredMail
        var bytes: [UInt8]
        var mailbox: MailboxSettings
        var answersFrom: Instant
    }

    /// A mail that was understood and waits to be decided; its bytes are not needed any more.
    struct Understood: Sendable {
        var mail: StoredMail
        var enquiry: Enquiry
        var mailbox: MailboxSettings
        var answersFrom: Instant
    }

    init(instance: Instance) {
        self.instance = instance
        ledgers = Ledgers(policy: instance.policy)
    }

    /// Parses and reads mails. Depends on nothing but the mails, so it may run ahead of the deciding.
    func understand(_ batch: [Waiting]) -> [Understood] {
        batch.map { waiting in
            Understood(
                mail: waiting.mail,
                enquiry: instance.understanding.enquiry(
                    of: Message(waiting.bytes),
                    receivedAt: waiting.mail.receivedAt
                ),
                mailbox: waiting.mailbox,
                answersFrom: waiting.answersFrom
            )
        }
    }

    /// Decides a batch. A mail that cannot be recorded goes to quarantine with the reason; the others go on.
    ///
    /// - Throws: what concerns more than one mail, such as a full disk; nothing of the batch is recorded then.
    func decide(_ batch: [Understood], now: Instant) throws -> [DecidedMail] {
        do {
            return try instance.store.recording(at: now) { recorder in
                try batch.map { try settle($0, recorder) }
            }
        } catch StoreError.unrecordable {
            ledgers.forget()
            return try batch.compactMap { try settleAlone($0, now: now) }
        } catch {
            ledgers.forget()
            throw error
        }
    }

    private func settleAlone(_ waiting: Understood, now: Instant) throws -> DecidedMail? {
        do {
            return try instance.store.recording(at: now) { try settle(waiting, $0) }
        } catch StoreError.unrecordable(let reason) {
            ledgers.forget()
            try instance.store.quarantine(
                mail: waiting.mail.id,
                reason: "it could not be recorded: \(reason)",
                now: now
            )
            return nil
        }
    }

    private func settle(_ waiting: Understood, _ recorder: Recorder) throws -> DecidedMail {
        let policy = instance.policy
        let enquiry = waiting.enquiry
        let conversation = Conversation(
            candidates: try recorder.candidates(for: enquiry.evidence),
            evidence: enquiry.evidence,
            client: enquiry.client?.client,
            isStaff: enquiry.staff != nil,
            reopenDays: policy.limits.reopenDays
        )
        let client = enquiry.client?.client
        let ledger = try client.flatMap { try ledgers.ledger(of: $0, through: recorder) }
        let circumstances = Circumstances(
            conversation: conversation,
            ledger: ledger,
            firstRequestID: try recorder.nextRequestID(),
            smallChangeUsedMinutes: try smallChangeUse(of: client, at: enquiry.receivedAt, recorder),
            answersFrom: waiting.answersFrom,
            now: recorder.now
        )
        var decision = Triage.decide(enquiry, under: circumstances, policy: policy)
        let ticket = try ticketID(of: decision, enquiry: enquiry, recorder)
        let reply = try ticket.flatMap { try draft(&decision, waiting, ticket: $0, recorder) }
        try recorder.record(
            MailRecord(
                mailID: waiting.mail.id,
                enquiry: enquiry,
                decision: decision,
                ticketID: ticket,
                firstRequestID: circumstances.firstRequestID,
                reply: reply,
                folder: instance.isRehearsal ? nil : folder(of: decision, in: waiting.mailbox)
            )
        )
        if let client, let after = decision.ledgerAfter { ledgers.keep(after, of: client) }
        return DecidedMail(
            mailID: waiting.mail.id,
            enquiry: enquiry,
            decision: decision,
            ticketID: ticket,
            holdReason: reply?.holdReason,
            replySubject: reply?.subject
        )
    }

    /// Minutes of small features already covered in the calendar month of the client's zone.
    private func smallChangeUse(of client: String?, at instant: Instant, _ recorder: Recorder) throws -> Int {
        guard let client, let agreement = instance.policy.client(client) else { return 0 }
        let day = agreement.zone.civil(instant).date
        let first = day.adding(days: 1 - day.day)
        return try recorder.coveredFeatureMinutes(
            client: client,
            from: agreement.zone.instant(on: first, minuteOfDay: 0),
            before: agreement.zone.instant(on: first.adding(months: 1), minuteOfDay: 0)
        )
    }

    /// The ticket: the conversation's own, or a new one for whatever a person wrote.
    private func ticketID(of decision: Decision, enquiry: Enquiry, _ recorder: Recorder) throws -> Int? {
        switch decision.conversation {
        case .existing(let ticket, _): ticket
        case .new, .linked, .flagged: enquiry.origin.origin == .person ? try recorder.nextTicketID() : nil
        }
    }

    private func folder(of decision: Decision, in mailbox: MailboxSettings) -> String? {
        decision.routing.folder ?? mailbox.folders[decision.filing.rawValue]
    }

    /// The acknowledgement as it will go out, Message-ID and bytes fixed; held when the loop guard says so.
    private func draft(
        _ decision: inout Decision,
        _ waiting: Understood,
        ticket: Int,
        _ recorder: Recorder
    ) throws -> OutboxDraft? {
        guard var content = decision.acknowledgement.content else { return nil }
        let enquiry = waiting.enquiry
        content.ticket = ticket
        decision.acknowledgement.content = content
        let messageID = MessageToken.make(
            ticket: ticket,
            sequence: waiting.mail.id,
            key: instance.key,
            domain: instance.policy.agency.from.domain
        )
        let message = acknowledgementMessage(
            content: content,
            templates: instance.templates,
            messageID: messageID,
            inReplyTo: enquiry.messageID,
            references: enquiry.references,
            originalSubject: enquiry.subject,
            now: recorder.now
        )
        let hold = try holdReason(recipient: content.recipient.address, recorder)
        if let hold {
            decision.acknowledgement.why.append("held for a person: \(hold)")
            decision.reasons.append(Reason("reply", "held for a person: \(hold)"))
        }
        return OutboxDraft(
            key: "acknowledgement:\(waiting.mail.id)",
            kind: "acknowledgement",
            messageID: bare(messageID),
            ticketID: ticket,
            mailID: waiting.mail.id,
            client: decision.client,
            recipient: content.recipient.address,
            subject: message.subject,
            bytes: message.bytes,
            due: decision.acknowledgement.due,
            holdReason: hold
        )
    }

    private func bare(_ messageID: String) -> String {
        messageID.hasPrefix("<") ? String(messageID.dropFirst().dropLast()) : messageID
    }

    private func holdReason(recipient: String, _ recorder: Recorder) throws -> String? {
        if instance.isRehearsal { return "rehearsal" }
        let limits = instance.policy.limits
        let counts = try recorder.replyCounts(
            recipient: recipient,
            since: recorder.now.adding(minutes: -24 * 60),
            limit: ReplyCounts(
                sender: limits.perSenderDaily,
                domain: limits.perDomainDaily,
                overall: limits.overallDaily
            )
        )
        let recent = RecentReplies(
            toSender: counts.sender,
            toDomain: counts.domain,
            overall: counts.overall,
            forRequest: 0
        )
        switch LoopGuard.permission(recent: recent, limits: limits) {
        case .send: return nil
        case .hold(let reason): return reason
        }
    }
}

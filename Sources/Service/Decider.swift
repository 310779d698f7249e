import Agreement
import Classifier
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
    /// What a person should know of a mail that we had sent and that came back; without its addresses and words.
    public var deliveryProblem: String?
}

/// Understands stored mail, decides it and records the outcome, a batch in one transaction.
final class Decider: Sendable {
    private let instance: Instance
    private let ledgers: Ledgers
    private let teachings = Teachings()

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
        /// Mails of ours that this one says could not be delivered.
        var returned: [ReturnedMail]
    }

    init(instance: Instance) {
        self.instance = instance
        ledgers = Ledgers(policy: instance.policy)
    }

    /// Parses and reads mails. Depends on nothing but the mails, so it may run ahead of the deciding.
    func understand(_ batch: [Waiting]) -> [Understood] {
        batch.map { understand($0, as: instance.understanding.reading(of: Message($0.bytes))) }
    }

    /// The same of a mail that was parsed before, by the same classifier.
    func understand(_ waiting: Waiting, as reading: Reading) -> Understood {
        let enquiry = instance.understanding.enquiry(
            of: reading,
            receivedAt: waiting.mail.receivedAt,
            isReleased: waiting.mail.isReleased
        )
        return Understood(
            mail: waiting.mail,
            enquiry: enquiry,
            mailbox: waiting.mailbox,
            answersFrom: waiting.answersFrom,
            returned: ReturnedMail.all(
                in: reading.message,
                bytes: waiting.bytes,
                enquiry: enquiry,
                key: instance.key
            )
        )
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
            forget()
            return try batch.compactMap { try settleAlone($0, now: now) }
        } catch {
            forget()
            throw error
        }
    }

    /// Decides a batch in one transaction, each mail at the moment it arrived: old mail over again.
    func decideAtArrival(_ batch: [Understood]) throws -> [DecidedMail] {
        guard let last = batch.last else { return [] }
        do {
            return try instance.store.recording(at: last.mail.receivedAt) { recorder in
                try batch.map { try settle($0, recorder.at($0.mail.receivedAt)) }
            }
        } catch StoreError.unrecordable {
            forget()
            return try batch.compactMap { try settleAlone($0, now: $0.mail.receivedAt) }
        } catch {
            forget()
            throw error
        }
    }

    private func forget() {
        ledgers.forget()
        teachings.forget()
    }

    private func settleAlone(_ waiting: Understood, now: Instant) throws -> DecidedMail? {
        do {
            return try instance.store.recording(at: now) { try settle(waiting, $0) }
        } catch StoreError.unrecordable(let reason) {
            forget()
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
        let copied = try copiedMail(enquiry, recorder)
        let rated = try ratedTicket(enquiry, recorder)
        let conversation = try conversation(of: enquiry, isCopy: copied != nil, rated: rated, recorder)
        let client = enquiry.client?.client
        let ledger = try client.flatMap { try ledgers.ledger(of: $0, through: recorder) }
        var circumstances = Circumstances(
            conversation: conversation,
            ledger: ledger,
            firstRequestID: try recorder.nextRequestID(),
            smallChangeUsedMinutes: try smallChangeUse(of: client, at: enquiry.receivedAt, recorder),
            answersFrom: waiting.answersFrom,
            now: recorder.now
        )
        if let client, enquiry.origin.origin == .person, enquiry.staff == nil {
            circumstances.corrections = try teachings.corrections(through: recorder)
            circumstances.context = try recorder.context(ofClient: client, ticket: conversation.ticket)
        }
        var decision = Triage.decide(enquiry, under: circumstances, policy: policy)
        if let copied { try confirm(copied, &decision, recorder) }
        let problem = try noteReturns(waiting, &decision, recorder)
        let ticket = copied == nil ? try ticketID(of: decision, enquiry: enquiry, recorder) : nil
        let reply = try ticket.flatMap { try draft(&decision, waiting, ticket: $0, recorder) }
        var record = MailRecord(
            mailID: waiting.mail.id,
            enquiry: enquiry,
            decision: decision,
            ticketID: ticket,
            firstRequestID: circumstances.firstRequestID,
            reply: reply,
            folder: instance.isRehearsal ? nil : folder(of: decision, copied: copied, in: waiting.mailbox)
        )
        if !instance.isRehearsal { record.errands = decision.routing.errands }
        try recorder.record(record)
        if let ticket = problem?.ticketID { try recorder.attach(mail: waiting.mail.id, toTicket: ticket) }
        if let client, let after = decision.ledgerAfter { ledgers.keep(after, of: client) }
        try settlePromises(decision, waiting, ticket: ticket, recorder)
        if rated != nil { try recordRating(enquiry, mailID: waiting.mail.id, recorder) }
        try OrderDesk(instance: instance).settle(enquiry, mailID: waiting.mail.id, by: recorder)
        if let ticket {
            let decided = WorkOrders.Decided(
                mailID: waiting.mail.id,
                ticket: ticket,
                enquiry: enquiry,
                decision: decision,
                firstRequestID: circumstances.firstRequestID,
                holdReason: reply?.holdReason
            )
            try WorkOrders(instance: instance).queue(decided, by: recorder)
        }
        return DecidedMail(
            mailID: waiting.mail.id,
            enquiry: enquiry,
            decision: decision,
            ticketID: ticket,
            holdReason: reply?.holdReason,
            replySubject: reply?.subject,
            deliveryProblem: problem?.text
        )
    }

    /// What a mail within a conversation means for its clocks: staff answer, and clients write again.
    private func settlePromises(_ decision: Decision, _ waiting: Understood, ticket: Int?, _ recorder: Recorder) throws
    {
        guard case .existing(let known, _) = decision.conversation, known == ticket else { return }
        let enquiry = waiting.enquiry
        guard decision.isStaffAnswer else {
            if decision.client != nil {
                try recorder.settlePromises(ofTicket: known, calendars: instance.policy.calendars)
            }
            return
        }
        let answer = StaffAnswer(
            mail: SentMail(enquiry, clients: instance.understanding.clients(of: enquiry.recipients)),
            identity: enquiry.messageID ?? "mail \(waiting.mail.id)",
            at: enquiry.receivedAt,
            seenIn: waiting.mailbox.name
        )
        _ = try answer.record(by: recorder, calendars: instance.policy.calendars)
    }

    private func conversation(of enquiry: Enquiry, isCopy: Bool, rated: Int?, _ recorder: Recorder) throws
        -> Conversation
    {
        if isCopy { return .new }
        if let rated { return .existing(rated, evidence: "the secret of the question about it") }
        let policy = instance.policy
        return Conversation(
            candidates: try recorder.candidates(for: enquiry.evidence),
            evidence: enquiry.evidence,
            client: enquiry.client?.client,
            isStaff: enquiry.staff != nil,
            isVouchedFor: enquiry.authentication.isPass || policy.trustedAuthenticators.isEmpty,
            reopenDays: policy.limits.reopenDays
        )
    }

    /// The ticket that a mark is given to, when it is the sender's own.
    private func ratedTicket(_ enquiry: Enquiry, _ recorder: Recorder) throws -> Int? {
        guard case .given(let token, _, _) = enquiry.rating, let client = enquiry.client?.client,
            try recorder.client(ofTicket: token.ticket) == client
        else { return nil }
        return token.ticket
    }

    private func recordRating(_ enquiry: Enquiry, mailID: Int, _ recorder: Recorder) throws {
        guard case .given(let token, let mark, _) = enquiry.rating, let client = enquiry.client?.client else { return }
        try recorder.record(
            RatingRow(
                ticketID: token.ticket,
                client: client,
                person: enquiry.from.address,
                mailID: mailID,
                mark: mark,
                at: enquiry.receivedAt
            )
        )
    }

    /// The mail of the outbox that this mail is a copy of; nil for any other mail.
    private func copiedMail(_ enquiry: Enquiry, _ recorder: Recorder) throws -> OutboxEntry? {
        guard let messageID = enquiry.messageID, instance.policy.ownAddresses.contains(enquiry.from.address) else {
            return nil
        }
        return try recorder.outboxEntry(messageID: messageID)
    }

    private func confirm(_ copied: OutboxEntry, _ decision: inout Decision, _ recorder: Recorder) throws {
        try recorder.confirmOutbox(copied.id, note: "its copy arrived in our own mailbox")
        decision.reasons.append(Reason("delivery", "it is our own copy of mail \(copied.id) of the outbox"))
    }

    private struct DeliveryProblem {
        var text: String
        var ticketID: Int?
    }

    /// Mails of ours that came back are no longer counted as sent.
    private func noteReturns(_ waiting: Understood, _ decision: inout Decision, _ recorder: Recorder) throws
        -> DeliveryProblem?
    {
        var problem: DeliveryProblem?
        for returned in waiting.returned {
            guard let entry = try recorder.outboxEntry(messageID: returned.messageID) else { continue }
            guard try recorder.returnOutbox(entry.id, note: "it came back: \(returned.words)") else { continue }
            decision.reasons.append(Reason("delivery", "mail \(entry.id) of the outbox came back: \(returned.words)"))
            problem = DeliveryProblem(
                text: "outbox \(entry.id): it came back (\(returned.status)); see `gatepost outbox`",
                ticketID: entry.ticketID
            )
        }
        return problem
    }

    /// Minutes of small features already covered in the calendar month of the client's zone.
    private func smallChangeUse(of client: String?, at instant: Instant, _ recorder: Recorder) throws -> Int {
        guard let client, let agreement = instance.policy.client(client) else { return 0 }
        let day = agreement.zone.civil(instant).date
        guard agreement.plan(on: day)?.smallChanges != nil else { return 0 }
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

    private func folder(of decision: Decision, copied: OutboxEntry?, in mailbox: MailboxSettings) -> String? {
        if copied != nil { return FilingTask.sentFolder }
        return decision.routing.folder ?? mailbox.folders[decision.filing.rawValue]
    }

    /// The acknowledgement as it will go out, Message-ID and words fixed; held when the loop guard says so.
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
        let pending = PendingAcknowledgement(
            content: content,
            messageID: messageID,
            inReplyTo: enquiry.messageID,
            references: enquiry.references,
            originalSubject: enquiry.subject
        )
        let gate = ReplyGate(policy: instance.policy, isRehearsal: instance.isRehearsal)
        let hold = try gate.holdReason(decision, enquiry, recipient: content.recipient.address, by: recorder)
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
            subject: pending.subject,
            content: .pending(try pending.encoded()),
            due: decision.acknowledgement.due,
            holdReason: hold
        )
    }

    private func bare(_ messageID: String) -> String {
        messageID.hasPrefix("<") ? String(messageID.dropFirst().dropLast()) : messageID
    }
}

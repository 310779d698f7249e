import Classifier
import Responder
import Store
import Triage
import WorkingTime

/// Asks the record what the loop guard needs to know before an automatic reply is queued.
struct ReplyGate {
    let policy: Policy
    let isRehearsal: Bool

    /// Why the reply to a mail waits for a person; nil when it may go out.
    func holdReason(
        _ decision: Decision,
        _ enquiry: Enquiry,
        recipient: String,
        by recorder: Recorder
    ) throws -> String? {
        if isRehearsal { return "rehearsal" }
        if let signs = try echoSigns(decision, enquiry, by: recorder), let reason = LoopGuard.echoReason(signs) {
            return reason
        }
        let limits = policy.limits
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

    /// More replies to one client within a minute are a flood, which the budgets end.
    private static let mostReplies = 50

    /// What may make the mail an echo; nil when no reply to its client has just gone out.
    private func echoSigns(_ decision: Decision, _ enquiry: Enquiry, by recorder: Recorder) throws -> EchoSigns? {
        guard let client = decision.client else { return nil }
        let arrival = enquiry.receivedAt
        let begin = arrival.adding(seconds: -LoopGuard.echoSeconds)
        let replies = try recorder.acknowledgements(to: client, from: begin, through: arrival, limit: Self.mostReplies)
        guard let last = replies.first else { return nil }
        let sender = enquiry.from.address
        let isPatient = try recorder.isPatient(address: sender, before: begin, seconds: LoopGuard.echoSeconds)
        return EchoSigns(
            secondsSinceReply: arrival.seconds(since: last.at),
            relation: try relation(of: enquiry, in: decision.conversation, to: replies, by: recorder),
            request: Self.request(in: decision),
            isFromRecipient: replies.contains { $0.recipient == sender },
            isProvenPerson: enquiry.isReleased || isPatient
        )
    }

    private static func request(in decision: Decision) -> EchoSigns.Request {
        let items = decision.items.map(\.item).filter { $0.label != .other }
        return items.contains(where: \.isDecided) ? .recognised : items.isEmpty ? .none : .likely
    }

    private func relation(
        of enquiry: Enquiry,
        in conversation: Conversation,
        to replies: [SentAcknowledgement],
        by recorder: Recorder
    ) throws -> EchoSigns.Relation {
        let evidence = enquiry.evidence
        // Who writes in answer to one of our people has not been set off by our program.
        if let nearest = evidence.references.first, try recorder.isAnswer(messageID: nearest) { return .anotherMail }
        if replies.contains(where: { evidence.references.contains($0.messageID) }) { return .reply }
        // What a machine says in answer to our reply refers to it or to nothing; relays may have put another
        // Message-ID in the place of ours.
        if let nearest = evidence.references.first {
            if try recorder.isOurs(messageID: nearest) { return .reply }
            if try recorder.hasCome(messageID: nearest) { return .anotherMail }
        }
        guard let ticket = conversation.ticket else { return evidence.subjectTicket == nil ? .noMail : .reply }
        let isReplied = evidence.subjectTicket != nil || replies.contains { $0.ticketID == ticket }
        return isReplied ? .reply : .anotherMail
    }
}

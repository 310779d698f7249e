import Agreement
import Classifier
import Digest
import HourLedger
import MIME
import Mailrules
import Reports
import Store
import Triage
import WorkingTime

/// Tells staff by mail what a client's mail asks for: one mail each for one mail of a client.
struct WorkOrders {
    let instance: Instance

    static let kind = "order"

    /// What the decider knows of the mail.
    struct Decided {
        var mailID: Int
        var ticket: Int
        var enquiry: Enquiry
        var decision: Decision
        var firstRequestID: Int
        var holdReason: String?
    }

    /// Queues the order for the ticket's assignee, else for those whom agency.yaml names.
    func queue(_ decided: Decided, by recorder: Recorder) throws {
        guard let settings = instance.configuration.workOrders, settings.isSent,
            decided.enquiry.origin.origin == .person, decided.enquiry.staff == nil, decided.decision.client != nil
        else { return }
        let quoted = try recorder.quotedRequests(ofTicket: decided.ticket)
        guard !decided.decision.items.isEmpty || !quoted.isEmpty else { return }
        let own = decided.decision.items.indices.map { decided.firstRequestID + $0 }
        try recorder.setWorkOrderItems(mail: decided.mailID, requests: own + quoted.map(\.id))
        let order = order(decided, quoted: quoted)
        let assignee = try decided.decision.routing.assignee ?? recorder.assignee(ofTicket: decided.ticket)
        let to = assignee.map { [$0] } ?? settings.to
        for member in instance.policy.staff where to.contains(member.id) {
            try recorder.queue(draft(order, decided: decided, to: member, now: recorder.now))
        }
    }

    private func draft(_ order: WorkOrder, decided: Decided, to member: Staff, now: Instant) -> OutboxDraft {
        let agency = instance.policy.agency
        let token = OrderToken(mail: decided.mailID, staff: member.id)
        let messageID = token.messageID(key: instance.key, domain: agency.from.domain)
        let message = order.notice.message(
            agency: agency,
            to: Sender(name: member.name, address: member.address),
            subject: order.mailSubject,
            messageID: messageID,
            now: now
        )
        return OutboxDraft(
            key: "\(Self.kind):\(decided.mailID):\(member.id)",
            kind: Self.kind,
            messageID: messageID,
            ticketID: decided.ticket,
            mailID: nil,
            client: decided.decision.client,
            recipient: member.address,
            subject: message.subject,
            content: .composed(Composer.compose(message)),
            due: nil,
            holdReason: instance.isRehearsal ? "rehearsal" : nil
        )
    }

    private func order(_ decided: Decided, quoted: [RequestRow]) -> WorkOrder {
        let policy = instance.policy
        let enquiry = decided.enquiry
        let client = decided.decision.client.flatMap { policy.client($0) }
        let plan = client.flatMap { $0.plan(on: $0.zone.civil(enquiry.receivedAt).date) }
        let language = policy.agency.languages.first ?? "en"
        let title = { (clause: ClauseID?) -> String? in
            clause.flatMap { id in plan.flatMap { policy.clause(id, of: $0.terms, in: language)?.title } }
        }
        var items = decided.decision.items.enumerated().map { index, item in
            Self.item(item, number: index + 1, request: decided.firstRequestID + index, title: title(item.clause))
        }
        for row in quoted { items.append(Self.item(quoted: row, number: items.count + 1)) }
        let balance = decided.decision.ledgerAfter?.balance(asOf: decided.enquiry.receivedAt)
        return WorkOrder(
            agency: policy.agency,
            ticket: decided.ticket,
            mail: decided.mailID,
            clientName: client?.name ?? "No client",
            sender: enquiry.from,
            isVouched: enquiry.authentication.isPass,
            subject: enquiry.subject,
            receivedAt: enquiry.receivedAt,
            text: enquiry.newest.text,
            items: items,
            balanceMinutes: plan?.included == nil ? nil : balance?.balanceMinutes,
            heldMinutes: balance?.heldMinutes ?? 0,
            clocks: decided.decision.clocks,
            hasAgreement: plan != nil,
            acknowledgement: Self.acknowledgement(decided),
            suggestions: decided.decision.items.compactMap(\.answer).map { answer in
                [answer.text, answer.link].compactMap(\.self).joined(separator: " ")
            }
        )
    }

    private static func item(_ item: DecidedItem, number: Int, request: Int, title: String?) -> WorkOrder.Item {
        WorkOrder.Item(
            number: number,
            request: request,
            words: item.item.text,
            label: item.item.label,
            isDecided: item.item.isDecided,
            confidencePercent: Int((item.item.confidence * 100).rounded()),
            runnerUp: item.item.runnerUp,
            verdict: item.verdict,
            clause: item.clause,
            clauseTitle: title,
            reason: item.reason,
            evidence: item.item.evidence,
            isUrgent: item.priority == .urgent
        )
    }

    private static func item(quoted row: RequestRow, number: Int) -> WorkOrder.Item {
        WorkOrder.Item(
            number: number,
            request: row.id,
            words: row.text,
            label: row.label,
            isDecided: row.isDecided,
            confidencePercent: Int((row.confidence * 100).rounded()),
            runnerUp: row.runnerUp,
            verdict: row.verdict,
            clause: row.clause,
            clauseTitle: nil,
            reason: row.reason,
            evidence: row.evidence,
            isUrgent: row.priority == .urgent,
            quotedMinutes: row.estimateMinutes ?? 0,
            quote: row.quote
        )
    }

    private static func acknowledgement(_ decided: Decided) -> String {
        let decision = decided.decision.acknowledgement
        if let hold = decided.holdReason { return "The acknowledgement is held for a person: \(hold)." }
        guard decision.isSent else { return "Not acknowledged: \(decision.why.joined(separator: "; "))." }
        let less = decision.why.isEmpty ? "" : " (\(decision.why.joined(separator: "; ")))"
        return "Acknowledged in \(Wording.languageName(decision.language))\(less)."
    }
}

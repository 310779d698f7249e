import Agreement
import Classifier
import Service
import Triage
import WorkingTime

/// The JSON form of a decision: `gatepost try --json`.
struct DecisionView: Encodable {
    struct Item: Encodable {
        var label: String
        var verdict: String
        var clause: String?
        var confidence: Double
        var summary: String
        var decided: Bool
        var priority: String
        var evidence: [String]
    }

    struct AcknowledgementView: Encodable {
        var send: Bool
        var to: String?
        var subject: String?
        var language: String
        var why: [String]
    }

    struct Clock: Encodable {
        var name: String
        var due: String
        var calendar: String
    }

    var path: String
    var client: String?
    var ticket: String
    var ticketNumber: Int?
    var linkedTo: Int?
    var origin: String
    var filing: String
    var items: [Item]
    var acknowledgement: AcknowledgementView
    var clocks: [Clock]
    var postings: [PostingView]
    var why: [String]

    init(path: String, mail: DecidedMail) {
        let decision = mail.decision
        self.path = path
        client = decision.client
        ticketNumber = mail.ticketID
        origin = mail.enquiry.origin.origin.rawValue
        filing = decision.filing.rawValue
        switch decision.conversation {
        case .new: ticket = "new"
        case .existing: ticket = "existing"
        case .linked(let other, _), .flagged(let other, _):
            ticket = "new"
            linkedTo = other
        }
        items = decision.items.map { item in
            Item(
                label: item.item.label.rawValue,
                verdict: item.verdict.rawValue,
                clause: item.clause?.name,
                confidence: (item.item.confidence * 1_000).rounded() / 1_000,
                summary: item.summary,
                decided: item.item.isDecided,
                priority: item.priority.rawValue,
                evidence: item.item.evidence
            )
        }
        let reply = decision.acknowledgement
        acknowledgement = AcknowledgementView(
            send: reply.isSent && mail.holdReason == nil,
            to: reply.isSent ? reply.recipient?.address : nil,
            subject: mail.replySubject,
            language: reply.language,
            why: reply.why
        )
        clocks = decision.clocks.map {
            Clock(name: $0.name.rawValue, due: $0.due.rfc3339, calendar: $0.calendar)
        }
        postings = decision.postings.map(PostingView.init)
        why = decision.reasons.map(\.text)
    }
}

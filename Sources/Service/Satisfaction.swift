import Agreement
import Digest
import MIME
import Mailrules
import Reports
import Store
import Triage
import WorkingTime

/// Asks clients how satisfied they are with finished work: once a ticket, each person seldom, nobody in a dispute.
struct Satisfaction {
    let instance: Instance

    static let kind = "satisfaction"
    /// A ticket rests so long before its client is asked: what was closed by mistake is open again by then.
    static let restMinutes = 60
    /// Tickets that were closed longer ago are not asked about any more, as when asking was just turned on.
    static let mostMinutes = 3 * 24 * 60
    /// Looking more often would change nothing that anybody notices.
    static let lookMinutes = 10

    func queueDue(now: Instant) throws {
        guard let settings = instance.configuration.satisfaction, instance.agenda.isDue(.satisfaction, now: now) else {
            return
        }
        instance.agenda.rest(.satisfaction, until: now.adding(minutes: Self.lookMinutes))
        let finished = try instance.store.finishedTickets(
            closedFrom: now.adding(minutes: -Self.mostMinutes),
            before: now.adding(minutes: -Self.restMinutes)
        )
        var asked: Set<String> = []
        for ticket in finished {
            let isRecent = ticket.lastAskedAt.map { $0 > now.adding(minutes: -settings.everyMinutes) } ?? false
            guard !isRecent, let client = instance.policy.client(ticket.client), client.dispute == nil,
                asked.insert(ticket.person).inserted
            else { continue }
            let draft = draft(ticket, client: client, now: now)
            _ = try instance.store.recording(at: now) { try $0.queue(draft) }
        }
    }

    private func draft(_ ticket: FinishedTicket, client: ClientAgreement, now: Instant) -> OutboxDraft {
        let agency = instance.policy.agency
        let token = RatingToken(ticket: ticket.id)
        let question = SatisfactionQuestion(
            agency: agency,
            ticket: ticket.id,
            subject: ticket.subject,
            language: instance.policy.language(of: client),
            answers: RatingToken.marks.map { token.subject(mark: $0, key: instance.key) }
        )
        let messageID = token.messageID(key: instance.key, domain: agency.from.domain)
        let message = question.message(to: ticket.person, messageID: messageID, now: now)
        return OutboxDraft(
            key: "\(Self.kind):\(ticket.id)",
            kind: Self.kind,
            messageID: messageID,
            ticketID: ticket.id,
            mailID: nil,
            client: client.client,
            recipient: ticket.person,
            subject: message.subject,
            content: .composed(Composer.compose(message)),
            due: nil,
            holdReason: instance.isRehearsal ? "rehearsal" : nil
        )
    }
}

extension Policy {
    /// The language in which a client is written to: their own where the agency writes it, else the agency's first.
    func language(of client: ClientAgreement) -> String {
        agency.languages.contains(client.language) ? client.language : agency.languages.first ?? "en"
    }
}

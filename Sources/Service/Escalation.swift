import Digest
import MIME
import Mailrules
import Reports
import Store
import Triage
import WorkingTime

/// Tells the staff of acknowledgements that may miss their promised time, before that time and once.
struct Escalation {
    let instance: Instance

    static let kind = "escalation"

    /// How long before the deadline a person is told: time enough to answer by hand.
    static let leadMinutes = 120

    /// Queues one mail a member of staff about everything that newly came under pressure.
    ///
    /// - Returns: For the one who runs this: a line a mail under pressure, or one for all when they are many.
    func queueDue(now: Instant) throws -> [String] {
        guard !instance.isRehearsal else { return [] }
        return try instance.store.recording(at: now) { recorder in
            let pressed = try recorder.outboxUnderPressure(before: now.adding(minutes: Self.leadMinutes))
                .filter { isPressed($0, now: now) }
            guard let first = pressed.first else { return [] }
            for member in recipients {
                try recorder.queue(draft(pressed, first: first, to: member, now: now))
            }
            try recorder.markEscalated(pressed.map(\.id))
            guard pressed.count <= Self.mostProblems else {
                return [
                    "\(pressed.count) acknowledgements have not gone out, the first due \(text(first.due)); "
                        + "see `gatepost outbox`"
                ]
            }
            return pressed.map { "outbox \($0.id): \($0.state), due \(text($0.due)); see `gatepost outbox`" }
        }
    }

    /// A promise shorter than the lead is under pressure when half of its time is gone: before, there is nothing to tell.
    private func isPressed(_ entry: OutboxEntry, now: Instant) -> Bool {
        guard let due = entry.due else { return false }
        let half = due.minutes(since: entry.createdAt) / 2
        return now >= due.adding(minutes: -min(Self.leadMinutes, half))
    }

    /// Whoever gets the brief, else everybody.
    private var recipients: [Staff] {
        let named = instance.configuration.schedule.brief?.to ?? []
        let staff = instance.policy.staff
        return named.isEmpty ? staff : staff.filter { named.contains($0.id) }
    }

    private func draft(_ pressed: [OutboxEntry], first: OutboxEntry, to member: Staff, now: Instant) -> OutboxDraft {
        let agency = instance.policy.agency
        let key = "\(Self.kind):\(first.id):\(member.id)"
        let messageID = "escalation.\(first.id).\(instance.key.signature(of: key))@\(agency.from.domain)"
        let count = pressed.count
        let subject =
            count == 1
            ? "An acknowledgement has not gone out, due \(text(first.due))"
            : "\(count) acknowledgements have not gone out, the first due \(text(first.due))"
        var message = OutgoingMessage(
            from: AutomaticMail.sender(of: agency),
            to: [Mailbox(name: member.name, address: member.address)],
            subject: subject,
            date: AutomaticMail.date(now, in: agency.zone),
            messageID: messageID,
            text: body(pressed)
        )
        message.headers = AutomaticMail.headers(.generated, agency: agency)
        return OutboxDraft(
            key: key,
            kind: Self.kind,
            messageID: messageID,
            ticketID: nil,
            mailID: nil,
            client: nil,
            recipient: member.address,
            subject: subject,
            content: .composed(Composer.compose(message)),
            due: nil,
            holdReason: nil
        )
    }

    private func body(_ pressed: [OutboxEntry]) -> String {
        let lines = pressed.prefix(Self.mostLines).map { entry in
            let ticket = entry.ticketID.map { "#\($0)" } ?? "no ticket"
            let why = entry.note.isEmpty ? entry.state : "\(entry.state): \(PlainText.excerpt(entry.note, limit: 120))"
            return "\(ticket), outbox \(entry.id), to \(entry.recipient), due \(text(entry.due))\n  \(why)"
        }
        let more = pressed.count > lines.count ? "\n\nand \(pressed.count - lines.count) more" : ""
        return """
            These acknowledgements are still not sent and their promised time is near:

            \(lines.joined(separator: "\n"))\(more)

            What to do: `gatepost outbox` shows why; `gatepost outbox release ID` or `retry ID` lets one go.
            Or answer the client by hand before the time given. You are told of each only once.
            """
    }

    private static let mostLines = 50
    /// Beyond this lines for each would bury what else there is to tell.
    private static let mostProblems = 5

    private func text(_ due: Instant?) -> String {
        guard let due else { return "at no time" }
        let zone = instance.policy.agency.zone
        let civil = zone.civil(due)
        return "\(civil.date.text) \(civil.clockText()) \(zone.identifier)"
    }
}

import Agreement
import Digest
import MIME
import Mailrules
import Reports
import Store
import Triage
import WorkingTime

/// Tells staff of promises that are about to break or have broken: what is found in one look goes out in one mail each.
struct Warnings {
    let instance: Instance

    static let kind = "warning"

    /// Queues what staff must hear now. The marks on the clocks and the mails are one transaction, so that nothing is
    /// told twice and nothing is marked that was not told.
    func queueDue(now: Instant) throws {
        guard let policy = instance.configuration.warnings else { return }
        // Looked at outside of a transaction first, since every round comes by here and mostly finds nothing.
        let lastMail = try instance.store.lastQueued(kind: Self.kind, recipients: instance.policy.staff.map(\.address))
        guard !found(try instance.store.untoldClocks(), policy, lastMail, now).isEmpty else { return }
        try instance.store.recording(at: now) { recorder in
            let found = found(try recorder.untoldClocks(), policy, lastMail, now)
            for member in instance.policy.staff {
                let own = found.filter { $0.to.contains(member.id) }
                if !own.isEmpty { try recorder.queue(draft(own, to: member, now: now)) }
            }
            for kind in [PromiseWarning.Kind.endangered, .broken] {
                try recorder.markWarned(found.filter { $0.kind == kind }.map(\.clock.id), kind: kind)
            }
        }
    }

    private func found(
        _ clocks: [RunningClock],
        _ policy: WarningPolicy,
        _ lastMail: Instant?,
        _ now: Instant
    ) -> [PromiseWarning] {
        sweep(clocks, now: now, policy: policy, calendars: instance.policy.calendars, lastMail: lastMail)
    }

    private func draft(_ warnings: [PromiseWarning], to member: Staff, now: Instant) -> OutboxDraft {
        let agency = instance.policy.agency
        let report = WarningReport(
            agency: agency.name,
            zone: agency.zone,
            now: now,
            warnings: warnings,
            clientNames: instance.policy.clientNames
        )
        // The first clock and what is told of it happen once, and so does the mail that tells it.
        let first = warnings.first.map { "\($0.kind.rawValue):\($0.clock.id)" } ?? "none"
        let key = "\(Self.kind):\(first):\(member.id)"
        return instance.draft(
            report.notice,
            kind: Self.kind,
            key: key,
            subject: report.subject,
            to: member,
            now: now
        )
    }
}

extension Policy {
    /// Names of clients by their ids.
    var clientNames: [String: String] {
        Dictionary(clients.map { ($0.client, $0.name) }, uniquingKeysWith: { first, _ in first })
    }
}

extension Instance {
    /// A notice to a member of the staff as it waits in the outbox; a rehearsal holds it.
    func draft(
        _ notice: Notice,
        kind: String,
        key: String,
        subject: String,
        to member: Staff,
        now: Instant
    ) -> OutboxDraft {
        let messageID = "\(kind).\(self.key.signature(of: key, length: 32))@\(policy.agency.from.domain)"
        let message = notice.message(
            agency: policy.agency,
            to: Sender(name: member.name, address: member.address),
            subject: subject,
            messageID: messageID,
            now: now
        )
        return OutboxDraft(
            key: key,
            kind: kind,
            messageID: messageID,
            ticketID: nil,
            mailID: nil,
            client: nil,
            recipient: member.address,
            subject: message.subject,
            content: .composed(Composer.compose(message)),
            due: nil,
            holdReason: isRehearsal ? "rehearsal" : nil
        )
    }
}

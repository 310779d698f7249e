import Agreement
import Digest
import MIME
public import Reports
import Store
import Triage
public import WorkingTime

extension Mailings {
    /// Queues the client's own version of a week's digest to every client whose file asks for it and who wished for
    /// something.
    func queueClientDigests(of week: ISOWeek, now: Instant) throws {
        let clients = instance.policy.clients.filter { $0.wantsDigest && $0.dispute == nil }
        guard !clients.isEmpty else { return }
        let report = try digest(of: week)
        for client in clients { try queueDigest(report, to: client, now: now) }
    }

    /// The client's own version of a week's digest; nil when they asked for nothing outside their agreement.
    ///
    /// - Throws: `StoreError.missing` for an unknown client.
    public func clientDigest(of week: ISOWeek, client id: String) throws -> ClientDigest? {
        guard let client = instance.policy.client(id) else { throw StoreError.missing(what: "client \(id)") }
        return clientDigest(try digest(of: week), client)
    }

    /// Queues the client's own version, once for a client and week.
    ///
    /// - Returns: The address it was queued for now; nil when it was queued before, or there is nothing to tell.
    /// - Throws: `StoreError.missing` for an unknown client.
    @discardableResult
    public func queueClientDigest(of week: ISOWeek, client id: String, now: Instant) throws -> String? {
        guard let client = instance.policy.client(id) else { throw StoreError.missing(what: "client \(id)") }
        return try queueDigest(try digest(of: week), to: client, now: now)
    }

    private func clientDigest(_ report: DigestReport, _ client: ClientAgreement) -> ClientDigest? {
        ClientDigest(
            report,
            client: client.client,
            zone: client.zone,
            language: instance.policy.language(of: client)
        )
    }

    @discardableResult
    private func queueDigest(_ report: DigestReport, to client: ClientAgreement, now: Instant) throws -> String? {
        guard let recipient = client.contacts.reader, let digest = clientDigest(report, client) else { return nil }
        let agency = instance.policy.agency
        let key = "client-digest:\(report.week.text):\(client.client)"
        let messageID =
            "client-digest.\(report.week.text.lowercased()).\(instance.key.signature(of: key))@\(agency.from.domain)"
        let message = digest.message(agency: agency, to: recipient, messageID: messageID, now: now)
        let draft = OutboxDraft(
            key: key,
            kind: "client-digest",
            messageID: messageID,
            ticketID: nil,
            mailID: nil,
            client: client.client,
            recipient: recipient,
            subject: message.subject,
            content: .composed(Composer.compose(message)),
            due: nil,
            holdReason: instance.isRehearsal ? "rehearsal" : nil
        )
        return try instance.store.recording(at: now) { try $0.queue(draft) } ? recipient : nil
    }
}

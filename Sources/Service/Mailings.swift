import Classifier
import Digest
import Agreement
import Mailrules
import MIME
public import Reports
import Store
import Triage
public import WorkingTime

/// Mail that goes out by the calendar. Each mailing has a key of its week, so that it is queued once whatever happens.
public struct Mailings {
    let instance: Instance

    public init(instance: Instance) {
        self.instance = instance
    }

    /// Queues what the calendar asks for by now.
    func queueDue(now: Instant) throws {
        try queueDueDigest(now: now)
        try queueDueStatements(now: now)
    }

    /// Queues the digest of the week that ended, once its hour has come.
    private func queueDueDigest(now: Instant) throws {
        guard let mailing = instance.configuration.schedule.digest else { return }
        let zone = instance.policy.agency.zone
        let thisWeek = ISOWeek(containing: now, in: zone)
        let day = thisWeek.monday.adding(days: (mailing.weekday ?? .monday).rawValue - 1)
        guard now >= zone.instant(on: day, minuteOfDay: mailing.minuteOfDay) else { return }
        let week = thisWeek.adding(weeks: -1)
        let key = "digest:\(week.text)"
        // Asked before the week's requests are read, since every round comes by here.
        let known = instance.policy.staff.map(\.id).filter(mailing.to.contains)
        guard try !known.allSatisfy({ try instance.store.isQueued(key: "\(key):\($0)") }),
            try isAfterStart(week, zone: zone)
        else { return }
        // First the clients': the staff's is what says that the week is done with.
        try queueClientDigests(of: week, now: now)
        try queueDigest(of: week, to: mailing.to, key: key, now: now)
    }

    /// A week that ended before Gatepost saw any mail has no digest.
    private func isAfterStart(_ week: ISOWeek, zone: Zone) throws -> Bool {
        guard let start = try instance.store.firstReceipt() else { return false }
        return start < week.range(in: zone).upperBound
    }

    /// Queues a week's digest to members of the staff.
    ///
    /// - Returns: The addresses it was queued for; empty when the key was queued before.
    @discardableResult
    public func queueDigest(of week: ISOWeek, to staff: [String], key: String, now: Instant) throws -> [String] {
        let report = try digest(of: week)
        let agency = instance.policy.agency
        var queued: [String] = []
        for member in instance.policy.staff where staff.contains(member.id) {
            let memberKey = "\(key):\(member.id)"
            let messageID =
                "digest.\(week.text.lowercased()).\(instance.key.signature(of: "\(memberKey)"))@\(agency.from.domain)"
            let message = report.message(
                agency: agency,
                to: [Sender(name: member.name, address: member.address)],
                messageID: messageID,
                now: now
            )
            let draft = OutboxDraft(
                key: memberKey,
                kind: "digest",
                messageID: messageID,
                ticketID: nil,
                mailID: nil,
                client: nil,
                recipient: member.address,
                subject: report.subject,
                content: .composed(Composer.compose(message)),
                due: nil,
                holdReason: instance.isRehearsal ? "rehearsal" : nil
            )
            let isNew = try instance.store.recording(at: now) { try $0.queue(draft) }
            if isNew { queued.append(member.address) }
        }
        return queued
    }

    /// The digest of a week, with the weeks before it for the trend.
    public func digest(of week: ISOWeek) throws -> DigestReport {
        let zone = instance.policy.agency.zone
        let first = week.adding(weeks: 1 - DigestReport.trendWeeks)
        let rows = try instance.store.requests(
            .init(askedFrom: first.range(in: zone).lowerBound, askedBefore: week.range(in: zone).upperBound)
        )
        return DigestReport(
            agency: instance.policy.agency.name,
            week: week,
            zone: zone,
            rows: rows.compactMap(digestRow)
        )
    }

    private func digestRow(_ row: RequestRow) -> DigestRow? {
        guard let client = row.client, row.state != .merged else { return nil }
        let state: DigestRow.State =
            switch row.state {
            case .open, .closed, .merged: .new
            case .quoted: .quoted
            case .approved: .approved
            case .declined: .declined
            }
        let isSmallChange = row.label == .feature && row.verdict == .covered
        var digestRow = DigestRow(
            client: client,
            clientName: instance.policy.client(client)?.name ?? client,
            request: row.id,
            ticket: row.ticketID,
            words: row.text,
            askedAt: row.askedAt,
            label: row.label,
            verdict: row.verdict,
            clause: row.clause,
            state: state,
            estimateMinutes: row.estimateMinutes,
            quote: row.quote,
            givenAwayMinutes: isSmallChange ? row.estimateMinutes : nil
        )
        digestRow.grewFrom = row.grewFrom
        return digestRow
    }
}

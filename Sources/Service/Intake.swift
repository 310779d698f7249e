import Triage
import Curl
import Fetcher
import Mailrules
import Store
import WorkingTime

/// What one reading of a mailbox brought.
struct IntakeReport: Sendable {
    var fetchedMails = 0
    var fetchedBytes = 0
    var unfetchable = 0
    var wasRecreated = false
}

/// Reads one mailbox into the record: every mail durable before the cursor moves, then handed on to be decided.
struct Intake {
    let instance: Instance
    let mailbox: MailboxSettings

    /// The mailbox's row, begun with the operator's starting point when it is new.
    func record(now: Instant) throws -> MailboxRecord {
        let start: Instant
        switch mailbox.start {
        case .now: start = now
        case .date(let date): start = instance.policy.agency.zone.instant(on: date, minuteOfDay: 0)
        case .instant(let instant): start = instant
        }
        return try instance.store.mailbox(named: "\(mailbox.name)/\(mailbox.inbox)", answersFrom: start, now: now)
    }

    /// Fetches what is new; `handOn` gets each stored batch and may block while the deciding is behind.
    func fetch(
        over session: IMAPSession,
        record: MailboxRecord,
        now: @escaping @Sendable () -> Instant,
        handOn: ([Decider.Waiting]) throws -> Void
    ) throws -> IntakeReport {
        let state = try session.select(mailbox.inbox)
        var report = IntakeReport()
        var cursor: Cursor?
        if let known = record.uidValidity {
            report.wasRecreated = known != state.uidValidity
            // A recreated mailbox is read from its beginning; what is known is told by its content.
            let last = report.wasRecreated ? 0 : record.lastUID
            cursor = Cursor(uidValidity: state.uidValidity, lastUID: last)
        }
        var limits = FetchLimits()
        limits.wholeMailBytes = instance.policy.limits.mailBytes
        let fetched = try session.fetchNew(after: cursor, limits: limits) { batch in
            try admit(batch, record: record, now: now(), handOn: handOn)
        }
        report.fetchedMails = fetched.fetchedMails
        report.fetchedBytes = fetched.fetchedBytes
        report.unfetchable = fetched.unfetchable.count
        return report
    }

    func admit(
        _ batch: FetchBatch,
        record: MailboxRecord,
        now: Instant,
        handOn: ([Decider.Waiting]) throws -> Void
    ) throws {
        let incoming = batch.mails.map { mail in
            // A server's clock may run ahead; nothing has arrived in the future.
            IncomingMail(
                uid: mail.uid,
                uidValidity: mail.uidValidity,
                receivedAt: min(mail.internalDate ?? now, now),
                bytes: mail.bytes,
                isPartial: mail.isPartial
            )
        }
        let admitted = try instance.store.admit(
            incoming,
            unfetched: batch.unfetchable.map { UnfetchedMail(uid: $0.uid, reason: "\($0.reason)", at: now) },
            to: record.id,
            lastUID: batch.cursor.lastUID,
            uidValidity: batch.cursor.uidValidity
        )
        let waiting = admitted.map {
            Decider.Waiting(mail: $0.mail, bytes: $0.bytes, mailbox: mailbox, answersFrom: record.answersFrom)
        }
        if !waiting.isEmpty { try handOn(waiting) }
    }
}

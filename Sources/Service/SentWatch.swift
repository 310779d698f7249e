import Digest
import Fetcher
import MIME
import Mailrules
import Store
import Triage
import WorkingTime

/// Sees what people answered from their own mail program: reads the Sent folder and stops the clocks of what is answered.
struct SentWatch {
    let instance: Instance
    let mailbox: MailboxSettings
    let now: @Sendable () -> Instant

    /// Above this size only header and text are fetched: attachments answer no promise.
    static let wholeMailBytes = 512 << 10

    /// What one look came to.
    struct Report {
        var answers = 0
        /// Nil when the server names no Sent folder.
        var folder: String?
    }

    /// Reads what was sent since the last look. The first look begins at what is there: old answers answer nothing of
    /// ours.
    func look(over session: IMAPSession) throws -> Report {
        guard let folder = try session.sentFolder(mailbox.sent) else { return Report() }
        var report = Report(folder: folder)
        let record = try instance.store.mailbox(named: "\(mailbox.name)/\(folder)", answersFrom: now())
        let state = try session.select(folder)
        guard let known = record.uidValidity else {
            try begin(record, state: state, session: session)
            return report
        }
        // A recreated folder is read from its beginning; what is known is told by its Message-ID.
        let cursor = Cursor(uidValidity: state.uidValidity, lastUID: known == state.uidValidity ? record.lastUID : 0)
        _ = try session.fetchNew(after: cursor, limits: FetchLimits(wholeMailBytes: Self.wholeMailBytes)) { batch in
            report.answers += try take(batch, record: record, folder: folder)
        }
        return report
    }

    private func begin(_ record: MailboxRecord, state: MailboxState, session: IMAPSession) throws {
        let last = try state.uidNext.map { $0 - min($0, 1) } ?? (session.uids(in: 1...UInt32.max).max() ?? 0)
        try instance.store.recording(at: now()) {
            try $0.advance(mailbox: record.id, lastUID: last, uidValidity: state.uidValidity)
        }
    }

    func take(_ batch: FetchBatch, record: MailboxRecord, folder: String) throws -> Int {
        let now = now()
        let sent = batch.mails.map { mail in
            // A server's clock may run ahead; nothing was sent in the future.
            (
                mail: mail, value: instance.understanding.sentMail(of: Message(mail.bytes)),
                at: min(mail.internalDate ?? now, now)
            )
        }
        return try instance.store.recording(at: now) { recorder in
            var answers = 0
            for one in sent where one.value.whyNot == nil {
                let answer = StaffAnswer(
                    mail: one.value,
                    identity: one.value.messageID ?? Digest(of: one.mail.bytes).hexadecimal,
                    at: one.at,
                    seenIn: "\(mailbox.name)/\(folder)"
                )
                if try answer.record(by: recorder, calendars: instance.policy.calendars) { answers += 1 }
            }
            try recorder.advance(
                mailbox: record.id,
                lastUID: batch.cursor.lastUID,
                uidValidity: batch.cursor.uidValidity
            )
            return answers
        }
    }
}

/// A person's mail that may answer a ticket.
struct StaffAnswer {
    var mail: SentMail
    var identity: String
    var at: Instant
    var seenIn: String

    /// Records it with the ticket it answers, whose clocks it then stops. Answers whether it is a new answer.
    func record(by recorder: Recorder, calendars: [String: WorkingCalendar]) throws -> Bool {
        if let id = mail.messageID, try recorder.isOurs(messageID: id) { return false }
        let ticket = try recorder.ticket(answeredTo: mail.recipients, clients: mail.clients, evidence: mail.evidence)
        guard let ticket else { return false }
        let isNew = try recorder.record(
            AnswerRow(
                ticketID: ticket,
                identity: identity,
                messageID: mail.messageID,
                at: at,
                seenIn: seenIn,
                staff: mail.staff,
                sender: mail.from.address,
                text: mail.text
            )
        )
        if isNew { try recorder.settlePromises(ofTicket: ticket, calendars: calendars) }
        return isNew
    }
}

extension Recorder {
    /// Works a ticket's clocks out again from all that happened in it.
    func settlePromises(ofTicket ticket: Int, calendars: [String: WorkingCalendar]) throws {
        let history = try promiseHistory(ofTicket: ticket)
        let settled = history.settled(calendars: calendars)
        let changed = zip(history.clocks, settled).filter { $0 != $1 }.map(\.1)
        if !changed.isEmpty { try settle(changed) }
    }
}

import Agreement
import Classifier
public import Triage
public import WorkingTime
import GRDB

/// Everything one decided mail leaves behind, recorded in one step.
public struct MailRecord: Sendable {
    public var mailID: Int
    public var enquiry: Enquiry
    public var decision: Decision
    /// The ticket it belongs to; nil for machine mail outside any conversation.
    public var ticketID: Int?
    /// The number of its first request.
    public var firstRequestID: Int
    /// The reply that is to go out.
    public var reply: OutboxDraft?
    /// The server folder it is to be filed in.
    public var folder: String?
    /// What else is to be done with the mail.
    public var errands: [Errand] = []

    public init(
        mailID: Int,
        enquiry: Enquiry,
        decision: Decision,
        ticketID: Int?,
        firstRequestID: Int,
        reply: OutboxDraft?,
        folder: String?
    ) {
        self.mailID = mailID
        self.enquiry = enquiry
        self.decision = decision
        self.ticketID = ticketID
        self.firstRequestID = firstRequestID
        self.reply = reply
        self.folder = folder
    }
}

extension MailRecord {
    /// A mark for finished work does not open it again.
    fileprivate var isMarkOnly: Bool {
        if case .given = enquiry.rating { return decision.items.isEmpty }
        return false
    }
}

extension Store {
    /// Runs `body` in one transaction: what it records is durable when this returns, and nothing of it is when it
    /// throws. Looking things up through the recorder sees what the same transaction recorded before.
    ///
    /// - Throws: `StoreError.unrecordable` when the content itself is refused, `StoreError.database` when SQLite
    ///   cannot work, and whatever `body` throws.
    public func recording<Value>(at now: Instant, _ body: (Recorder) throws -> Value) throws -> Value {
        try database.write { database in try body(Recorder(database: database, now: now)) }
    }
}

/// Looks up and records within one transaction.
public struct Recorder {
    let database: Database
    /// The moment of the transaction, the same for all its rows.
    public let now: Instant

    /// The same transaction as of another moment, for deciding mail of the past in its own time.
    public func at(_ moment: Instant) -> Recorder { Recorder(database: database, now: moment) }

    /// Records what one decided mail leaves behind: ticket, requests, postings, clocks, reply and reasons.
    public func record(_ record: MailRecord) throws {
        if let ticket = record.ticketID { try open(ticket, for: record) }
        try settleMail(record)
        if let ticket = record.ticketID {
            try insertRequests(of: record, ticket: ticket)
            try insertClocks(of: record, ticket: ticket)
        }
        try append(record.decision.postings)
        if let reply = record.reply { try queue(reply) }
        try insertDecision(record)
        for errand in record.errands { try insert(errand, of: record.mailID) }
        if let folder = record.folder {
            try database.cachedStatement(
                sql: "INSERT INTO filing (mailID, folder) VALUES (?, ?) ON CONFLICT (mailID) DO NOTHING"
            ).execute(arguments: [record.mailID, folder])
        }
    }

    private func settleMail(_ record: MailRecord) throws {
        try database.cachedStatement(
            sql: """
                UPDATE mail SET state = 'decided', messageID = ?, sender = ?, subject = ?, ticketID = ? WHERE id = ?
                """
        ).execute(arguments: [
            record.enquiry.messageID, record.enquiry.from.address, record.enquiry.subject, record.ticketID,
            record.mailID,
        ])
        try database.cachedStatement(sql: "DELETE FROM quarantine WHERE mailID = ?").execute(
            arguments: [record.mailID])
    }

    private func open(_ ticket: Int, for record: MailRecord) throws {
        var linkedTo: Int?
        var isFlagged = record.decision.client == nil
        switch record.decision.conversation {
        case .existing:
            // A client who writes again to a ticket that was closed lately opens it again; our own people do not.
            guard record.decision.client != nil, !record.isMarkOnly else { return }
            try database.cachedStatement(
                sql: "UPDATE ticket SET closedAt = NULL, assignee = coalesce(?, assignee) WHERE id = ?"
            ).execute(arguments: [record.decision.routing.assignee, ticket])
            return
        case .new: break
        case .linked(let other, _): linkedTo = other
        case .flagged(let other, _):
            linkedTo = other
            isFlagged = true
        }
        try database.cachedStatement(
            sql: """
                INSERT INTO ticket (id, client, subject, baseSubject, openedAt, linkedTo, isFlagged, assignee)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            ticket, record.decision.client, BaseSubject.display(record.enquiry.subject),
            record.enquiry.evidence.baseSubject, record.enquiry.receivedAt.epochSeconds, linkedTo, isFlagged,
            record.decision.routing.assignee,
        ])
    }

    private func insertRequests(of record: MailRecord, ticket: Int) throws {
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO request (id, ticketID, mailID, ordinal, client, label, start, end, text, confidence, isDecided,
                    runnerUp, runnerUpConfidence, evidence, verdict, clause, priority, reason, askedAt, grewFrom)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        for (ordinal, decided) in record.decision.items.enumerated() {
            let item = decided.item
            try insert.execute(arguments: [
                record.firstRequestID + ordinal, ticket, record.mailID, ordinal, record.decision.client,
                item.label.rawValue, item.range.lowerBound,
                item.range.upperBound, item.text, min(max(item.confidence, 0), 1), item.isDecided,
                item.runnerUp.rawValue, item.runnerUpConfidence, item.evidence.joined(separator: "\n"),
                decided.verdict.rawValue, decided.clause?.name, decided.priority.rawValue, decided.reason,
                record.enquiry.receivedAt.epochSeconds, decided.grewFrom,
            ])
        }
    }

    private func insertClocks(of record: MailRecord, ticket: Int) throws {
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO clock (ticketID, mailID, name, calendar, startedAt, dueAt, minutes, isMetByAcknowledgement)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        for clock in record.decision.clocks {
            try insert.execute(arguments: [
                ticket, record.mailID, clock.name.rawValue, clock.calendar, clock.startedAt.epochSeconds,
                clock.due.epochSeconds, clock.minutes, clock.isMetByAcknowledgement,
            ])
        }
    }

    private func insertDecision(_ record: MailRecord) throws {
        let reasons = record.decision.reasons.map { "\($0.step)\t\(Self.oneLine($0.text))" }.joined(separator: "\n")
        try database.cachedStatement(
            sql: """
                INSERT INTO decision (mailID, at, client, origin, filing, isAcknowledged, acknowledgementWhy, reasons)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            record.mailID, now.epochSeconds, record.decision.client, record.enquiry.origin.origin.rawValue,
            record.decision.filing.rawValue, record.reply != nil,
            record.decision.acknowledgement.why.joined(separator: "\n"), reasons,
        ])
    }

    /// A reason quotes the client's words; line ends and tabs in them would break the row's form.
    private static func oneLine(_ text: String) -> String {
        let isBreak: (UInt8) -> Bool = { (0x09...0x0D).contains($0) }
        guard text.utf8.contains(where: isBreak) else { return text }
        return String(decoding: text.utf8.map { isBreak($0) ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }
}

public import Triage
public import WorkingTime
import Foundation
import GRDB

/// Everything one decided mail leaves behind, recorded in one step.
public struct MailRecord: Sendable {
    public var mailID: Int
    public var enquiry: Enquiry
    public var decision: Decision
    /// The ticket it belongs to; nil for machine mail outside any conversation.
    public var ticketID: Int?
    /// The reply that is to go out.
    public var reply: OutboxDraft?
    /// The server folder it is to be filed in.
    public var folder: String?

    public init(
        mailID: Int, enquiry: Enquiry, decision: Decision, ticketID: Int?, reply: OutboxDraft?, folder: String?
    ) {
        self.mailID = mailID
        self.enquiry = enquiry
        self.decision = decision
        self.ticketID = ticketID
        self.reply = reply
        self.folder = folder
    }
}

extension Store {
    /// Records decided mails: tickets, requests, postings, clocks, replies and reasons, all or nothing.
    public func record(_ records: [MailRecord], now: Instant) throws {
        try database.write { database in
            for record in records {
                if let ticket = record.ticketID { try Self.open(ticket, for: record, in: database) }
                try Self.settleMail(record, in: database)
                if let ticket = record.ticketID {
                    try Self.insertRequests(of: record, ticket: ticket, in: database)
                    try Self.insertClocks(of: record, ticket: ticket, in: database)
                }
                try Self.append(record.decision.postings, in: database)
                if let reply = record.reply { try Self.insert(reply, now: now, in: database) }
                try Self.insertDecision(record, now: now, in: database)
                if let folder = record.folder {
                    try database.cachedStatement(
                        sql: "INSERT INTO filing (mailID, folder) VALUES (?, ?) ON CONFLICT (mailID) DO NOTHING"
                    ).execute(arguments: [record.mailID, folder])
                }
            }
        }
    }

    private static func settleMail(_ record: MailRecord, in database: Database) throws {
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

    private static func open(_ ticket: Int, for record: MailRecord, in database: Database) throws {
        var linkedTo: Int?
        var isFlagged = record.decision.client == nil
        switch record.decision.conversation {
        case .existing:
            // A client who writes again to a ticket that was closed lately opens it again.
            try database.cachedStatement(sql: "UPDATE ticket SET closedAt = NULL WHERE id = ?").execute(
                arguments: [ticket])
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

    private static func insertRequests(of record: MailRecord, ticket: Int, in database: Database) throws {
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO request (ticketID, mailID, ordinal, client, label, start, end, text, confidence, isDecided,
                    runnerUp, runnerUpConfidence, evidence, verdict, clause, priority, reason, askedAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for (ordinal, decided) in record.decision.items.enumerated() {
            let item = decided.item
            try insert.execute(arguments: [
                ticket, record.mailID, ordinal, record.decision.client, item.label.rawValue, item.range.lowerBound,
                item.range.upperBound, item.text, min(max(item.confidence, 0), 1), item.isDecided,
                item.runnerUp.rawValue, item.runnerUpConfidence, item.evidence.joined(separator: "\n"),
                decided.verdict.rawValue, decided.clause?.name, decided.priority.rawValue, decided.reason,
                record.enquiry.receivedAt.epochSeconds,
            ])
        }
    }

    private static func insertClocks(of record: MailRecord, ticket: Int, in database: Database) throws {
        if record.decision.isStaffAnswer {
            try database.cachedStatement(
                sql: """
                    UPDATE clock SET stoppedAt = ?
                    WHERE ticketID = ? AND stoppedAt IS NULL AND name IN ('firstAnswer', 'nextAnswer')
                    """
            ).execute(arguments: [record.enquiry.receivedAt.epochSeconds, ticket])
        }
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO clock (ticketID, mailID, name, calendar, startedAt, dueAt) VALUES (?, ?, ?, ?, ?, ?)
                """)
        for clock in record.decision.clocks {
            try insert.execute(arguments: [
                ticket, record.mailID, clock.name.rawValue, clock.calendar, clock.startedAt.epochSeconds,
                clock.due.epochSeconds,
            ])
        }
    }

    private static func insertDecision(_ record: MailRecord, now: Instant, in database: Database) throws {
        let reasons = try JSONEncoder().encode(record.decision.reasons.map { [$0.step, $0.text] })
        try database.cachedStatement(
            sql: """
                INSERT INTO decision (mailID, at, client, origin, filing, isAcknowledged, acknowledgementWhy, reasons)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            record.mailID, now.epochSeconds, record.decision.client, record.enquiry.origin.origin.rawValue,
            record.decision.filing.rawValue, record.reply != nil,
            record.decision.acknowledgement.why.joined(separator: "\n"), String(decoding: reasons, as: UTF8.self),
        ])
    }
}

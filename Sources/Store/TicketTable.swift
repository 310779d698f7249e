import GRDB
public import Triage
import WorkingTime

extension Store {
    /// The number that the next new ticket gets; the one process that decides counts on from here.
    public func nextTicketID() throws -> Int {
        try database.read { try Int.fetchOne($0, sql: "SELECT coalesce(max(id), 0) + 1 FROM ticket") ?? 1 }
    }

    /// The tickets that a mail's evidence leads to. `closedDays` is counted from `now`.
    public func candidates(for evidence: ThreadEvidence, now: Instant) throws -> ConversationCandidates {
        guard !evidence.signedTickets.isEmpty || !evidence.references.isEmpty || evidence.subjectTicket != nil else {
            return ConversationCandidates()
        }
        return try database.read { database in
            var found = ConversationCandidates()
            if let signed = evidence.signedTickets.first {
                found.bySignature = try Self.ticket(signed, now: now, in: database)
            }
            for reference in evidence.references where found.byReference == nil {
                found.byReference = try Self.ticket(ofMessage: reference, now: now, in: database)
            }
            if let number = evidence.subjectTicket {
                found.bySubject = try Self.ticket(number, now: now, in: database)
            }
            return found
        }
    }

    private static func ticket(_ id: Int, now: Instant, in database: Database) throws -> TicketSnapshot? {
        let statement = try database.cachedStatement(
            sql: "SELECT id, client, baseSubject, closedAt FROM ticket WHERE id = ?")
        return try Row.fetchOne(statement, arguments: [id]).map { TicketSnapshot($0, now: now) }
    }

    /// The newest ticket among the mails, come or sent, with a Message-ID: different mails may share one.
    private static func ticket(ofMessage id: String, now: Instant, in database: Database) throws -> TicketSnapshot? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT id, client, baseSubject, closedAt FROM ticket WHERE id = max(
                    coalesce((SELECT max(ticketID) FROM mail WHERE messageID = ?), 0),
                    coalesce((SELECT ticketID FROM outbox WHERE messageID = ?), 0))
                """)
        return try Row.fetchOne(statement, arguments: [id, id]).map { TicketSnapshot($0, now: now) }
    }
}

extension TicketSnapshot {
    init(_ row: Row, now: Instant) {
        let closed = (row["closedAt"] as Int64?).map { Int((now.epochSeconds - $0) / 86_400) }
        self.init(id: row["id"], client: row["client"], baseSubject: row["baseSubject"], closedDays: closed)
    }
}

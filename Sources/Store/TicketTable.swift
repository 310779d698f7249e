import GRDB
public import Triage
import WorkingTime

extension Recorder {
    /// The number that the next new ticket gets.
    public func nextTicketID() throws -> Int {
        try Int.fetchOne(database.cachedStatement(sql: "SELECT coalesce(max(id), 0) + 1 FROM ticket")) ?? 1
    }

    /// The tickets that a mail's evidence leads to. `closedDays` is counted from the transaction's moment.
    public func candidates(for evidence: ThreadEvidence) throws -> ConversationCandidates {
        guard !evidence.signedTickets.isEmpty || !evidence.references.isEmpty || evidence.subjectTicket != nil else {
            return ConversationCandidates()
        }
        var found = ConversationCandidates()
        if let signed = evidence.signedTickets.first { found.bySignature = try ticket(signed) }
        for reference in evidence.references where found.byReference == nil {
            found.byReference = try ticket(ofMessage: reference)
        }
        if let number = evidence.subjectTicket { found.bySubject = try ticket(number) }
        return found
    }

    private func ticket(_ id: Int) throws -> TicketSnapshot? {
        let statement = try database.cachedStatement(
            sql: "SELECT id, client, baseSubject, closedAt FROM ticket WHERE id = ?"
        )
        return try Row.fetchOne(statement, arguments: [id]).map { TicketSnapshot($0, now: now) }
    }

    /// The newest ticket among the mails, come or sent, with a Message-ID: different mails may share one.
    private func ticket(ofMessage id: String) throws -> TicketSnapshot? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT id, client, baseSubject, closedAt FROM ticket WHERE id = max(
                    coalesce((SELECT max(ticketID) FROM mail WHERE messageID = ?), 0),
                    coalesce((SELECT ticketID FROM outbox WHERE messageID = ?), 0))
                """
        )
        return try Row.fetchOne(statement, arguments: [id, id]).map { TicketSnapshot($0, now: now) }
    }
}

extension TicketSnapshot {
    init(_ row: Row, now: Instant) {
        let closed = (row["closedAt"] as Int64?).map { Int((now.epochSeconds - $0) / 86_400) }
        self.init(id: row["id"], client: row["client"], baseSubject: row["baseSubject"], closedDays: closed)
    }
}

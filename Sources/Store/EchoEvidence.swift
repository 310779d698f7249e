import GRDB
public import WorkingTime

// What tells the echo of an automatic reply from a person's mail: the replies of the last moments, and what became of
// earlier ones.

/// An acknowledgement that a client may have got.
public struct SentAcknowledgement: Hashable, Sendable {
    /// Without angle brackets.
    public var messageID: String
    public var ticketID: Int?
    public var recipient: String
    /// When the server took it; when it was queued, while that is not known.
    public var at: Instant
}

extension Recorder {
    /// The acknowledgements to a client that went out, or may have, from one moment to another, both included; the
    /// newest first and at most `limit`. Looks at those that were queued in the day before.
    public func acknowledgements(to client: String, from: Instant, through: Instant, limit: Int) throws
        -> [SentAcknowledgement]
    {
        let statement = try database.cachedStatement(
            sql: """
                SELECT messageID, ticketID, recipient, coalesce(endedAt, createdAt) AS at FROM outbox
                WHERE createdAt > ? AND client = ? AND kind = 'acknowledgement' AND attempts > 0
                    AND coalesce(endedAt, createdAt) BETWEEN ? AND ?
                ORDER BY at DESC, id DESC LIMIT ?
                """
        )
        let queuedAfter = through.adding(minutes: -24 * 60).epochSeconds
        return try Row.fetchAll(
            statement,
            arguments: [queuedAfter, client, from.epochSeconds, through.epochSeconds, limit]
        ).map { row in
            SentAcknowledgement(
                messageID: row["messageID"],
                ticketID: row["ticketID"],
                recipient: row["recipient"],
                at: Instant(epochSeconds: row["at"])
            )
        }
    }

    /// Whether an address got an acknowledgement before a moment and, from then on, answered none at once.
    ///
    /// - Parameter seconds: What counts as at once. Who wrote something else so soon after a reply is taken for one who
    ///   answered it: the doubt is what is asked for here.
    public func isPatient(address: String, before moment: Instant, seconds: Int) throws -> Bool {
        let earlier = try database.cachedStatement(
            sql: """
                SELECT endedAt FROM outbox WHERE recipient = ? AND createdAt BETWEEN ? AND ? AND kind = 'acknowledgement'
                    AND state = 'accepted' AND endedAt < ? ORDER BY createdAt DESC LIMIT 1
                """
        )
        let since = moment.adding(minutes: -Self.patienceDays * 24 * 60)
        guard
            let reply = try Int64.fetchOne(
                earlier,
                arguments: [address, since.epochSeconds, moment.epochSeconds, moment.epochSeconds]
            )
        else { return false }
        let hasty = try database.cachedStatement(
            sql: """
                SELECT EXISTS (
                    SELECT 1 FROM outbox AS next JOIN mail ON mail.id = next.mailID
                    JOIN outbox AS reply ON reply.recipient = next.recipient AND reply.id < next.id
                        AND mail.receivedAt BETWEEN reply.endedAt AND reply.endedAt + ?3
                    WHERE next.recipient = ?1 AND next.createdAt >= ?2 AND next.kind = 'acknowledgement'
                        AND reply.createdAt >= ?4 AND reply.kind = 'acknowledgement' AND reply.state = 'accepted'
                        AND reply.endedAt >= ?2)
                """
        )
        // A reply may have been queued long before it was taken; a day is the longest that any is offered.
        let queued = reply - 24 * 3_600
        return try Bool.fetchOne(hasty, arguments: [address, reply, seconds, queued]) == false
    }

    /// A machine that answers may have been set up since.
    private static let patienceDays = 90

    /// Whether a Message-ID, without angle brackets, is that of a mail that came in.
    public func hasCome(messageID: String) throws -> Bool {
        let came = try database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM mail WHERE messageID = ?)")
        return try Bool.fetchOne(came, arguments: [messageID]) == true
    }
}

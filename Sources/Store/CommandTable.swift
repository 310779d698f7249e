import GRDB
public import WorkingTime

/// A mail with commands and what became of it.
public struct CommandRow: Hashable, Sendable {
    public enum State: String, Hashable, Sendable {
        case obeyed
        /// It waits for a person, and nothing of it was done.
        case held
        /// The same mail came again, and nothing was done again.
        case repeated
        /// A person has seen it.
        case dismissed
    }

    public var mailID: Int
    public var at: Instant
    /// Id of the member of staff whose address it bears; nil for others.
    public var staff: String?
    public var sender: String
    public var subject: String
    public var orderMailID: Int?
    public var state: State
    /// Why it is held; empty otherwise.
    public var reason: String
    /// What became of each line, for telling it again.
    public var outcome: [String]
}

extension Recorder {
    /// Fixes which number of a mail's work order means which request. Numbers that were given once stay.
    public func setWorkOrderItems(mail: Int, requests: [Int]) throws {
        let insert = try database.cachedStatement(
            sql: "INSERT INTO workOrderItem (mailID, number, requestID) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        )
        for (index, request) in requests.enumerated() { try insert.execute(arguments: [mail, index + 1, request]) }
    }

    /// The requests of a mail's work order, in order of their numbers from 1 on.
    public func workOrderItems(mail: Int) throws -> [RequestRow] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT request.*, ticket.subject AS subject
                FROM workOrderItem JOIN request ON request.id = workOrderItem.requestID
                JOIN ticket ON ticket.id = request.ticketID
                WHERE workOrderItem.mailID = ? ORDER BY workOrderItem.number
                """,
            arguments: [mail]
        ).map { try RequestRow($0) }
    }

    /// Requests of a ticket that were quoted and wait for the client's word.
    public func quotedRequests(ofTicket ticket: Int) throws -> [RequestRow] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT request.*, ticket.subject AS subject FROM request JOIN ticket ON ticket.id = request.ticketID
                WHERE request.ticketID = ? AND request.state = 'quoted' ORDER BY request.id
                """,
            arguments: [ticket]
        ).map { try RequestRow($0) }
    }

    /// Open requests of a ticket that are the client's word on a quote.
    public func openApprovals(ofTicket ticket: Int) throws -> [RequestRow] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT request.*, ticket.subject AS subject FROM request JOIN ticket ON ticket.id = request.ticketID
                WHERE request.ticketID = ? AND request.label = 'approval' AND request.state = 'open' ORDER BY request.id
                """,
            arguments: [ticket]
        ).map { try RequestRow($0) }
    }

    public func assignee(ofTicket ticket: Int) throws -> String? {
        try String.fetchOne(database, sql: "SELECT assignee FROM ticket WHERE id = ?", arguments: [ticket])
    }

    /// Records a mail whose commands are to be obeyed now; false when the same mail was obeyed before.
    public func beginCommand(mail: Int, identity: String, staff: String, orderMail: Int) throws -> Bool {
        let isKnown = try Bool.fetchOne(
            database,
            sql: "SELECT EXISTS (SELECT 1 FROM command WHERE identity = ?)",
            arguments: [identity]
        )
        let state: CommandRow.State = isKnown == true ? .repeated : .obeyed
        try insertCommand(
            mail: mail,
            identity: isKnown == true ? nil : identity,
            staff: staff,
            orderMail: orderMail,
            state: state,
            reason: ""
        )
        return state == .obeyed
    }

    /// Records a mail whose commands must not be obeyed.
    public func holdCommand(mail: Int, staff: String?, reason: String) throws {
        try insertCommand(mail: mail, identity: nil, staff: staff, orderMail: nil, state: .held, reason: reason)
    }

    /// Records what became of a mail's commands.
    public func finishCommand(mail: Int, outcome: [String]) throws {
        try database.execute(
            sql: "UPDATE command SET outcome = ? WHERE mailID = ?",
            arguments: [outcome.joined(separator: "\n"), mail]
        )
    }

    private func insertCommand(
        mail: Int,
        identity: String?,
        staff: String?,
        orderMail: Int?,
        state: CommandRow.State,
        reason: String
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO command (mailID, identity, at, staff, orderMailID, state, reason, outcome)
                VALUES (?, ?, ?, ?, ?, ?, ?, '') ON CONFLICT (mailID) DO NOTHING
                """,
            arguments: [mail, identity, now.epochSeconds, staff, orderMail, state.rawValue, reason]
        )
    }
}

extension Store {
    /// Mails with commands, newest first; only those that are held unless `all`.
    public func commands(all: Bool, limit: Int = 1_000) throws -> [CommandRow] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT command.*, mail.sender, mail.subject FROM command JOIN mail ON mail.id = command.mailID
                    WHERE ? OR command.state = 'held' ORDER BY command.mailID DESC LIMIT ?
                    """,
                arguments: [all, limit]
            ).map { try CommandRow($0) }
        }
    }

    /// Says that a person has seen a held mail; false when none of that number is held.
    public func dismissCommand(mail: Int) throws -> Bool {
        try database.write { database in
            try database.execute(
                sql: "UPDATE command SET state = 'dismissed' WHERE mailID = ? AND state = 'held'",
                arguments: [mail]
            )
            return database.changesCount > 0
        }
    }
}

extension CommandRow {
    init(_ row: Row) throws {
        guard let state = State(rawValue: row["state"]) else {
            throw StoreError.damagedRow(table: "command", id: String(row["mailID"] as Int))
        }
        mailID = row["mailID"]
        at = Instant(epochSeconds: row["at"])
        staff = row["staff"]
        sender = row["sender"] ?? ""
        subject = row["subject"] ?? ""
        orderMailID = row["orderMailID"]
        self.state = state
        reason = row["reason"]
        outcome = (row["outcome"] as String).split(separator: "\n").map(String.init)
    }
}

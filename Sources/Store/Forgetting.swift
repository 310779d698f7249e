import Digest
import GRDB
import HourLedger
public import WorkingTime

/// What forgetting a person came to.
public struct ForgetReport: Hashable, Sendable {
    /// A client's chain of postings that was sealed anew because the person's words and Message-IDs went out of it.
    public struct Seal: Hashable, Sendable {
        public var client: String
        /// The first posting that changed.
        public var fromNumber: Int
        /// Hexadecimal digests of the last posting.
        public var headBefore: String
        public var headAfter: String
    }

    /// Mails whose bytes, addresses and subjects went.
    public var mails = 0
    public var requests = 0
    public var tickets = 0
    /// Mails of ours to the person.
    public var outbox = 0
    public var postings = 0
    public var seals: [Seal] = []
    /// Tickets in which other people write too: their own mails stay and may quote the person.
    public var sharedTickets = 0

    public var isNothing: Bool { mails == 0 && outbox == 0 }
}

extension Store {
    /// Erases a person: the bytes, addresses, subjects and words of what they wrote, of what was written to them, and the
    /// answers in tickets where only they write. Labels, verdicts, times and minutes stay, so that the books balance; the
    /// chains of postings that held their words are sealed anew.
    ///
    /// Open the store `.exclusive`: a process at work would go on with the old chain.
    ///
    /// - Parameter address: In lower case.
    public func forget(_ address: String, now: Instant) throws -> ForgetReport {
        let report = try recording(at: now) { try Forgetting(recorder: $0, address: address).run() }
        try finishErasures(now: now)
        try eraseDeadBytes()
        // Pages that were given up keep their old content until they are written over.
        try database.pool.vacuum()
        try database.pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        return report
    }
}

/// The steps of forgetting one person, in one transaction.
private struct Forgetting {
    let recorder: Recorder
    let address: String
    var database: Database { recorder.database }

    /// Stands where words were.
    static let mark = "(erased)"

    func run() throws -> ForgetReport {
        var report = ForgetReport()
        let own = try Int.fetchAll(database, sql: "SELECT id FROM mail WHERE sender = ?", arguments: [address])
        let (alone, shared) = try tickets()
        let answers = try mailsOf(tickets: alone)
        let copies = try Int.fetchAll(
            database,
            sql: "SELECT mail.id FROM mail JOIN outbox USING (messageID) WHERE outbox.recipient = ?",
            arguments: [address]
        )
        let doubles = try own.flatMap {
            try Int.fetchAll(database, sql: "SELECT id FROM mail WHERE duplicateOf = ?", arguments: [$0])
        }
        let mails = Set(own + answers + copies + doubles).sorted()
        let requests = try own.flatMap {
            try Int.fetchAll(database, sql: "SELECT id FROM request WHERE mailID = ?", arguments: [$0])
        }
        report.postings = try reseal(requests: Set(requests.map(String.init)), mails: own, &report)
        try eraseWords(of: mails, requests: requests, tickets: alone)
        report.outbox = try eraseOutbox(tickets: alone, firstMail: own.min())
        try recorder.beginErasing(mails, why: .forgotten)
        report.mails = mails.count
        report.requests = requests.count
        report.tickets = alone.count
        report.sharedTickets = shared
        return report
    }

    /// Tickets in which nobody else from outside writes, and the number of the others.
    private func tickets() throws -> (alone: [Int], shared: Int) {
        let all = try Int.fetchAll(
            database,
            sql: "SELECT DISTINCT ticketID FROM mail WHERE sender = ? AND ticketID IS NOT NULL",
            arguments: [address]
        )
        // Who answers has no request: staff and machines.
        let alone = try all.filter { ticket in
            try
                !(Bool.fetchOne(
                    database,
                    sql: """
                        SELECT EXISTS (SELECT 1 FROM request JOIN mail ON mail.id = request.mailID
                            WHERE request.ticketID = ? AND mail.sender IS NOT ?)
                        """,
                    arguments: [ticket, address]
                ) ?? false)
        }
        return (alone, all.count - alone.count)
    }

    private func mailsOf(tickets: [Int]) throws -> [Int] {
        try tickets.flatMap {
            try Int.fetchAll(database, sql: "SELECT id FROM mail WHERE ticketID = ?", arguments: [$0])
        }
    }

    private func eraseWords(of mails: [Int], requests: [Int], tickets: [Int]) throws {
        // The mark stays, whose it was goes.
        try database.execute(
            sql: "UPDATE rating SET person = ? || ' ' || mailID WHERE person = ?",
            arguments: [Self.mark, address]
        )
        for ticket in tickets {
            // The identity only tells answers apart, and is a Message-ID where there was one.
            try database.execute(
                sql: """
                    UPDATE answer SET text = ?, messageID = NULL, identity = 'erased ' || id WHERE ticketID = ?
                    """,
                arguments: [Self.mark, ticket]
            )
            try database.execute(
                sql: """
                    UPDATE command SET outcome = ? WHERE outcome <> '' AND orderMailID IN (
                        SELECT id FROM mail WHERE ticketID = ?)
                    """,
                arguments: [Self.mark, ticket]
            )
        }
        for mail in mails {
            try database.execute(
                sql: "UPDATE mail SET messageID = NULL, sender = NULL, subject = NULL WHERE id = ?",
                arguments: [mail]
            )
            try database.execute(
                sql: "UPDATE decision SET acknowledgementWhy = '', reasons = '' WHERE mailID = ?",
                arguments: [mail]
            )
        }
        for request in requests {
            try database.execute(
                sql: "UPDATE request SET text = ?, evidence = '' WHERE id = ?",
                arguments: [Self.mark, request]
            )
            // What was taught by the person's words goes with them.
            try database.execute(sql: "DELETE FROM correction WHERE requestID = ?", arguments: [request])
        }
        for ticket in tickets {
            try database.execute(
                sql: "UPDATE ticket SET subject = ?, baseSubject = '' WHERE id = ?",
                arguments: [Self.mark, ticket]
            )
        }
    }

    /// What was written to the person, and the mails to the staff that told of their requests.
    private func eraseOutbox(tickets: [Int], firstMail: Int?) throws -> Int {
        try database.execute(
            sql: """
                UPDATE outbox SET state = 'discarded', endedAt = ? WHERE recipient = ?
                    AND state NOT IN ('accepted', 'refused', 'discarded')
                """,
            arguments: [recorder.now.epochSeconds, address]
        )
        try database.execute(
            sql: """
                UPDATE outbox SET recipient = ?, recipientDomain = '', subject = ?, bytes = x'', pending = NULL,
                    note = ''
                WHERE recipient = ?
                """,
            arguments: [Self.mark, Self.mark, address]
        )
        let count = database.changesCount
        guard let firstMail else { return count }
        try database.execute(
            sql: """
                UPDATE outbox SET bytes = x'', pending = NULL WHERE kind <> 'acknowledgement' AND state IN ('accepted', 'discarded')
                    AND createdAt >= (SELECT receivedAt FROM mail WHERE id = ?)
                """,
            arguments: [firstMail]
        )
        return count
    }

    /// Takes the person's words and Message-IDs out of the postings and seals each chain anew from there on.
    private func reseal(requests: Set<String>, mails: [Int], _ report: inout ForgetReport) throws -> Int {
        let messages = Set(
            try mails.compactMap {
                try String.fetchOne(database, sql: "SELECT messageID FROM mail WHERE id = ?", arguments: [$0])
            }
        )
        let clients = try String.fetchAll(database, sql: "SELECT DISTINCT client FROM posting ORDER BY client")
        var count = 0
        // Within this transaction only: the other side of it finds the books closed again.
        try database.execute(sql: "DROP TRIGGER postingIsNeverEdited")
        for client in clients {
            let postings = try recorder.postings(client: client)
            let first = postings.firstIndex { Self.tells($0, of: requests, messages) }
            guard let first, let headBefore = postings.last?.digest else { continue }
            var previous = postings[first].previousDigest
            for posting in postings[first...] {
                var next = posting
                if Self.tells(posting, of: requests, messages) {
                    next.message = nil
                    if posting.enteredBy == "gatepost" { next.note = Self.mark }
                    count += 1
                }
                next = next.sealed(number: posting.number, previous: previous)
                previous = next.digest
                try update(next)
            }
            try database.execute(
                sql: "UPDATE postingHead SET digest = ? WHERE client = ? AND number = ?",
                arguments: [previous.map { Store.blob($0.bytes) }, client, postings.count]
            )
            let seal = ForgetReport.Seal(
                client: client,
                fromNumber: postings[first].number,
                headBefore: headBefore.hexadecimal,
                headAfter: previous?.hexadecimal ?? ""
            )
            report.seals.append(seal)
        }
        try database.execute(sql: Schema.editTrigger)
        return count
    }

    private static func tells(_ posting: Posting, of requests: Set<String>, _ messages: Set<String>) -> Bool {
        posting.message.map(messages.contains) == true
            || (posting.enteredBy == "gatepost" && posting.note != mark
                && posting.request.map(requests.contains) == true)
    }

    private func update(_ posting: Posting) throws {
        try database.cachedStatement(
            sql: """
                UPDATE posting SET message = ?, note = ?, previousDigest = ?, digest = ?
                WHERE client = ? AND number = ?
                """
        ).execute(arguments: [
            posting.message, posting.note, posting.previousDigest.map { Store.blob($0.bytes) },
            posting.digest.map { Store.blob($0.bytes) }, posting.client, posting.number,
        ])
    }
}

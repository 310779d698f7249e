import Agreement
public import HourLedger
import Store
import Triage
public import WorkingTime

/// What an import of a timesheet did.
public struct TimesheetImport: Sendable {
    /// What came of one client's rows.
    public struct Sum: Hashable, Sendable {
        public var client: String
        /// Rows that are new.
        public var rowCount = 0
        /// Rows that were booked before.
        public var earlierCount = 0
        public var workedMinutes = 0
        /// Minutes that the terms charge for the new rows, whether to the balance or as overage.
        public var debitedMinutes = 0
        public var heldMinutes = 0
        public var balanceMinutes = 0
    }

    /// A row that cannot be booked.
    public struct Problem: Hashable, Sendable {
        /// Line of the file, from 1.
        public var line: Int
        public var words: String
    }

    /// Clients in the order in which the file names them; empty when there are problems.
    public var sums: [Sum] = []
    public var postings: [Posting] = []
    /// In order of the lines. With one of them nothing is booked at all.
    public var problems: [Problem] = []
}

extension Books {
    /// Books the rows of a timesheet, all of them or, if one cannot be booked, none. Rows that were booked before are
    /// left alone.
    ///
    /// - Parameter client: the client of every row; nil to go by the file, which may give ids or names.
    public func book(_ timesheet: Timesheet, client: String?, now: Instant) throws -> TimesheetImport {
        var result = TimesheetImport()
        result.problems = timesheet.defects.map { .init(line: $0.line, words: $0.words) }
        if let client { _ = try ledger(of: client, postings: []) }
        var rows: [(client: String, rows: [Timesheet.Row])] = []
        for row in timesheet.rows {
            guard let id = client ?? self.client(named: row.client) else {
                result.problems.append(.init(line: row.line, words: unknownClient(row.client)))
                continue
            }
            if let index = rows.firstIndex(where: { $0.client == id }) {
                rows[index].rows.append(row)
            } else {
                rows.append((id, [row]))
            }
        }
        do {
            try store.recording(at: now) { recorder in
                for (client, rows) in rows {
                    var ledger = try ledger(of: client, postings: recorder.postings(client: client))
                    try book(rows, on: &ledger, now: now, into: &result)
                }
                guard result.problems.isEmpty else { throw Incomplete() }
                try recorder.append(result.postings)
            }
        } catch is Incomplete {
            result.sums = []
            result.postings = []
            result.problems.sort { $0.line < $1.line }
        }
        return result
    }

    /// Ends the transaction without a trace.
    private struct Incomplete: Error {}

    private func book(
        _ rows: [Timesheet.Row],
        on ledger: inout Ledger,
        now: Instant,
        into result: inout TimesheetImport
    ) throws {
        var sum = TimesheetImport.Sum(client: ledger.agreement.client)
        for row in rows {
            do {
                let request = try row.request.map { try self.request(named: $0, of: sum.client) }
                var entry = row.entry(in: ledger.agreement.zone, charge: charge(of: request))
                entry.clause = request?.clause
                let booking = try ledger.book(entry, now: now)
                ledger.append(booking.postings)
                result.postings += booking.postings
                sum.debitedMinutes += booking.debitedMinutes
                sum.heldMinutes += booking.heldMinutes
                if booking.earlier == nil {
                    sum.rowCount += 1
                    sum.workedMinutes += row.minutes
                } else {
                    sum.earlierCount += 1
                }
            } catch let error as BookingError {
                result.problems.append(.init(line: row.line, words: error.words))
            } catch let error as RequestWork.Refusal {
                result.problems.append(.init(line: row.line, words: error.description))
            } catch let error as StoreError {
                guard case .missing = error else { throw error }
                result.problems.append(.init(line: row.line, words: error.description))
            }
        }
        sum.balanceMinutes = ledger.balance(asOf: now).balanceMinutes
        result.sums.append(sum)
    }

    /// The client whose id or name a file gives, without regard to case.
    private func client(named name: String) -> String? {
        let wanted = name.lowercased()
        let byID = policy.clients.first { $0.client.lowercased() == wanted }
        return (byID ?? policy.clients.first { $0.name.lowercased() == wanted })?.client
    }

    private func unknownClient(_ name: String) -> String {
        let known = policy.clients.map { "\($0.client) (\($0.name))" }.joined(separator: ", ")
        return "no client is called \(name.prefix(60)); the clients are \(known); or name one with --client"
    }
}

extension Timesheet.Defect {
    /// What is wrong with the line, and what would be right.
    public var words: String {
        switch kind {
        case .tooLarge: "the file has more than \(Timesheet.bytesMax / 1_000_000) MB; split it"
        case .unknownColumns:
            "the first line names no columns that are known; a plain file has client,date,duration,note"
        case .openQuote: "a quotation mark is never closed"
        case .field(let name): "`\(name)` is missing or cannot be read"
        }
    }
}

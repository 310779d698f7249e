import Agreement
import ArgumentParser
import Foundation
import HourLedger
import Mailrules
import Service
import Store
import Triage
import WorkingTime

/// `gatepost ledger`: postings and balance.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "A client's postings and balance; `gatepost ledger verify` checks all of them.",
        discussion: """
            Examples:
              gatepost ledger harbor
              gatepost ledger harbor --as-of 2026-10-31 --format hledger
              gatepost ledger verify
            """
    )

    enum Format: String, CaseIterable, ExpressibleByArgument { case table, json, csv, hledger, timeclock }

    @Argument(help: "The client's id, or `verify`.")
    var client: String

    @Option(help: "The day (its end, in the client's zone) or the instant (RFC 3339) that is looked at.")
    var asOf: String?

    @Option(help: "Only this period, such as 2026-11 or 2026-Q4.")
    var period: String?

    @Option(help: "table, json, csv, hledger or timeclock.")
    var format: Format = .table

    @Flag(help: "The same as --format json.")
    var json = false

    @OptionGroup var places: PlaceOptions

    func run() throws {
        let policy = try places.rules.configuration().policy
        try reporting {
            let books = Books(store: try places.store(.shared), policy: policy)
            if client == "verify" { return try verify(books) }
            let zone = try books.ledger(of: client).agreement.zone
            var state = try books.state(of: client, asOf: try instant(in: zone))
            if let period {
                guard state.periods.contains(where: { $0.name == period }) else {
                    throw ValidationError(
                        "\(client) has no period \(period) by then; "
                            + "there are \(state.periods.map(\.name).suffix(12).joined(separator: ", "))"
                    )
                }
                state.periods.removeAll { $0.name != period }
                state.postings.removeAll { $0.period != period }
            }
            try show(state)
        }
    }

    private func show(_ state: LedgerState) throws {
        switch json ? .json : format {
        case .table: Console.say(LedgerExport.table(state))
        case .json: try Console.json(LedgerDocument(state))
        case .csv: Console.say(LedgerExport.csv(state))
        case .hledger: Console.say(LedgerExport.hledger(state))
        case .timeclock: Console.say(LedgerExport.timeclock(state))
        }
    }

    private func instant(in zone: Zone) throws -> Instant {
        guard let asOf else { return presentInstant() }
        if let day = CivilDate(asOf) {
            return zone.instant(on: day.adding(days: 1), minuteOfDay: 0).adding(seconds: -1)
        }
        guard let instant = Instant(rfc3339: asOf) else {
            throw ValidationError("\(asOf) is neither a day (2026-10-31) nor an instant (2026-10-31T12:00:00Z)")
        }
        return instant
    }

    private func verify(_ books: Books) throws {
        if let fault = try books.verify() {
            Console.complain(
                "posting \(fault.id) of \(fault.client) does not fit: \(fault.kind); restore the state folder from a backup"
            )
            throw ExitCode.fellShort
        }
        Console.say("Every posting fits.")
    }
}

/// The JSON form of a posting.
struct PostingView: Encodable {
    var id: String
    var at: String
    var kind: String
    var minutes: Int
    var heldMinutes: Int
    var request: String?
    var clause: String?
    var note: String

    init(_ posting: Posting) {
        id = posting.id
        at = posting.happenedAt.rfc3339
        kind = posting.kind.rawValue
        minutes = posting.minutes
        heldMinutes = posting.heldMinutes
        request = posting.request
        clause = posting.clause?.name
        note = posting.note
    }
}

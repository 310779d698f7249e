import Agreement
import ArgumentParser
import Foundation
import HourLedger
import Mailrules
import Reports
import Service
import Store
import Triage
import WorkingTime

/// `gatepost ledger`: postings and balance, and what a person does with them.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "A client's postings and balance, closing and correcting.",
        discussion: """
            Examples:
              gatepost ledger harbor
              gatepost ledger harbor --as-of 2026-10-31 --format hledger
              gatepost ledger close harbor 2026-10
              gatepost ledger verify
            """,
        subcommands: [
            Show.self, Verify.self, Close.self, Approve.self, Correct.self, Adjust.self, Credit.self,
        ],
        defaultSubcommand: Show.self
    )

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Postings and balance; `gatepost ledger CLIENT` is enough.",
            discussion: "Example: gatepost ledger harbor --period 2026-11 --format csv"
        )

        enum Format: String, CaseIterable, ExpressibleByArgument { case table, json, csv, hledger, timeclock }

        @Argument(help: "The client's id.")
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
                let ledger = try books.ledger(of: client)
                let asOf = try endInstant(asOf, in: ledger.agreement.zone)
                var state = ledger.state(asOf: asOf)
                if let period {
                    let name = try books.period(period, of: ledger, asOf: asOf).name
                    state.periods.removeAll { $0.name != name }
                    state.postings.removeAll { $0.period != name }
                }
                try show(state)
            }
        }

        private func show(_ state: LedgerState) throws {
            switch json ? .json : format {
            case .table: Console.say(LedgerTable.text(state))
            case .json: try Console.json(LedgerDocument(state))
            case .csv: Console.say(LedgerExport.csv(state))
            case .hledger: Console.say(LedgerExport.hledger(state))
            case .timeclock: Console.say(LedgerExport.timeclock(state))
            }
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Derives every balance anew and checks every posting of every client.",
            discussion: "Example: gatepost ledger verify"
        )

        @OptionGroup var places: PlaceOptions

        func run() throws {
            try reporting {
                if let fault = try Books.verify(places.store(.shared)) {
                    Console.complain(
                        "posting \(fault.id) of \(fault.client) does not fit: \(fault.words); "
                            + "restore the state folder from a backup"
                    )
                    throw ExitCode.fellShort
                }
                Console.say("Every posting fits.")
            }
        }
    }
}

/// The moment that an option names: the end of a day in a zone, an instant, or now when nothing is said.
func endInstant(_ text: String?, in zone: Zone) throws -> Instant {
    guard let text else { return presentInstant() }
    if let day = CivilDate(text) { return zone.startOfDay(day.adding(days: 1)).adding(seconds: -1) }
    guard let instant = Instant(rfc3339: text) else {
        throw ValidationError("\(text) is neither a day (2026-10-31) nor an instant (2026-10-31T12:00:00Z)")
    }
    return instant
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

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

/// `gatepost statement`: what a client was granted, used and owes in a period.
struct StatementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statement",
        abstract: "What a client was granted, used and owes in a period, promises kept and broken, credits due.",
        discussion: """
            Examples:
              gatepost statement harbor --period 2026-11
              gatepost statement harbor --period 2026-11 --html > november.html
              gatepost statement harbor --period 2026-11 --send
            """
    )

    @Argument(help: "The client's id.")
    var client: String

    @Option(help: "The period, such as 2026-11 or 2026-Q4; the one that ended last unless said.")
    var period: String?

    @Option(help: "The day (its end, in the client's zone) or the instant (RFC 3339) that is looked at.")
    var asOf: String?

    @Option(help: "Downtime measured in the period, such as 12h, where the terms give credits for it.")
    var downtime: String?

    @Flag(help: "Queues it for the client, once for each period; the next round sends it.")
    var send = false

    @Flag(help: "As JSON.")
    var json = false

    @Flag(help: "As HTML, as it stands in the mail.")
    var html = false

    @OptionGroup var places: PlaceOptions

    func validate() throws {
        guard !send || asOf == nil else { throw ValidationError("--send tells how it stands now; leave out --as-of") }
    }

    func run() throws {
        let downtimeMinutes = try minutes(ofDowntime: downtime)
        let configuration = try places.rules.configuration()
        try reporting {
            let store = try places.store(.shared)
            let ledger = try Books(store: store, policy: configuration.policy).ledger(of: client)
            let asOf = try endInstant(asOf, in: ledger.agreement.zone)
            let period = try period ?? lastEnded(of: ledger, asOf: asOf)
            let statements = Statements(store: store, policy: configuration.policy)
            let statement = try statements.statement(
                of: client,
                period: period,
                asOf: asOf,
                downtimeMinutes: downtimeMinutes
            )
            if json {
                try Console.json(StatementDocument(statement))
            } else {
                let report = statements.report(statement)
                Console.say(html ? report.html : report.text)
            }
            guard send else { return }
            let instance = try Instance(configuration: configuration, store: store, isRehearsal: false)
            let sent = try Mailings(instance: instance).queueStatement(
                of: client,
                period: period,
                downtimeMinutes: downtimeMinutes,
                now: asOf
            )
            Console.complain(
                sent.isNew
                    ? "queued for \(sent.recipient); the next round sends it"
                    : "the statement of \(period) was queued before; nothing was added"
            )
        }
    }

    private func lastEnded(of ledger: Ledger, asOf: Instant) throws -> String {
        let today = ledger.agreement.zone.date(of: asOf)
        let periods = ledger.state(asOf: asOf).periods
        guard let period = periods.last(where: { $0.end <= today }) ?? periods.last else {
            throw StoreError.missing(what: "period of \(client) that has begun; say one with --period")
        }
        return period.name
    }
}

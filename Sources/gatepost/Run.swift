import ArgumentParser
import Foundation
import Logging
import Mailrules
import Reports
import Service
import ServiceLifecycle
import Store
import Synchronization
import UnixSignals

/// `gatepost run`: the main job.
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fetches, decides, records, acknowledges, files; until stopped.",
        discussion: """
            Examples:
              gatepost run --rehearse --once   looks at what would happen; nothing is sent or moved
              gatepost run --once              one round, for cron
              gatepost run                     the long run, ended by SIGTERM or Ctrl-C
            """
    )

    @Flag(help: "Does one round and stops.")
    var once = false

    @Flag(help: "Records and shows, but sends nothing and changes nothing on the server.")
    var rehearse = false

    @Flag(help: "One JSON line a decided mail.")
    var json = false

    @OptionGroup var places: PlaceOptions

    func run() async throws {
        let configuration = try places.rules.configuration()
        let store = try places.store(.exclusive)
        let instance = try Instance(configuration: configuration, store: store, isRehearsal: rehearse)
        if once {
            try runOnce(instance)
        } else {
            try await runLong(instance)
        }
    }

    private func runOnce(_ instance: Instance) throws {
        let round = Round(instance: instance, now: presentInstant)
        try round.recover()
        let printer = DecisionPrinter(json: json, isVerbose: rehearse)
        let report = round.run { printer.add($0) }
        Console.endProgress()
        printer.finish()
        for problem in report.problems { Console.complain(problem) }
        if !json {
            let held = try instance.store.outbox(all: false).filter { $0.state == "held" }.count
            Console.say(
                "\(report.fetchedMails) fetched, \(printer.count) decided, "
                    + "\(report.delivery.accepted) sent, \(held) held for a person"
            )
        }
        if !report.problems.isEmpty { throw ExitCode.fellShort }
    }

    private func runLong(_ instance: Instance) async throws {
        var log = Logger(label: "gatepost")
        log.logLevel = .info
        let service = LongRun(instance: instance, log: log, now: presentInstant)
        let group = ServiceGroup(
            services: [service],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: log
        )
        try await group.run()
    }
}

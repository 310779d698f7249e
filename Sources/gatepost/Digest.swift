import ArgumentParser
import Foundation
import Mailrules
import Reports
import Service
import Store
import Triage
import WorkingTime

/// `gatepost digest`: the weekly digest of unsupported requests.
struct Digest: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The weekly digest of what was asked for beyond the agreements.",
        discussion: """
            Examples:
              gatepost digest --week 2026-W47 --send
              gatepost digest --week 2026-W47 --client harbor   what the client would get
            """
    )

    @Option(help: "The ISO week; the current one unless said.")
    var week: String?

    @Option(help: "A client: their own version, with how to get what they asked for.")
    var client: String?

    @Flag(help: "Queues it for the staff named in agency.yaml; the next round sends it.")
    var send = false

    @Flag(help: "As JSON.")
    var json = false

    @Flag(help: "As HTML, as it stands in the mail.")
    var html = false

    @OptionGroup var places: PlaceOptions

    func run() throws {
        let configuration = try places.rules.configuration()
        let now = presentInstant()
        let wanted = try week.map { text in
            guard let week = ISOWeek(text) else {
                throw ValidationError("\(text) is no ISO week; write it like 2026-W47")
            }
            return week
        }
        try reporting {
            let instance = try Instance(
                configuration: configuration,
                store: try places.store(.shared),
                isRehearsal: false
            )
            let mailings = Mailings(instance: instance)
            let week = wanted ?? ISOWeek(containing: now, in: configuration.policy.agency.zone)
            if let client { return try show(of: client, week: week, mailings, now: now) }
            let report = try mailings.digest(of: week)
            if json {
                Console.say(report.json)
            } else {
                Console.say(html ? report.html : report.text)
            }
            guard send else { return }
            let staff = configuration.schedule.digest?.to ?? []
            let queued = try mailings.queueDigest(
                of: week,
                to: staff,
                key: "digest:\(week.text):\(now.epochSeconds)",
                now: now
            )
            Console.complain(
                staff.isEmpty
                    ? "agency.yaml names nobody under schedule.digest.to; nothing was queued"
                    : "queued for \(queued.joined(separator: ", "))"
            )
        }
    }

    private func show(of client: String, week: ISOWeek, _ mailings: Mailings, now: Instant) throws {
        guard !json else { throw ValidationError("a client's version is for people; leave out --json or --client") }
        guard let digest = try mailings.clientDigest(of: week, client: client) else {
            return Console.say("\(client) asked for nothing outside the agreement in \(week.text)")
        }
        Console.say(html ? digest.html : digest.text)
        guard send else { return }
        let queued = try mailings.queueClientDigest(of: week, client: client, now: now)
        Console.complain(queued.map { "queued for \($0)" } ?? "not queued: it was before, or the client has no address")
    }
}

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

/// `gatepost duties`: recurring work and reviews of the terms.
struct Duties: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Recurring work of the plans (updates, backups, scans) and reviews of the terms that have come round.",
        discussion: """
            A duty opens on the first day of its period and is due on the last; `done` debits its time, which then \
            stands on the ledger and the statement.
            Examples:
              gatepost duties
              gatepost duties done 12 --time 50m --note "all plugins, restore tested"
              gatepost duties skip 13 --note "the site is frozen until January"
            """,
        subcommands: [DutiesList.self, DutiesDone.self, DutiesSkip.self],
        defaultSubcommand: DutiesList.self
    )
}

struct DutiesList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "What waits, the nearest due first.")

    @Flag(help: "What is done or left out as well.")
    var all = false

    @Option(help: "Only this client's.")
    var client: String?

    @Flag(help: "One JSON line each.")
    var json = false

    @OptionGroup var places: PlaceOptions

    func run() throws {
        let policy = try places.rules.configuration().policy
        try reporting {
            let store = try places.store(.shared)
            let now = presentInstant()
            try DutyWork(store: store, policy: policy).openDue(now: now)
            let rows = try store.duties(all: all, client: client)
            if json { return try rows.forEach { try Console.json(DutyView($0)) } }
            guard !rows.isEmpty else { return Console.say("Nothing waits.") }
            var table = TextTable(columns: [
                .init("id", .right), .init("due"), .init("client"), .init("what", isFlexible: true),
                .init("time", .right),
                .init("clause"), .init("state", isFlexible: true),
            ])
            for row in rows {
                let today = policy.client(row.client)?.zone.date(of: now) ?? policy.agency.zone.date(of: now)
                table.add([
                    "\(row.id)", row.dueOn.text, row.client, row.name,
                    row.minutes > 0 ? DurationText.text(row.minutes) : "", row.clause?.name ?? "",
                    Self.state(of: row, today: today),
                ])
            }
            Console.say(table.text())
        }
    }

    private static func state(of row: DutyRow, today: CivilDate) -> String {
        let note = row.note.isEmpty ? "" : ": \(row.note)"
        if row.isSkipped { return "left out" + note }
        if row.doneAt != nil { return "done" + note }
        return row.dueOn < today ? "overdue" : "open"
    }
}

struct DutiesDone: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "done",
        abstract: "Says that a duty was done, and debits its time.",
        discussion: "Example: gatepost duties done 12 --time 50m --note \"restore tested\""
    )

    @Argument(help: "The duty's number.")
    var id: Int

    @Option(help: "Time worked, such as 45m; the plan's unless said.")
    var time: String?

    @Option(help: "What was done; the client reads it on the statement.")
    var note = ""

    @Option(help: "Who did it.")
    var by: String = ProcessInfo.processInfo.environment["USER"] ?? "staff"

    @OptionGroup var places: PlaceOptions

    func run() throws {
        let minutes = try time.map { text in
            guard let minutes = DurationText.minutes(text), minutes >= 0 else {
                throw ValidationError("\(text) is no duration; write it like 45m, 3h or 1h30m")
            }
            return minutes
        }
        let policy = try places.rules.configuration().policy
        let now = presentInstant()
        try reporting {
            let work = DutyWork(store: try places.store(.shared), policy: policy)
            let booking = try work.finish(id, minutes: minutes, note: note, by: by, happenedAt: now, now: now)
            Console.say(
                booking.map { "done; \(DurationText.text($0.debitedMinutes)) booked" } ?? "done; nothing booked"
            )
        }
    }
}

struct DutiesSkip: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skip",
        abstract: "Leaves a duty out this time.",
        discussion: "Example: gatepost duties skip 13 --note \"the site is frozen\""
    )

    @Argument(help: "The duty's number.")
    var id: Int

    @Option(help: "Why.")
    var note = ""

    @OptionGroup var places: PlaceOptions

    func run() throws {
        let policy = try places.rules.configuration().policy
        try reporting {
            let store = try places.store(.shared)
            try DutyWork(store: store, policy: policy).skip(id, note: note, now: presentInstant())
            Console.say("left out this time")
        }
    }
}

/// The JSON form of a duty.
struct DutyView: Encodable {
    var id: Int
    var client: String
    var kind: String
    var name: String
    var minutes: Int
    var clause: String?
    var dueOn: String
    var openedAt: String
    var doneAt: String?
    var skipped: Bool
    var note: String

    init(_ row: DutyRow) {
        id = row.id
        client = row.client
        kind = row.kind.rawValue
        name = row.name
        minutes = row.minutes
        clause = row.clause?.name
        dueOn = row.dueOn.text
        openedAt = row.openedAt.rfc3339
        doneAt = row.doneAt?.rfc3339
        skipped = row.isSkipped
        note = row.note
    }
}

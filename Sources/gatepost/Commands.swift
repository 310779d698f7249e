import ArgumentParser
import Foundation
import Mailrules
import Reports
import Store
import WorkingTime

/// `gatepost commands`: what staff asked for by mail.
struct Commands: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Commands that came by mail: what was done, and what was held because nobody vouches for it.",
        subcommands: [List.self, Dismiss.self],
        defaultSubcommand: List.self
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Mails with commands that were held; nothing of them was done.",
            discussion: "Example: gatepost commands list --all"
        )

        @Flag(help: "Those that were obeyed, too.")
        var all = false

        @Flag(help: "One JSON line a mail.")
        var json = false

        @OptionGroup var places: PlaceOptions

        func run() throws {
            let rows = try reporting { try places.store(.shared).commands(all: all) }
            if json { return try rows.forEach { try Console.json(CommandView($0)) } }
            guard !rows.isEmpty else { return Console.say(all ? "No command came by mail." : "No command is held.") }
            var table = TextTable(columns: [
                .init("mail", .right), .init("state"), .init("from", isFlexible: true),
                .init("what became of it", isFlexible: true),
            ])
            for row in rows {
                let outcome = row.state == .held ? row.reason : row.outcome.joined(separator: "; ")
                table.add([String(row.mailID), row.state.rawValue, row.sender, outcome])
            }
            Console.say(table.text())
        }
    }

    struct Dismiss: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says that you have seen a held mail; nothing of it is done.",
            discussion: "Example: gatepost commands dismiss 41"
        )

        @Argument(help: "The mail's number.")
        var mail: Int

        @OptionGroup var places: PlaceOptions

        func run() throws {
            try reporting {
                guard try places.store(.shared).dismissCommand(mail: mail) else {
                    throw StoreError.missing(what: "held mail \(mail) with commands; see `gatepost commands`")
                }
                Console.say("mail \(mail) is off the list")
            }
        }
    }
}

/// A mail with commands in JSON.
private struct CommandView: Encodable {
    var mail: Int
    var at: String
    var state: String
    var staff: String?
    var sender: String
    var subject: String
    var orderMail: Int?
    var reason: String
    var outcome: [String]

    init(_ row: CommandRow) {
        mail = row.mailID
        at = row.at.rfc3339
        state = row.state.rawValue
        staff = row.staff
        sender = row.sender
        subject = row.subject
        orderMail = row.orderMailID
        reason = row.reason
        outcome = row.outcome
    }
}

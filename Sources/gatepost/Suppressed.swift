import ArgumentParser
import Foundation
import Reports
import Store
import WorkingTime

/// `gatepost suppressed`: mail that was taken for a machine's and left unanswered.
struct Suppressed: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows mail that was taken for a machine's, with the reasons; lets a person release it.",
        subcommands: [List.self, Release.self],
        defaultSubcommand: List.self
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Mails that were taken for a machine's, newest first.",
            discussion: "Example: gatepost suppressed list"
        )

        @Flag(help: "One JSON line a mail.")
        var json = false

        @OptionGroup var places: PlaceOptions

        private struct View: Encodable {
            var id: Int
            var from: String
            var subject: String
            var received: String
            var origin: String
            var why: [String]
        }

        func run() throws {
            let mails = try places.store(.shared).suppressed()
            if json {
                for mail in mails {
                    try Console.json(
                        View(
                            id: mail.mailID,
                            from: mail.sender,
                            subject: mail.subject,
                            received: mail.receivedAt.rfc3339,
                            origin: mail.origin,
                            why: mail.acknowledgementWhy
                        )
                    )
                }
                return
            }
            guard !mails.isEmpty else { return Console.say("No mail was taken for a machine's.") }
            var table = TextTable(columns: [
                .init("id", .right), .init("origin"), .init("from", isFlexible: true),
                .init("subject", isFlexible: true),
                .init("why", isFlexible: true),
            ])
            for mail in mails {
                let why = mail.acknowledgementWhy.first ?? ""
                table.add([String(mail.mailID), mail.origin, mail.sender, mail.subject, why])
            }
            Console.say(table.text())
        }
    }

    struct Release: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says that a person wrote a mail; the next round decides and answers it as such.",
            discussion: "Example: gatepost suppressed release 12"
        )

        @Argument(help: "The mail's number.")
        var id: Int

        @OptionGroup var places: PlaceOptions

        func run() throws {
            guard try places.store(.shared).release(mail: id, now: presentInstant()) else {
                Console.complain("mail \(id) was not taken for a machine's; see `gatepost suppressed list`")
                throw ExitCode.fellShort
            }
            Console.say("The next round decides mail \(id) as a person's.")
        }
    }
}

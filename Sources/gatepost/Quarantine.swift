import ArgumentParser
import Foundation
import Reports
import Service
import Store
import WorkingTime

/// `gatepost quarantine`: mail that could not be processed.
struct Quarantine: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows mail that could not be processed, and tries it again.",
        subcommands: [List.self, Show.self, Retry.self],
        defaultSubcommand: List.self
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Mails in quarantine with their reasons.",
            discussion: "Example: gatepost quarantine list"
        )

        @Flag(help: "One JSON line a mail.")
        var json = false

        @OptionGroup var places: PlaceOptions

        private struct View: Encodable {
            var id: Int
            var mailbox: String
            var uid: UInt32
            var received: String
            var bytes: Int
            var reason: String
            var attempts: Int
        }

        func run() throws {
            let entries = try places.store(.shared).quarantined()
            if json {
                for entry in entries {
                    try Console.json(
                        View(
                            id: entry.mailID,
                            mailbox: entry.mailbox,
                            uid: entry.uid,
                            received: entry.receivedAt.rfc3339,
                            bytes: entry.byteCount,
                            reason: entry.reason,
                            attempts: entry.attempts
                        )
                    )
                }
                return
            }
            guard !entries.isEmpty else { return Console.say("Nothing is in quarantine.") }
            var table = TextTable(columns: [
                .init("id", .right), .init("mailbox"), .init("received"), .init("reason", isFlexible: true),
            ])
            for entry in entries {
                table.add([String(entry.mailID), entry.mailbox, entry.receivedAt.rfc3339, entry.reason])
            }
            Console.say(table.text())
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints a stored mail as it came.",
            discussion: "Example: gatepost quarantine show 12"
        )

        @Argument(help: "The mail's number.")
        var id: Int

        @OptionGroup var places: PlaceOptions

        func run() throws {
            try reporting {
                let store = try places.store(.shared)
                guard let mail = try store.mail(id) else { throw StoreError.missing(what: "mail \(id)") }
                FileHandle.standardOutput.write(Data(try store.bytes(of: mail)))
            }
        }
    }

    struct Retry: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Puts a mail back; the next round decides it.",
            discussion: "Example: gatepost quarantine retry 12"
        )

        @Argument(help: "The mail's number.")
        var id: Int

        @OptionGroup var places: PlaceOptions

        func run() throws {
            guard try places.store(.shared).retryQuarantined(mail: id) else {
                Console.complain("mail \(id) is not in quarantine; see `gatepost quarantine list`")
                throw ExitCode.fellShort
            }
        }
    }
}

/// Prints what the record says went wrong and ends with status 1.
func reporting<Value>(_ work: () throws -> Value) throws -> Value {
    do {
        return try work()
    } catch let error as StoreError {
        Console.complain("\(error)")
        throw ExitCode.fellShort
    } catch let error as RequestWork.Refusal {
        Console.complain("\(error)")
        throw ExitCode.fellShort
    } catch let error as MailFiles.Unreadable {
        Console.complain("\(error)")
        throw ExitCode.fellShort
    }
}

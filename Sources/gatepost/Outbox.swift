import ArgumentParser
import Foundation
import Reports
import Service
import Store
import WorkingTime

/// `gatepost outbox`: what waits to go out, and why.
struct Outbox: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what waits to go out and why; lets a person release or discard it.",
        subcommands: [List.self, Show.self, Retry.self, Release.self, Discard.self],
        defaultSubcommand: List.self
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Mails of the outbox, newest first.",
            discussion: "Example: gatepost outbox list --all"
        )

        @Flag(help: "Also what was accepted or discarded.")
        var all = false

        @Flag(help: "One JSON line a mail.")
        var json = false

        @OptionGroup var places: PlaceOptions

        private struct View: Encodable {
            var id: Int
            var kind: String
            var state: String
            var to: String
            var subject: String
            var messageID: String
            var client: String?
            var ticket: Int?
            var attempts: Int
            var createdAt: String
            var nextAttemptAt: String
            var due: String?
            var note: String
        }

        func run() throws {
            let entries = try places.store(.shared).outbox(all: all)
            if json { return try entries.forEach { try Console.json(Self.view($0)) } }
            guard !entries.isEmpty else { return Console.say("Nothing waits.") }
            var table = TextTable(columns: [
                .init("id", .right), .init("state"), .init("to", isFlexible: true), .init("subject", isFlexible: true),
                .init("why", isFlexible: true),
            ])
            for entry in entries {
                table.add([String(entry.id), entry.state, entry.recipient, entry.subject, entry.note])
            }
            Console.say(table.text())
        }

        private static func view(_ entry: OutboxEntry) -> View {
            View(
                id: entry.id,
                kind: entry.kind,
                state: entry.state,
                to: entry.recipient,
                subject: entry.subject,
                messageID: entry.messageID,
                client: entry.client,
                ticket: entry.ticketID,
                attempts: entry.attempts,
                createdAt: entry.createdAt.rfc3339,
                nextAttemptAt: entry.nextAttemptAt.rfc3339,
                due: entry.due?.rfc3339,
                note: entry.note
            )
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints a mail of the outbox as it goes out.",
            discussion: "Example: gatepost outbox show 3"
        )

        @Argument(help: "The mail's number.")
        var id: Int

        @OptionGroup var places: PlaceOptions

        func run() throws {
            try reporting { FileHandle.standardOutput.write(Data(try bytes())) }
        }

        /// Composing takes the operator's templates; what went out needs nobody.
        private func bytes() throws -> [UInt8] {
            let store = try places.store(.shared)
            if case .composed(let bytes) = try store.outboxContent(id) { return bytes }
            let instance = try Instance(
                configuration: places.rules.configuration(),
                store: store,
                isRehearsal: true
            )
            return try instance.outgoingBytes(of: id, at: presentInstant())
        }
    }

    struct Retry: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tries a deferred or refused mail again at once.",
            discussion: "Example: gatepost outbox retry 3"
        )

        @Argument(help: "The mail's number.")
        var id: Int

        @OptionGroup var places: PlaceOptions

        func run() throws {
            try Outbox.move(
                id,
                from: ["deferred", "refused"],
                to: "queued",
                note: "tried again by hand",
                places: places
            )
        }
    }

    struct Release: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets a held mail go out.",
            discussion: "Example: gatepost outbox release 3"
        )

        @Argument(help: "The mail's number.")
        var id: Int

        @OptionGroup var places: PlaceOptions

        func run() throws {
            try Outbox.move(id, from: ["held"], to: "queued", note: "released by hand", places: places)
        }
    }

    struct Discard: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives a mail up: it never goes out.",
            discussion: "Example: gatepost outbox discard 3"
        )

        @Argument(help: "The mail's number.")
        var id: Int

        @OptionGroup var places: PlaceOptions

        func run() throws {
            try Outbox.move(
                id,
                from: ["held", "queued", "deferred", "refused", "uncertain"],
                to: "discarded",
                note: "discarded by hand",
                places: places
            )
        }
    }

    private static func move(_ id: Int, from states: [String], to state: String, note: String, places: PlaceOptions)
        throws
    {
        let store = try places.store(.shared)
        let now = presentInstant()
        if try store.setOutbox(id, from: states, to: state, nextAttemptAt: now, note: note, now: now) { return }
        let found = try store.outboxEntry(id)
        Console.complain(
            found.map {
                "mail \(id) is \($0.state); this can be done with one that is \(states.joined(separator: " or "))"
            }
                ?? "there is no mail \(id) in the outbox; see `gatepost outbox list --all`"
        )
        throw ExitCode.fellShort
    }
}

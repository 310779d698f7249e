import Agreement
import ArgumentParser
import Foundation
import Mailrules
import Service
import Store
import Triage
import WorkingTime

/// `gatepost deadline`: what is promised for a mail received then.
struct Deadline: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The promises for a mail received then, with the walk to each.",
        discussion: """
            Examples:
              gatepost deadline harbor --received 2026-11-20T16:40:00+01:00
              gatepost deadline harbor --received 2026-11-20T16:40:00+01:00 \\
                  --pause 2026-11-23T10:00:00+01:00/2026-11-24T09:00:00+01:00
            """
    )

    @Argument(help: "The client's id.")
    var client: String

    @Option(help: "When the mail reached the server (RFC 3339).")
    var received: String

    @Option(help: "normal, urgent or low.")
    var priority: String = "normal"

    @Option(
        help: ArgumentHelp(
            "A time in which the clocks stood still, such as waiting for the client; may be said several times.",
            valueName: "start/end"
        )
    )
    var pause: [String] = []

    @Flag(help: "As JSON.")
    var json = false

    @OptionGroup var rules: RulesOption

    private struct View: Encodable {
        struct Promise: Encodable {
            var name: String
            var due: String
            var calendar: String
        }

        var client: String
        var received: String
        var promises: [Promise]
    }

    func run() throws {
        guard let received = Instant(rfc3339: received) else {
            throw ValidationError("\(received) is no instant; write it like 2026-11-20T16:40:00+01:00")
        }
        guard let priority = Priority(rawValue: priority) else {
            throw ValidationError("\(priority) is no priority; say normal, urgent or low")
        }
        let pauses = try pause.map(Self.pause)
        let policy = try rules.configuration().policy
        try reporting {
            let promises = try PromiseWalk.promises(
                client: client,
                received: received,
                priority: priority,
                pauses: pauses,
                policy: policy
            )
            guard json else { return Console.say(promises.map(\.text).joined(separator: "\n\n")) }
            try Console.json(
                View(
                    client: client,
                    received: received.rfc3339,
                    promises: promises.map {
                        .init(name: $0.name.rawValue, due: $0.due?.rfc3339 ?? "never", calendar: $0.calendar)
                    }
                )
            )
        }
    }

    /// A pause as two instants with a slash between them (ISO 8601 part 1, section 4.4); one without an end goes on.
    private static func pause(_ text: String) throws -> Pause {
        let ends = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard ends.count == 2, let start = Instant(rfc3339: ends[0]) else {
            throw ValidationError("\(text) is no pause; write START/END, both like 2026-11-20T16:40:00+01:00")
        }
        let end = ends[1].isEmpty ? nil : Instant(rfc3339: ends[1])
        guard ends[1].isEmpty || end.map({ $0 > start }) == true else {
            throw ValidationError("\(text) is no pause: its end is no instant after its start")
        }
        return Pause(start: start, end: end)
    }
}

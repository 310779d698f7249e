import Foundation
import Testing

/// The worked examples of deadlines, through `gatepost deadline`.
@Suite("Worked examples of deadlines, through the command")
struct DeadlineExampleTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var number: Int
        var title: String
        var client: String
        var priority = "normal"
        var received: String
        var pause: String?
        var due: String

        var testDescription: String { "\(number) \(title)" }
    }

    static let examples = [
        Example(
            number: 20,
            title: "DST forward",
            client: "berlin",
            received: "2026-03-27T16:00:00+01:00",
            due: "2026-03-30T10:00:00Z"
        ),
        Example(
            number: 21,
            title: "DST back",
            client: "berlin",
            received: "2026-10-23T16:00:00+02:00",
            due: "2026-10-26T11:00:00Z"
        ),
        Example(
            number: 22,
            title: "24 h elapsed over DST forward",
            client: "berlin",
            priority: "low",
            received: "2026-03-28T14:00:00+01:00",
            due: "2026-03-29T13:00:00Z"
        ),
        Example(
            number: 22,
            title: "24 h elapsed over DST back",
            client: "berlin",
            priority: "low",
            received: "2026-10-24T14:00:00+02:00",
            due: "2026-10-25T12:00:00Z"
        ),
        Example(
            number: 23,
            title: "the window across the gap has 3 h",
            client: "sundays",
            received: "2026-03-29T00:00:00+01:00",
            due: "2026-03-29T02:00:00Z"
        ),
        Example(
            number: 23,
            title: "the window across the fold has 5 h",
            client: "sundays",
            priority: "urgent",
            received: "2026-10-25T00:00:00+02:00",
            due: "2026-10-25T03:00:00Z"
        ),
        Example(
            number: 24,
            title: "another week",
            client: "riyadh",
            received: "2026-04-02T16:30:00+03:00",
            due: "2026-04-05T09:30:00Z"
        ),
        Example(
            number: 25,
            title: "holiday",
            client: "holidays",
            received: "2026-05-22T16:00:00+02:00",
            due: "2026-05-26T10:00:00Z"
        ),
        Example(
            number: 26,
            title: "pause",
            client: "berlin",
            priority: "urgent",
            received: "2026-06-01T10:00:00+02:00",
            pause: "2026-06-01T14:00:00+02:00/2026-06-02T11:00:00+02:00",
            due: "2026-06-02T13:00:00Z"
        ),
    ]

    private struct Open: Sendable {
        // Held to keep the folder.
        let place: Place
        let program: Program
    }

    private static let open = Result {
        func promise(_ calendar: String, _ normal: String = "4h", _ urgent: String = "8h") -> [String: String] {
            [
                "promise": """
                {normal: {firstAnswer: \(normal), by: \(calendar)}, urgent: {firstAnswer: \(urgent), by: \(calendar)}, \
                low: {firstAnswer: 24h, by: elapsed}}
                """,
                "acknowledge": "{within: \(normal), counts: no}",
            ]
        }
        let place = try Place()
        let agreed = [
            Agreed("berlin", promise("office")), Agreed("holidays", promise("holidays")),
            Agreed("sundays", promise("sundays", "3h", "5h")),
            Agreed("riyadh", promise("riyadh"), file: ["zone": "Asia/Riyadh"]),
        ]
        let rules = try ExampleRules.write(agreed, to: place)
        return Open(place: place, program: Program(rules: rules, state: place.path + "/state"))
    }

    @Test("The command names the table's deadline", arguments: examples)
    func deadline(_ example: Example) throws {
        var words = ["deadline", example.client, "--received", example.received, "--priority", example.priority]
        if let pause = example.pause { words += ["--pause", pause] }
        let outcome = try Self.open.get().program.run(words + ["--json"])
        try #require(outcome.status == 0, "\(outcome.complaint)")
        let promises = try #require(try outcome.json["promises"] as? [[String: Any]])
        let answer = try #require(promises.first { $0["name"] as? String == "firstAnswer" })
        #expect(answer["due"] as? String == example.due)
    }

    @Test("The walk tells every step, pauses too")
    func walk() throws {
        let text = try Self.open.get().program.done(
            "deadline",
            "berlin",
            "--received",
            "2026-06-01T10:00:00+02:00",
            "--priority",
            "urgent",
            "--pause",
            "2026-06-01T14:00:00+02:00/2026-06-02T11:00:00+02:00"
        ).output
        for part in ["2026-06-01", "10:00", "14:00", "2026-06-02", "11:00", "15:00"] {
            #expect(text.contains(part), "\(part)")
        }
    }
}

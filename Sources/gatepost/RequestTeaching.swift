import ArgumentParser
import Classifier
import Mailrules
import Reports
import Service
import Store
import Triage
import WorkingTime

/// `gatepost requests reclassify` and `taught`: correcting what a request is, and what was learnt from it.
extension Requests {
    struct Reclassify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says what a request really is; the verdict follows from the client's agreement.",
            discussion: """
                Requests worded alike are read the same way from then on, and the same request of the same
                client always. The model itself does not change; --undo takes back all that was learnt.

                Examples:
                  gatepost requests reclassify 7 feature
                  gatepost requests reclassify 7 --undo
                """
        )

        @Argument(help: "The request's number.")
        var id: Int

        @Argument(help: "fix, incident, feature, question, approval, billing or other.")
        var label: String?

        @Flag(help: "Takes the last word on this request back.")
        var undo = false

        @OptionGroup var places: PlaceOptions

        func validate() throws {
            let labels = Label.allCases.map(\.rawValue).joined(separator: ", ")
            if undo, label != nil { throw ValidationError("say either what it is or --undo, not both") }
            if undo { return }
            guard let label else { throw ValidationError("say what it is (\(labels)), or --undo") }
            guard Label(rawValue: label) != nil else {
                throw ValidationError("\(label) is no label; say one of \(labels)")
            }
        }

        func run() throws {
            let policy = try places.rules.configuration().policy
            try reporting {
                let work = RequestWork(store: try places.store(.shared), policy: policy)
                guard let label = label.flatMap(Label.init(rawValue:)) else {
                    let row = try work.undoReclassify(id, now: presentInstant())
                    let what = row.isDecided ? "a \(row.label.rawValue)" : "undecided, perhaps a \(row.label.rawValue)"
                    Console.say("request \(id) is \(what) again: \(row.verdict.words) (\(row.reason))")
                    return
                }
                let row = try work.reclassify(id, as: label, now: presentInstant())
                Console.say("request \(id) is a \(row.label.rawValue): \(row.verdict.words) (\(row.reason))")
                Console.say("What is asked alike will be read the same way; to take it back:")
                Console.say("  gatepost requests reclassify \(id) --undo")
            }
        }
    }

    struct Taught: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What was learnt from correcting requests, oldest first.",
            discussion: "Example: gatepost requests taught --client harbor"
        )

        @Option(help: "Only this client's.")
        var client: String?

        @Flag(help: "One JSON line a correction.")
        var json = false

        @OptionGroup var places: PlaceOptions

        private struct View: Encodable {
            var request: Int
            var client: String?
            var at: String
            var from: String
            var to: String
            var text: String
        }

        func run() throws {
            let zone = places.rules.quietConfiguration()?.policy.agency.zone ?? .utc
            let taught = try reporting { try places.store(.shared).corrections() }
                .filter { client == nil || $0.client == client }
            if json {
                return try taught.forEach {
                    try Console.json(
                        View(
                            request: $0.request,
                            client: $0.client,
                            at: $0.at.rfc3339,
                            from: $0.from.rawValue,
                            to: $0.to.rawValue,
                            text: $0.text
                        )
                    )
                }
            }
            guard !taught.isEmpty else { return Console.say("No request was reclassified.") }
            var table = TextTable(columns: [
                .init("request", .right), .init("client"), .init("day"), .init("taken for"), .init("is"),
                .init("words", isFlexible: true),
            ])
            for one in taught {
                table.add([
                    String(one.request), one.client ?? "nobody", zone.date(of: one.at).text, one.from.rawValue,
                    one.to.rawValue, one.text,
                ])
            }
            Console.say(table.text())
        }
    }
}

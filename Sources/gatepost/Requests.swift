import Agreement
import ArgumentParser
import Classifier
import Foundation
import Mailrules
import Reports
import Service
import Store
import Triage
import WorkingTime

/// `gatepost requests`: the work queue.
struct Requests: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The work queue: what clients asked for and what became of it.",
        subcommands: [
            List.self, Show.self, Reclassify.self, Taught.self, Close.self, Quote.self, Approve.self, Decline.self,
            Merge.self,
        ],
        defaultSubcommand: List.self
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Requests that are open, in the order they were asked.",
            discussion: "Example: gatepost requests list --client harbor --all"
        )

        @Option(help: "Only this client's.")
        var client: String?

        @Flag(help: "Closed, declined and merged ones too.")
        var all = false

        @Flag(help: "One JSON line a request.")
        var json = false

        @OptionGroup var places: PlaceOptions

        func run() throws {
            let states: [RequestState] = all ? [] : [.open, .quoted, .approved]
            let rows = try reporting {
                try places.store(.shared).requests(.init(client: client, states: states))
            }
            if json { return try rows.forEach { try Console.json(RequestView($0)) } }
            guard !rows.isEmpty else { return Console.say("No request is open.") }
            var table = TextTable(columns: [
                .init("id", .right), .init("client"), .init("what"), .init("verdict"), .init("state"),
                .init("words", isFlexible: true),
            ])
            for row in rows {
                let what = row.isDecided ? row.label.rawValue : "\(row.label.rawValue)?"
                table.add([
                    String(row.id), row.client ?? "nobody", what, row.verdict.words, row.state.rawValue, row.text,
                ])
            }
            Console.say(table.text())
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One request in full.",
            discussion: "Example: gatepost requests show 7"
        )

        @Argument(help: "The request's number.")
        var id: Int

        @Flag(help: "As JSON.")
        var json = false

        @OptionGroup var places: PlaceOptions

        func run() throws {
            let policy = places.rules.quietConfiguration()?.policy
            try reporting {
                let store = try places.store(.shared)
                var view = RequestView(try Requests.find(id, in: store))
                if let policy, let budget = try Books(store: store, policy: policy).budget(ofRequest: id) {
                    view.budgetMinutes = budget.minutes
                    view.budgetUsedMinutes = budget.usedMinutes
                    view.budget = budget.words
                }
                if json { return try Console.json(view) }
                Console.say(view.humanText)
            }
        }
    }

    struct Close: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Marks a request as done.",
            discussion: "Example: gatepost requests close 7"
        )

        @Argument(help: "The request's number.")
        var id: Int

        @OptionGroup var places: PlaceOptions

        func run() throws {
            try Requests.move(id, to: .closed, places)
        }
    }

    struct Quote: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Records what a feature would take, and what it would cost.",
            discussion: "Example: gatepost requests quote 7 6h --amount 570.00 --currency EUR"
        )

        @Argument(help: "The request's number.")
        var id: Int

        @Argument(help: "Time, such as 6h or 1h30m.")
        var duration: String

        @Option(help: "The price; without it the plan's overage rate counts.")
        var amount: String?

        @Option(help: "Its currency.")
        var currency: String?

        @OptionGroup var places: PlaceOptions

        func run() throws {
            guard let minutes = DurationText.minutes(duration), minutes > 0 else {
                throw ValidationError("\(duration) is no duration; write it like 45m, 3h or 1h30m")
            }
            let policy = try places.rules.configuration().policy
            try reporting {
                let work = RequestWork(store: try places.store(.shared), policy: policy)
                let money = try work.price(of: id, minutes: minutes, amount: amount, currency: currency)
                try work.move(id, to: .quoted, estimateMinutes: minutes, quote: money, now: presentInstant())
                Console.say(
                    "request \(id) is quoted: \(DurationText.text(minutes))\(money.map { ", \($0.text)" } ?? "")"
                )
            }
        }
    }

    struct Approve: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Records that the client agreed to the quote.",
            discussion: "Example: gatepost requests approve 7"
        )

        @Argument(help: "The request's number.")
        var id: Int

        @OptionGroup var places: PlaceOptions

        func run() throws {
            try Requests.move(id, to: .approved, places)
        }
    }

    struct Decline: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Records that nothing will come of a request.",
            discussion: "Example: gatepost requests decline 7"
        )

        @Argument(help: "The request's number.")
        var id: Int

        @OptionGroup var places: PlaceOptions

        func run() throws {
            try Requests.move(id, to: .declined, places)
        }
    }

    struct Merge: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says that a request is the same as an earlier one.",
            discussion: "Example: gatepost requests merge 9 --into 7"
        )

        @Argument(help: "The request that goes.")
        var id: Int

        @Option(help: "The request that stays.")
        var into: Int

        @OptionGroup var places: PlaceOptions

        func run() throws {
            let policy = try places.rules.configuration().policy
            try reporting {
                let work = RequestWork(store: try places.store(.shared), policy: policy)
                try work.merge(id, into: into, now: presentInstant())
                Console.say("request \(id) is part of request \(into)")
            }
        }
    }

    static func find(_ id: Int, in store: Store) throws -> RequestRow {
        guard let row = try store.request(id) else { throw StoreError.missing(what: "request \(id)") }
        return row
    }

    private static func move(_ id: Int, to state: RequestState, _ places: PlaceOptions) throws {
        let policy = try places.rules.configuration().policy
        try reporting {
            try RequestWork(store: places.store(.shared), policy: policy).move(id, to: state, now: presentInstant())
            Console.say("request \(id) is \(state.rawValue)")
        }
    }
}

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

/// Who enters something, when nothing else is said.
struct EnteredBy: ParsableArguments {
    @Option(help: "Who enters it.")
    var by: String = ProcessInfo.processInfo.environment["USER"] ?? "staff"
}

/// What was appended, for people and for scripts.
struct AppendedView: ParsableArguments {
    @Flag(help: "The new postings as JSON, one a line.")
    var json = false

    func show(_ booking: Booking, done: String, before: String) throws {
        if json { return try booking.postings.forEach { try Console.json(PostingView($0)) } }
        Console.say(booking.earlier == nil ? done : before)
    }
}

extension LedgerCommand {
    struct Close: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Closes a period that is over: what it says then never changes.",
            discussion: "Example: gatepost ledger close harbor 2026-10"
        )

        @Argument(help: "The client's id.")
        var client: String

        @Argument(help: "The period, such as 2026-10.")
        var period: String

        @OptionGroup var entered: EnteredBy
        @OptionGroup var view: AppendedView
        @OptionGroup var places: PlaceOptions

        func run() throws {
            let policy = try places.rules.configuration().policy
            try reporting {
                let books = Books(store: try places.store(.shared), policy: policy)
                let booking = try books.close(period, of: client, by: entered.by, now: presentInstant())
                let closing = DurationText.text(booking.postings.last?.closingMinutes ?? 0)
                try view.show(
                    booking,
                    done: "\(period) of \(client) is closed with \(closing) left",
                    before: "\(period) of \(client) was closed before; nothing was added"
                )
            }
        }
    }

    struct Approve: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decides on work that is held for approval: priced, against the balance, or waived.",
            discussion: "Example: gatepost ledger approve harbor-12 --by ana"
        )

        enum Decision: String, EnumerableFlag {
            case balance, waive

            static func help(for value: Decision) -> ArgumentHelp? {
                switch value {
                case .balance: "Charges it to the balance, below its floor if need be, where the terms would price it."
                case .waive: "Does not charge it at all."
                }
            }
        }

        @Argument(help: "The posting's name: the client's id, a dash and the number that `ledger CLIENT` shows.")
        var posting: String

        @Argument(help: "Why, or by whom it was approved.")
        var note: String = ""

        @Flag(exclusivity: .exclusive)
        var decision: Decision?

        @OptionGroup var entered: EnteredBy
        @OptionGroup var view: AppendedView
        @OptionGroup var places: PlaceOptions

        func run() throws {
            let name = try postingName(posting)
            let policy = try places.rules.configuration().policy
            try reporting {
                let books = Books(store: try places.store(.shared), policy: policy)
                let decision: Ledger.HeldDecision =
                    switch decision {
                    case nil: .approve
                    case .balance: .chargeBalance
                    case .waive: .waive
                    }
                let booking = try books.decide(
                    decision,
                    held: name,
                    by: entered.by,
                    note: note,
                    now: presentInstant()
                )
                let settled = DurationText.text(-booking.heldMinutes)
                let what =
                    switch booking.postings.first?.basis {
                    case .approvedAsOverage: "priced as overage"
                    case .waived: "waived"
                    default: "charged to the balance"
                    }
                try view.show(
                    booking,
                    done: "\(settled) of \(posting) \(what)",
                    before: "\(posting) was decided before; nothing was added"
                )
            }
        }
    }

    struct Correct: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a posting back by another one; book it anew with `gatepost log` if need be.",
            discussion: "Example: gatepost ledger correct harbor-12 \"booked on the wrong client\""
        )

        @Argument(help: "The posting's name: the client's id, a dash and the number that `ledger CLIENT` shows.")
        var posting: String

        @Argument(help: "Why.")
        var note: String

        @OptionGroup var entered: EnteredBy
        @OptionGroup var view: AppendedView
        @OptionGroup var places: PlaceOptions

        func run() throws {
            let name = try postingName(posting)
            let policy = try places.rules.configuration().policy
            try reporting {
                let books = Books(store: try places.store(.shared), policy: policy)
                let booking = try books.correct(name, by: entered.by, note: note, now: presentInstant())
                let period = booking.postings.first?.period ?? ""
                try view.show(
                    booking,
                    done: "\(posting) is taken back in \(period)",
                    before: "\(posting) was corrected before; nothing was added"
                )
            }
        }
    }

    struct Adjust: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives or takes minutes, such as the balance from before Gatepost.",
            discussion: "Example: gatepost ledger adjust harbor 4h30 \"brought over\" --at 2026-01-01T00:00:00+01:00"
        )

        @Argument(help: "The client's id.")
        var client: String

        @Argument(help: "Minutes to give, such as 45m, 3h or 1h30.")
        var duration: String

        @Argument(help: "Why.")
        var note: String

        @Flag(help: "Takes the minutes instead of giving them.")
        var deduct = false

        @Option(help: "When it holds from (RFC 3339); now unless said.")
        var at: String?

        @Option(help: "The same key is booked once, for scripts that may run twice.")
        var key: String?

        @OptionGroup var entered: EnteredBy
        @OptionGroup var view: AppendedView
        @OptionGroup var places: PlaceOptions

        func run() throws {
            guard let minutes = DurationText.minutes(duration), minutes > 0 else {
                throw ValidationError("\(duration) is no duration; write it like 45m, 3h or 1h30m")
            }
            let now = presentInstant()
            let happenedAt = try at.map(instant) ?? now
            let policy = try places.rules.configuration().policy
            try reporting {
                let books = Books(store: try places.store(.shared), policy: policy)
                let booking = try books.adjust(
                    client,
                    minutes: deduct ? -minutes : minutes,
                    by: entered.by,
                    note: note,
                    happenedAt: happenedAt,
                    key: key ?? UUID().uuidString,
                    now: now
                )
                let left = DurationText.text(try books.ledger(of: client).balance(asOf: now).balanceMinutes)
                try view.show(
                    booking,
                    done: "\(DurationText.text(minutes)) \(deduct ? "taken" : "given"); \(left) left",
                    before: "booked before; nothing was added"
                )
            }
        }
    }

    struct Credit: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Confirms what a client is owed for broken promises of a period, as its statement lists it.",
            discussion: "Example: gatepost ledger credit harbor 2026-10"
        )

        @Argument(help: "The client's id.")
        var client: String

        @Argument(help: "The period, such as 2026-10; it must be over.")
        var period: String

        @Option(help: "Downtime measured in the period, such as 12h.")
        var downtime: String?

        @OptionGroup var entered: EnteredBy
        @OptionGroup var view: AppendedView
        @OptionGroup var places: PlaceOptions

        func run() throws {
            let downtimeMinutes = try minutes(ofDowntime: downtime)
            let policy = try places.rules.configuration().policy
            try reporting {
                let statements = Statements(store: try places.store(.shared), policy: policy)
                let booking = try statements.confirmCredits(
                    of: client,
                    period: period,
                    downtimeMinutes: downtimeMinutes,
                    by: entered.by,
                    now: presentInstant()
                )
                let posting = booking.postings.first
                let bonus = posting.flatMap { $0.minutes > 0 ? DurationText.text($0.minutes) : nil }
                let sum = posting?.rate.map { MoneyText.text($0) }
                let given = [sum, bonus].compactMap(\.self).joined(separator: " and ")
                try view.show(
                    booking,
                    done: "\(given) for \(period), on the statement of \(posting?.period ?? "")",
                    before: "confirmed before; nothing was added"
                )
            }
        }
    }
}

/// A posting's name as a person writes it.
private func postingName(_ text: String) throws -> PostingName {
    guard let name = PostingName(text) else {
        throw ValidationError("\(text) names no posting; write the client and the number, like harbor-12")
    }
    return name
}

/// An instant as a person writes it.
func instant(_ text: String) throws -> Instant {
    guard let instant = Instant(rfc3339: text) else {
        throw ValidationError("\(text) is no instant; write it like 2026-11-20T14:30:00+01:00")
    }
    return instant
}

/// Downtime as a person writes it; none unless said.
func minutes(ofDowntime text: String?) throws -> Int {
    guard let text else { return 0 }
    guard let minutes = DurationText.minutes(text), minutes >= 0 else {
        throw ValidationError("\(text) is no duration; write it like 45m, 3h or 1h30m")
    }
    return minutes
}

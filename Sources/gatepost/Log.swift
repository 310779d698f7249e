import ArgumentParser
import Foundation
import HourLedger
import Mailrules
import Service
import Store
import WorkingTime

/// `gatepost log`: books work.
struct Log: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Books work on a client's ledger.",
        discussion: "Example: gatepost log harbor 45m \"fixed the redirect\" --request 7"
    )

    @Argument(help: "The client's id.")
    var client: String

    @Argument(help: "Time worked, such as 45m, 3h or 1h30.")
    var duration: String

    @Argument(help: "What was done.")
    var note: String

    @Option(help: "The request it was done for.")
    var request: Int?

    @Option(help: "When the work began (RFC 3339); now unless said.")
    var at: String?

    @Option(help: "Who did it.")
    var by: String = ProcessInfo.processInfo.environment["USER"] ?? "staff"

    @Flag(help: "Redone own work, free where the plan says so.")
    var rework = false

    @Option(help: "The same key is booked once, for scripts that may run twice.")
    var key: String?

    @Flag(help: "As JSON.")
    var json = false

    @OptionGroup var places: PlaceOptions

    func run() throws {
        guard let minutes = DurationText.minutes(duration), minutes > 0 else {
            throw ValidationError("\(duration) is no duration; write it like 45m, 3h or 1h30m")
        }
        let now = presentInstant()
        let happenedAt = try at.map { text in
            guard let instant = Instant(rfc3339: text) else {
                throw ValidationError("\(text) is no instant; write it like 2026-11-20T14:30:00+01:00")
            }
            return instant
        }
        let policy = try places.rules.configuration().policy
        try reporting {
            let books = Books(store: try places.store(.shared), policy: policy)
            let booking = try books.log(
                client: client,
                minutes: minutes,
                note: note,
                request: request,
                happenedAt: happenedAt ?? now,
                by: by,
                isRework: rework,
                key: key ?? UUID().uuidString,
                now: now
            )
            if json { return try booking.postings.forEach { try Console.json(PostingView($0)) } }
            Console.say(try Self.words(booking, balance: books.state(of: client, asOf: now)))
        }
    }

    private static func words(_ booking: Booking, balance: LedgerState) -> String {
        guard booking.earlier == nil else { return "booked before; nothing was added" }
        var words = "\(DurationText.text(booking.debitedMinutes)) booked"
        if booking.heldMinutes > 0 { words += ", \(DurationText.text(booking.heldMinutes)) held for approval" }
        return words + "; \(DurationText.text(balance.balanceMinutes)) left"
    }
}

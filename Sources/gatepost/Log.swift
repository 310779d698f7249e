import Agreement
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
        abstract: "Books work on a client's ledger, or a whole timesheet.",
        discussion: """
            Examples:
              gatepost log harbor 45m "fixed the redirect" --request 7
              gatepost log --import october.csv

            A timesheet is a CSV export of Toggl or Harvest, or a plain file with the columns client, date and
            duration (45m, 1h30) and, as wanted, time, request, by and note. Importing a file twice books it once.
            """
    )

    @Argument(help: "The client's id.")
    var client: String?

    @Argument(help: "Time worked, such as 45m, 3h or 1h30.")
    var duration: String?

    @Argument(help: "What was done.")
    var note: String?

    @Option(name: .customLong("import"), help: ArgumentHelp("Books the rows of a timesheet.", valueName: "file"))
    var timesheet: String?

    @Option(
        name: .customLong("client"),
        help: ArgumentHelp("With --import: the client of every row, whatever the file says.", valueName: "client")
    )
    var timesheetClient: String?

    @Option(help: "The request it was done for.")
    var request: Int?

    @Option(help: "When the work began (RFC 3339); now unless said.")
    var at: String?

    @OptionGroup var entered: EnteredBy

    @Flag(help: "Redone own work, free where the plan says so.")
    var rework = false

    @Option(help: "It is a defect that was reported then (RFC 3339): free within a delivery's warranty.")
    var reported: String?

    @Option(help: "The same key is booked once, for scripts that may run twice.")
    var key: String?

    @Flag(help: "As JSON.")
    var json = false

    @OptionGroup var places: PlaceOptions

    func validate() throws {
        if timesheet != nil {
            guard client == nil, request == nil, at == nil, !rework, reported == nil, key == nil else {
                throw ValidationError("with --import the file says it all; only --client may be added")
            }
        } else {
            guard client != nil, duration != nil, note != nil else {
                throw ValidationError("say CLIENT DURATION NOTE, or name a timesheet with --import")
            }
            guard timesheetClient == nil else { throw ValidationError("--client belongs to --import") }
        }
    }

    func run() throws {
        if let timesheet { return try importTimesheet(timesheet) }
        guard let client, let duration, let note else { return }
        guard let minutes = DurationText.minutes(duration), minutes > 0 else {
            throw ValidationError("\(duration) is no duration; write it like 45m, 3h or 1h30m")
        }
        let now = presentInstant()
        let happenedAt = try at.map(instant)
        let reportedAt = try reported.map(instant)
        let policy = try places.rules.configuration().policy
        try reporting {
            let store = try places.store(.shared)
            let books = Books(store: store, policy: policy)
            let booking = try books.log(
                client: client,
                minutes: minutes,
                note: note,
                request: request,
                happenedAt: happenedAt ?? now,
                by: entered.by,
                isRework: rework,
                reportedAt: reportedAt,
                key: key ?? UUID().uuidString,
                now: now
            )
            if json { return try booking.postings.forEach { try Console.json(PostingView($0)) } }
            let row = try request.flatMap { try store.request($0) }
            Console.say(try books.words(booking, on: row, now: now))
        }
    }

    private func importTimesheet(_ path: String) throws {
        let policy = try places.rules.configuration().policy
        let bytes: [UInt8]
        do {
            bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            Console.complain("\(path) cannot be read; check the name and your rights to it")
            throw ExitCode.fellShort
        }
        try reporting {
            let books = Books(store: try places.store(.shared), policy: policy)
            let result = try books.book(Timesheet(bytes: bytes), client: timesheetClient, now: presentInstant())
            guard result.problems.isEmpty else {
                for problem in result.problems { Console.complain("\(path):\(problem.line): \(problem.words)") }
                Console.complain("nothing was booked; mend the file and import it again")
                throw ExitCode.fellShort
            }
            if json { return try result.postings.forEach { try Console.json(PostingView($0)) } }
            for sum in result.sums { Console.say(Self.words(sum)) }
            guard result.postings.isEmpty else { return }
            Console.say(
                result.sums.isEmpty
                    ? "the file has no rows; nothing was booked"
                    : "every row was booked before; nothing was added"
            )
        }
    }

    private static func words(_ sum: TimesheetImport.Sum) -> String {
        var words = "\(sum.client): \(sum.rowCount) new"
        if sum.rowCount > 0 {
            words += ", \(DurationText.text(sum.workedMinutes)) worked"
            words += ", \(DurationText.text(sum.debitedMinutes)) booked"
        }
        if sum.heldMinutes > 0 { words += ", \(DurationText.text(sum.heldMinutes)) held for approval" }
        if sum.earlierCount > 0 { words += ", \(sum.earlierCount) booked before" }
        return words + "; \(DurationText.text(sum.balanceMinutes)) left"
    }
}

import ArgumentParser
import Store

/// `gatepost forget`: erases a person.
struct Forget: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Erases a person: their mail, address and words. The books stay balanced.",
        discussion: """
            Stop Gatepost first. What it kept, and why, is printed.

            Example: gatepost forget curator@harbor.example --yes
            """
    )

    @Argument(help: "The person's mail address.")
    var address: String

    @Flag(help: "Does it. Without this only the address is checked; nothing can be taken back.")
    var yes = false

    @OptionGroup var places: PlaceOptions

    func run() throws {
        guard address.contains("@") else { throw ValidationError("\(address) is no mail address") }
        guard yes else {
            Console.complain("this erases everything of \(address) for good; say --yes to do it")
            throw ExitCode.fellShort
        }
        let now = presentInstant()
        try reporting {
            let report = try places.store(.exclusive).forget(address.lowercased(), now: now)
            guard !report.isNothing else {
                Console.complain("nothing is stored of \(address)")
                throw ExitCode.fellShort
            }
            tell(report)
        }
    }

    private func tell(_ report: ForgetReport) {
        Console.say(
            "Erased: \(report.mails) mails, the words of \(report.requests) requests in \(report.tickets) tickets,"
        )
        Console.say("\(report.outbox) mails that went to the address.")
        Console.say(
            "Kept: labels, verdicts, times and booked minutes, because the books must balance; a digest of each"
        )
        Console.say("mail, so that it is not taken for a new one; notes that staff entered by hand.")
        for seal in report.seals {
            Console.say(
                "Postings of \(seal.client) from \(seal.fromNumber) on were sealed anew without the person's words;"
            )
            Console.say("  the last digest was \(seal.headBefore.prefix(16))… and is \(seal.headAfter.prefix(16))…")
        }
        if report.sharedTickets > 0 {
            Console.say(
                "In \(report.sharedTickets) tickets others write too: their own mails are kept and may quote them."
            )
        }
        Console.say(
            "Not touched: mail on the server, the contacts in the operator's folder, earlier backups and exports."
        )
    }
}

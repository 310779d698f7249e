import ArgumentParser
import Store
import WorkingTime

/// `gatepost restore`: a backup in the place of the state.
struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Puts a backup in the place of the state folder, after proving it sound.",
        discussion: """
            Every digest, the whole database and every mail are checked before anything is changed. A state folder that
            is there already is only replaced with --force, and then moved aside, not deleted. Stop Gatepost first.

            Example: gatepost restore /backup/gatepost-2026-11-22.tar
            """
    )

    @Argument(help: "A file that `gatepost backup` wrote.")
    var file: String

    @Flag(help: "Also when there is state already; it is moved aside.")
    var force = false

    @OptionGroup var places: PlaceOptions

    func run() throws {
        try reporting {
            let report = try restored()
            Console.say("restored \(report.mails) mails as of \(report.backupAt.rfc3339) to \(places.stateFolder)")
            if let replaced = report.replaced { Console.say("what was there lies in \(replaced)") }
            Console.say(
                """

                Mail that came since the backup is read again and decided, but not acknowledged by itself: it may have
                been. Mail that was moved out of the inbox since then must be moved back to be read.
                Next: gatepost ledger verify, gatepost run --once, gatepost reconcile, gatepost outbox
                """
            )
        }
    }

    private func restored() throws -> Restoration.Report {
        do {
            return try Restoration.restore(file, to: places.stateFolder, isForced: force, now: presentInstant())
        } catch let error as StoreError {
            if error == .exists(path: places.stateFolder) {
                Console.complain("\(error); --force moves it aside and restores")
                throw ExitCode.fellShort
            }
            throw error
        }
    }
}

import ArgumentParser
import Reports
import Store

/// `gatepost backup`: all state into one file, while Gatepost runs.
struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes all state into one file, while Gatepost goes on.",
        discussion: """
            Mail, requests, ledgers, outbox and the signing key; not the operator's folder. The file is a tar archive
            with a manifest of digests, readable by its owner only. It holds clients' mail: keep it as safe as that.

            Example: gatepost backup /backup/gatepost-2026-11-22.tar
            """
    )

    @Argument(help: "The file to write; it must not be there yet.")
    var file: String

    @Flag(help: "One JSON line.")
    var json = false

    @OptionGroup var places: PlaceOptions

    private struct View: Encodable {
        var file: String
        var mails: Int
        var bytes: Int
    }

    func run() throws {
        try reporting {
            let report = try places.store(.shared).backup(to: file, now: presentInstant())
            if json { return try Console.json(View(file: file, mails: report.mails, bytes: report.bytes)) }
            Console.say("wrote \(file): \(report.mails) mails, \(report.bytes / 1024) KiB")
        }
    }
}

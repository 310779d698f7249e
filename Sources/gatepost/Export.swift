import ArgumentParser
import Foundation
import HourLedger
import Mailrules
import Service
import Store
import WorkingTime

/// `gatepost export`: a client's data.
struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes a client's data: tickets, requests, promises, postings, and every mail.",
        discussion: """
            The folder gets client.json, the mails as they came in mails/ID.eml and those that were sent in sent/ID.eml.

            Example: gatepost export harbor /tmp/harbor
            """
    )

    @Argument(help: "The client's id.")
    var client: String

    @Argument(help: "The folder to write; it must not be there yet.")
    var folder: String

    @OptionGroup var places: PlaceOptions

    func run() throws {
        let policy = try places.rules.configuration().policy
        let now = presentInstant()
        try reporting {
            let store = try places.store(.shared)
            let ledger = try Books(store: store, policy: policy).state(of: client, asOf: now)
            let export = ClientExport(store: store, client: client, ledger: LedgerDocument(ledger))
            let count = try export.write(to: folder, now: now)
            Console.say("wrote \(folder): \(count.requests) requests, \(count.mails) mails, \(count.sent) sent")
        }
    }
}

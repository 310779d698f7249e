import ArgumentParser
import Mailrules
import Service
import Store

/// `gatepost reconcile`: proves that every mail on the server is stored.
struct Reconcile: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compares the server's mailboxes with what is stored.",
        discussion: "Example: gatepost reconcile"
    )

    @OptionGroup var places: PlaceOptions

    func run() throws {
        let configuration = try places.rules.configuration()
        let store = try places.store(.shared)
        var isComplete = true
        for mailbox in configuration.mailboxes {
            do {
                let result = try Reconciliation(store: store, mailbox: mailbox).run()
                Console.say(result.text)
                isComplete = isComplete && result.isComplete
            } catch {
                Console.complain("mailbox \(mailbox.name): \(error)")
                isComplete = false
            }
        }
        try reporting {
            if let fault = try store.firstFault() {
                Console.complain("the record is damaged (\(fault)); stop Gatepost, then `gatepost restore FILE`")
                isComplete = false
            } else {
                Console.say("the record is sound: database and stored mails are as they were written")
            }
        }
        if !isComplete { throw ExitCode.fellShort }
    }
}

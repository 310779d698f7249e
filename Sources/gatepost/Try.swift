import ArgumentParser
import Foundation
import MIME
import Reports
import Service
import Store
import WorkingTime

/// `gatepost try`: decides mails locally, with no server and no state kept.
struct Try: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decides mails from files: what would happen and why. Nothing is kept or sent.",
        discussion: """
            Each mail is decided as if it had just arrived at the time in its Date header; answers among the files \
            find their conversation.
            Examples:
              gatepost try samples/mail
              gatepost try --replies samples/mail/07-birch-price-and-gift-cards.eml
            """
    )

    @Argument(help: "Mail files, folders, mboxes or Maildirs.")
    var paths: [String]

    @Flag(help: "One JSON line a mail.")
    var json = false

    @Flag(help: "Shows each acknowledgement as the client would read it.")
    var replies = false

    @OptionGroup var rules: RulesOption

    func run() throws {
        let configuration = try rules.configuration()
        let trial = try Trial(configuration: configuration)
        defer { trial.discard() }
        let printer = DecisionPrinter(json: false, isVerbose: true)
        do {
            try MailFiles.forEach(in: paths) { found in
                guard let mail = try trial.decide(found, now: presentInstant()) else { return }
                if json {
                    try Console.json(DecisionView(path: found.path, mail: mail))
                } else if replies {
                    try show(trial.reply(to: mail), to: found.path)
                } else {
                    printer.add(mail)
                    Console.progress("\(printer.count) mails decided")
                }
            }
        } catch let error as MailFiles.Unreadable {
            Console.complain("\(error)")
            throw ExitCode.fellShort
        }
        Console.endProgress()
        printer.finish()
    }

    private func show(_ reply: [UInt8]?, to path: String) {
        Console.say(Console.bold(path))
        guard let reply else { return Console.say("  no acknowledgement; `gatepost explain` says why\n") }
        let message = Message(reply)
        Console.say("  Subject: \(PlainText.oneLine(message.subject))\n")
        for line in message.content.text.split(separator: "\n", omittingEmptySubsequences: false) {
            Console.say("  " + line)
        }
    }
}

import ArgumentParser
import MIME
import Mailrules
import Service
import Triage

/// `gatepost parse`: what the parser sees.
struct Parse: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what the parser sees in mails.",
        discussion: "Example: gatepost parse --json samples/mail"
    )

    @Argument(help: "Mail files, folders, mboxes or Maildirs.")
    var paths: [String]

    @Flag(help: "One JSON line a mail.")
    var json = false

    @OptionGroup var rules: RulesOption

    func run() throws {
        // Without the operator's folder the parser still parses; only "addressed to us" cannot be told.
        let policy = rules.quietConfiguration()?.policy
        let view = ParseView(policy: policy)
        do {
            try MailFiles.forEach(in: paths) { found in
                let parsed = view.value(of: Message(found.bytes), path: found.path)
                if json { try Console.json(parsed) } else { Console.say(parsed.humanText) }
            }
        } catch let error as MailFiles.Unreadable {
            Console.complain("\(error)")
            throw ExitCode.fellShort
        }
    }
}

import ArgumentParser
import Foundation
import Mailrules
import Responder
import Service
import Triage

/// `gatepost check`: every mistake at once.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks the operator's folder; with --online also the servers.",
        discussion: "Example: gatepost check --online"
    )

    @Flag(help: "Also tries IMAP, SMTP, folders and rights.")
    var online = false

    @OptionGroup var rules: RulesOption

    func run() throws {
        guard FileManager.default.fileExists(atPath: rules.rules) else {
            Console.complain("\(rules.rules): there is no such folder; write one with `gatepost init`")
            throw ExitCode.configuration
        }
        let result = loadConfiguration(folder: rules.rules)
        for diagnostic in result.diagnostics { Console.say(diagnostic.rendered) }
        guard let configuration = result.configuration else {
            let errors = result.diagnostics.count { $0.severity == .error }
            Console.complain("\(errors) to mend in \(rules.rules)")
            throw ExitCode.configuration
        }
        try checkTemplates(of: configuration)
        let policy = configuration.policy
        Console.say(
            "\(rules.rules) is in order: \(policy.clients.count) clients, \(policy.rules.count) rules, "
                + "\(configuration.mailboxes.count) mailboxes"
        )
        if online { try checkServers(of: configuration) }
    }

    private func checkTemplates(of configuration: Mailrules.Configuration) throws {
        var problems: [TemplateProblem] = []
        for file in configuration.templates {
            guard let source = MailTemplates.Source(file) else { continue }
            problems += MailTemplates.problems(in: source)
        }
        for problem in problems { Console.say("\(problem)") }
        if !problems.isEmpty { throw ExitCode.configuration }
    }

    private func checkServers(of configuration: Mailrules.Configuration) throws {
        let findings = OnlineCheck(configuration: configuration).run()
        for finding in findings { Console.say("\(finding.isGood ? "ok   " : "FAIL ") \(finding.text)") }
        if findings.contains(where: { !$0.isGood }) { throw ExitCode.fellShort }
    }
}

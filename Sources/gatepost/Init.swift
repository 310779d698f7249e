import ArgumentParser
import Foundation
import Mailrules
import WorkingTime

/// `gatepost init`: writes a starter folder.
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes a starter Mailrules by asking a few questions.",
        discussion: "Example: gatepost init Mailrules"
    )

    @Argument(help: "The folder to write; it must not be there yet.")
    var folder: String = "Mailrules"

    @Flag(help: "Asks nothing and writes example answers to edit.")
    var yes = false

    func run() throws {
        guard !FileManager.default.fileExists(atPath: folder) else {
            Console.complain("\(folder) is there already; name another folder, nothing was written")
            throw ExitCode.fellShort
        }
        let agencyZone = Zone(TimeZone.current.identifier) ?? .utc
        var answers = StarterAnswers(
            agency: "Our Agency",
            zone: agencyZone.identifier,
            languages: ["en"],
            mailHost: "imap.agency.example",
            sendHost: "smtp.agency.example",
            address: "support@agency.example",
            staffName: "Owner",
            staffAddress: "owner@agency.example",
            start: agencyZone.civil(presentInstant()).date
        )
        if !yes { ask(&answers) }
        for (path, text) in StarterFolder.files(for: answers).sorted(by: { $0.key < $1.key }) {
            let url = URL(fileURLWithPath: folder).appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: url)
            Console.say("wrote \(folder)/\(path)")
        }
        Console.say(
            """

            Next: edit \(folder)/agency.yaml and \(folder)/clients/, put the mailbox's password where it says, then
              gatepost check --rules \(folder) --online
              gatepost run --rules \(folder) --rehearse --once
            """
        )
    }

    private func ask(_ answers: inout StarterAnswers) {
        answers.agency = question("The agency's name", answers.agency)
        answers.zone = question("Its time zone (IANA)", answers.zone)
        answers.languages = question(
            "Languages of replies, the first is the fallback",
            answers.languages.joined(separator: " ")
        ).split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
        answers.address = question("The support address", answers.address)
        answers.mailHost = question("The IMAP server (TLS)", answers.mailHost)
        answers.sendHost = question("The outgoing server (TLS)", answers.sendHost)
        answers.staffName = question("Your name", answers.staffName)
        answers.staffAddress = question("Your own address", answers.staffAddress)
    }

    private func question(_ text: String, _ standard: String) -> String {
        FileHandle.standardOutput.write(Data("\(text) [\(standard)]: ".utf8))
        let answer = readLine()?.trimmingCharacters(in: .whitespaces) ?? ""
        return answer.isEmpty ? standard : answer
    }
}

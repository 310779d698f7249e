import Foundation
import MIME
import Testing
import Triage

/// How many mails of a kind ended as they should not.
private struct Tally {
    var mails = 0
    var wrong = 0
    var heldOutMails = 0
    var heldOutWrong = 0
    var names: [String] = []

    mutating func add(_ specimen: Specimen, isWrong: Bool) {
        mails += 1
        if specimen.isHeldOut { heldOutMails += 1 }
        guard isWrong else { return }
        wrong += 1
        if specimen.isHeldOut { heldOutWrong += 1 }
        names.append(specimen.name)
    }

    func row(_ title: String) -> String {
        "\(title): \(wrong) of \(mails) wrong, held-out texts \(heldOutWrong) of \(heldOutMails)"
    }
}

/// Several hundred mails written for this purpose, machines' with and without marks and people's.
@Suite("Machines and people by the hundred") struct CorpusTests {
    private static let people = "Nora Birch <nora@harbor.example>"

    private static func isAnswered(_ mail: Message) -> Bool {
        OriginFinding(of: mail, policy: Fixture.policy).isAnswerable
    }

    @Test func noMachineWithAMarkIsAnswered() throws {
        var tally = Tally()
        var systems: Set<String> = []
        for specimen in try Specimen.all("vacation") {
            let system = Autoresponder.allCases[specimen.number % Autoresponder.allCases.count]
            let next = Autoresponder.allCases[(specimen.number + 5) % Autoresponder.allCases.count]
            for (index, marks) in [system, next].enumerated() {
                systems.insert("\(marks)")
                let subject = index == 0 ? nil : "Re: \(Specimen.ourSubject)"
                let mail = specimen.mail(from: Self.people, subject: subject, headers: marks.headers, answers: true)
                tally.add(specimen, isWrong: Self.isAnswered(mail))
            }
        }
        for specimen in try Specimen.all("bounces") {
            let report = ["Return-Path: <>", "Auto-Submitted: auto-replied"]
            tally.add(specimen, isWrong: Self.isAnswered(specimen.mail(from: specimen.fields[2], headers: report)))
            tally.add(specimen, isWrong: Self.isAnswered(try Self.report(specimen)))
        }
        for file in ["systems", "newsletters", "notices"] {
            for specimen in try Specimen.all(file) {
                let from = file == "newsletters" ? specimen.fields[1] : specimen.fields[specimen.fields.count - 2]
                let mark =
                    switch file {
                    case "newsletters": "List-Unsubscribe: <mailto:out@sender.example>"
                    case "systems": "Auto-Submitted: auto-generated"
                    default: specimen.fields[1] == "list" ? "List-Id: <one.lists.example>" : "Precedence: bulk"
                    }
                tally.add(specimen, isWrong: Self.isAnswered(specimen.mail(from: from, headers: [mark])))
            }
        }
        print(tally.row("machines with a mark"))
        #expect(tally.mails >= 300)
        #expect(systems.count >= 8)
        #expect(tally.wrong == 0, "\(tally.names)")
    }

    @Test func fewMachinesWithoutAnyMarkAreAnswered() throws {
        var all = Tally()
        var languages: Set<String> = []
        for file in ["vacation", "bounces", "notices", "systems", "newsletters"] {
            var tally = Tally()
            for specimen in try Specimen.all(file) {
                languages.insert(specimen.language)
                for mail in Self.unmarked(specimen) {
                    let isWrong = Self.isAnswered(mail)
                    tally.add(specimen, isWrong: isWrong)
                    all.add(specimen, isWrong: isWrong)
                }
            }
            print(tally.row("unmarked \(file)"))
        }
        print(all.row("machines without a mark"), all.names.joined(separator: "\n"), separator: "\n")
        #expect(languages.count >= 15)
        #expect(Set(try Specimen.all("bounces").map { $0.fields[1] }).count >= 12)
        #expect(all.mails >= 300)
        #expect(all.wrong * 100 <= 2 * all.mails)
    }

    @Test func hardlyAnyPersonIsHeld() throws {
        var all = Tally()
        var languages: Set<String> = []
        for specimen in try Specimen.all("people") + Specimen.all("people-tricky") {
            languages.insert(specimen.language)
            let mail = specimen.mail(from: Self.people, answers: BaseSubject.isAnswer(specimen.subject))
            let finding = OriginFinding(of: mail, policy: Fixture.policy)
            all.add(specimen, isWrong: !finding.isAnswerable)
            if !finding.isAnswerable { all.names[all.names.count - 1] += " \(finding.why)" }
        }
        print(all.row("people held"), all.names.joined(separator: "\n"), separator: "\n")
        #expect(all.mails >= 200)
        #expect(languages.count >= 15)
        #expect(all.wrong * 100 <= all.mails)
    }

    /// Mails of a machine without one header that says so, and without a sender's name that would.
    private static func unmarked(_ specimen: Specimen) -> [Message] {
        switch specimen.file {
        case "vacation":
            // Under the subject that its program gives it, and as an answer under ours.
            return [
                specimen.mail(from: people, answers: specimen.number % 2 == 0),
                specimen.mail(from: people, subject: "Re: \(Specimen.ourSubject)", answers: true),
            ]
        case "bounces":
            return [specimen.mail(from: "Post office <post@relay.example>")]
        default:
            return [specimen.mail(from: specimen.fields[specimen.fields.count - 2])]
        }
    }

    /// The same bounce as a delivery report in parts (RFC 3464).
    private static func report(_ specimen: Specimen) throws -> Message {
        let text = """
            From: \(specimen.fields[2])
            To: support@northlight.example
            Subject: \(specimen.subject)
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="b=_1"

            --b=_1
            Content-Type: text/plain; charset=utf-8

            \(specimen.body)
            --b=_1
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.sender.example

            Final-Recipient: rfc822; someone@sender.example
            Action: failed
            Status: 5.1.1

            --b=_1--
            """
        return Message(Array(text.utf8))
    }
}

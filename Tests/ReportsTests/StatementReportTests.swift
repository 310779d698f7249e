import Agreement
import Foundation
import HourLedger
import MIME
import Testing
import Triage
import WorkingTime

@testable import Reports

@Suite("A client's statement in words")
struct StatementReportTests {
    static let languages = ["en", "ru", "zh", "de", "fr", "es"]

    private func report(_ language: String) throws -> StatementReport {
        StatementReport(
            try StatementSamples.statement(),
            agency: "Northlight Studio",
            language: language,
            people: ["ana": "Ana Keller"],
            clauses: [ClauseID("c1"): "Corrections", ClauseID("w1"): "Warranty"]
        )
    }

    @Test("Each language's statement is the one that was read and found good", arguments: languages)
    func golden(language: String) throws {
        let text = try report(language).text
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Golden/statement.\(language).txt"
        )
        // After a change that was read and found good: GATEPOST_GOLDEN=write swift test --filter StatementReportTests
        if ProcessInfo.processInfo.environment["GATEPOST_GOLDEN"] == "write" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(text == (try String(contentsOf: file, encoding: .utf8)))
        #expect(text.split(separator: "\n").allSatisfy { TextWidth.columns($0) <= 78 })
    }

    @Test("The running balance starts at the carried hours and ends at what is left")
    func balance() throws {
        let report = try report("en")
        #expect(report.hours.first?.value == "1 h")
        #expect(report.hours.last == .init(name: "Left", value: "15 min", isTotal: true))
        #expect(report.entries.last?.balance == "15 min")
        #expect(report.entries.map(\.time) == ["3 h", "-45 min", "0 min", "-5 h", "1 h 45 min", "15 min"])
    }

    @Test("Money, promises and credits are told; credits wait for a person")
    func money() throws {
        let report = try report("en")
        #expect(report.payment.map(\.value) == ["1,240.00 EUR", "166.25 EUR", "1,406.25 EUR"])
        #expect(report.promises == ["Kept: 1", "Broken: 1", "  - #15, first answer, late by 2 h 5 min"])
        #expect(report.credits.map(\.value) == ["62.00 EUR", "62.00 EUR"])
        #expect(report.text.contains("Credits are applied when a person has confirmed them."))
        #expect(try self.report("de").payment.first?.value == "1.240,00 EUR")
        #expect(try self.report("fr").payment.first?.value == "1\u{A0}240,00 EUR")
    }

    @Test("A period that is not over says so")
    func interim() throws {
        var statement = try StatementSamples.statement()
        statement.asOf = try StatementSamples.instant("2026-11-30T22:59:59Z")
        let open = StatementReport(statement, agency: "N", language: "en")
        #expect(open.text.contains("The period is not over; this is how it stands on 30 November 2026."))
        #expect(try !report("en").text.contains("not over"))
    }

    @Test("A promise still open in time is neither kept nor broken")
    func openPromise() throws {
        var statement = try StatementSamples.statement()
        let due = statement.asOf.adding(minutes: 60)
        statement.promises = [PromiseOutcome(request: "20", name: "resolution", due: due, metAt: nil)]
        let report = StatementReport(statement, agency: "N", language: "en")
        #expect(report.promises == ["Kept: 0", "Broken: 0"])
    }

    @Test("People's words are shown, never obeyed", arguments: languages)
    func hostile(language: String) throws {
        let hostile = "<b>%1%2</b>\r\nBcc: x@y.example\u{0}\u{202E}"
        var statement = try StatementSamples.statement(note: hostile)
        statement.name = hostile
        statement.promises[1].request = hostile
        statement.promises[1].name = hostile
        let report = StatementReport(statement, agency: hostile, language: language)
        #expect(!report.html.contains("<b>"))
        #expect(report.html.contains("&lt;b&gt;%1%2&lt;/b&gt;"))
        #expect(!report.text.contains("\nBcc:"))
        #expect(!report.title.contains { $0.isNewline })
    }

    @Test("Every phrase of every language has its values in place", arguments: Wording.Tongue.allCases)
    func phrases(tongue: Wording.Tongue) {
        let phrases = StatementPhrases.of(tongue)
        let english = StatementPhrases.english
        for (own, model) in zip(Mirror(reflecting: phrases).children, Mirror(reflecting: english).children) {
            let text = own.value as? String ?? ""
            let modelText = model.value as? String ?? ""
            #expect(!text.isEmpty, "\(own.label ?? "")")
            #expect(text.contains("%1") == modelText.contains("%1"), "\(own.label ?? "")")
            #expect(text.contains("%2") == modelText.contains("%2"), "\(own.label ?? "")")
        }
        #expect(StatementPhrases.filled("%1 a %2 b %% %3", "%2", "x") == "%2 a x b %% %3")
    }

    @Test("The mail to the client is one that no machine answers")
    func mail() throws {
        let agency = Agency(
            name: "Northlight Studio",
            zone: try #require(Zone("Europe/Berlin")),
            languages: ["en"],
            from: Sender(name: "", address: "support@northlight.example")
        )
        let outgoing = try report("ru").message(
            agency: agency,
            to: Sender(name: "Мария", address: "maria@harbor.example"),
            messageID: "statement.1@northlight.example",
            now: try StatementSamples.instant("2026-12-01T08:00:00Z")
        )
        let mail = Message(Composer.compose(outgoing))
        #expect(mail.header["auto-submitted"] == "auto-generated")
        #expect(mail.subject == "Отчёт о часах: Harbor Museum, 2026-11")
        #expect(mail.to == [Mailbox(name: "Мария", address: "maria@harbor.example")])
        #expect(mail.text.contains("Израсходовано"))
        #expect(mail.defects.isEmpty)
    }
}

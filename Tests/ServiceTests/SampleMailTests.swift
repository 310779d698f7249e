import Agreement
import Classifier
import Foundation
import Mailrules
import Service
import Testing
import Triage
import WorkingTime

/// The sample mails through the whole of deciding, held against the outcomes written down beside them.
@Suite("The sample mails") struct SampleMailTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    private static func expected() throws -> [[String: String]] {
        let text = try String(contentsOfFile: root + "/samples/mail/expected.tsv", encoding: .utf8)
        let lines = text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        guard let names = lines.first else { return [] }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(names, $0)) }
    }

    private static func decided() throws -> [DecidedMail] {
        let configuration = try #require(loadConfiguration(folder: root + "/Mailrules").configuration)
        let trial = try Trial(configuration: configuration)
        defer { trial.discard() }
        var decided: [DecidedMail] = []
        try MailFiles.forEach(in: [root + "/samples/mail"]) { found in
            guard found.path.hasSuffix(".eml") else { return }
            // Long after the samples were written, so that each arrives at its own date.
            if let mail = try trial.decide(found, now: Instant(epochSeconds: 2_000_000_000)) { decided.append(mail) }
        }
        return decided
    }

    @Test func everyMailEndsAsWrittenDownBeforehand() throws {
        let expected = try Self.expected()
        let decided = try Self.decided()
        #expect(expected.count >= 40)
        try #require(decided.count == expected.count)
        for (row, mail) in zip(expected, decided) {
            let file = row["file"] ?? ""
            #expect(mail.enquiry.origin.origin.rawValue == row["origin"], "\(file): origin")
            #expect((mail.decision.client ?? "-") == row["client"], "\(file): client")
            #expect((mail.decision.acknowledgement.isSent ? "yes" : "no") == row["answered"], "\(file): answered")
            if mail.decision.acknowledgement.isSent {
                #expect(mail.decision.acknowledgement.language == row["language"], "\(file): language")
            }
            #expect(Self.items(of: mail) == Self.items(written: row["items"] ?? ""), "\(file): requests")
        }
    }

    @Test func noMachineIsEverAnswered() throws {
        for mail in try Self.decided() where mail.enquiry.origin.origin != .person {
            #expect(!mail.decision.acknowledgement.isSent, "\(mail.enquiry.subject)")
        }
    }

    @Test func nothingUndecidedIsPromisedOrRefused() throws {
        for mail in try Self.decided() {
            for item in mail.decision.acknowledgement.content?.items ?? [] where item.verdict == .undecided {
                #expect(item.clause == nil)
            }
        }
    }

    /// Of what a person decides the label may be either; only the verdict was written down.
    private static func items(of mail: DecidedMail) -> [String] {
        mail.decision.items.map { item in
            item.verdict == .undecided ? "undecided" : "\(item.item.label.rawValue):\(item.verdict.rawValue)"
        }.sorted()
    }

    private static func items(written: String) -> [String] {
        written.split(separator: "+").map { $0.trimmingCharacters(in: .whitespaces) }.filter {
            $0 != "-" && !$0.isEmpty
        }
        .map { $0.hasSuffix(":undecided") ? "undecided" : $0 }.sorted()
    }
}

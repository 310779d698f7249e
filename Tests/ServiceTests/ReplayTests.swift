import Agreement
import Foundation
import Mailrules
import Reports
import Service
import Store
import Testing
import Triage
import WorkingTime

/// Two sets of rules whose difference on the crafted mails is known beforehand.
@Suite("Replaying old mail") struct ReplayTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// Folders and mails of one test, gone with it.
    private final class Desk {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("replay-\(UUID().uuidString)").path

        init() throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        /// The example folder with other rules and plans.
        func rules(_ name: String, rules: String, plans: [String: String] = [:]) throws -> Configuration {
            let folder = "\(path)/\(name)"
            try FileManager.default.copyItem(atPath: ReplayTests.root + "/Mailrules", toPath: folder)
            try rules.write(toFile: folder + "/rules.yaml", atomically: true, encoding: .utf8)
            var text = try String(contentsOfFile: folder + "/plans.yaml", encoding: .utf8)
            for (old, new) in plans {
                #expect(text.contains(old))
                text = text.replacingOccurrences(of: old, with: new)
            }
            try text.write(toFile: folder + "/plans.yaml", atomically: true, encoding: .utf8)
            return try #require(loadConfiguration(folder: folder).configuration)
        }
    }

    private static func rule(_ words: String, _ actions: String) -> String {
        """
        - name: \(words)
          when: {words: [\(words)]}
          then: {\(actions)}
          examples: {match: [the \(words) please], noMatch: [something else]}

        """
    }

    private static let questions = "label: question"
    private static let currentRules =
        rule("colour wish", "label: feature") + rule("gold wish", "label: feature")
        + rule("printer page", "label: fix") + rule("opening note", questions)
    private static let otherRules =
        rule("colour wish", "label: fix") + rule("gold wish", "label: feature")
        + rule("printer page", "label: fix") + rule("opening note", questions + ", acknowledge: no")
    private static let otherPlans = [
        "overage: {rate: 95.00, approval: required}": "overage: {rate: 120.00, approval: required}",
        "intake: {fix: 15m, incident: 15m}": "intake: {fix: 30m, incident: 15m}",
        "normal: {firstAnswer: 24h, by: elapsed}": "normal: {firstAnswer: 12h, by: elapsed}",
        "acknowledge: {within: 24h, counts: no}": "acknowledge: {within: 12h, counts: no}",
    ]

    private static func mail(
        _ id: String,
        day: Int,
        hour: Int = 9,
        from: String = "curator@harbor.example",
        to: String = "support@northlight.example",
        headers: String = "",
        subject: String? = nil,
        text: String
    ) -> String {
        let domain = from.split(separator: "@").last.map(String.init) ?? ""
        return """
            Authentication-Results: mx.northlight.example; dmarc=pass header.from=\(domain)
            From: <\(from)>
            To: \(to)
            Subject: \(subject ?? "Note \(id)")
            Date: \(day < 10 ? "0" : "")\(day) Sep 2026 \(hour < 10 ? "0" : "")\(hour):00:00 +0000
            Message-ID: <\(id)@mail.\(domain)>
            \(headers)MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8

            \(text)

            """
    }

    /// Eleven requests of clients, a newsletter, and a person's answer thirteen hours after `b1`. Out of order, and one
    /// of them twice.
    private static let mails: [String] = {
        var mails = (1...4).map { mail("a\($0)", day: $0, text: "Please see to the colour wish we spoke of.") }
        mails += (1...3).map { mail("b\($0)", day: 7 + $0, text: "Please repair the printer page as agreed.") }
        mails += (1...2).map { mail("c\($0)", day: 14 + $0, text: "Here is the opening note we spoke of.") }
        mails.append(
            mail("d1", day: 17, from: "nora@birch.example", text: "Please repair the printer page as agreed.")
        )
        mails.append(
            mail("e1", day: 18, from: "news@letters.example", headers: "List-Id: <letters.example>\n", text: "News!")
        )
        mails.append(
            mail(
                "f1",
                day: 8,
                hour: 22,
                from: "ana@northlight.example",
                to: "curator@harbor.example, support@northlight.example",
                headers: "In-Reply-To: <b1@mail.harbor.example>\n",
                subject: "Re: Note b1",
                text: "It is done."
            )
        )
        mails.append(mail("g1", day: 21, text: "Please see to the gold wish we spoke of."))
        return mails.reversed() + [mails[0]]
    }()

    private static let end = Instant(epochSeconds: 2_000_000_000)

    private static func replay(_ source: ReplaySource, on desk: Desk) throws -> (ReplayReport, [ReplayDifference]) {
        let current = try desk.rules("Current", rules: currentRules)
        let other = try desk.rules("Other", rules: otherRules, plans: otherPlans)
        var found: [ReplayDifference] = []
        let report = try Replay(current: current, other: other, featureMinutes: 60)
            .run(source, now: end, onDifference: { found.append($0) }, onProgress: { _ in })
        return (report, found)
    }

    private static func expectKnownDifference(_ report: ReplayReport, _ found: [ReplayDifference]) throws {
        let (old, new) = (report.current.all, try #require(report.other).all)
        #expect((old.mails, new.mails) == (13, 13))
        #expect((old.requests, new.requests) == (11, 11))
        #expect((old.covered, new.covered) == (6, 10))
        #expect((old.notCovered, new.notCovered) == (5, 1))
        #expect((old.undecided, new.undecided) == (0, 0))
        #expect((old.acknowledged, new.acknowledged) == (11, 9))
        // The museum's entries are rounded up to six minutes; the shop's plan books nothing.
        #expect((old.bookedMinutes, new.bookedMinutes) == (3 * 18, 7 * 30))
        #expect(old.balanceMinutes - new.balanceMinutes == 7 * 30 - 3 * 18)
        #expect((old.unsupportedFeatures, new.unsupportedFeatures) == (5, 1))
        #expect((old.unsupportedMinutes, new.unsupportedMinutes) == (300, 60))
        #expect(old.unsupportedAmounts == [Money(minorUnits: 47_500, currency: "EUR")])
        #expect(new.unsupportedAmounts == [Money(minorUnits: 12_000, currency: "EUR")])
        #expect((old.promises, old.promisesKept, old.promisesBroken, old.promisesUnanswered) == (11, 1, 0, 10))
        #expect((new.promises, new.promisesKept, new.promisesBroken, new.promisesUnanswered) == (11, 0, 1, 10))
        #expect(report.differingMails == 10)
        #expect(report.changes == [.verdicts: 4, .filing: 4, .hours: 7, .reply: 2, .promise: 20])
        #expect(
            found.map(\.subject) == ["a1", "a2", "a3", "a4", "b1", "b2", "b3", "c1", "c2", "g1"].map { "Note \($0)" }
        )
        #expect(
            found.first?.changes.map(\.what) == [.verdicts, .promise, .promise, .hours, .filing]
        )
    }

    @Test func anMboxTellsTheKnownDifferenceOfTwoRuleSets() throws {
        let desk = try Desk()
        let mbox = Self.mails.map { "From x Tue Sep  1 09:00:00 2026\n\($0)\n" }.joined()
        try mbox.write(toFile: desk.path + "/old.mbox", atomically: true, encoding: .utf8)
        let (report, found) = try Self.replay(.files([desk.path + "/old.mbox"]), on: desk)
        try Self.expectKnownDifference(report, found)
        #expect(report.copies == 1)
        #expect(report.text.contains("10 decided otherwise: verdicts 4, reply 2, promise 20, hours 7, filing 4"))
        #expect(report.text.contains("5 x 1h = 5h, 475.00 EUR"))
    }

    @Test func aMaildirAndAFolderTellTheSame() throws {
        let desk = try Desk()
        for (index, mail) in Self.mails.enumerated() {
            for (folder, ending) in [("Maildir/cur", ":2,S"), ("eml", ".eml")] {
                try FileManager.default.createDirectory(
                    atPath: "\(desk.path)/\(folder)",
                    withIntermediateDirectories: true
                )
                try mail.write(
                    toFile: "\(desk.path)/\(folder)/\(100 + index)\(ending)",
                    atomically: true,
                    encoding: .utf8
                )
            }
        }
        // The second folder holds the same mails once more: all of them are copies.
        let (report, found) = try Self.replay(.files([desk.path + "/Maildir", desk.path + "/eml"]), on: desk)
        try Self.expectKnownDifference(report, found)
        #expect(report.copies == 15)
    }

    @Test func theRecordsOwnMailTellsTheSameAndStaysAsItIs() throws {
        let desk = try Desk()
        let store = try Store(folder: desk.path + "/state", access: .exclusive)
        let mailbox = try store.mailbox(named: "support/INBOX", answersFrom: Self.end)
        let base = try #require(Instant(rfc3339: "2026-09-01T00:00:00Z"))
        let ordered = Self.mails.reversed()
        let incoming = try ordered.enumerated().map { index, mail in
            let line = try #require(mail.split(separator: "\n").first { $0.hasPrefix("Date: ") })
            let parts = line.split(separator: " ")
            let (day, hour) = (try #require(Int(parts[1])), try #require(Int(parts[4].prefix(2))))
            return IncomingMail(
                uid: UInt32(index + 1),
                uidValidity: 7,
                receivedAt: base.adding(minutes: (day - 1) * 1_440 + hour * 60),
                bytes: Array(mail.utf8),
                isPartial: false
            )
        }
        _ = try store.admit(incoming, to: mailbox.id, lastUID: UInt32(incoming.count), uidValidity: 7)
        let (report, found) = try Self.replay(.record(store, since: base), on: desk)
        try Self.expectKnownDifference(report, found)
        #expect(try store.mailCounts().decided == 0)
        let (later, _) = try Replay(
            current: loadedConfiguration(),
            other: nil,
            featureMinutes: 60
        ).run(.record(store, since: base.adding(minutes: 20 * 1_440)), now: Self.end)
        #expect(later.current.all.mails == 1)
    }

    @Test func theSameRulesDifferInNothing() throws {
        let desk = try Desk()
        let current = try desk.rules("Current", rules: Self.currentRules)
        let same = try desk.rules("Same", rules: Self.currentRules)
        let report = try Replay(current: current, other: same, featureMinutes: 30)
            .run(.files([Self.root + "/samples/mail"]), now: Self.end, onDifference: { _ in }, onProgress: { _ in })
        #expect(report.current.all.mails > 60)
        #expect(report.differingMails == 0)
        #expect(report.rewordedReplies == 0)
        #expect(report.current.all == report.other?.all)
    }

    private func loadedConfiguration() throws -> Configuration {
        try #require(loadConfiguration(folder: Self.root + "/Mailrules").configuration)
    }
}

extension Replay {
    fileprivate func run(_ source: ReplaySource, now: Instant) throws -> (ReplayReport, Int) {
        var count = 0
        let report = try run(source, now: now, onDifference: { _ in }, onProgress: { count = $0 })
        return (report, count)
    }
}

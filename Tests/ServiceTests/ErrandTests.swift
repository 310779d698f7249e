import Foundation
import MIME
import Mailrules
import Store
import Testing
import Triage
import WorkingTime

@testable import Service

@Suite("What rules want done") struct ErrandTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    private static let now = Instant(epochSeconds: 1_795_165_200)  // 2026-11-20 10:00 in Berlin

    /// A record with one mail of a client, decided under rules that flag and forward it.
    private final class Desk {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("errand-\(UUID().uuidString)").path
        let instance: Instance
        let mailID: Int

        init(body: String, actions: [Rule.Action], staffLeaves: Bool = false) throws {
            var configuration = try #require(loadConfiguration(folder: ErrandTests.root + "/Mailrules").configuration)
            configuration.policy.rules = [
                Rule(
                    name: "all",
                    conditions: [.client(["harbor"])],
                    actions: actions,
                    examples: .init(match: [], noMatch: [])
                )
            ]
            let store = try Store(folder: path, access: .exclusive)
            let deciding = try Instance(configuration: configuration, store: store, isRehearsal: false)
            let bytes = Array(
                """
                Authentication-Results: mx.northlight.example; dmarc=pass header.from=harbor.example\r
                From: Edith Marlowe <curator@harbor.example>\r
                To: support@northlight.example\r
                Subject: The contact form\r
                Date: Fri, 20 Nov 2026 10:00:00 +0100\r
                Message-ID: <one@harbor.example>\r
                MIME-Version: 1.0\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Transfer-Encoding: 8bit\r
                \r
                \(body)\r

                """.utf8
            )
            let mailbox = try store.mailbox(named: "support/INBOX", answersFrom: Instant(epochSeconds: 0))
            let mail = IncomingMail(uid: 1, uidValidity: 1, receivedAt: ErrandTests.now, bytes: bytes, isPartial: false)
            let stored = try store.admit([mail], to: mailbox.id, lastUID: 1, uidValidity: 1)
            let settings = try #require(configuration.mailboxes.first)
            let decider = Decider(instance: deciding)
            let waiting = stored.map {
                Decider.Waiting(
                    mail: $0.mail,
                    bytes: $0.bytes,
                    mailbox: settings,
                    answersFrom: Instant(epochSeconds: 0)
                )
            }
            mailID = try #require(decider.decide(decider.understand(waiting), now: ErrandTests.now).first).mailID
            if staffLeaves { configuration.policy.staff.removeAll { $0.id == "ben" } }
            instance = try Instance(configuration: configuration, store: store, isRehearsal: false)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        var errands: Errands { Errands(instance: instance, now: { ErrandTests.now }) }

        func copies() throws -> [(entry: OutboxEntry, message: Message)] {
            try instance.store.outbox(all: true).filter { $0.kind == "forward" }.map {
                ($0, Message(try instance.outgoingBytes(of: $0.id, at: $0.createdAt)))
            }
        }
    }

    @Test func aCopyGoesToOurOwnPeopleWithTheMailEnclosedWhole() throws {
        let desk = try Desk(body: "The contact form is broken.", actions: [.forward("ben@northlight.example")])
        try desk.errands.queueForwards()
        let (entry, message) = try #require(desk.copies().first)
        #expect(entry.recipient == "ben@northlight.example")
        #expect(entry.client == nil)
        #expect(message.from.first?.address == "support@northlight.example")
        #expect(message.inReplyTo.isEmpty)
        #expect(message.subject == "Fwd: The contact form")
        #expect(message.header["Auto-Submitted"] == "auto-generated")
        #expect(message.header["X-Gatepost-Loop"] == "northlight.example")
        let text = String(decoding: try desk.instance.outgoingBytes(of: entry.id, at: entry.createdAt), as: UTF8.self)
        #expect(text.contains("Content-Type: message/rfc822\r\n"))
        #expect(text.contains("\r\nMessage-ID: <one@harbor.example>\r\n"))
    }

    @Test func whatCannotTravelAsItIsBecomesAFile() throws {
        let desk = try Desk(body: "Die Öffnungszeiten fehlen.", actions: [.forward("ben@northlight.example")])
        try desk.errands.queueForwards()
        let (entry, message) = try #require(desk.copies().first)
        let bytes = try desk.instance.outgoingBytes(of: entry.id, at: entry.createdAt)
        #expect(bytes.allSatisfy { $0 < 0x80 })
        let file = try #require(message.content.attachments.first)
        #expect(file.name.hasSuffix(".eml"))
        #expect(String(decoding: bytes, as: UTF8.self).contains("Content-Type: application/octet-stream"))
    }

    @Test func theCopyIsQueuedOnceHoweverOftenTheWorkIsDone() throws {
        let desk = try Desk(body: "The contact form is broken.", actions: [.forward("ben@northlight.example")])
        try desk.errands.queueForwards()
        try desk.errands.queueForwards()
        #expect(try desk.copies().count == 1)
        #expect(try desk.instance.store.waitingErrands(.forward, limit: 10).isEmpty)
    }

    @Test func whoeverLeftTheStaffIsAStranger() throws {
        let desk = try Desk(
            body: "The contact form is broken.",
            actions: [.forward("ben@northlight.example")],
            staffLeaves: true
        )
        try desk.errands.queueForwards()
        #expect(try desk.copies().isEmpty)
        #expect(try desk.instance.store.waitingErrands(.forward, limit: 10).isEmpty)
    }

    @Test func aKeywordWaitsForTheServerWithItsMailsPlace() throws {
        let desk = try Desk(body: "The contact form is broken.", actions: [.flag("$Form"), .flag("$Form")])
        let tasks = try desk.instance.store.waitingErrands(.flag, mailbox: 1, limit: 10)
        #expect(tasks.map(\.mailID) == [desk.mailID])
        #expect(tasks.map(\.uid) == [1])
        #expect(tasks.map(\.target) == ["$Form"])
        #expect(try desk.instance.store.waitingErrands(.flag, mailbox: 2, limit: 10).isEmpty)
    }

    @Test func anAnswerToTheCopyIsNoAnswerToTheClient() throws {
        let desk = try Desk(body: "The contact form is broken.", actions: [.forward("ben@northlight.example")])
        try desk.errands.queueForwards()
        let (entry, _) = try #require(desk.copies().first)
        let found = try desk.instance.store.recording(at: Self.now) { recorder in
            try recorder.candidates(
                for: ThreadEvidence(
                    signedTickets: [],
                    references: [entry.messageID],
                    subjectTicket: nil,
                    baseSubject: "the contact form"
                )
            )
        }
        #expect(found.byReference == nil)
    }
}

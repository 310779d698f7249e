import Foundation
import Store
import Testing
import Triage
import WorkingTime

@testable import Fetcher
@testable import Service

/// Everything that goes wrong around reading a mailbox, on a real server.
@Suite("Reading a mailbox on bad days", .enabled(if: MailDesk.isLabRunning), .serialized)
struct IntakeFaultSuite {
    private static let ownFolder = [("inbox: INBOX", "inbox: Desk")]

    static func recreate(_ desk: MailDesk, deleting: Bool = true) throws {
        let session = try desk.session()
        defer { session.logout() }
        if deleting { try session.run(Command("DELETE ").then(string: session.wireName(of: "Desk"))) }
        try session.create("Desk")
    }

    static func put(_ mail: String, _ desk: MailDesk) throws {
        let session = try desk.session()
        defer { session.logout() }
        try session.append(Array(mail.replacingOccurrences(of: "\n", with: "\r\n").utf8), to: "Desk", date: desk.now)
    }

    @Test func `A recreated mailbox brings nothing twice and loses nothing`() throws {
        let desk = try MailDesk(edits: Self.ownFolder + [("      fix: Support/Fixes\n", "")])
        try Self.recreate(desk, deleting: false)
        try desk.round()
        let old = desk.mail(id: "old")
        try Self.put(old, desk)
        try desk.round()
        try Self.recreate(desk)
        try Self.put(desk.mail(subject: "Another form", id: "new"), desk)
        try Self.put(old, desk)
        #expect(try desk.round().problems == [])
        #expect(try desk.store.requests(.init()).count == 2)
        #expect(try desk.mails(of: desk.client).count == 2)
        #expect(try desk.outbox().filter { $0.kind == "acknowledgement" }.count == 2)
    }

    @Test func `A mailbox that is gone is reported, and read on when it is back`() throws {
        let desk = try MailDesk(edits: Self.ownFolder)
        #expect(try desk.round().problems.contains { $0.hasPrefix("mailbox support:") && $0.contains("Desk") })
        try Self.recreate(desk, deleting: false)
        #expect(try desk.round().problems == [])
        desk.pass(minutes: 1)
        try Self.put(desk.mail(id: "one"), desk)
        #expect(try desk.round().delivery.accepted == 1)
    }

    @Test func `A mail that a person moves before it is filed stays where the person put it`() throws {
        let desk = try MailDesk()
        try desk.round()
        try desk.deliver(desk.mail(id: "one"))
        let session = try desk.session()
        try session.create("Mine")
        session.logout()
        let account = try desk.account()
        let report = try desk.round { _ in
            // Decided, and not filed yet.
            guard let session = try? IMAPSession(account), (try? session.select("INBOX")) != nil else { return }
            _ = try? session.move(UIDSet((try? session.uids(in: 1...UInt32.max)) ?? []), to: "Mine")
            session.logout()
        }
        #expect(report.problems == [])
        #expect(try desk.mails(of: desk.support, in: "Mine").count == 1)
        #expect(try desk.mails(of: desk.client).count == 1)
        #expect(try desk.round().problems == [])
        #expect(try desk.mails(of: desk.client).count == 1)
    }

    @Test func `A clock that is put back holds up nothing`() throws {
        let desk = try MailDesk(edits: [("domains: [harbor.example]", "domains: [harbor.example, fault.example]")])
        try desk.round()
        try desk.deliver(desk.mail(from: "defer-mail@fault.example", id: "one"))
        try desk.round()
        #expect(try desk.outbox().map(\.attempts) == [1])
        desk.pass(minutes: -20 * 24 * 60)
        try desk.round()
        #expect(try desk.outbox().map(\.attempts) == [2], "the next try waits for a moment that is weeks away")
        // The mailbox was begun in the future; mail of today is answered all the same.
        desk.pass(minutes: 1)
        try desk.deliver(desk.mail(id: "two"))
        try desk.round()
        #expect(try desk.mails(of: desk.client).count == 1)
    }

    @Test func `A doubt under a clock that was put back is looked into after a window of the new time`() throws {
        let desk = try MailDesk(edits: [("domains: [harbor.example]", "domains: [harbor.example, fault.example]")])
        try desk.round()
        try desk.deliver(desk.mail(from: "cut-after@fault.example", id: "one"))
        try desk.round()
        #expect(try desk.outbox().map(\.state) == ["uncertain"])
        desk.pass(minutes: -5 * 60)
        try desk.round()
        #expect(try desk.outbox().map(\.attempts) == [1])
        desk.pass(minutes: 31)
        try desk.round()
        try desk.round()
        #expect(try desk.outbox().map(\.attempts) == [2])
    }

    @Test func `A clock that leaps ahead sends nothing twice`() throws {
        let desk = try MailDesk(edits: [("domains: [harbor.example]", "domains: [harbor.example, fault.example]")])
        try desk.round()
        try desk.deliver(desk.mail(from: "store-and-cut@fault.example", id: "one"))
        try desk.round()
        desk.pass(minutes: 365 * 24 * 60)
        try desk.round()
        #expect(try desk.outbox().filter { $0.kind == "acknowledgement" }.map(\.attempts) == [1])
        #expect(try desk.outbox().filter { $0.kind == "acknowledgement" }.map(\.state) == ["accepted"])
    }

    @Test func `A damaged mail goes to quarantine, the others go on, and a retry after the repair decides it`() throws {
        let desk = try MailDesk()
        try desk.round()
        // Stored and not decided, as a crash leaves them.
        let mailbox = try desk.store.mailbox(named: "support/INBOX", answersFrom: desk.now)
        let texts = ["one", "two"].map {
            desk.mail(subject: "Matter \($0)", id: $0).replacingOccurrences(of: "\n", with: "\r\n")
        }
        let incoming = texts.enumerated().map { index, text in
            IncomingMail(
                uid: UInt32(index + 1),
                uidValidity: 1,
                receivedAt: desk.now,
                bytes: Array(text.utf8),
                isPartial: false
            )
        }
        _ = try desk.store.admit(incoming, to: mailbox.id, lastUID: 2, uidValidity: 1)
        let path = desk.state + "/spool/00000001.mail"
        let whole = try #require(FileManager.default.contents(atPath: path))
        var damaged = whole
        damaged[whole.count / 4] ^= 0xFF
        try Self.overwrite(path, damaged)
        try desk.round()
        let quarantined = try desk.store.quarantined()
        #expect(quarantined.map(\.reason) == ["its bytes in the spool are damaged"])
        #expect(try desk.mails(of: desk.client).count == 1)
        #expect(try desk.store.firstFault() == "mail 1 in the spool")
        try Self.overwrite(path, whole)
        #expect(try desk.store.retryQuarantined(mail: 1))
        try desk.round()
        #expect(try desk.store.quarantined().isEmpty)
        #expect(try desk.mails(of: desk.client).count == 2)
        #expect(try desk.store.firstFault() == nil)
    }

    @Test func `A mail that the record refuses goes to quarantine alone`() throws {
        let desk = try MailDesk()
        try desk.round()
        for text in ["one", "two", "three"] { try desk.deliver(desk.mail(subject: "Matter \(text)", id: text)) }
        // The Message-ID that the second mail's acknowledgement will have belongs to another mail already.
        let taken = MessageToken.make(
            ticket: try desk.store.recording(at: desk.now) { try $0.nextTicketID() } + 1,
            sequence: 2,
            key: try desk.store.signingKey(),
            domain: String(desk.support.split(separator: "@")[1])
        )
        let other = OutboxDraft(
            key: "other",
            kind: "digest",
            messageID: taken,
            ticketID: nil,
            mailID: nil,
            client: nil,
            recipient: "nobody@northlight.example",
            subject: "",
            content: .composed([]),
            due: nil,
            holdReason: "not to be sent"
        )
        _ = try desk.store.recording(at: desk.now) { try $0.queue(other) }
        try desk.round()
        let quarantined = try desk.store.quarantined()
        #expect(quarantined.map(\.mailID) == [2])
        #expect(quarantined.first?.reason.contains("it could not be recorded") == true)
        #expect(try desk.mails(of: desk.client).count == 2)
    }

    /// In place: the store has the file open.
    private static func overwrite(_ path: String, _ bytes: Data) throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.write(contentsOf: bytes)
        try file.close()
    }

    @Test func `A second instance is refused on the same state and on the same mailbox`() throws {
        let desk = try MailDesk()
        #expect(throws: StoreError.inUse(folder: desk.state)) { try Store(folder: desk.state, access: .exclusive) }
        let other = try MailboxLockAttempt(desk)
        let refusal = #expect(throws: ConnectionSetupError.self) { try other.take() }
        #expect(refusal?.description.contains("another gatepost") == true)
        desk.close()
        try other.take()
    }

    @Test func `A refused second instance has changed nothing`() throws {
        let desk = try MailDesk()
        try desk.round()
        try desk.deliver(desk.mail(id: "one"))
        try desk.round()
        let entry = try #require(try desk.outbox().first)
        try desk.store.setOutbox(entry.id, from: ["accepted"], to: "transmitting", note: "", now: desk.now)
        #expect(throws: StoreError.self) { try Store(folder: desk.state, access: .exclusive) }
        #expect(try desk.outbox().map(\.state) == ["transmitting"])
    }
}

/// A Gatepost with a state folder of its own that wants the mailbox of another.
private struct MailboxLockAttempt {
    let round: Round
    let folder: String

    init(_ desk: MailDesk) throws {
        folder = desk.state + "-other"
        let instance = try desk.instance(state: folder)
        let clock = desk.clock
        round = Round(instance: instance) { clock.now }
    }

    func take() throws { try round.recover() }
}

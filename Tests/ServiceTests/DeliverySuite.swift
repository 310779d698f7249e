import Fetcher
import Foundation
import Service
import Store
import Testing
import WorkingTime

/// What becomes of an acknowledgement on real servers, on good days and on bad ones.
@Suite("An acknowledgement over real servers", .enabled(if: MailDesk.isLabRunning), .serialized)
struct DeliverySuite {
    /// The client's contacts lie where the lab's server misbehaves as the local part says.
    private static let faulty = [("domains: [harbor.example]", "domains: [harbor.example, fault.example]")]

    @Test func `A mail is decided, acknowledged once, filed, and its copy lies among the sent`() throws {
        let desk = try MailDesk()
        try desk.round()
        try desk.deliver(desk.mail(id: "one"))
        let report = try desk.round()
        #expect(report.problems == [])
        #expect(report.delivery.accepted == 1)
        #expect(try desk.mails(of: desk.client).count == 1)
        try desk.round()
        #expect(try desk.outbox().map(\.state) == ["accepted"])
        #expect(try desk.mails(of: desk.support).isEmpty)
        #expect(try desk.mails(of: desk.support, in: "Sent").count == 1)
        #expect(try desk.mails(of: desk.support, in: "Support/Fixes").count == 1)
        #expect(try desk.mails(of: desk.client).count == 1)
        #expect(try desk.store.requests(.init()).count == 1)
    }

    @Test func `A lost answer to the final dot is resolved by the copy, and nothing is sent again`() throws {
        let desk = try MailDesk(edits: Self.faulty)
        try desk.round()
        try desk.deliver(desk.mail(from: "store-and-cut@fault.example", id: "one"))
        #expect(try desk.round().delivery.uncertain == 1)
        #expect(try desk.outbox().map(\.state) == ["uncertain"])
        try desk.round()
        let entry = try #require(try desk.outbox().first)
        #expect(entry.state == "accepted")
        #expect(entry.note == "its copy arrived in our own mailbox")
        for _ in 0..<3 {
            desk.pass(minutes: 45)
            try desk.round()
        }
        #expect(try desk.outbox().map(\.attempts) == [1])
    }

    @Test func `A mail that cannot be composed is held, and does not hold up the others`() throws {
        let desk = try MailDesk()
        try desk.round()
        _ = try desk.store.recording(at: desk.now) { recorder in
            try recorder.queue(
                OutboxDraft(
                    key: "acknowledgement:damaged",
                    kind: "acknowledgement",
                    messageID: "damaged@example",
                    ticketID: nil,
                    mailID: nil,
                    client: nil,
                    recipient: desk.client,
                    subject: "Damaged",
                    content: .pending(Array("no content".utf8)),
                    due: desk.now.adding(minutes: 600),
                    holdReason: nil
                )
            )
        }
        try desk.deliver(desk.mail(id: "one"))
        let report = try desk.round()
        #expect(report.delivery.accepted == 1)
        #expect(report.problems.filter { $0.contains("cannot be composed") }.count == 1)
        #expect(
            Set(try desk.outbox().map { "\($0.subject == "Damaged"): \($0.state)" }) == [
                "true: held", "false: accepted",
            ]
        )
    }

    @Test func `A copy among the sent resolves a doubt, and nothing is sent again`() throws {
        let desk = try MailDesk(edits: Self.faulty)
        try desk.round()
        try desk.deliver(desk.mail(from: "cut-after@fault.example", id: "one"))
        try desk.round()
        let doubted = try #require(try desk.outbox().first)
        #expect(doubted.state == "uncertain")
        let session = try desk.session()
        defer { session.logout() }
        let copy = "Message-ID: <\(doubted.messageID)>\r\nSubject: \(doubted.subject)\r\n\r\nkept by the server\r\n"
        try session.append(Array(copy.utf8), to: "Sent", date: desk.now)
        for _ in 0..<3 {
            desk.pass(minutes: 40)
            try desk.round()
        }
        let entry = try #require(try desk.outbox().first)
        #expect(entry.state == "accepted")
        #expect(entry.attempts == 1)
    }

    @Test func `Without a copy a mail in doubt is sent again once, with the same Message-ID, then a person must look`()
        throws
    {
        let desk = try MailDesk(edits: Self.faulty)
        try desk.round()
        try desk.deliver(desk.mail(from: "cut-after@fault.example", id: "one"))
        try desk.round()
        let first = try #require(try desk.outbox().first)
        #expect(first.state == "uncertain")
        desk.pass(minutes: 10)
        try desk.round()
        #expect(try desk.outbox().first?.attempts == 1)
        desk.pass(minutes: 25)
        // One pass finds that there is no copy, the next sends.
        try desk.round()
        try desk.round()
        let second = try #require(try desk.outbox().first)
        #expect(second.attempts == 2)
        #expect(second.repetitions == 1)
        #expect(second.messageID == first.messageID)
        for _ in 0..<4 {
            desk.pass(minutes: 40)
            try desk.round()
        }
        let last = try #require(try desk.outbox().first)
        #expect(last.state == "held")
        #expect(last.attempts == 2)
        #expect(last.note == "in doubt twice: a person must look")
    }

    @Test func `A crash while a mail is on its way leaves a doubt, not a second mail`() throws {
        let desk = try MailDesk()
        try desk.round()
        try desk.deliver(desk.mail(id: "one"))
        try desk.round()
        let entry = try #require(try desk.outbox().first)
        // As it is when the process dies between the server's 250 and our record of it.
        try desk.store.setOutbox(entry.id, from: ["accepted"], to: "transmitting", note: "", now: desk.now)
        try desk.reopen()
        #expect(try desk.outbox().map(\.state) == ["uncertain"])
        try desk.round()
        desk.pass(minutes: 60)
        try desk.round()
        #expect(try desk.outbox().map(\.state) == ["accepted"])
        #expect(try desk.mails(of: desk.client).count == 1)
    }

    @Test(arguments: [
        ("defer-mail", "deferred"), ("defer-recipient", "deferred"), ("refuse-mail", "refused"),
        ("refuse-recipient", "refused"),
    ])
    func `What the server says no to is put off or given to a person`(fault: String, state: String) throws {
        let desk = try MailDesk(edits: Self.faulty)
        try desk.round()
        try desk.deliver(desk.mail(from: "\(fault)@fault.example", id: "one"))
        let report = try desk.round()
        #expect(report.problems.count == 1)
        #expect(try desk.outbox().map(\.state) == [state])
        try desk.round()
        #expect(try desk.outbox().map(\.attempts) == [1], "no pause")
        desk.pass(minutes: 3)
        try desk.round()
        #expect(try desk.outbox().map(\.attempts) == [state == "deferred" ? 2 : 1])
    }

    @Test func `A mailbox of ours that takes no copy does not hold up the client's mail`() throws {
        let desk = try MailDesk(edits: [
            (
                "addresses: [support@northlight.example]",
                "addresses: [refuse-recipient@fault.example, support@northlight.example]"
            )
        ])
        try desk.round()
        try desk.deliver(desk.mail(id: "one"))
        #expect(try desk.round().problems == [])
        #expect(try desk.outbox().map(\.state) == ["accepted"])
        #expect(try desk.mails(of: desk.client).count == 1)
    }

    @Test func `A doubt about a mail of which no copy could go out is a person's from the beginning`() throws {
        let desk = try MailDesk(
            edits: Self.faulty + [
                (
                    "addresses: [support@northlight.example]",
                    "addresses: [refuse-recipient@fault.example, support@northlight.example]"
                )
            ]
        )
        try desk.round()
        try desk.deliver(desk.mail(from: "store-and-cut@fault.example", id: "one"))
        try desk.round()
        let entry = try #require(try desk.outbox().first)
        #expect(entry.state == "held")
        #expect(entry.note.hasPrefix("in doubt, and our own mailbox took no copy"))
        for _ in 0..<3 {
            desk.pass(minutes: 40)
            try desk.round()
        }
        #expect(try desk.outbox().first?.attempts == 1)
    }

    @Test func `No copy is sent when the operator wants none`() throws {
        let desk = try MailDesk(edits: [("  # copies: none", "  copies: none")])
        try desk.round()
        try desk.deliver(desk.mail(id: "one"))
        try desk.round()
        #expect(try desk.mails(of: desk.support).isEmpty)
        #expect(try desk.mails(of: desk.support, in: "Sent").isEmpty)
        #expect(try desk.mails(of: desk.client).count == 1)
    }

    @Test(arguments: [true, false])
    func `A bounce is matched to the mail and its ticket, with a report or without`(hasReport: Bool) throws {
        let desk = try MailDesk()
        try desk.round()
        try desk.deliver(desk.mail(id: "one"))
        try desk.round()
        let sent = try #require(try desk.outbox().first)
        desk.pass(minutes: 5)
        try desk.deliver(Self.bounce(of: sent.messageID, to: desk.support, hasReport: hasReport))
        let report = try desk.round()
        let entry = try #require(try desk.outbox().first)
        #expect(entry.state == "refused")
        #expect(entry.note.hasPrefix("it came back"))
        let problem = try #require(report.problems.first)
        #expect(problem.contains("outbox \(sent.id): it came back"))
        #expect(!problem.contains("@"), "an address in a line that is logged")
        let bounce = try #require(try desk.store.decisions().last)
        #expect(bounce.origin == "bounce")
        #expect(bounce.ticketID == sent.ticketID)
    }

    @Test func `A forged bounce does not touch a mail whose Message-ID it does not know`() throws {
        let desk = try MailDesk()
        try desk.round()
        try desk.deliver(desk.mail(id: "one"))
        try desk.round()
        let sent = try #require(try desk.outbox().first)
        let parts = sent.messageID.split(separator: ".")
        let forged = sent.messageID.replacingOccurrences(
            of: parts[3].prefix(32),
            with: String(repeating: "0", count: 32)
        )
        try desk.deliver(Self.bounce(of: forged, to: desk.support, hasReport: false))
        try desk.round()
        #expect(try desk.outbox().map(\.state) == ["accepted"])
    }

    @Test func `The staff is told once, before the promised time, of what cannot go out`() throws {
        let desk = try MailDesk(edits: Self.faulty)
        try desk.round()
        try desk.deliver(desk.mail(from: "defer-mail@fault.example", id: "one"))
        try desk.round()
        let entry = try #require(try desk.outbox().first)
        let due = try #require(entry.due)
        desk.pass(minutes: due.minutes(since: desk.now) - 121)
        try desk.round()
        #expect(try desk.outbox().count == 1)
        desk.pass(minutes: 2)
        let report = try desk.round()
        #expect(desk.now < due)
        #expect(report.problems.contains { $0.hasPrefix("outbox \(entry.id): deferred, due") })
        let told = try desk.mails(of: "ana@\(desk.id).example")
        #expect(told.count == 1)
        #expect(told.first?.contains("outbox \(entry.id)") == true)
        desk.pass(minutes: 5)
        try desk.round()
        desk.pass(minutes: 200)
        try desk.round()
        #expect(try desk.mails(of: "ana@\(desk.id).example").count == 1)
    }

    static func bounce(of messageID: String, to address: String, hasReport: Bool) -> String {
        let head = [
            "Return-Path: <>", "From: Mail Delivery System <MAILER-DAEMON@mx.example>", "To: \(address)",
            "Subject: Undelivered Mail Returned to Sender", "Message-ID: <bounce-\(messageID.prefix(20))@mx.example>",
            "MIME-Version: 1.0",
        ]
        let original = ["From: \(address)", "Message-ID: <\(messageID)>", "Subject: Re: Order form"]
        guard hasReport else {
            return
                (head + ["Content-Type: text/plain", "", "Your message could not be delivered: no such user.", ""]
                + original.map { "> " + $0 }).joined(separator: "\n") + "\n"
        }
        return
            (head + [
                "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "", "--b",
                "Content-Type: text/plain", "", "no such user", "--b", "Content-Type: message/delivery-status", "",
                "Reporting-MTA: dns; mx.example", "", "Final-Recipient: rfc822; curator@harbor.example",
                "Action: failed",
                "Status: 5.1.1", "Diagnostic-Code: smtp; 550 no such user", "--b", "Content-Type: text/rfc822-headers",
                "",
            ] + original + ["--b--"]).joined(separator: "\n") + "\n"
    }
}

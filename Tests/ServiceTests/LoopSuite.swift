import Fetcher
import Foundation
import LabKit
import Reports
import Service
import Store
import Testing
import WorkingTime

/// Experiments with machines that answer: each side sends at most one automatic reply, whatever the other does.
@Suite("Two machines that answer each other", .enabled(if: MailDesk.isLabRunning), .serialized)
struct LoopSuite {
    @Test(arguments: [true, false])
    func `Two Gateposts settle in at most one automatic reply each`(carriesMarks: Bool) throws {
        let (one, other) = (MailDesk.freshID(), MailDesk.freshID())
        let first = try MailDesk(id: one, peer: other)
        let second = try MailDesk(id: other, peer: one)
        try first.round()
        try second.round()
        // A person at the second agency writes from the very address that answers by itself.
        try first.deliver(first.mail(from: second.support, id: "seed"))
        for _ in 0..<6 {
            for (sender, receiver) in [(first, second), (second, first)] {
                sender.pass(seconds: 20)
                receiver.pass(seconds: 20)
                let before = try receiver.mails(of: receiver.support).count
                try sender.round()
                if !carriesMarks { try Self.stripMarks(receiver, after: before) }
            }
        }
        #expect(try first.outbox().filter { $0.kind == "acknowledgement" && $0.attempts > 0 }.count == 1)
        #expect(try second.outbox().filter { $0.kind == "acknowledgement" && $0.attempts > 0 }.count <= 1)
    }

    /// A relay that throws away every header by which machines know each other.
    private static func stripMarks(_ desk: MailDesk, after count: Int) throws {
        let all = try desk.mails(of: desk.support)
        guard all.count > count else { return }
        let session = try desk.session()
        defer { session.logout() }
        try session.select("INBOX")
        try session.move(.init(try session.uids(in: 1...UInt32.max)), to: "Sent")
        let marks = ["auto-submitted:", "x-auto-response-suppress:", "x-gatepost-loop:", "in-reply-to:", "references:"]
        for mail in all {
            let text = mail.replacingOccurrences(of: "\r\n", with: "\n")
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let kept = lines.filter { line in !marks.contains { line.lowercased().hasPrefix($0) } }
            try desk.deliver(
                kept.joined(separator: "\n").replacingOccurrences(of: "Message-ID: <gp", with: "Message-ID: <x")
            )
        }
    }

    @Test func `Sieve vacation that answers every time gets no answer`() throws {
        let desk = try MailDesk()
        let home = try #require(ProcessInfo.processInfo.environment["GATEPOST_LAB_DIR"]) + "/mail/\(desk.client)"
        // Dovecot makes the home with the rights it needs.
        _ = try desk.mails(of: desk.client)
        try """
        require ["vacation"];
        vacation :days 0 :subject "Away" "I am away until Monday.";

        """.write(toFile: home + "/.dovecot.sieve", atomically: true, encoding: .utf8)
        try desk.round()
        try desk.deliver(desk.mail(id: "one"))
        for number in 1...4 {
            try desk.round()
            // Vacation leaves our acknowledgement alone; a person's answer it does answer, each time.
            try desk.send(
                "From: \(desk.support)\nTo: \(desk.client)\nSubject: Answer \(number)\n\nDone.\n",
                to: desk.client
            )
            desk.pass(seconds: 30)
        }
        try desk.round()
        #expect(try desk.outbox().count == 1)
        let vacation = try desk.store.decisions().filter { $0.subject.contains("Away") }
        #expect(vacation.count == 4, "the vacation notes did not come")
        #expect(vacation.allSatisfy { !$0.isAcknowledged })
    }

    @Test func `A naive autoresponder that changes its subject and address each time is answered at most once`() throws
    {
        let desk = try MailDesk()
        try desk.round()
        try desk.deliver(desk.mail(id: "one"))
        try desk.round()
        var answered = 0
        for number in 1...8 {
            let arrived = try desk.mails(of: desk.client).count
            guard arrived > answered else { break }
            answered = arrived
            desk.pass(seconds: 4)
            // No header tells what it is, and nothing in it refers to our mail.
            try desk.deliver(
                desk.mail(
                    from: "desk\(number)@harbor-\(desk.id).example",
                    subject: "Your message \(number * 7919)",
                    id: "auto\(number)",
                    body: "Thank you for your message \(number * 7919). We have received it and will get back to you."
                )
            )
            try desk.round()
        }
        #expect(answered == 1)
        let held = try desk.outbox().filter { $0.state == "held" }
        #expect(held.count == 1)
        #expect(held.first?.note.contains("after an automatic reply") == true)
    }

    @Test func `A ticket system that answers each mail with a new subject settles as well`() throws {
        let desk = try MailDesk()
        try desk.round()
        try desk.deliver(desk.mail(id: "one"))
        try desk.round()
        for number in 1...6 {
            desk.pass(seconds: 7)
            let reply = try #require(try desk.outbox().last)
            try desk.deliver(
                desk.mail(
                    subject: "[Ticket \(number * 1_000)] Request received",
                    id: "ticket\(number)",
                    body: "Your request has been received and will be processed in order.",
                    headers: ["In-Reply-To: <\(reply.messageID)>", "References: <\(reply.messageID)>"]
                )
            )
            try desk.round()
        }
        #expect(try desk.mails(of: desk.client).count == 1)
    }

    /// Looks like a request, and only a person can tell of what kind.
    private static let unclear = """
        visitors from the Netherlands find only English and German in the audio guide.
        I do not know what was agreed about Dutch.
        """
    private static let note = "Thank you for your message. We have received it and will get back to you."

    @Test func `A colleague who writes right after a reply to somebody else is answered`() throws {
        let desk = try MailDesk()
        let colleague = "education@harbor-\(desk.id).example"
        try desk.round()
        try desk.deliver(desk.mail(id: "one"))
        try desk.round()
        desk.pass(seconds: 20)
        try desk.deliver(desk.mail(from: colleague, subject: "Audio guide", id: "two", body: Self.unclear))
        try desk.round()
        #expect(try desk.outbox().filter { $0.state == "held" }.isEmpty)
        #expect(try desk.mails(of: colleague).count == 1)
    }

    @Test func `Who goes on with an older mail of their own right after our reply to it is answered`() throws {
        let desk = try MailDesk()
        let domain = desk.client.split(separator: "@")[1]
        try desk.round()
        try desk.deliver(desk.mail(id: "one"))
        try desk.round()
        desk.pass(seconds: 20)
        try desk.deliver(
            desk.mail(
                subject: "Re: Order form",
                id: "two",
                body: "Please repair the calendar as well, it shows last year.",
                headers: ["In-Reply-To: <one@\(domain)>", "References: <one@\(domain)>"]
            )
        )
        try desk.round()
        #expect(try desk.mails(of: desk.client).count == 2)
    }

    @Test func `A machine behind another address that answers our reply is held, whatever it asks for`() throws {
        let desk = try MailDesk()
        let machine = "helpdesk@harbor-\(desk.id).example"
        try desk.round()
        try desk.deliver(desk.mail(id: "one"))
        try desk.round()
        let reply = try #require(try desk.outbox().last)
        desk.pass(seconds: 20)
        // It refers to our reply, or a relay took that away and the number in the subject is left.
        try desk.deliver(desk.mail(from: machine, id: "two", headers: ["In-Reply-To: <\(reply.messageID)>"]))
        try desk.deliver(desk.mail(from: machine, subject: "Re: " + reply.subject, id: "three"))
        try desk.round()
        #expect(try desk.outbox().map(\.state) == ["accepted", "held", "held"])
        #expect(try desk.mails(of: machine).isEmpty)
    }

    @Test func `Who let our replies be is answered at any time; a machine set up since is answered once`() throws {
        let desk = try MailDesk()
        try desk.round()
        try desk.deliver(desk.mail(id: "one"))
        try desk.round()
        desk.pass(minutes: 10)
        try desk.deliver(desk.mail(subject: "Opening hours", id: "two"))
        try desk.round()
        #expect(try desk.mails(of: desk.client).count == 2)
        var answered = 0
        for number in 1...6 {
            let arrived = try desk.mails(of: desk.client).count
            guard arrived > answered else { break }
            answered = arrived
            desk.pass(seconds: 5)
            try desk.deliver(desk.mail(subject: "Message \(number)", id: "note\(number)", body: Self.note))
            try desk.round()
        }
        #expect(try desk.mails(of: desk.client).count == 3)
        #expect(try desk.outbox().map(\.state) == ["accepted", "accepted", "accepted", "held"])
    }

    @Test func `What a forwarding loop brings back is not answered`() throws {
        let desk = try MailDesk()
        try desk.round()
        try desk.deliver(desk.mail(id: "one"))
        try desk.round()
        for _ in 0..<4 {
            // The client's mailbox forwards everything back to us as it is.
            let newest = try #require(try desk.mails(of: desk.client).last)
            desk.pass(seconds: 5)
            try desk.deliver("Received: from forwarder\n" + newest.replacingOccurrences(of: "\r\n", with: "\n"))
            try desk.round()
        }
        #expect(try desk.mails(of: desk.client).count == 1)
        #expect(try desk.outbox().count == 1)
    }

    @Test func `The budget of a sender holds across restarts and shows in the outbox`() throws {
        let desk = try MailDesk(edits: [("perSender: 10", "perSender: 2")])
        try desk.round()
        for number in 1...4 {
            try desk.deliver(desk.mail(subject: "Matter \(number)", id: "m\(number)"))
            try desk.round()
            try desk.reopen()
            desk.pass(minutes: 2)
        }
        #expect(try desk.mails(of: desk.client).count == 2)
        let held = try desk.store.outbox(all: false)
        #expect(held.map(\.state) == ["held", "held"])
        #expect(held.allSatisfy { $0.note.contains("the limit is 2") })
        let brief = try Briefs(instance: desk.instance()).report(now: desk.now)
        #expect(brief.heldReplies.count == 2)
        #expect(brief.heldReplies.allSatisfy { $0.why.contains("the limit is 2") && $0.command.contains("release") })
        desk.pass(minutes: 25 * 60)
        try desk.deliver(desk.mail(subject: "Matter 5", id: "m5"))
        try desk.round()
        #expect(try desk.mails(of: desk.client).count == 3)
    }
}

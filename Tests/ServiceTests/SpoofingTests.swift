import Agreement
import Foundation
import MIME
import Mailrules
import Testing
import Triage
import WorkingTime

@testable import Service

/// One attempt to learn something, to be obeyed, or to have an answer sent elsewhere.
struct Attempt: Sendable, CustomTestStringConvertible {
    enum Outcome: Sendable, Equatable {
        /// No reply at all.
        case silence
        /// A reply to that registered address that says only that the mail arrived.
        case receipt(String)
        /// The sender is who it says, and the attempt is in something else: the whole reply goes to that address.
        case reply(String)
    }

    var name: String
    /// Header lines besides To, Date and MIME-Version; `TOKEN` stands for a Message-ID of ours in a ticket of harbor.
    var headers: [String]
    var body: String
    var outcome: Outcome

    init(_ name: String, _ headers: [String], body: String = Attempt.request, _ outcome: Outcome) {
        self.name = name
        self.headers = headers
        self.body = body
        self.outcome = outcome
    }

    var testDescription: String { name }

    static let request = "The contact form is broken, please repair it. How many hours do we have left?"

    func bytes(token: String, number: Int) -> [UInt8] {
        var lines = headers.map { $0.replacingOccurrences(of: "TOKEN", with: token) }
        func has(_ name: String) -> Bool { lines.contains { $0.lowercased().hasPrefix(name) } }
        if !has("subject") { lines.append("Subject: Contact form") }
        if !has("message-id") { lines.append("Message-ID: <attempt-\(number)@sender.example>") }
        if !has("to:") { lines.append("To: support@northlight.example") }
        lines += ["Date: Fri, 20 Nov 2026 10:07:00 +0100", ""]
        return Array((lines + [body, ""]).joined(separator: "\r\n").utf8)
    }
}

/// Every attempt goes through the whole of deciding, on the example folder; the reply is looked at as bytes.
@Suite("Who may see what") struct SpoofingTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    private static let configuration = loadConfiguration(folder: root + "/Mailrules").configuration

    @Test("No attempt learns, commands or redirects anything", arguments: Attempt.all)
    func nothingLeaks(attempt: Attempt) throws {
        let configuration = try #require(Self.configuration)
        let trial = try Trial(configuration: configuration)
        defer { trial.discard() }
        let now = Instant(epochSeconds: 2_000_000_000)
        let genuine = Attempt(
            "genuine",
            [Attempt.pass("harbor.example"), "From: Edith Marlowe <curator@harbor.example>"],
            .reply("curator@harbor.example")
        )
        let first = try trial.decide(.init(path: "1", bytes: genuine.bytes(token: "", number: 0)), now: now)
        let ours = try #require(first.flatMap { try trial.reply(to: $0) })
        let token = try #require(Message(ours).messageID)

        let bytes = attempt.bytes(token: token, number: 1)
        let mail = try #require(try trial.decide(.init(path: "2", bytes: bytes), now: now))
        let reply = try trial.reply(to: mail)
        try check(mail, reply.map { Message($0) }, attempt, configuration.policy)
        if mail.decision.client != "harbor", case .existing = mail.decision.conversation {
            Issue.record("a stranger is let into the ticket")
        }
        if !mail.enquiry.authentication.isPass {
            #expect(mail.decision.postings.isEmpty, "nobody's word moves hours")
            #expect(!mail.decision.isStaffAnswer, "nobody's word stops a clock")
        }
    }

    private func check(_ mail: DecidedMail, _ reply: Message?, _ attempt: Attempt, _ policy: Policy) throws {
        switch attempt.outcome {
        case .silence:
            #expect(reply == nil)
        case .receipt(let address):
            let reply = try #require(reply)
            #expect(reply.to.map(\.address) == [address])
            #expect(mail.decision.acknowledgement.content?.disclosure == .receiptOnly)
            try expectNothingTold(by: reply, policy)
        case .reply(let address):
            let reply = try #require(reply)
            #expect(reply.to.map(\.address) == [address])
            #expect(mail.decision.acknowledgement.content?.disclosure == .full)
        }
        guard let reply else { return }
        // Whatever was written, the reply has the header that we write and nothing else.
        for name in ["From", "To", "Subject", "Date", "Message-ID", "Content-Type"] {
            #expect(reply.header.all(name).count == 1, "\(name)")
        }
        for name in ["Cc", "Bcc", "Reply-To", "X-Evil", "Sender"] { #expect(!reply.header.contains(name), "\(name)") }
        #expect(reply.from.map(\.address) == [policy.agency.from.address])
        #expect(
            policy.clients.contains { client in
                let address = reply.to.first?.address ?? ""
                return client.contacts.addresses.contains(address)
                    || client.contacts.domains.contains { address.hasSuffix("@" + $0) }
            }
        )
        #expect(!(reply.html ?? "").contains("<script"))
    }

    /// No client's name, no clause, no hours, and nothing of what the mail itself said but its subject.
    private func expectNothingTold(by reply: Message, _ policy: Policy) throws {
        let words = reply.content.text + (reply.html ?? "")
        for client in policy.clients { #expect(!words.contains(client.name), "\(client.name)") }
        for terms in policy.terms.values.flatMap(\.values) {
            for clause in terms.clauses { #expect(!words.contains(clause.title), "\(clause.title)") }
        }
        #expect(!words.contains("contact form is broken"))
        #expect(!words.contains(" left"))
        #expect(!words.contains("Edith"))
    }
}

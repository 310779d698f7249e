import Foundation
import Mailrules
import Store
import Testing
import WorkingTime

@testable import Service

/// Mails as they would have come in, decided and recorded in the state folder in which the commands look.
struct Inbox {
    private let instance: Instance
    private let decider: Decider
    private let mailbox: MailboxSettings
    private let mailboxID: Int
    private let start = Instant(epochSeconds: 0)

    init(_ program: Program) throws {
        let configuration = try #require(loadConfiguration(folder: program.rules).configuration)
        let store = try Store(folder: program.state, access: .shared)
        instance = try Instance(configuration: configuration, store: store, isRehearsal: true)
        decider = Decider(instance: instance)
        mailbox = try #require(configuration.mailboxes.first)
        mailboxID = try store.mailbox(named: mailbox.name, answersFrom: start).id
    }

    /// The acknowledgements so far, as they would go out.
    func acknowledgements() throws -> [[UInt8]] {
        try instance.store.outbox(all: true).filter { $0.kind == "acknowledgement" }.map {
            try instance.outgoingBytes(of: $0.id, at: $0.createdAt)
        }
    }

    /// Takes a mail in; answers the numbers of its requests.
    @discardableResult
    func receive(_ text: String, from sender: String, at when: String, subject: String) throws -> [Int] {
        let at = try #require(Instant(rfc3339: when))
        let name = "\(at.epochSeconds).\(UUID().uuidString)"
        let mail = """
            From: A Client <\(sender)>
            To: support@northlight.example
            Subject: \(subject)
            Message-ID: <\(name)@clients.example>
            Content-Type: text/plain; charset=utf-8

            \(text)

            """
        let bytes = Array(mail.replacingOccurrences(of: "\n", with: "\r\n").utf8)
        return try receive(bytes, at: when)
    }

    /// Takes a mail in as it stands; answers the numbers of its requests.
    @discardableResult
    func receive(_ bytes: [UInt8], at when: String) throws -> [Int] {
        let at = try #require(Instant(rfc3339: when))
        let uid = UInt32(try instance.store.mailCounts().stored + 1)
        let incoming = IncomingMail(uid: uid, uidValidity: 1, receivedAt: at, bytes: bytes, isPartial: false)
        let stored = try instance.store.admit([incoming], to: mailboxID, lastUID: uid, uidValidity: 1)
        let waiting = stored.map {
            Decider.Waiting(mail: $0.mail, bytes: $0.bytes, mailbox: mailbox, answersFrom: start)
        }
        let decided = try decider.decide(decider.understand(waiting), now: at)
        guard let mailID = decided.first?.mailID else { return [] }
        return try instance.store.requests(.init(mailID: mailID)).map(\.id)
    }
}

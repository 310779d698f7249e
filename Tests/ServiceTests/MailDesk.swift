import Curl
import Fetcher
import Foundation
import LabKit
import Mailrules
import Service
import Store
import Synchronization
import Testing
import WorkingTime

/// A clock that stands until the test moves it.
final class TestClock: Sendable {
    private let instant: Mutex<Instant>

    init(_ start: Instant) {
        instant = Mutex(start)
    }

    var now: Instant { instant.withLock { $0 } }

    func pass(seconds: Int) { instant.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// A whole Gatepost over the lab's servers: the repository's example folder with addresses of its own, a state folder, and
/// a clock that the test moves.
final class MailDesk {
    let id: String
    let rules: String
    let state: String
    private let lab: LabServer
    private let submission: LabSubmission
    let clock: TestClock
    private var opened: Open?

    private struct Open {
        var instance: Instance
        var store: Store { instance.store }
        var round: Round
    }

    static let isLabRunning = !LabServer.all.isEmpty && LabSubmission.running != nil

    /// - Parameters:
    ///   - edits: What is replaced in the operator's files, in turn.
    ///   - peer: The id whose addresses the client `harbor` has; its own unless another desk is the client.
    init(id: String = MailDesk.freshID(), peer: String? = nil, edits: [(String, String)] = []) throws {
        lab = try #require(LabServer.all.first)
        submission = try #require(LabSubmission.running)
        self.id = id
        clock = TestClock(Instant(epochSeconds: Int64(Date().timeIntervalSince1970) - 6 * 3_600))
        let place = NSTemporaryDirectory() + "gatepost-desk-\(id)"
        rules = place + "/Mailrules"
        state = place + "/state"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
        try FileManager.default.copyItem(atPath: root + "/Mailrules", toPath: rules)
        let authority = try #require(ProcessInfo.processInfo.environment["GATEPOST_LAB_CA"])
        let replacements =
            edits + [
                ("imaps://imap.northlight.example", "\(lab.imaps)\n    ca: \(authority)"),
                ("smtps://smtp.northlight.example", "\(submission.smtps)\n  ca: \(authority)"),
                ("env:SUPPORT_PASSWORD", "file:\(place)/password"),
                ("support@northlight.example", support),
                ("  brief: {at: 09:00, calendar: office, to: [ana]}", "  {}"),
                ("  digest: {on: monday, at: 08:30, to: [ana, ben]}", ""),
                // Only mail to clients is looked at here.
                ("warn: {at: 25%, to: [ana], escalate: [ana, ben], calendar: office}", ""),
                ("workOrders: {to: [ana]}", ""),
                ("ana@northlight.example", "ana@\(id).example"),
                ("harbor.example", peer.map { "\($0).example" } ?? "harbor-\(id).example"),
            ]
        try (lab.password + "\n").write(toFile: place + "/password", atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: place + "/password")
        for name in ["agency.yaml", "rules.yaml", "clients/harbor.yaml"] {
            var text = try String(contentsOfFile: "\(rules)/\(name)", encoding: .utf8)
            for (old, new) in replacements { text = text.replacingOccurrences(of: old, with: new) }
            try text.write(toFile: "\(rules)/\(name)", atomically: true, encoding: .utf8)
        }
        try reopen()
    }

    deinit {
        try? FileManager.default.removeItem(atPath: NSTemporaryDirectory() + "gatepost-desk-\(id)")
    }

    static func freshID() -> String { "d\(UInt64.random(in: 0...UInt64.max))" }

    var support: String { "support@\(id).example" }
    /// A contact of the client `harbor`.
    var client: String { "curator@harbor-\(id).example" }
    var now: Instant { clock.now }

    func pass(minutes: Int) { clock.pass(seconds: minutes * 60) }
    func pass(seconds: Int) { clock.pass(seconds: seconds) }

    var store: Store {
        get throws { try #require(opened).store }
    }

    /// As after a crash or a restart: nothing that was only in memory is left.
    func reopen() throws {
        opened = nil
        let instance = try instance(state: state)
        let clock = clock
        let round = Round(instance: instance) { clock.now }
        try round.recover()
        opened = Open(instance: instance, round: round)
    }

    /// The Gatepost that is open.
    func instance() throws -> Instance { try #require(opened).instance }

    /// These rules with another state folder.
    func instance(state: String) throws -> Instance {
        let result = loadConfiguration(folder: rules)
        let configuration = try #require(
            result.configuration,
            "\(result.diagnostics.map(\.rendered).joined(separator: "\n"))"
        )
        let store = try Store(folder: state, access: .exclusive)
        return try Instance(configuration: configuration, store: store, isRehearsal: false)
    }

    func close() { opened = nil }

    @discardableResult func round(onDecided: @escaping @Sendable (DecidedMail) -> Void = { _ in }) throws -> RoundReport
    {
        try #require(opened).round.run(onDecided: onDecided)
    }

    func account(_ address: String? = nil) throws -> Account {
        Account(
            name: "test",
            address: lab.imaps,
            login: address ?? support,
            credential: .password(lab.password),
            trust: lab.trust
        )
    }

    func session(_ address: String? = nil) throws -> IMAPSession {
        try IMAPSession(account(address))
    }

    /// Puts a mail into a mailbox as it arrives now.
    func deliver(_ mail: String, to address: String? = nil) throws {
        let session = try session(address)
        defer { session.logout() }
        let bytes = Array(mail.replacingOccurrences(of: "\n", with: "\r\n").utf8)
        try session.append(bytes, to: "INBOX", date: now)
    }

    /// Sends a mail from our address by the server, as a person of the agency would.
    func send(_ mail: String, to address: String) throws {
        let server = try SMTPSubmission(
            to: submission.smtps,
            login: support,
            credential: .password(submission.password),
            trust: submission.trust,
            timeouts: Timeouts(),
            name: "desk.example"
        )
        let bytes = Array(mail.replacingOccurrences(of: "\n", with: "\r\n").utf8)
        #expect(server.submit(from: support, to: [address], message: bytes) == .accepted)
    }

    /// Every mail in a folder of a mailbox, oldest first.
    func mails(of address: String, in folder: String = "INBOX") throws -> [String] {
        let session = try session(address)
        defer { session.logout() }
        try session.select(folder)
        var found: [String] = []
        _ = try session.fetchNew(after: nil) { found += $0.mails.map { String(decoding: $0.bytes, as: UTF8.self) } }
        return found
    }

    func outbox() throws -> [OutboxEntry] { try store.outbox(all: true).reversed() }

    /// A mail of a person for whom the agency's own server vouches.
    func mail(
        from sender: String? = nil,
        subject: String = "Order form",
        id: String,
        body: String = "The order form shows an error when I press send. Please repair it.",
        headers: [String] = []
    ) -> String {
        let sender = sender ?? client
        let domain = sender.split(separator: "@").last.map(String.init) ?? ""
        return
            ([
                "Authentication-Results: mx.northlight.example; dkim=pass header.d=\(domain)",
                "From: Curator <\(sender)>", "To: \(support)", "Subject: \(subject)", "Message-ID: <\(id)@\(domain)>",
                "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
            ] + headers).joined(separator: "\n") + "\n\n\(body)\n"
    }
}

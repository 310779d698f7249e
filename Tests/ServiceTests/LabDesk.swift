import Curl
import Fetcher
import Foundation
import LabKit
import MIME
import Mailrules
import Store
import Synchronization
import Testing
import Triage
import WorkingTime

@testable import Service

/// An agency on the lab's servers, with the example folder and addresses that no other run uses.
final class LabDesk: Sendable {
    let server: LabServer
    let submission: LabSubmission
    let folder: String
    let domain: String
    let clientDomain: String
    let instance: Instance
    private let offset = Mutex<Int64>(0)

    static var isThere: Bool { LabServer.all.contains { $0.name == "Dovecot" } && LabSubmission.running != nil }

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// - Parameter edits: What is replaced in the operator's files before anything else.
    init(edits: [(String, String)] = []) throws {
        server = try #require(LabServer.all.first { $0.name == "Dovecot" })
        submission = try #require(LabSubmission.running)
        let mark = String(UInt32.random(in: 0...UInt32.max), radix: 36)
        domain = "northlight-\(mark).example"
        clientDomain = "harbor-\(mark).example"
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("gatepost-week-\(mark)").path
        try FileManager.default.copyItem(atPath: Self.root + "/Mailrules", toPath: folder)
        for file in ["agency.yaml", "clients/harbor.yaml", "rules.yaml"] {
            var text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
            for (old, new) in edits { text = text.replacingOccurrences(of: old, with: new) }
            try text.write(toFile: "\(folder)/\(file)", atomically: true, encoding: .utf8)
        }
        try Self.adapt(folder, server: server, submission: submission, domain: domain, clientDomain: clientDomain)
        let loaded = loadConfiguration(folder: folder)
        let configuration = try #require(loaded.configuration, "\(loaded.diagnostics.map(\.rendered))")
        let store = try Store(folder: folder + "/state", access: .exclusive)
        instance = try Instance(configuration: configuration, store: store, isRehearsal: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private static func adapt(
        _ folder: String,
        server: LabServer,
        submission: LabSubmission,
        domain: String,
        clientDomain: String
    ) throws {
        let secret = folder + "/password"
        try server.password.write(toFile: secret, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
        guard case .file(let authority) = server.trust else { return }
        for file in ["agency.yaml", "clients/harbor.yaml", "rules.yaml"] {
            let path = folder + "/" + file
            let text = try String(contentsOfFile: path, encoding: .utf8)
                .replacingOccurrences(
                    of: "imaps://imap.northlight.example",
                    with: "\(server.imaps)\n    ca: \(authority)"
                )
                .replacingOccurrences(
                    of: "smtps://smtp.northlight.example",
                    with: "\(submission.smtps)\n  ca: \(authority)"
                )
                .replacingOccurrences(of: "env:SUPPORT_PASSWORD", with: "file:\(secret)")
                .replacingOccurrences(of: "northlight.example", with: domain)
                .replacingOccurrences(of: "harbor.example", with: clientDomain)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
    }

    // MARK: - Time

    /// The test's clock: the real one, moved on where a test says so.
    var now: Instant {
        Instant(epochSeconds: Int64(Date().timeIntervalSince1970) + offset.withLock { $0 })
    }

    func advance(minutes: Int) { offset.withLock { $0 += Int64(minutes) * 60 } }

    @discardableResult
    func round() throws -> RoundReport {
        let report = Round(instance: instance, now: { self.now }).run { _ in }
        #expect(report.problems.isEmpty, "\(report.problems)")
        return report
    }

    // MARK: - Mail

    var support: String { "support@\(domain)" }
    var curator: String { "curator@\(clientDomain)" }

    func vouched(_ address: String) -> String {
        let domain = address.drop { $0 != "@" }.dropFirst()
        return "Authentication-Results: mx.\(self.domain); dmarc=pass header.from=\(domain)"
    }

    /// A mail as it leaves somebody's program.
    func mail(
        from: String,
        to: String? = nil,
        subject: String,
        body: String,
        id: String = UUID().uuidString.lowercased() + "@mail.example",
        replyingTo reference: String? = nil,
        headers: [String] = []
    ) -> [UInt8] {
        var lines =
            headers + [
                "From: <\(from)>", "To: \(to ?? support)", "Subject: \(subject)", "Message-ID: <\(id)>",
                "Date: Fri, 20 Nov 2026 10:00:00 +0100", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: 8bit",
            ]
        if let reference { lines += ["In-Reply-To: <\(reference)>", "References: <\(reference)>"] }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body + "\r\n").utf8)
    }

    /// Sends over SMTP; it lies in the mailbox when this returns.
    func send(_ mail: [UInt8], from: String, to: String? = nil) throws {
        let carrier = try SMTPSubmission(
            to: submission.smtps,
            login: from,
            credential: .password(submission.password),
            trust: submission.trust,
            timeouts: Timeouts(),
            name: "[127.0.0.1]"
        )
        let outcome = carrier.submit(from: from, to: [to ?? support], message: mail)
        guard case .accepted = outcome else {
            Issue.record("the lab refused a mail: \(outcome)")
            return
        }
    }

    func session(_ address: String) throws -> IMAPSession {
        try IMAPSession(
            Account(
                name: "lab",
                address: server.imaps,
                login: address,
                credential: .password(server.password),
                trust: server.trust
            )
        )
    }

    /// Everything in somebody's inbox, oldest first.
    func inbox(_ address: String, folder: String = "INBOX") throws -> [Message] {
        let session = try session(address)
        defer { session.logout() }
        _ = try session.select(folder)
        var mails: [Message] = []
        _ = try session.fetchNew(after: nil) { batch in mails += batch.mails.map { Message($0.bytes) } }
        return mails
    }

    /// Puts a mail into the Sent folder as a person's mail program does.
    func keepAsSent(_ mail: [UInt8], date: Instant? = nil) throws {
        let session = try session(support)
        defer { session.logout() }
        try session.append(mail, to: "Sent", flags: ["\\Seen"], date: date)
    }
}

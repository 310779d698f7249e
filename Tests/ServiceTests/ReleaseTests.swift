import Foundation
import Mailrules
import Store
import Testing
import Triage
import WorkingTime

@testable import Service

@Suite("Mail taken for a machine's") struct ReleaseTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    @Test func `It is kept with its reason, and decided as a person's when a person says so`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("release-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let configuration = try #require(loadConfiguration(folder: Self.root + "/Mailrules").configuration)
        let store = try Store(folder: folder, access: .exclusive)
        let instance = try Instance(configuration: configuration, store: store, isRehearsal: false)
        let decider = Decider(instance: instance)
        let settings = try #require(configuration.mailboxes.first)
        let past = Instant(epochSeconds: 1)
        let box = try store.mailbox(named: "support/INBOX", answersFrom: past)
        let now = try #require(Instant(rfc3339: "2026-11-20T10:00:00Z"))
        let text = """
            Authentication-Results: mx.northlight.example; dmarc=pass header.from=harbor.example
            From: Edith Marlowe <curator@harbor.example>
            To: support@northlight.example
            Subject: Contact form
            Precedence: bulk

            The contact form is broken, please repair it.
            """
        let mail = IncomingMail(uid: 1, uidValidity: 1, receivedAt: now, bytes: Array(text.utf8), isPartial: false)
        _ = try store.admit([mail], to: box.id, lastUID: 1, uidValidity: 1)

        func round() throws -> DecidedMail? {
            let waiting = try store.waitingMail(after: 0, limit: 10).map {
                Decider.Waiting(mail: $0, bytes: try store.bytes(of: $0), mailbox: settings, answersFrom: past)
            }
            return try decider.decide(decider.understand(waiting), now: now).first
        }
        let first = try #require(try round())
        #expect(!first.decision.acknowledgement.isSent)
        let kept = try #require(try store.suppressed().first)
        #expect(kept.mailID == first.mailID)
        #expect(kept.acknowledgementWhy == ["Precedence is bulk"])

        #expect(try store.release(mail: kept.mailID, now: now))
        let second = try #require(try round())
        #expect(second.mailID == first.mailID)
        #expect(second.decision.acknowledgement.isSent)
        #expect(second.decision.reasons.contains(Reason("origin", "a person of ours said that a person wrote it")))
        #expect(try store.suppressed().isEmpty)
        #expect(try !store.release(mail: kept.mailID, now: now), "a person's mail needs no release")
        #expect(try !store.release(mail: 99, now: now))
    }
}

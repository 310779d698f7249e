import Curl
import Dispatch
import LabKit
import Testing

@testable import Fetcher

@Suite("Waiting at real IMAP servers", .enabled(if: !LabServer.all.isEmpty, "no lab runs; see Tests/lab"))
struct ServerIdleSuite {
    @Test("New mail ends an IDLE", arguments: LabServer.all)
    func newMail(server: LabServer) throws {
        let session = try server.session(5)
        let mailbox = try session.freshMailbox()
        let other = try server.session(5)
        let appended = DispatchSemaphore(value: 0)
        nonisolated(unsafe) let writer = other
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.3) {
            _ = unsafe try? writer.append(SampleMail.bytes(1), to: mailbox)
            appended.signal()
        }
        // Servers look after their mailboxes at least once a minute, most at once.
        var result = IdleResult.timedOut
        for _ in 0..<3 where result == .timedOut { result = try session.idle(upTo: 40, wake: nil) }
        appended.wait()
        #expect(result == .changed)
        #expect(try session.fetched().mails.map(\.bytes) == [SampleMail.bytes(1)])
    }

    @Test("A raised signal ends an IDLE, and the session goes on", arguments: LabServer.all)
    func woken(server: LabServer) throws {
        let session = try server.session(6)
        try session.select("INBOX")
        let wake = try #require(WakeSignal())
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.2) { wake.raise() }
        #expect(try session.idle(upTo: 60, wake: wake) == .woken)
        wake.clear()
        #expect(try session.idle(upTo: 0, wake: wake) == .timedOut)
        try session.noop()
    }

    @Test("Without IDLE the caller is told to ask", arguments: LabServer.all)
    func notOffered(server: LabServer) throws {
        let session = try server.session(6)
        try session.select("INBOX")
        session.capabilities.remove("IDLE")
        #expect(try session.idle(upTo: 60, wake: nil) == .notSupported)
    }
}

import Foundation
import Logging
import Service
import ServiceLifecycle
import Store
import Testing

@Suite("The long run", .enabled(if: MailDesk.isLabRunning), .serialized)
struct LongRunSuite {
    @Test func `It answers a mail that comes while it watches, and ends when it is asked to`() async throws {
        let desk = try MailDesk()
        desk.close()
        let clock = desk.clock
        let instance = try desk.instance(state: desk.state)
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let group = ServiceGroup(
            services: [LongRun(instance: instance, log: log, now: { clock.now })],
            logger: log
        )
        let run = Task { try await group.run() }
        // The first look comes before the mail: what is answered later was seen while waiting.
        try await Self.eventually { try !instance.store.health().isEmpty }
        try desk.deliver(desk.mail(id: "late"))
        try await Self.eventually { try desk.mails(of: desk.client).count == 1 }
        await group.triggerGracefulShutdown()
        try await run.value
        #expect(try instance.store.outbox(all: true).map(\.state) == ["accepted"])
    }

    /// Waits for what other threads bring about; the test's own time limit is the end of patience.
    private static func eventually(_ isSo: () throws -> Bool) async throws {
        for _ in 0..<600 {
            if try isSo() { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("nothing happened for a minute")
    }
}

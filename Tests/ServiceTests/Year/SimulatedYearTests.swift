import Agreement
import Classifier
import Foundation
import HourLedger
import Mailrules
import Store
import Testing
import Triage
import WorkingTime

@testable import Service

/// Months of an agency's life on a test clock, through the real admitting, understanding, deciding, recording, queueing
/// and delivering; only the servers are in memory. `Tests/year` runs a whole year of 4,000 mails; a run among the other
/// tests takes five weeks over the change of the clocks and Easter.
@Suite("A simulated year") struct SimulatedYearTests {
    private static let repository = LabDesk.root
    private static let mails = ProcessInfo.processInfo.environment["GATEPOST_YEAR_MAILS"].flatMap { Int($0) }
    private static let seed = ProcessInfo.processInfo.environment["GATEPOST_YEAR_SEED"].flatMap { UInt64($0) } ?? 2_026

    private static func minute(_ day: String) -> Int {
        Int((Instant(rfc3339: day + "T00:00:00Z")?.epochSeconds ?? 0) / 60)
    }

    private let start = mails == nil ? minute("2026-03-09") : minute("2026-01-05")
    private let end = mails == nil ? minute("2026-04-13") : minute("2026-12-31")
    private static let tick = 30

    /// Windows of one to six hours in which a server is not there.
    private func outages(_ count: Int, _ random: inout YearRandom) -> [Range<Int>] {
        (0..<count).map { _ in
            let begin = start + 1_440 + random.below(end - start - 1_440)
            return begin..<begin + 60 + random.below(301)
        }
    }

    @Test func `Everybody is told in time, every promise ends as reckoned, and everything is sent once`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gatepost-year-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let configuration = try YearAgency.configuration(in: folder.path, repository: Self.repository)
        let clock = YearClock(minute: start)
        var random = YearRandom(state: Self.seed)
        let servers = YearServers(clock: clock, random: random)
        let weeks = (end - start) / 10_080
        servers.mailDown = outages(weeks, &random)
        servers.sendDown = outages(weeks, &random)
        let script = YearScript(seed: Self.seed, servers: servers, from: start, to: end, mails: Self.mails ?? 200)
        var process: YearProcess? = try YearProcess(
            configuration: configuration,
            folder: folder.path + "/state",
            clock: clock
        )
        try process?.turn(servers)
        var restarts = 0
        var waitingWork: [Int] = []
        for minute in stride(from: start, to: end, by: Self.tick) {
            waitingWork += script.play(from: minute, to: minute + Self.tick)
            clock.set(minute: minute + Self.tick)
            if random.below(10_080 / Self.tick) == 0 {
                process = nil
                process = try YearProcess(configuration: configuration, folder: folder.path + "/state", clock: clock)
                restarts += 1
            }
            try process?.turn(servers)
            if !servers.isMailDown, let current = process {
                for thread in waitingWork { try work(on: thread, current, script, at: minute + Self.tick) }
                waitingWork = []
            }
        }
        let last = try #require(process)
        let year = Outcome(script: script, servers: servers, instance: last.instance, start: start, end: end)
        try year.check()
        print(
            "simulated: \(script.mailCount) mails, \(script.answerCount) answers, \(restarts) restarts,",
            "\(servers.mailDown.count) and \(servers.sendDown.count) outages, \(servers.deferred) deferred,",
            "\(servers.uncertain) in doubt, \(servers.delivered.count) mails delivered"
        )
    }

    /// A person logs work on a conversation and closes its requests.
    private func work(on index: Int, _ process: YearProcess, _ script: YearScript, at minute: Int) throws {
        let thread = script.threads[index]
        let store = process.instance.store
        let tickets = try store.tickets(ofMessages: thread.mails.map(\.id))
        let work = RequestWork(store: store, policy: process.instance.policy)
        let books = Books(store: store, policy: process.instance.policy)
        for row in try tickets.flatMap({ try store.requests(.init(states: [.open], ticketID: $0.value)) }) {
            _ = try books.log(
                client: thread.client.id,
                minutes: script.workMinutes(),
                note: "worked",
                request: row.id,
                happenedAt: process.clock.now,
                by: "ana",
                isRework: false,
                key: "year:\(row.id)",
                now: process.clock.now
            )
            try work.move(row.id, to: .closed, now: process.clock.now)
            if let id = try store.decisions(mail: row.mailID).first?.messageID { script.close(id, at: minute) }
        }
    }
}

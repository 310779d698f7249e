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

extension Store {
    /// The tickets that mails belong to, by Message-ID; mails that were not decided yet have none.
    func tickets(ofMessages ids: [String]) throws -> [String: Int] {
        var tickets: [String: Int] = [:]
        try recording(at: Instant(epochSeconds: 0)) { recorder in
            for id in ids {
                let evidence = ThreadEvidence(signedTickets: [], references: [id], subjectTicket: nil, baseSubject: "")
                if let ticket = try recorder.candidates(for: evidence).byReference { tickets[id] = ticket.id }
            }
        }
        // Several mails share a ticket, which is wanted once.
        var seen: Set<Int> = []
        return tickets.filter { seen.insert($0.value).inserted }
    }
}

extension SimulatedYearTests {
    /// What the simulated time came to, held against the simulation's own book.
    struct Outcome {
        let script: YearScript
        let servers: YearServers
        let instance: Instance
        let start: Int
        let end: Int

        private var store: Store { instance.store }

        func check() throws {
            try checkAcknowledgements()
            try checkPromises()
            try checkMailings()
            try checkBooks()
        }

        /// Says by what two sets differ; a year's sets are long.
        private func expectSame(
            _ found: some Sequence<String>,
            _ expected: some Sequence<String>,
            _ what: String,
            at location: SourceLocation = #_sourceLocation
        ) {
            let (found, expected) = (Set(found), Set(expected))
            let missing = expected.subtracting(found).sorted()
            let unexpected = found.subtracting(expected).sorted()
            #expect(missing == [], "\(what) that are missing", sourceLocation: location)
            #expect(unexpected == [], "\(what) that nobody expects", sourceLocation: location)
        }

        // MARK: - Everybody is told in time

        private func checkAcknowledgements() throws {
            let addresses = Set(YearAgency.clients.map(\.address))
            // Besides acknowledgements clients get their statements, which are counted elsewhere.
            let toClients = servers.delivered.filter {
                addresses.contains($0.recipient) && !$0.messageID.hasPrefix("statement.")
            }
            var acknowledged: [String: [Int]] = [:]
            for mail in toClients {
                #expect(mail.isReply, "a client got \(mail.subject)")
                acknowledged[mail.inReplyTo ?? "", default: []].append(mail.minute)
            }
            var onTime = 0
            for (id, request) in script.requests {
                let times = acknowledged[id] ?? []
                #expect(times.count == 1, "\(id) was acknowledged \(times.count) times")
                if let time = times.first, time <= request.at + YearAgency.acknowledgedWithin { onTime += 1 }
            }
            #expect(onTime == script.requests.count)
            // Nobody else was answered: no machine, no stranger.
            expectSame(acknowledged.keys, script.requests.keys, "answered mails")
            print("acknowledged in time: \(onTime) of \(script.requests.count)")
        }

        // MARK: - Promises

        private func checkPromises() throws {
            let reckoning = YearReckoning(from: start - 1_440, to: end + 60 * 1_440)
            let decisions = try store.decisions()
            let ids = Dictionary(
                decisions.compactMap { row in row.messageID.map { (row.mailID, $0) } },
                uniquingKeysWith: { first, _ in first }
            )
            var checked: [ClockStart.Name: Int] = [:]
            var outcomes = (kept: 0, broken: 0)
            for ticket in Set(decisions.compactMap(\.ticketID)).sorted() {
                for clock in try store.clocks(ticket: ticket) where clock.name != .acknowledgement {
                    let id = try #require(ids[clock.mailID])
                    let request = try #require(script.requests[id])
                    let isKept = try check(clock, id: id, thread: script.threads[request.thread], reckoning)
                    checked[clock.name, default: 0] += 1
                    if isKept == true { outcomes.kept += 1 } else if isKept == false { outcomes.broken += 1 }
                }
            }
            // Every mail with a request started exactly one clock for its answer.
            let asking = try Set(store.requests(.init()).map(\.mailID)).count
            #expect((checked[.firstAnswer] ?? 0) + (checked[.nextAnswer] ?? 0) == asking)
            #expect(asking == script.requests.count)
            print(
                "promises as reckoned: \(checked.values.reduce(0, +)), \(outcomes.kept) kept, \(outcomes.broken) broken"
            )
        }

        /// Whether the promise was kept, by the simulation's book; nil while it is open.
        private func check(
            _ clock: ClockRow,
            id: String,
            thread: YearReckoning.Thread,
            _ reckoning: YearReckoning
        ) throws -> Bool? {
            let at = try #require(thread.mails.first { $0.id == id }?.at)
            let isUrgent = try store.requests(.init(mailID: clock.mailID)).contains { $0.priority == .urgent }
            let promised = YearAgency.promised(plan: thread.client.plan, isUrgent: isUrgent)
            let isFirst = thread.mails.first?.id == id
            let stop: Int?
            let due: Int?
            switch clock.name {
            case .resolution:
                stop = thread.doneAt[id]
                let waits = reckoning.waits(thread, until: stop)
                let minutes = try #require(promised.resolution)
                due = reckoning.due(from: at, minutes: minutes, isOffice: promised.isOffice, pauses: waits)
                #expect((clock.pausedSince != nil) == (due == nil), "\(id): resolution stands still")
            default:
                #expect(clock.name == (isFirst ? .firstAnswer : .nextAnswer), "\(id)")
                stop = reckoning.answered(thread, mail: id, at: at)
                due = reckoning.due(
                    from: at,
                    minutes: isFirst ? promised.first : promised.next,
                    isOffice: promised.isOffice
                )
            }
            #expect(clock.startedAt.epochSeconds == Int64(at) * 60, "\(id)")
            if let due { #expect(clock.due.epochSeconds == Int64(due) * 60, "\(id): \(clock.name) due") }
            #expect(clock.stoppedAt?.epochSeconds == stop.map { Int64($0) * 60 }, "\(id): \(clock.name) stopped")
            guard let due else { return nil }
            if let stop { return stop <= due }
            return due < end ? false : nil
        }

        // MARK: - Digests and briefs

        private func checkMailings() throws {
            let zone = instance.policy.agency.zone
            let reckoning = YearReckoning(from: start - 1_440, to: end + 1_440)
            let outbox = try store.outbox(all: true, limit: 1_000_000)
            let times = Dictionary(grouping: servers.delivered, by: \.messageID).mapValues(\.count)
            for entry in outbox where entry.state == "accepted" {
                #expect(times[entry.messageID] == 1, "\(entry.key) was delivered \(times[entry.messageID] ?? 0) times")
            }
            let first = servers.inbox.first?.minute ?? end
            var briefs: [String] = []
            var digests: [String] = []
            var day = zone.civil(Instant(epochSeconds: Int64(start) * 60)).date
            while zone.startOfDay(day).epochSeconds / 60 < Int64(end) {
                let midnight = Int(zone.startOfDay(day).epochSeconds / 60)
                let next = Int(zone.startOfDay(day.adding(days: 1)).epochSeconds / 60)
                let nine = Int(zone.instant(on: day, minuteOfDay: 540).epochSeconds / 60)
                // The first mail may come later in the day than the hour of the brief, which then follows it.
                if reckoning.opens(from: midnight, to: next), nine <= end, first < min(next, end) {
                    briefs.append("brief:\(day.text):ana")
                }
                if day.weekday == .monday, nine - 30 <= end, first < midnight {
                    let week = Self.isoWeek(before: day)
                    digests += ["ana", "ben"].map { "digest:\(week):\($0)" }
                }
                day = day.adding(days: 1)
            }
            expectSame(outbox.filter { $0.kind == "brief" }.map(\.key), briefs, "briefs")
            expectSame(outbox.filter { $0.kind == "digest" }.map(\.key), digests, "digests")
            let statements = expectedStatements(after: first)
            expectSame(outbox.filter { $0.kind == "statement" }.map(\.key), statements, "statements")
            let unsent = outbox.filter {
                ["brief", "digest", "statement"].contains($0.kind) && $0.state != "accepted"
            }
            #expect(unsent.isEmpty, "\(unsent.map(\.key))")
            print(
                "once each: \(briefs.count) briefs, \(digests.count) digests, \(statements.count) statements;",
                "\(outbox.count) mails in the outbox"
            )
        }

        /// One for each client and month that ended while Gatepost ran, from seven in Berlin on the month's second day.
        private func expectedStatements(after first: Int) -> [String] {
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = TimeZone(identifier: "Europe/Berlin") ?? .gmt
            return (1...12).flatMap { month -> [String] in
                let next = DateComponents(year: 2_026, month: month + 1, day: 1)
                let due = DateComponents(year: 2_026, month: month + 1, day: 2, hour: 7)
                guard let over = calendar.date(from: next), let at = calendar.date(from: due),
                    Int(over.timeIntervalSince1970) > first * 60, Int(at.timeIntervalSince1970) <= end * 60
                else { return [] }
                let name = "2026-" + String(format: "%02d", month)
                return YearAgency.clients.map { "statement:\($0.id):\(name)" }
            }
        }

        private static func isoWeek(before monday: CivilDate) -> String {
            var calendar = Calendar(identifier: .iso8601)
            calendar.timeZone = .gmt
            let seconds = TimeInterval(monday.adding(days: -7).dayNumber) * 86_400
            let parts = calendar.dateComponents(
                [.yearForWeekOfYear, .weekOfYear],
                from: Date(timeIntervalSince1970: seconds)
            )
            return "\(parts.yearForWeekOfYear ?? 0)-W" + String(format: "%02d", parts.weekOfYear ?? 0)
        }

        // MARK: - Books

        private func checkBooks() throws {
            #expect(try Books.verify(store) == nil)
            let books = Books(store: store, policy: instance.policy)
            let now = Instant(epochSeconds: Int64(end) * 60)
            var journal = ""
            var states: [LedgerState] = []
            for client in YearAgency.clients {
                let state = try books.state(of: client.id, asOf: now)
                states.append(state)
                journal += LedgerExport.hledger(state) + "\n"
            }
            guard let balances = try YearLedger.balances(of: journal) else { return }
            for state in states {
                #expect(balances["balance:\(state.client)"] ?? 0 == state.balanceMinutes, "\(state.client)")
                #expect(balances["held:\(state.client)"] ?? 0 == state.heldMinutes, "\(state.client)")
            }
            print(
                "hledger agrees on \(states.count) ledgers of \(states.reduce(0) { $0 + $1.postings.count }) postings"
            )
        }
    }
}

/// hledger as it is installed, if it is.
enum YearLedger {
    static let path = ["/usr/bin/hledger", "/usr/local/bin/hledger", "/opt/homebrew/bin/hledger"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    static func balances(of journal: String) throws -> [String: Int]? {
        guard let path else { return nil }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).journal")
        let output = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).csv")
        defer { for url in [file, output] { try? FileManager.default.removeItem(at: url) } }
        try Data(journal.utf8).write(to: file)
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["-f", file.path, "bal", "--no-total", "--empty", "-O", "csv", "balance", "held"]
        process.environment = ["LC_ALL": "C.UTF-8", "HOME": NSTemporaryDirectory()]
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        var balances: [String: Int] = [:]
        for line in try String(contentsOf: output, encoding: .utf8).split(separator: "\n").dropFirst() {
            let fields = line.split(separator: ",").map { $0.filter { $0 != "\"" } }
            guard fields.count == 2, let minutes = fields[1].split(separator: " ").first.flatMap({ Int($0) }) else {
                continue
            }
            balances[fields[0]] = minutes
        }
        return balances
    }
}

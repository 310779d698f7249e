import Agreement
import Foundation
import Glibc
import HourLedger
import Mailrules
import Service
import Store
import Triage
import WorkingTime

/// Books of many clients in a real state folder: filling it, and asking for balances. `ledger.py` drives it.
enum LedgerBenchmark {
    /// `fill RULES STATE POSTINGS` or `balance RULES STATE CLIENTS...`.
    static func run(_ words: [String]) -> Int32 {
        do {
            switch words.first {
            case "fill" where words.count == 4:
                guard let count = Int(words[3]) else { return 64 }
                try fill(rules: words[1], state: words[2], postings: count)
            case "balance" where words.count > 3:
                try balances(rules: words[1], state: words[2], clients: Array(words.dropFirst(3)))
            default: return 64
            }
            return 0
        } catch {
            print("\(error)")
            return 1
        }
    }

    private struct Unreadable: Error, CustomStringConvertible {
        var description: String
    }

    private static func policy(_ rules: String) throws -> Policy {
        let loaded = loadConfiguration(folder: rules)
        guard let configuration = loaded.configuration else {
            throw Unreadable(description: loaded.diagnostics.map(\.rendered).joined(separator: "\n"))
        }
        return configuration.policy
    }

    /// Books work on every client, a few entries a day, and closes each month as the next begins.
    private static func fill(rules: String, state: String, postings: Int) throws {
        let policy = try policy(rules)
        let store = try Store(folder: state, access: .exclusive)
        let share = postings / policy.clients.count
        for agreement in policy.clients {
            guard let start = agreement.start else { continue }
            var ledger = Ledger(agreement: agreement, calendars: policy.calendars)
            var day = start
            var entry = 0
            var closed = start
            while ledger.postings.count < share {
                let now = agreement.zone.instant(on: day, minuteOfDay: 10 * 60)
                if day.month != closed.month {
                    let ended = ledger.state(asOf: now).periods.filter { $0.end <= day && !$0.isClosed }
                    for period in ended {
                        ledger.append(try ledger.close(period: period.name, enteredBy: "ana", now: now).postings)
                    }
                    closed = day
                }
                entry += 1
                let work = Entry(
                    .work(minutes: 5 + entry * 7 % 50, charge: .ordinary),
                    request: String(entry),
                    enteredBy: "ana",
                    note: "Looked into what was asked for, and mended it",
                    happenedAt: now,
                    clause: ClauseID("c1"),
                    idempotencyKey: "log:\(entry)"
                )
                ledger.append(try ledger.book(work, now: now).postings)
                if entry % 2 == 0 { day = day.adding(days: 3) }
            }
            try store.recording(at: Instant(epochSeconds: 1_800_000_000)) { try $0.append(ledger.postings) }
        }
        let count = try store.clientsWithPostings().reduce(0) { try $0 + store.postings(client: $1).count }
        print("\(count) postings, \(policy.clients.count) clients")
    }

    /// Prints milliseconds and minutes of each balance: postings read from the database, the ledger derived, the sum.
    private static func balances(rules: String, state: String, clients: [String]) throws {
        let policy = try policy(rules)
        let store = try Store(folder: state, access: .shared)
        let books = Books(store: store, policy: policy)
        let now = Instant(epochSeconds: 2_000_000_000)
        for client in clients {
            let start = ContinuousClock.now
            let ledger = try books.ledger(of: client)
            let balance = ledger.balance(asOf: ledger.postings.last?.recordedAt ?? now)
            let time = ContinuousClock.now - start
            let milliseconds = Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1000
            print(client, milliseconds, balance.balanceMinutes, ledger.postings.count)
        }
    }
}

import Agreement
import HourLedger
import Testing
import WorkingTime

@Suite("Random ledgers keep their invariants")
struct RandomLedgerTests {
    /// Eight lots of 250 ledgers each.
    @Test("Sums, lots, expiry, replay, repetition and chain hold", arguments: 0..<8)
    func invariants(lot: Int) throws {
        for seed in (lot * 250)..<(lot * 250 + 250) {
            var client = RandomLedger(seed: UInt64(seed))
            // Every fourth lives for half a year.
            try client.live(days: seed % 4 == 0 ? 180 : 70)
            let ledger = client.ledger
            let state = ledger.state(asOf: client.now)
            let problem =
                try Self.sumProblem(state) ?? Self.expiryProblem(state)
                ?? (Ledger.verify(ledger.postings, client: "client").map { "chain: \($0)" })
                ?? Self.repetitionProblem(client)
            if let problem { Issue.record("seed \(seed): \(problem)") }
            // What was kept up posting by posting is what a look at all of them finds.
            let balance = ledger.balance(asOf: client.now)
            #expect(balance.balanceMinutes == state.balanceMinutes, "seed \(seed)")
            #expect(balance.heldMinutes == state.heldMinutes, "seed \(seed)")
            #expect(balance.overageMinutes == state.overageMinutes, "seed \(seed)")
            let replayed = Ledger(
                agreement: ledger.agreement,
                postings: ledger.postings,
                calendars: ledger.calendars
            )
            #expect(replayed.state(asOf: client.now) == state, "seed \(seed)")
        }
    }

    /// Postings sum to the balance, rows follow from one another, lots are never empty or negative.
    private static func sumProblem(_ state: LedgerState) -> String? {
        let sum = state.postings.reduce(0) { $0 + $1.minutes }
        if sum != state.balanceMinutes { return "postings sum to \(sum), balance is \(state.balanceMinutes)" }
        if state.postings.reduce(0, { $0 + $1.heldMinutes }) != state.heldMinutes || state.heldMinutes < 0 {
            return "held"
        }
        var opening = 0
        for row in state.periods {
            let closing = opening + row.grantedMinutes + row.adjustedMinutes - row.usedMinutes - row.expiredMinutes
            if row.openingMinutes != opening || row.closingMinutes != closing { return "row \(row.name)" }
            opening = closing
        }
        if opening != state.balanceMinutes { return "last row closes at \(opening)" }
        if state.lots.contains(where: { $0.minutes <= 0 }) { return "empty lot" }
        if !state.lots.isEmpty, state.lots.reduce(0, { $0 + $1.minutes }) != state.balanceMinutes {
            return "lots and debt"
        }
        return nil
    }

    /// What expires was there: no expiry leaves less than nothing.
    private static func expiryProblem(_ state: LedgerState) -> String? {
        var balance = 0
        for posting in state.postings {
            balance += posting.minutes
            if posting.kind == .expiry, posting.minutes >= 0 || balance < 0 { return "expiry \(posting.id)" }
        }
        return nil
    }

    private static func repetitionProblem(_ client: RandomLedger) throws -> String? {
        for (entry, now) in client.entries {
            let again = try client.ledger.book(entry, now: now.adding(minutes: 5))
            if !again.postings.isEmpty || again.earlier?.idempotencyKey != entry.idempotencyKey { return "repeated" }
        }
        return nil
    }

    @Test("Closing a period changes nothing that is read of it, then or later", arguments: 0..<4)
    func closing(lot: Int) throws {
        for seed in (lot * 40)..<(lot * 40 + 40) {
            var client = RandomLedger(seed: UInt64(10_000 + seed))
            try client.live(days: 150, closing: false)
            let before = client.ledger.state(asOf: client.now)
            var closed: [LedgerPeriod] = []
            for row in before.periods where client.ledger.agreement.zone.startOfDay(row.end) <= client.now {
                client.ledger.append(
                    try client.ledger.close(period: row.name, enteredBy: "ben", now: client.now).postings
                )
                var row = row
                row.isClosed = true
                closed.append(row)
            }
            let after = client.ledger.state(asOf: client.now)
            #expect(after.balanceMinutes == before.balanceMinutes, "seed \(seed)")
            #expect(after.lots.map(\.minutes) == before.lots.map(\.minutes), "seed \(seed)")
            #expect(after.overageMinutes == before.overageMinutes, "seed \(seed)")
            #expect(Self.changedRows(closed, in: after) == [], "seed \(seed)")
            try client.live(days: 50)
            let later = client.ledger.state(asOf: client.now)
            #expect(Self.changedRows(closed, in: later) == [], "seed \(seed), later")
        }
    }

    private static func changedRows(_ rows: [LedgerPeriod], in state: LedgerState) -> [String] {
        zip(rows, state.periods).compactMap { $0 == $1 ? nil : "\($0) is \($1)" }
    }

    @Test("Entries of open periods count the same in whatever order they are entered")
    func order() throws {
        for seed in 0..<300 {
            var random = Seeded(UInt64(seed))
            var terms = try retainer(
                "10h",
                carry: [.none, .all, .cap(minutes: 120), .expires(periods: 1)][seed % 4],
                overdraft: seed % 3 == 0 ? .unlimited : .forbidden,
                increment: Increment(minutes: 6, scope: .entry)
            )
            if seed % 3 == 1 { terms = try terms.with(overage: "95.00", leeway: 30) }
            let desk = try Desk(terms)
            let start = desk.zone.startOfDay(try day("2026-01-01"))
            // A minute each of its own, so that no two tie.
            let entries = (0..<30).map { index in
                Entry(
                    .work(minutes: Int.random(in: 1...240, using: &random), charge: .ordinary),
                    enteredBy: "ana",
                    note: "",
                    happenedAt: start.adding(minutes: Int.random(in: 0..<4_000, using: &random) * 40 + index),
                    idempotencyKey: "\(index)"
                )
            }
            let now = try desk.moment("2026-06-01")
            // Without room for approval nothing is held, so that the order cannot matter.
            guard terms.overage != nil || terms.overdraft == .unlimited else { continue }
            let states = try [entries, entries.shuffled(using: &random)].map { entries in
                var ledger = desk.ledger
                for entry in entries { ledger.append(try ledger.book(entry, now: now).postings) }
                return ledger.state(asOf: now)
            }
            #expect(states[0].periods == states[1].periods, "seed \(seed)")
            #expect(states[0].lots == states[1].lots, "seed \(seed)")
            #expect(states[0].overage == states[1].overage, "seed \(seed)")
        }
    }
}

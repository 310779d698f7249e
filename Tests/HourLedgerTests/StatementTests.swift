import Agreement
import Foundation
import HourLedger
import Testing
import WorkingTime

@Suite("Statements and exports")
struct StatementTests {
    static func desk() throws -> Desk {
        var plan = try retainer("2h", carry: .cap(minutes: 30)).with(overage: "90.00")
        plan.fee = .fixed(try euros("240.00"), per: .month)
        plan.credits = Credits(
            tiers: [Credits.Tier(measure: .misses, from: 1, below: nil, amount: .feeShare(basisPoints: 500))],
            cap: .fee
        )
        var desk = try Desk(plan)
        try desk.work("1h", on: "2026-01-10", request: "R-1")
        try desk.work("3h", on: "2026-02-10", request: "R-2")
        try desk.book(.credit(minutes: 15), on: "2026-02-12")
        return desk
    }

    @Test("The lines re-add to the closing balance, by hand and for random ledgers")
    func readds() throws {
        let desk = try Self.desk()
        let statement = try #require(desk.ledger.statement(period: "2026-02", asOf: try desk.moment("2026-03-05")))
        #expect(statement.period.openingMinutes == 30)
        // Granted 120, used 180, 30 of it overage, 15 credited.
        #expect(statement.lines.map(\.minutes) == [120, -180, 30, 15])
        #expect(statement.period.closingMinutes == 15)
        #expect(statement.fee == (try euros("240.00")))
        #expect(statement.overage.map(\.amount) == [try euros("45.00")])
        #expect(statement.totalAmount == (try euros("285.00")))
        for seed in 0..<100 {
            var client = RandomLedger(seed: UInt64(70_000 + seed))
            try client.live(days: 100)
            for row in client.ledger.state(asOf: client.now).periods {
                let statement = try #require(client.ledger.statement(period: row.name, asOf: client.now))
                let sum = statement.lines.reduce(row.openingMinutes) { $0 + $1.minutes }
                #expect(sum == row.closingMinutes, "seed \(seed) \(row.name)")
            }
        }
    }

    @Test("Broken promises are owed what the terms say, and kept or open ones nothing")
    func credits() throws {
        let desk = try Self.desk()
        let asOf = try desk.moment("2026-03-05")
        let due = try desk.moment("2026-02-11")
        let late = PromiseOutcome(request: "R-2", name: "firstAnswer", due: due, metAt: due.adding(minutes: 90))
        let kept = PromiseOutcome(request: "R-3", name: "firstAnswer", due: due, metAt: due)
        let open = PromiseOutcome(request: "R-4", name: "firstAnswer", due: asOf.adding(minutes: 1), metAt: nil)
        #expect([late, kept, open].map { $0.isBroken(asOf: asOf) } == [true, false, false])
        #expect(late.lateMinutes(asOf: asOf) == 90)
        let broken = try #require(desk.ledger.statement(period: "2026-02", asOf: asOf, promises: [late, kept, open]))
        #expect(broken.credits?.total == (try euros("12.00")))
        let well = try #require(desk.ledger.statement(period: "2026-02", asOf: asOf, promises: [kept, open]))
        #expect(well.credits == nil)
        #expect(desk.ledger.statement(period: "2026-09", asOf: asOf) == nil)
    }

    @Test("The JSON has the stable keys, every one of them")
    func json() throws {
        let desk = try Self.desk()
        let data = try JSONEncoder().encode(LedgerDocument(try desk.state("2026-02-20")))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let keys = [
            "client", "zone", "asOf", "balanceMinutes", "heldMinutes", "overageMinutes", "overageAmount", "currency",
        ]
        for key in keys + ["periods", "postings"] { #expect(object[key] != nil, "\(key)") }
        #expect(object["balanceMinutes"] as? Int == 15)
        #expect(object["overageAmount"] as? Int == 4_500)
        #expect(object["currency"] as? String == "EUR")
        #expect(object["asOf"] as? String == "2026-02-20T11:00:00Z")
        let row = try #require((object["periods"] as? [[String: Any]])?.last)
        for key in [
            "start", "end", "grantedMinutes", "usedMinutes", "expiredMinutes", "openingMinutes", "closingMinutes",
        ] {
            #expect(row[key] != nil, "\(key)")
        }
        let postings = try #require(object["postings"] as? [[String: Any]])
        for posting in postings {
            for key in ["id", "at", "kind", "minutes", "request", "note"] { #expect(posting[key] != nil, "\(key)") }
        }
        #expect(postings.compactMap { $0["minutes"] as? Int }.reduce(0, +) == 15)
        let ids = Set(postings.compactMap { $0["id"] as? String })
        #expect(ids.count == postings.count)
    }

    @Test("CSV quotes what needs it and disarms formulas")
    func csv() throws {
        var desk = try Desk(try retainer("1h"))
        let entry = Entry(
            .work(minutes: 5, charge: .ordinary),
            request: "=1+1",
            enteredBy: "ana",
            note: "said \"no\",\nthen yes",
            happenedAt: try desk.moment("2026-01-10"),
            idempotencyKey: "k"
        )
        desk.ledger.append(try desk.ledger.book(entry, now: try desk.moment("2026-01-10")).postings)
        let lines = LedgerExport.csv(try desk.state("2026-01-20")).components(separatedBy: "\r\n")
        #expect(lines.count == 4)
        #expect(lines[2].contains(",'=1+1,"))
        #expect(lines[2].hasSuffix(",\"said \"\"no\"\",\nthen yes\""))
    }
}

import Agreement
import Digest
import HourLedger
import Testing
import WorkingTime

@Suite("The chain of postings")
struct ChainTests {
    static func postings() throws -> [Posting] {
        var desk = try Desk(
            try retainer("3h", carry: .all, overdraft: .floor(minutes: -360)).with(
                overage: "95.00",
                approval: .required
            )
        )
        try desk.work("45m", on: "2026-01-10", request: "R-1")
        try desk.work("9h", on: "2026-01-12", request: "R-2")
        try desk.close("2026-01", at: "2026-02-02")
        try desk.work("30m", on: "2026-01-20", recorded: "2026-02-03")
        try desk.book(.credit(minutes: 15), on: "2026-02-04")
        return desk.ledger.postings
    }

    @Test("An untouched chain fits")
    func fits() throws {
        let postings = try Self.postings()
        #expect(postings.count == 6)
        #expect(Ledger.verify(postings, client: "harbor") == nil)
        #expect(Ledger.verify([], client: "harbor") == nil)
    }

    static let changes: [(String, @Sendable (inout Posting) -> Void)] = [
        ("minutes", { $0.minutes += 1 }), ("held minutes", { $0.heldMinutes += 1 }),
        ("kind", { $0.kind = .adjustment }),
        ("basis", { $0.basis = .rework }), ("period", { $0.period = "2026-09" }),
        ("request", { $0.request = "R-9" }),
        ("no request", { $0.request = $0.request == nil ? "" : nil }), ("message", { $0.message = "m" }),
        ("by", { $0.enteredBy = "eve" }),
        ("note", { $0.note += " " }), ("happened", { $0.happenedAt = $0.happenedAt.adding(seconds: 1) }),
        ("recorded", { $0.recordedAt = $0.recordedAt.adding(seconds: -1) }),
        ("corrects", { $0.corrects = "harbor-1" }),
        ("refers", { $0.refersTo = "harbor-1" }), ("refers to period", { $0.refersToPeriod = "2025-12" }),
        ("key", { $0.idempotencyKey = "other" }), ("clause", { $0.clause = ClauseID("c9") }),
        ("worked", { $0.workedMinutes = 1 }), ("weighted", { $0.weightedHundredths = 1 }),
        ("rate", { $0.rate = Money(minorUnits: 1, currency: "EUR") }), ("closing", { $0.closingMinutes = 1 }),
        ("digest", { $0.digest = Digest(of: "other") }),
    ]

    @Test("Whatever field is changed, the posting that has it no longer fits", arguments: changes)
    func changed(field: String, change: @Sendable (inout Posting) -> Void) throws {
        for index in 0..<6 {
            var postings = try Self.postings()
            change(&postings[index])
            let fault = try #require(Ledger.verify(postings, client: "harbor"), "\(field) of \(index + 1)")
            #expect(fault.number == index + 1)
            #expect(fault.kind == .digest)
        }
    }

    @Test("A posting that is missing, put in or moved is found")
    func sequence() throws {
        let postings = try Self.postings()
        for index in 0..<5 {
            var missing = postings
            missing.remove(at: index)
            #expect(Ledger.verify(missing, client: "harbor")?.kind == .number(expected: index + 1))
            var swapped = postings
            swapped.swapAt(index, index + 1)
            #expect(Ledger.verify(swapped, client: "harbor")?.kind == .number(expected: index + 1))
        }
        var renumbered = postings
        renumbered.remove(at: 1)
        for index in 1..<renumbered.count { renumbered[index].number = index + 1 }
        #expect(Ledger.verify(renumbered, client: "harbor")?.number == 2)
        #expect(Ledger.verify(postings, client: "museum")?.kind == .identity)
    }

    @Test("A chain resealed after a change is told by its sums, keys and references")
    func resealed() throws {
        func reseal(_ change: (inout [Posting]) -> Void) throws -> ChainFault? {
            var postings = try Self.postings()
            change(&postings)
            var last: Digest?
            for index in postings.indices {
                postings[index] = postings[index].sealed(number: index + 1, previous: last)
                last = postings[index].digest
            }
            return Ledger.verify(postings, client: "harbor")
        }
        #expect(try reseal { _ in } == nil)
        // January closes at 3 h granted less 9 h used: 45 min of the second entry were held.
        #expect(try reseal { $0[0].minutes = -15 }?.kind == .closingBalance(expected: -330))
        #expect(try reseal { $0[4].period = "2026-01" }?.kind == .closedPeriod)
        #expect(try reseal { $0[5].idempotencyKey = $0[0].idempotencyKey }?.kind == .repeatedKey(number: 1))
        #expect(try reseal { $0[5].refersTo = "harbor-6" }?.kind == .reference)
        #expect(try reseal { $0[5].heldMinutes = -1_000 }?.kind == .held)
    }

    @Test("The digest is that of the documented bytes")
    func bytes() throws {
        var posting = Posting(
            client: "a",
            kind: .work,
            minutes: -45,
            period: "2026-01",
            enteredBy: "ana",
            note: "ж",
            happenedAt: Instant(epochSeconds: 60),
            recordedAt: Instant(epochSeconds: 120),
            idempotencyKey: "k"
        )
        posting.workedMinutes = 45
        let sealed = posting.sealed(number: 1, previous: nil)
        let text =
            "18:gatepost posting 1-3:a-11;1:a4:work8:ordinarym45;0;7:2026-01--3:ana2:ж60;120;---1:k-45;----"
        #expect(sealed.digest == Digest(of: text))
    }
}

import Agreement
import Testing
import WorkingTime

@Suite("Duties and reviews by the calendar")
struct RecurringTests {
    private func agreement(start: String, end: String? = nil, review: Int? = nil) throws -> ClientAgreement {
        var plan = Plan(name: "upkeep", terms: "upkeep")
        plan.duties = [
            Duty(name: "Updates", minutes: 30, every: .month, clause: ClauseID("c4")),
            Duty(name: "Backup test", minutes: 45, every: .quarter, clause: nil),
        ]
        plan.reviewMonths = review
        var agreement = ClientAgreement(
            client: "birch",
            name: "Birch & Sons",
            contacts: Contacts(addresses: [], domains: []),
            zone: try #require(Zone("Europe/London")),
            language: "en"
        )
        agreement.terms = [DatedPlan(from: try day(start), plan: plan)]
        agreement.end = try end.map { try day($0) }
        return agreement
    }

    @Test(
        "Each duty has one turn a period",
        arguments: [
            ("2026-05-01", ["Updates 2026-05", "Backup test 2026-Q2"]),
            ("2026-06-30", ["Updates 2026-06", "Backup test 2026-Q2"]),
            ("2026-07-01", ["Updates 2026-07", "Backup test 2026-Q3"]),
            ("2026-04-30", []), ("2027-01-01", []),
        ]
    )
    func turns(on date: String, expected: [String]) throws {
        let turns = try agreement(start: "2026-05-01", end: "2027-01-01").duties(on: try day(date))
        #expect(turns.map { "\($0.duty.name) \($0.period)" } == expected)
        #expect(turns.allSatisfy { $0.start.text <= date && date < $0.end.text })
    }

    @Test("A first turn that is cut short begins with the agreement")
    func firstTurn() throws {
        let turns = try agreement(start: "2026-05-20").duties(on: try day("2026-05-25"))
        #expect(turns.map(\.start.text) == ["2026-05-20", "2026-05-20"])
        #expect(turns.map(\.end.text) == ["2026-06-01", "2026-07-01"])
    }

    @Test("Reviews come every so many months from the start, without drift in short months")
    func reviews() throws {
        let half = try agreement(start: "2025-08-31", review: 6)
        let days = half.reviews(from: try day("2025-08-31"), until: try day("2027-09-01"))
        #expect(days.map(\.text) == ["2026-02-28", "2026-08-31", "2027-02-28", "2027-08-31"])
        #expect(half.reviews(from: try day("2026-03-01"), until: try day("2026-08-31")).isEmpty)
        let none = try agreement(start: "2025-08-31")
        #expect(none.reviews(from: try day("2025-08-31"), until: try day("2030-01-01")).isEmpty)
        let ended = try agreement(start: "2025-08-31", end: "2026-05-01", review: 6)
        #expect(ended.reviews(from: try day("2025-08-31"), until: try day("2030-01-01")).map(\.text) == ["2026-02-28"])
    }
}

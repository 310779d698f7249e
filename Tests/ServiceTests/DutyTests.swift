import Agreement
import Foundation
import HourLedger
import Reports
import Store
import Testing
import Triage
import WorkingTime

@testable import Service

@Suite("Duties and reviews") struct DutyTests {
    private static let berlin = Zone("Europe/Berlin") ?? .utc

    private static func client(duties: [Duty], review: Int? = nil, anchor: Int = 1, end: String? = nil)
        -> ClientAgreement
    {
        var plan = Plan(name: "care", terms: "care")
        plan.included = IncludedTime(minutes: 120, unit: .month, anchorDay: anchor, firstPeriod: .full)
        plan.carry = .all
        plan.overdraft = .unlimited
        plan.duties = duties
        plan.reviewMonths = review
        var client = ClientAgreement(
            client: "harbor",
            name: "Harbor",
            contacts: Contacts(addresses: [], domains: []),
            zone: berlin,
            language: "en"
        )
        client.terms = CivilDate("2026-01-31").map { [DatedPlan(from: $0, plan: plan)] } ?? []
        client.end = end.flatMap { CivilDate($0) }
        return client
    }

    private static let updates = Duty(name: "Updates", minutes: 45, every: .month, clause: ClauseID("c4"))

    private static func due(_ client: ClientAgreement, on day: String, last: String? = nil) throws -> [String] {
        let plan = try #require(client.terms.first).plan
        let known = last.flatMap { CivilDate($0) }.map { ["Updates": $0] } ?? [:]
        return DutyWork.duties(of: client, plan: plan, today: try #require(CivilDate(day)), last: known)
            .map(\.dueOn.text)
    }

    @Test(
        arguments: [
            (1, "2026-02-10", nil, ["2026-02-28"]),
            (1, "2026-02-28", "2026-02-28", []),
            (1, "2026-03-01", "2026-02-28", ["2026-03-31"]),
            (1, "2026-06-15", "2026-03-31", ["2026-04-30", "2026-05-31", "2026-06-30"]),
            (31, "2026-02-10", nil, ["2026-02-27"]),
            (31, "2026-02-28", "2026-02-27", ["2026-03-30"]),
            (1, "2026-01-30", nil, []),
        ] as [(Int, String, String?, [String])]
    )
    func aDutyComesRoundOnceAPeriod(anchor: Int, day: String, last: String?, expected: [String]) throws {
        let client = Self.client(duties: [Self.updates], anchor: anchor)
        #expect(try Self.due(client, on: day, last: last) == expected)
    }

    @Test func anEndingAgreementCutsTheLastPeriod() throws {
        let client = Self.client(duties: [Self.updates], end: "2026-04-16")
        #expect(try Self.due(client, on: "2026-04-10") == ["2026-04-15"])
        #expect(try Self.due(client, on: "2026-04-20", last: "2026-04-15").isEmpty)
    }

    @Test(
        arguments: [
            ("2026-07-16", nil, []),
            ("2026-07-17", nil, ["2026-07-31"]),
            ("2026-07-31", nil, ["2026-07-31"]),
            ("2026-08-01", nil, []),
            ("2026-08-01", "2026-01-31", ["2026-07-31"]),
            ("2027-01-20", "2026-07-31", ["2027-01-31"]),
            ("2027-01-20", "2027-01-31", []),
        ] as [(String, String?, [String])]
    )
    func aReviewIsToldTwoWeeksAhead(day: String, last: String?, expected: [String]) throws {
        let client = Self.client(duties: [], review: 6)
        let plan = try #require(client.terms.first).plan
        let known = last.flatMap { CivilDate($0) }.map { ["Review of the terms": $0] } ?? [:]
        let due = DutyWork.review(of: client, plan: plan, today: try #require(CivilDate(day)), last: known)
        #expect(due.map(\.dueOn.text) == expected)
    }

    private static func desk(_ body: (Store, DutyWork, Policy) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("duty-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try Store(folder: folder, access: .exclusive)
        var policy = Policy(
            agency: Agency(name: "A", zone: berlin, languages: ["en"], from: Sender(name: "", address: "a@a.example"))
        )
        policy.clients = [client(duties: [updates], review: 6)]
        try body(store, DutyWork(store: store, policy: policy), policy)
    }

    private static let now = Instant(epochSeconds: 1_795_165_200)  // 2026-11-20 10:00 in Berlin

    @Test func openingTwiceOpensOnceAndDoneDebitsOnce() throws {
        try Self.desk { store, work, policy in
            #expect(try work.openDue(now: Self.now) == 1)
            #expect(try work.openDue(now: Self.now.adding(minutes: 5)) == 0)
            let row = try #require(store.duties().first)
            #expect(row.dueOn.text == "2026-11-30")
            #expect(try work.sections(now: Self.now).isEmpty)
            let sections = try work.sections(now: Self.now.adding(minutes: 4 * 1_440))
            #expect(sections.map(\.title) == ["Duties"])
            #expect(sections.first?.lines == ["Harbor: Updates, 45m, due on 2026-11-30 (duty \(row.id))"])
            let booking = try work.finish(
                row.id,
                minutes: 50,
                note: "restore tested",
                by: "ana",
                happenedAt: Self.now,
                now: Self.now
            )
            #expect(booking?.debitedMinutes == 50)
            #expect(throws: RequestWork.Refusal.self) {
                try work.finish(row.id, minutes: 50, note: "", by: "ana", happenedAt: Self.now, now: Self.now)
            }
            #expect(try store.duties().isEmpty)
            #expect(try work.openDue(now: Self.now) == 0)
            let ledger = try Books(store: store, policy: policy).ledger(of: "harbor")
            let statement = try #require(ledger.statement(period: "2026-11", asOf: Self.now))
            let line = try #require(statement.lines.first { $0.kind == .work })
            #expect(line.note == "Updates, due 2026-11-30: restore tested")
            #expect(line.clause == ClauseID("c4"))
            #expect(line.minutes == -50)
        }
    }

    @Test func whatIsLeftOutDebitsNothingAndComesRoundAgain() throws {
        try Self.desk { store, work, policy in
            try work.openDue(now: Self.now)
            let row = try #require(store.duties().first)
            try work.skip(row.id, note: "frozen", now: Self.now)
            #expect(try store.postings(client: "harbor").isEmpty)
            #expect(try work.openDue(now: Self.now.adding(minutes: 14 * 1_440)) == 1)
            #expect(try store.duties().map(\.dueOn.text) == ["2026-12-31"])
        }
    }
}

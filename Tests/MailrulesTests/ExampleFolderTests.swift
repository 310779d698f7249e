import Agreement
import Foundation
import Mailrules
import Testing
import Triage
import WorkingTime

/// The example agency in the repository.
@Suite struct ExampleFolderTests {
    let result = loadConfiguration(folder: TestFolder.repository.appendingPathComponent("Mailrules").path)

    @Test func `The example loads without an error or a warning`() {
        #expect(result.diagnostics.map(\.rendered) == [])
        #expect(result.configuration != nil)
    }

    @Test func `It has three plans in use and five clients in three languages`() throws {
        let policy = try #require(result.configuration).policy
        #expect(policy.clients.map(\.client) == ["birch", "harbor", "lotus", "severny", "volna"])
        #expect(Set(policy.clients.map(\.language)) == ["en", "ru", "zh"])
        let plans = Set(policy.clients.flatMap { $0.terms.map(\.plan.name) })
        #expect(plans == ["retainer", "business", "upkeep"])
        for terms in policy.terms.values {
            #expect(Set(terms.keys) == ["en", "ru", "zh"])
        }
    }

    @Test func `Every clause that a plan names has a text in every language`() throws {
        let policy = try #require(result.configuration).policy
        for client in policy.clients {
            for plan in client.terms.map(\.plan) {
                for clause in plan.covers.values + plan.excludes.map(\.clause) {
                    for language in policy.agency.languages {
                        let text = policy.terms[plan.terms]?[language]?.clause(clause)?.text ?? ""
                        #expect(!text.isEmpty, "\(plan.name) \(clause.name) \(language)")
                    }
                }
            }
        }
    }

    @Test func `Overrides replace a field of the plan and leave the others`() throws {
        let policy = try #require(result.configuration).policy
        let harbor = try #require(policy.client("harbor")?.terms.first?.plan)
        let lotus = try #require(policy.client("lotus")?.terms.first?.plan)
        #expect(harbor.increment == Increment(minutes: 6, scope: .entry))
        #expect(lotus.increment == Increment(minutes: 15, scope: .entry))
        #expect(lotus.included?.minutes == 300)
        #expect(harbor.included?.minutes == 180)
        #expect(harbor.fee == .fixed(Money(minorUnits: 24_000, currency: "EUR"), per: .month))
    }

    @Test func `A dated change brings the other plan, and an ended agreement has its end`() throws {
        let policy = try #require(result.configuration).policy
        let severny = try #require(policy.client("severny"))
        #expect(severny.terms.map(\.plan.name) == ["retainer", "business"])
        #expect(severny.terms.last?.plan.planChange == .nextPeriod)
        #expect(policy.client("volna")?.end == CivilDate("2026-07-01"))
    }

    @Test(arguments: ["2026-04-03", "2026-05-25", "2026-12-25", "2027-01-01", "2027-03-29", "2027-05-17", "2027-10-03"])
    func `Public holidays of Berlin are days off`(day: String) throws {
        let calendar = try #require(result.configuration?.policy.calendars["office"])
        let date = try #require(CivilDate(day))
        #expect(calendar.holidays[date] != nil)
    }

    @Test func `A working day in between is none`() throws {
        let calendar = try #require(result.configuration?.policy.calendars["office"])
        let date = try #require(CivilDate("2026-05-26"))
        #expect(calendar.holidays[date] == nil)
        #expect(calendar.isOpen(at: calendar.zone.instant(on: date, minuteOfDay: 10 * 60)))
    }
}

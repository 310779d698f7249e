import Agreement
import Testing
import WorkingTime

@Suite("Plans and periods through time")
struct TimetableTests {
    static func changed(_ change: PlanChange, unit: PeriodUnit = .month) throws -> ClientAgreement {
        let small = try plan(600, fee: "900.00")
        var large = try plan(1200, fee: "1700.00", unit: unit)
        large.name = "large"
        large.planChange = change
        return try client([("2026-01-01", small), ("2026-06-16", large)])
    }

    @Test(
        "A change at the next period waits for it",
        arguments: [(PlanChange.now, "2026-06-16"), (.nextPeriod, "2026-07-01")]
    )
    func change(change: PlanChange, from: String) throws {
        let agreement = try Self.changed(change)
        #expect(agreement.effectiveTerms.map(\.from.text) == ["2026-01-01", from])
        #expect(agreement.plan(on: try day(from).adding(days: -1))?.name == "plan")
        #expect(agreement.plan(on: try day(from))?.name == "large")
        #expect(agreement.plan(on: try day("2025-12-31")) == nil)
    }

    @Test("A change on the first day of a period is not put off")
    func changeOnFirstDay() throws {
        var large = try plan(1200, fee: "1700.00")
        large.planChange = .nextPeriod
        let agreement = try client([("2026-01-01", try plan(600, fee: "900.00")), ("2026-06-01", large)])
        #expect(agreement.effectiveTerms.map(\.from.text) == ["2026-01-01", "2026-06-01"])
    }

    @Test("A change now within a month makes one period of two segments")
    func segments() throws {
        let june = try #require(try Self.changed(.now).periods(through: try day("2026-06-30")).last)
        #expect(june.name == "2026-06")
        #expect(june.segments.map(\.from.text) == ["2026-06-01", "2026-06-16"])
        #expect(june.segments.map(\.plan.name) == ["plan", "large"])
        #expect(june.days(ofSegment: 0) == 15)
        #expect(june.days(ofSegment: 1) == 15)
    }

    @Test("A change to quarters cuts the month off, and the first quarter is what is left of it")
    func cut() throws {
        let periods = try Self.changed(.now, unit: .quarter).periods(through: try day("2026-07-01")).suffix(3)
        #expect(periods.map(\.name) == ["2026-06", "2026-Q2", "2026-Q3"])
        #expect(periods.map(\.period.start.text) == ["2026-06-01", "2026-06-16", "2026-07-01"])
        #expect(periods.map(\.isCut) == [true, false, false])
        #expect(periods.map(\.isFirst) == [false, true, false])
        // Half of June's 900.00, and 15 of the quarter's 91 days of 1,700.00.
        #expect(try periods.map { try $0.fee()?.amountText } == ["450.00", "280.22", "1700.00"])
    }

    @Test("Periods end with the agreement, and names are never given twice")
    func end() throws {
        var mid = try plan(600, fee: "900.00")
        mid.included?.anchorDay = 15
        mid.planChange = .now
        let agreement = try client(
            [("2026-01-01", try plan(600, fee: "900.00")), ("2026-03-10", mid)],
            end: "2026-04-20"
        )
        let periods = agreement.periods(through: try day("2027-01-01"))
        #expect(periods.map(\.name) == ["2026-01", "2026-02", "2026-03", "2026-03-10", "2026-03-15", "2026-04"])
        #expect(periods.last?.period.end.text == "2026-04-20")
        #expect(periods.map(\.index) == Array(0..<6))
    }
}

import Agreement
import Mailrules
import Testing
import Triage
import WorkingTime

/// What the fields of a plan come to.
@Suite struct PlanReadingTests {
    private func plan(_ lines: String...) throws -> Plan {
        let result = try TestFolder(Sound.files(plan: Sound.plan(lines))).load()
        #expect(result.diagnostics.map(\.rendered) == [])
        return try #require(result.configuration?.policy.clients.first?.terms.first?.plan)
    }

    private static func euros(_ minorUnits: Int) -> Money {
        Money(minorUnits: minorUnits, currency: "EUR")
    }

    @Test(arguments: [
        ("none", Carry.none), ("all", .all), ("{cap: 10h}", .cap(minutes: 600)), ("{expires: 2}", .expires(periods: 2)),
        ("{cap: 50h, expires: 04-01}", .capUntil(minutes: 3000, month: 4, day: 1)),
        ("{pooled: quarter}", .pooledByQuarter),
    ])
    func `Carry is read`(text: String, carry: Carry) throws {
        #expect(try plan("carry: \(text)").carry == carry)
    }

    @Test(arguments: [
        ("forbidden", Overdraft.forbidden), ("unlimited", .unlimited), ("{floor: -9h}", .floor(minutes: -540)),
        ("{floor: -1h30m}", .floor(minutes: -90)),
    ])
    func `Overdraft is read`(text: String, overdraft: Overdraft) throws {
        #expect(try plan("overdraft: \(text)").overdraft == overdraft)
    }

    @Test(arguments: [
        ("{amount: 240.00, currency: EUR, per: month}", Fee.fixed(euros(24_000), per: .month)),
        ("{amount: 1700, currency: EUR, per: year}", .fixed(euros(170_000), per: .year)),
        ("{licence: 12000.00, percent: 18.5, currency: EUR}", .licence(euros(1_200_000), basisPointsPerYear: 1850)),
    ])
    func `A fee is read`(text: String, fee: Fee) throws {
        #expect(try plan("fee: \(text)").fee == fee)
    }

    @Test func `Overage with leeway, in a currency said once for the plan`() throws {
        let plan = try plan(
            "currency: JPY",
            "fee: {amount: 24000, per: month}",
            "overage: {rate: 9500, approval: automatic, leeway: 4h}"
        )
        let rate = Money(minorUnits: 9500, currency: "JPY")
        #expect(plan.overage == Overage(ratePerHour: rate, approval: .automatic, leewayMinutes: 240))
    }

    @Test func `Pay per use includes nothing and needs no carry`() throws {
        let plan = try plan("included: none", "fee: none", "overage: {rate: 95.00, approval: automatic, currency: EUR}")
        #expect(plan.included == nil)
        #expect(plan.fee == nil)
        #expect(plan.overage?.ratePerHour == Self.euros(9500))
    }

    @Test func `Scope: covers, exclusions, small changes, warranty, rework, duties, intake`() throws {
        let plan = try plan(
            "covers: {fix: c1, duty: c1}",
            "excludes: [{clause: c1, words: [new page, 改版]}]",
            "smallChanges: {each: 30m, month: 1h, clause: c1}",
            "warranty: {days: 30, clause: c1}",
            "rework: free",
            "duties: [{name: Updates, time: 45m, every: month, clause: c1}]",
            "intake: {fix: 15m}"
        )
        let clause = ClauseID("c1")
        #expect(plan.covers == [.fix: clause, .duty: clause])
        #expect(plan.excludes == [Exclusion(clause: clause, words: ["new page", "改版"])])
        #expect(plan.smallChanges == SmallChanges(eachMinutes: 30, monthMinutes: 60, clause: clause))
        #expect(plan.warranty == Warranty(days: 30, clause: clause))
        #expect(plan.reworkIsFree)
        #expect(plan.duties == [Duty(name: "Updates", minutes: 45, every: .month, clause: clause)])
        #expect(plan.intakeMinutes == [.fix: 15])
    }

    @Test func `Promises by elapsed time and by a calendar`() throws {
        let plan = try plan(
            "promise: {normal: {firstAnswer: 2d, nextAnswer: 3d, resolution: 5d, by: elapsed}, urgent: {firstAnswer: 4h, by: office}}",
            "acknowledge: {within: 30m, counts: yes}"
        )
        let normal = Promise(firstAnswerMinutes: 2880, nextAnswerMinutes: 4320, resolutionMinutes: 7200, by: .elapsed)
        let urgent = Promise(firstAnswerMinutes: 240, by: .calendar("office"))
        #expect(plan.promises == [.normal: normal, .urgent: urgent])
        #expect(plan.acknowledgement == Acknowledgement(withinMinutes: 30, countsAsFirstAnswer: true))
    }

    @Test func `Without a time the acknowledgement has a day, or the shortest elapsed promise`() throws {
        let day = try plan("acknowledge: {counts: no}")
        #expect(day.acknowledgement.withinMinutes == 1440)
        let short = try plan("promise: {normal: {firstAnswer: 4h, by: elapsed}}", "acknowledge: {counts: no}")
        #expect(short.acknowledgement.withinMinutes == 240)
        let nothing = try plan("promise: none", "acknowledge: {counts: no}")
        #expect(nothing.acknowledgement.withinMinutes == 1440)
        #expect(nothing.promises[.normal]?.firstAnswerMinutes == nil)
    }

    @Test func `Credits by misses, lateness and downtime`() throws {
        let plan = try plan(
            "credits: {misses: [{from: 5, percent: 5}], late: [{from: 4h, below: 6h, sum: 5.00}, {from: 6h, bonus: 30m}],"
                + " downtime: [{from: 0m, factor: 10}], cap: 1200.00, rounding: {decimals: 3}}"
        )
        #expect(
            plan.credits?.tiers == [
                Credits.Tier(measure: .misses, from: 5, below: nil, amount: .feeShare(basisPoints: 500)),
                Credits.Tier(measure: .lateMinutes, from: 240, below: 360, amount: .sum(Self.euros(500))),
                Credits.Tier(measure: .lateMinutes, from: 360, below: nil, amount: .bonusMinutes(30)),
                Credits.Tier(measure: .downtimeMinutes, from: 0, below: nil, amount: .proportional(factor: 10)),
            ]
        )
        #expect(plan.credits?.cap == .sum(Self.euros(120_000)))
        #expect(plan.credits?.rounding == .percentDecimals(3))
    }

    @Test func `Anchors, multipliers, reviews, trials and plan changes`() throws {
        let plan = try plan(
            "included: {time: 10h, per: year, anchor: 31, anchorMonth: 4, first: full}",
            "multipliers: [{calendar: office, outside: 1.5}]",
            "review: {months: 12}",
            "trial: {periods: 2}",
            "planChange: now"
        )
        #expect(plan.included?.anchorDay == 31)
        #expect(plan.included?.anchorMonth == 4)
        #expect(plan.included?.unit == .year)
        #expect(plan.included?.firstPeriod == .full)
        #expect(plan.multipliers == [Multiplier(calendar: "office", outsidePercent: 150)])
        #expect(plan.reviewMonths == 12)
        #expect(plan.trialPeriods == 2)
        #expect(plan.planChange == .now)
    }
}

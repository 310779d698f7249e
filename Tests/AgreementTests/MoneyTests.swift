import Agreement
import Testing
import WorkingTime

@Suite("Money in whole minor units")
struct MoneyTests {
    @Test(
        "9 mid-month start: 15 of 31 days pay by share, or in full",
        arguments: [(IncludedTime.FirstPeriod.prorata, "435.48"), (.full, "900.00")]
    )
    func midMonthStart(first: IncludedTime.FirstPeriod, fee: String) throws {
        let agreement = try client([("2026-03-17", try plan(600, fee: "900.00", first: first))])
        let periods = agreement.periods(through: try day("2026-04-01"))
        #expect(periods.map(\.name) == ["2026-03", "2026-04"])
        #expect(try periods[0].fee() == (try euros(fee)))
        #expect(try periods[1].fee() == (try euros("900.00")))
    }

    @Test(
        "15 credits by misses: five misses credit 5 %, four nothing",
        arguments: [(5, "250.00"), (4, nil), (50, "250.00")]
    )
    func misses(count: Int, credit: String?) throws {
        let credits = Credits(
            tiers: [Credits.Tier(measure: .misses, from: 5, below: nil, amount: .feeShare(basisPoints: 500))],
            cap: .fee
        )
        let due = try credits.due(for: PromiseRecord(missCount: count), fee: try euros("5000.00"))
        #expect(due.total == (try credit.map { try euros($0) }))
    }

    @Test(
        "16 credit by downtime: rounding the percentage first is a term of its own",
        arguments: [(Credits.Rounding.percentDecimals(3), "278.00"), (.exact, "277.78")]
    )
    func downtime(rounding: Credits.Rounding, credit: String) throws {
        let credits = Credits(
            tiers: [Credits.Tier(measure: .downtimeMinutes, from: 1, below: nil, amount: .proportional(factor: 10))],
            cap: .fee,
            rounding: rounding
        )
        let record = PromiseRecord(downtimeMinutes: 12 * 60, periodMinutes: 2_160 * 60)
        #expect(try credits.due(for: record, fee: try euros("5000.00")).total == (try euros(credit)))
        let always = PromiseRecord(downtimeMinutes: 2_160 * 60, periodMinutes: 2_160 * 60)
        let capped = try credits.due(for: always, fee: try euros("5000.00"))
        #expect(capped.total == (try euros("5000.00")))
        #expect(capped.isCapped)
    }

    @Test(
        "17 tiers of lateness are half open, and the cap holds for the sum",
        arguments: [
            ([400], "1000.00"), ([700], "1200.00"), ([360], "1000.00"), ([359], "500.00"), ([240], "500.00"),
            ([239], nil),
            ([600], "1200.00"), ([300, 300], "1000.00"), ([300, 400], "1200.00"),
        ] as [([Int], String?)]
    )
    func lateness(late: [Int], credit: String?) throws {
        let bounds = [(240, 360, "500.00"), (360, 600, "1000.00"), (600, nil, "2000.00")] as [(Int, Int?, String)]
        let tiers = try bounds.map {
            Credits.Tier(measure: .lateMinutes, from: $0.0, below: $0.1, amount: .sum(try euros($0.2)))
        }
        let credits = Credits(tiers: tiers, cap: .sum(try euros("1200.00")))
        let due = try credits.due(for: PromiseRecord(lateMinutes: late), fee: try euros("5000.00"))
        #expect(due.total == (try credit.map { try euros($0) }))
    }

    @Test("19 rounding order: 66.67 and 33.33 make 33.34, term by term")
    func roundingOrder() throws {
        let charged = try euros("100.00").times(20, over: 30)
        let returned = try euros("50.00").times(20, over: 30)
        #expect(charged == (try euros("66.67")))
        #expect(returned == (try euros("33.33")))
        #expect(try charged.subtracting(returned) == (try euros("33.34")))
    }

    @Test("19 the fee of a month with a change of plan is the sum of its rounded terms")
    func changedFee() throws {
        let agreement = try client([
            ("2026-06-01", try plan(0, fee: "50.00")), ("2026-06-11", try plan(0, fee: "100.00", change: .now)),
        ])
        let june = try #require(agreement.periods(through: try day("2026-06-30")).first)
        // 16.67 + 66.67
        #expect(try june.fee() == (try euros("83.34")))
    }

    @Test("Trial periods are free, those after them are not")
    func trial() throws {
        var terms = try plan(600, fee: "900.00")
        terms.trialPeriods = 2
        let periods = try client([("2026-01-01", terms)]).periods(through: try day("2026-03-15"))
        #expect(try periods.map { try $0.fee()?.amountText } == ["0.00", "0.00", "900.00"])
    }

    @Test("A licence's share is paid in parts of a year")
    func licence() throws {
        var terms = try plan(600, fee: "1.00", unit: .quarter)
        terms.fee = .licence(try euros("20000.00"), basisPointsPerYear: 1_800)
        let periods = try client([("2026-01-01", terms)]).periods(through: try day("2026-01-15"))
        #expect(try periods[0].fee() == (try euros("900.00")))
    }

    @Test(
        "Halves go away from zero, at any size",
        arguments: [
            (1, 1, 2, 1), (-1, 1, 2, -1), (1, 1, 3, 0), (2, 1, 3, 1), (5, 1, 2, 3), (-5, 1, 2, -3), (7, 3, 6, 4),
            (Int.max, Int.max, Int.max, Int.max), (Int.max, 1, 2, Int.max / 2 + 1), (0, 5, 7, 0),
            (Int.min, 1, 1, Int.min),
        ]
    )
    func half(value: Int, numerator: Int, denominator: Int, result: Int) {
        #expect(Rounded.half(value, times: numerator, over: denominator) == result)
    }

    @Test("What does not fit is an answer of its own")
    func overflow() throws {
        #expect(Rounded.half(Int.max, times: 2, over: 1) == nil)
        #expect(Rounded.half(1, times: 1, over: 0) == nil)
        #expect(throws: MoneyError.overflow) {
            try Money(minorUnits: Int.max, currency: "EUR").adding(Money(minorUnits: 1, currency: "EUR"))
        }
        #expect(throws: MoneyError.currencies("EUR", "CHF")) {
            try Money(minorUnits: 1, currency: "EUR").adding(Money(minorUnits: 1, currency: "CHF"))
        }
    }

    @Test(
        "Amounts are read and written with the currency's decimals",
        arguments: [
            ("95.00", "EUR", 9_500, "95.00"), ("95", "EUR", 9_500, "95.00"), ("95.5", "EUR", 9_550, "95.50"),
            ("-0.05", "EUR", -5, "-0.05"), ("1200", "JPY", 1_200, "1200"), ("1.250", "KWD", 1_250, "1.250"),
        ]
    )
    func text(amount: String, currency: String, units: Int, written: String) {
        let money = Money(amount: amount, currency: currency)
        #expect(money?.minorUnits == units)
        #expect(money?.amountText == written)
    }

    @Test(
        "Amounts that could be misread are refused",
        arguments: ["", "95,00", "1.234", "1 000", ".5", "5.", "1e3", "+5"]
    )
    func notAnAmount(amount: String) {
        #expect(Money(amount: amount, currency: "EUR") == nil)
    }
}

/// A plan with a rule for its change.
private func plan(_ minutes: Int, fee: String, change: PlanChange) throws -> Plan {
    var terms = try plan(minutes, fee: fee)
    terms.planChange = change
    return terms
}

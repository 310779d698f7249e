import Agreement
import HourLedger
import Testing
import WorkingTime

@Suite("Worked examples of the ledger")
struct WorkedExampleTests {
    @Test("1 rollover both ways: unused hours raise the next allowance, overused ones lower it")
    func rollover() throws {
        let plan = try retainer("40h", carry: .all, overdraft: .unlimited)
        var unused = try Desk(plan, start: "2026-09-01")
        try unused.work("30h", on: "2026-09-15")
        #expect(try unused.state("2026-10-01").balanceMinutes == 50.h)
        try unused.work("60h", on: "2026-10-15")
        #expect(try unused.state("2026-11-01").balanceMinutes == 30.h)
    }

    @Test("2 rollover cap: of 12 h unused 10 roll over and 2 lapse; 60 h of 42 are 18 h of overage")
    func rolloverCap() throws {
        var desk = try Desk(try retainer("32h", carry: .cap(minutes: 10.h)).with(overage: "100.00"))
        try desk.work("20h", on: "2026-01-10")
        #expect(try desk.row("2026-01").expiredMinutes == 2.h)
        #expect(try desk.row("2026-01").closingMinutes == 10.h)
        try desk.work("60h", on: "2026-02-10")
        #expect(try desk.row("2026-02").overageMinutes == 18.h)
        #expect(try desk.state("2026-02-28").balanceMinutes == 0)
    }

    @Test("3 cap and expiry: what goes over into a year ends on 1 April, the year's own hours do not")
    func capAndExpiry() throws {
        let plan = try retainer("10h", carry: .capUntil(minutes: 50.h, month: 4, day: 1))
        var desk = try Desk(plan, start: "2025-12-01")
        try desk.book(.adjustment(minutes: 55.h), on: "2025-12-01")
        try desk.work("30h", on: "2026-01-10")
        try desk.work("5h", on: "2026-02-10")
        try desk.work("10h", on: "2026-03-10")
        #expect(try desk.balance(endOf: "2025-12-31") == 65.h)
        #expect(try desk.row("2025-12").expiredMinutes == 15.h)
        let firsts = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"]
        let states = try firsts.map { try desk.state($0) }
        #expect(states.map(\.balanceMinutes) == [60.h, 40.h, 45.h, 40.h])
        let carried = states.map { $0.lots.reduce(0) { $0 + ($1.expiresOn == nil ? 0 : $1.minutes) } }
        #expect(carried == [50.h, 20.h, 15.h, 0])
        #expect(try desk.row("2026-03").expiredMinutes == 5.h)
    }

    @Test("4 multiple-of-month cap: 115 h and 12 more against a cap of 120 lapse by 7")
    func multipleOfMonthCap() throws {
        var desk = try Desk(try retainer("12h", carry: .cap(minutes: 120.h)))
        try desk.book(.adjustment(minutes: 115.h), on: "2026-01-01")
        #expect(try desk.row("2026-01").closingMinutes == 120.h)
        #expect(try desk.row("2026-01").expiredMinutes == 7.h)
    }

    @Test("5 lots, oldest first: each month's hours last through the second month after it")
    func lots() throws {
        var desk = try Desk(try retainer("10h", carry: .expires(periods: 2)))
        try desk.work("4h", on: "2026-01-10")
        try desk.work("3h", on: "2026-02-10")
        try desk.work("5h", on: "2026-03-10")
        let ends = ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]
        #expect(try ends.map { try desk.balance(endOf: $0) } == [6.h, 13.h, 18.h, 28.h, 30.h])
        #expect(try desk.row("2026-04").expiredMinutes == 8.h)
        #expect(try desk.row("2026-04").closingMinutes == 20.h)
        let expiry = try #require(try desk.state("2026-05-10").postings.first { $0.kind == .expiry })
        #expect(expiry.refersToPeriod == "2026-02")
    }

    @Test("6 quarter pool: 32 h of 30 are 2 h of overage, in the third month only")
    func quarterPool() throws {
        var desk = try Desk(try retainer("10h", carry: .pooledByQuarter).with(overage: "100.00"))
        try desk.work("18h", on: "2026-01-10")
        try desk.work("9h", on: "2026-02-10")
        try desk.work("5h", on: "2026-03-10")
        let overage = try ["2026-01", "2026-02", "2026-03"].map { try desk.row($0).overageMinutes }
        #expect(overage == [0, 0, 2.h])
    }

    @Test("7 floating balance: nine hours at once are worked off, or saved up before")
    func floatingBalance() throws {
        let plan = try retainer("3h", carry: .all, overdraft: .unlimited)
        var ahead = try Desk(plan)
        try ahead.work("9h", on: "2026-01-10")
        let ends = ["2026-01-31", "2026-02-28", "2026-03-31"]
        #expect(try ends.map { try ahead.balance(endOf: $0) } == [-6.h, -3.h, 0])
        var saved = try Desk(plan)
        #expect(try ends.map { try saved.balance(endOf: $0) } == [3.h, 6.h, 9.h])
        try saved.work("9h", on: "2026-03-31")
        #expect(try saved.balance(endOf: "2026-03-31") == 0)
    }

    @Test("8 floor: what goes below it is held for approval, and the balance stays")
    func floor() throws {
        var desk = try Desk(try retainer("3h", carry: .all, overdraft: .floor(minutes: -6.h)))
        let first = try desk.work("9h", on: "2026-01-10")
        #expect(first.debitedMinutes == 9.h)
        let second = try desk.work("30m", on: "2026-01-20")
        #expect(second.heldMinutes == 30)
        let state = try desk.state("2026-01-31")
        #expect(state.balanceMinutes == -6.h)
        #expect(state.heldMinutes == 30)
    }

    @Test("10 increments: entries of 7, 22 and 61 min", arguments: [(1, 90), (6, 102), (15, 120), (30, 150)])
    func increments(unit: Int, debit: Int) throws {
        var desk = try Desk(try retainer("10h", increment: Increment(minutes: unit, scope: .entry)))
        for duration in ["7m", "22m", "61m"] { try desk.work(duration, on: "2026-01-10") }
        #expect(try desk.row("2026-01").usedMinutes == debit)
    }

    @Test("10 increments of 15 over one request: 7, 22 and 61 min are 90")
    func incrementsByRequest() throws {
        var desk = try Desk(try retainer("10h", increment: Increment(minutes: 15, scope: .request)))
        let debits = try ["7m", "22m", "61m"].map {
            try desk.work($0, on: "2026-01-10", request: "R-1").debitedMinutes
        }
        #expect(debits == [15, 15, 60])
        #expect(try desk.row("2026-01").usedMinutes == 90)
    }

    @Test("11 overage split: 30 min left and 120 used are 90 min of overage for 165.00 EUR")
    func overageSplit() throws {
        let plan = try retainer("30m", increment: Increment(minutes: 15, scope: .entry)).with(overage: "110.00")
        var desk = try Desk(plan)
        for duration in ["7m", "22m", "61m"] { try desk.work(duration, on: "2026-01-10") }
        let state = try desk.state("2026-01-31")
        #expect(state.periods[0].usedMinutes == 30)
        #expect(state.overageMinutes == 90)
        #expect(state.overageAmount == (try euros("165.00")))
        #expect(state.balanceMinutes == 0)
    }

    @Test("12 leeway: of 26.5 h in a 20 h tier 4 h are free and 2.5 h overage")
    func leeway() throws {
        var desk = try Desk(try retainer("20h").with(overage: "100.00", leeway: 4.h))
        try desk.work("20h", on: "2026-01-10")
        try desk.work("6h30m", on: "2026-01-20")
        let row = try desk.row("2026-01")
        #expect(row.leewayMinutes == 4.h)
        #expect(row.overageMinutes == 150)
    }

    @Test("13 multiplier: 80 min outside office hours at 1.5 are 120")
    func multiplier() throws {
        var plan = try retainer("10h")
        plan.multipliers = [Multiplier(calendar: "office", outsidePercent: 150)]
        let nine = try #require(MinuteInterval("09:00-17:00"))
        let week = Dictionary(uniqueKeysWithValues: Weekday.allCases.prefix(5).map { ($0, [nine]) })
        let office = WorkingCalendar(name: "office", zone: try #require(Zone("Europe/Berlin")), week: week)
        var desk = try Desk(plan, calendars: [office])
        #expect(try desk.work("80m", on: "2026-01-05T19:00:00Z").debitedMinutes == 120)
        #expect(try desk.work("80m", on: "2026-01-05T09:00:00Z").debitedMinutes == 80)
        // 16:40 to 18:00: twenty minutes inside, sixty outside.
        #expect(try desk.work("80m", on: "2026-01-05T15:40:00Z").debitedMinutes == 110)
    }

    @Test(
        "14 warranty: the report decides, not the day of the work",
        arguments: [("2026-04-30T21:30:00Z", 0), ("2026-04-30T22:00:00Z", 120)]
    )
    func warranty(reported: String, debit: Int) throws {
        var plan = try retainer("10h")
        plan.warranty = Warranty(days: 30, clause: ClauseID("w1"))
        let delivery = Delivery(name: "Ticket shop", date: try day("2026-04-01"))
        var desk = try Desk(plan, deliveries: [delivery])
        let report = try #require(Instant(rfc3339: reported))
        let booking = try desk.work("2h", on: "2026-05-06", charge: .defect(reportedAt: report))
        #expect(booking.debitedMinutes == debit)
        #expect(booking.postings[0].workedMinutes == 120)
        #expect(booking.postings[0].clause == (debit == 0 ? ClauseID("w1") : nil))
    }

    @Test(
        "14 rework: 75 min of redone own work debit nothing where the terms say so",
        arguments: [(true, 0), (false, 75)]
    )
    func rework(isFree: Bool, debit: Int) throws {
        var plan = try retainer("10h")
        plan.reworkIsFree = isFree
        var desk = try Desk(plan)
        #expect(try desk.work("75m", on: "2026-05-06", charge: .rework).debitedMinutes == debit)
    }

    @Test("18 plan change now: allowance 15 h, fee 1,300.00, 7 h left")
    func planChangeNow() throws {
        var small = try retainer("10h")
        small.fee = .fixed(try euros("900.00"), per: .month)
        var large = try retainer("20h")
        large.fee = .fixed(try euros("1700.00"), per: .month)
        large.planChange = .now
        var desk = try Desk(small, changes: [("2026-06-16", large)])
        try desk.work("8h", on: "2026-06-10")
        let row = try desk.row("2026-06", asOf: "2026-06-20")
        #expect(row.grantedMinutes == 15.h)
        #expect(row.closingMinutes == 7.h)
        let period = try #require(desk.ledger.agreement.periods(through: try day("2026-06-20")).last)
        #expect(try period.fee() == (try euros("1300.00")))
        // Before the change nobody knows of it.
        #expect(try desk.state("2026-06-15").balanceMinutes == 2.h)
        #expect(try desk.row("2026-07").grantedMinutes == 20.h)
    }

    @Test("18 plan change at the next period: June stays as it was")
    func planChangeNext() throws {
        let small = try retainer("10h")
        var large = try retainer("20h")
        large.planChange = .nextPeriod
        let desk = try Desk(small, changes: [("2026-06-16", large)])
        #expect(try desk.row("2026-06").grantedMinutes == 10.h)
        #expect(try desk.row("2026-07").grantedMinutes == 20.h)
    }

    @Test("27 integer time: three entries of 20 min are 60")
    func integerTime() throws {
        var desk = try Desk(try retainer("10h"))
        for _ in 0..<3 { try desk.work("20m", on: "2026-01-10") }
        #expect(try desk.row("2026-01").usedMinutes == 60)
    }

    @Test("28 period boundary: half past eleven at night in UTC is March in Berlin")
    func periodBoundary() throws {
        var desk = try Desk(try retainer("10h"))
        let booking = try desk.work("20m", on: "2026-02-28T23:30:00Z")
        #expect(booking.postings[0].period == "2026-03")
    }

    @Test("30 mixed mail: the fix debits 45 min, the approved feature 570.00 EUR outside the balance")
    func mixedMail() throws {
        var desk = try Desk(try retainer("10h").with(overage: "95.00"))
        try desk.work("45m", on: "2026-01-10", request: "R-1")
        #expect(try desk.state("2026-01-31").balanceMinutes == 10.h - 45)
        let quote = try euros("95.00").price(ofMinutes: 6.h)
        #expect(quote == (try euros("570.00")))
        let booking = try desk.work("6h", on: "2026-01-12", request: "R-2", charge: .quoted)
        #expect(booking.debitedMinutes == 0)
        #expect(try desk.state("2026-01-31").balanceMinutes == 10.h - 45)
        #expect(try desk.state("2026-01-31").overageMinutes == 0)
    }

    @Test("31 late entry: June stays as it was closed, July has a line that refers to it")
    func lateEntry() throws {
        var desk = try Desk(try retainer("10h", carry: .all), start: "2026-06-01")
        try desk.work("1h", on: "2026-06-10")
        try desk.close("2026-06", at: "2026-07-02")
        let june = try desk.row("2026-06")
        let late = try desk.work("2h", on: "2026-06-30", recorded: "2026-07-03")
        #expect(late.postings[0].period == "2026-07")
        #expect(late.postings[0].refersToPeriod == "2026-06")
        #expect(try desk.row("2026-06") == june)
        #expect(try desk.row("2026-07").usedMinutes == 2.h)
        #expect(try desk.state("2026-07-10").balanceMinutes == 17.h)
    }
}

import Agreement
import HourLedger
import Testing
import WorkingTime

@Suite("Held work, corrections and closing")
struct HeldWorkTests {
    static func floating(approval: Overage.Approval? = nil) throws -> Desk {
        var plan = try retainer("3h", carry: .all, overdraft: .floor(minutes: -360))
        if let approval { plan = try plan.with(overage: "95.00", approval: approval) }
        var desk = try Desk(plan)
        try desk.work("9h", on: "2026-01-10")
        return desk
    }

    @Test(
        "Approved work is priced where there is a rate, charged where there is none, and waived work is neither",
        arguments: [
            (Overage.Approval.required, Ledger.HeldDecision.approve, -360, 30), (nil, .approve, -390, 0),
            (.required, .chargeBalance, -390, 0), (.required, .waive, -360, 0),
        ] as [(Overage.Approval?, Ledger.HeldDecision, Int, Int)]
    )
    func decisions(approval: Overage.Approval?, decision: Ledger.HeldDecision, balance: Int, overage: Int) throws {
        var desk = try Self.floating(approval: approval)
        let held = try desk.work("30m", on: "2026-01-20")
        #expect(held.heldMinutes == 30)
        let now = try desk.moment("2026-01-21")
        let booking = try desk.ledger.decide(decision, held: held.postings[0].id, enteredBy: "ben", now: now)
        desk.ledger.append(booking.postings)
        let state = try desk.state("2026-01-31")
        #expect(state.balanceMinutes == balance)
        #expect(state.heldMinutes == 0)
        #expect(state.overageMinutes == overage)
        #expect(state.overageAmount == (overage == 0 ? nil : try euros("47.50")))
        // Deciding twice does it once.
        let again = try desk.ledger.decide(.approve, held: held.postings[0].id, enteredBy: "ben", now: now)
        #expect(again.postings.isEmpty)
        #expect(again.earlier?.id == booking.postings[0].id)
    }

    @Test("Only what is beyond the floor is held, and automatic overage holds nothing")
    func partly() throws {
        var desk = try Self.floating()
        #expect(try desk.work("2h", on: "2026-02-10").heldMinutes == 0)
        let booking = try desk.work("3h", on: "2026-02-12")
        #expect(booking.debitedMinutes == 60)
        #expect(booking.heldMinutes == 120)
        var automatic = try Self.floating(approval: .automatic)
        #expect(try automatic.work("30m", on: "2026-01-20").heldMinutes == 0)
        #expect(try automatic.state("2026-01-31").overageMinutes == 30)
        #expect(try automatic.state("2026-01-31").balanceMinutes == -360)
    }

    @Test("A back-dated entry finds the room that later work took")
    func backDated() throws {
        var desk = try Desk(try retainer("3h", carry: .all))
        try desk.work("5h", on: "2026-02-10")
        // January's 3 h and two of February's are used: one is left, whenever the work was done.
        let booking = try desk.work("90m", on: "2026-01-15", recorded: "2026-02-12")
        #expect(booking.debitedMinutes == 60)
        #expect(booking.heldMinutes == 30)
        #expect(booking.postings[0].period == "2026-01")
    }

    @Test("A back-dated entry in an open period uses time that had lapsed")
    func lapsed() throws {
        var desk = try Desk(try retainer("3h"))
        #expect(try desk.row("2026-01", asOf: "2026-02-10").expiredMinutes == 180)
        try desk.work("1h", on: "2026-01-31", recorded: "2026-02-12")
        #expect(try desk.row("2026-01", asOf: "2026-02-13").expiredMinutes == 120)
        #expect(try desk.state("2026-02-13").balanceMinutes == 180)
    }

    @Test("A correction in an open period leaves no trace in the sums")
    func correction() throws {
        var desk = try Self.floating()
        let before = try desk.state("2026-03-01")
        let wrong = try desk.work("2h", on: "2026-02-10")
        let now = try desk.moment("2026-02-20")
        let booking = try desk.ledger.correct(wrong.postings[0].id, enteredBy: "ana", note: "wrong client", now: now)
        desk.ledger.append(booking.postings)
        let after = try desk.state("2026-03-01")
        #expect(after.balanceMinutes == before.balanceMinutes)
        #expect(after.periods == before.periods)
        #expect(after.postings.count == before.postings.count + 2)
        #expect(booking.postings[0].corrects == wrong.postings[0].id)
        #expect(throws: BookingError.notPossible(booking.postings[0].id)) {
            try desk.ledger.correct(booking.postings[0].id, enteredBy: "ana", note: "", now: now)
        }
    }

    @Test(
        "Taking back one of three entries leaves what the other two round up to",
        arguments: [(0, 90), (1, 75), (2, 30)]
    )
    func groupedCorrection(which: Int, left: Int) throws {
        var desk = try Desk(try retainer("10h", increment: Increment(minutes: 15, scope: .request)))
        let ids = try ["7m", "22m", "61m"].map {
            try desk.work($0, on: "2026-01-10", request: "R-1").postings[0].id
        }
        let now = try desk.moment("2026-01-11")
        desk.ledger.append(try desk.ledger.correct(ids[which], enteredBy: "ana", note: "", now: now).postings)
        #expect(try desk.row("2026-01").usedMinutes == left)
        // 7 + 22 = 29, 22 + 61 = 83, 7 + 61 = 68: one more minute fits where rounding left room.
        #expect(try desk.work("1m", on: "2026-01-12", request: "R-1").debitedMinutes == 0)
    }

    @Test("Rounding by request and day starts anew each local day")
    func requestDay() throws {
        var desk = try Desk(try retainer("10h", increment: Increment(minutes: 15, scope: .requestDay)))
        #expect(try desk.work("7m", on: "2026-01-10T22:50:00Z", request: "R-1").debitedMinutes == 15)
        #expect(try desk.work("7m", on: "2026-01-10T22:58:00Z", request: "R-1").debitedMinutes == 0)
        #expect(try desk.work("7m", on: "2026-01-10T23:05:00Z", request: "R-1").debitedMinutes == 15)
        #expect(try desk.work("7m", on: "2026-01-10T23:05:00Z", request: "R-2").debitedMinutes == 15)
        #expect(try desk.work("7m", on: "2026-01-10T23:05:00Z").debitedMinutes == 15)
    }

    @Test("Work of a closed month that was overage is taken off the overage first")
    func closedCorrection() throws {
        var desk = try Desk(try retainer("1h").with(overage: "60.00"))
        let wrong = try desk.work("2h", on: "2026-01-10")
        try desk.close("2026-01", at: "2026-02-01")
        let january = try desk.row("2026-01")
        let now = try desk.moment("2026-02-10")
        desk.ledger.append(
            try desk.ledger.correct(wrong.postings[0].id, enteredBy: "ana", note: "not theirs", now: now).postings
        )
        #expect(try desk.row("2026-01") == january)
        let state = try desk.state("2026-02-20")
        #expect(state.overage.map(\.minutes) == [60, -60])
        #expect(state.overageAmount == (try euros("0.00")))
        #expect(state.balanceMinutes == 120)
    }

    @Test("Periods are closed in order, once, and not before their end")
    func closing() throws {
        var desk = try Desk(try retainer("1h"))
        let now = try desk.moment("2026-03-10")
        #expect(throws: BookingError.notEnded("2026-03")) {
            try desk.ledger.close(period: "2026-03", enteredBy: "ana", now: now)
        }
        #expect(throws: BookingError.earlierPeriodOpen("2026-01")) {
            try desk.ledger.close(period: "2026-02", enteredBy: "ana", now: now)
        }
        #expect(throws: BookingError.notEnded("2027-02")) {
            try desk.ledger.close(period: "2027-02", enteredBy: "ana", now: now)
        }
        try desk.close("2026-01", at: "2026-02-01T00:00:00Z")
        #expect(try desk.ledger.close(period: "2026-01", enteredBy: "ana", now: now).postings.isEmpty)
        #expect(desk.ledger.closedPeriods == ["2026-01"])
        let kinds = desk.ledger.postings.map { "\($0.kind) \($0.basis)" }
        #expect(kinds == ["grant ordinary", "expiry ordinary", "expiry closing"])
    }

    @Test(
        "What cannot be booked is refused",
        arguments: [
            (Entry.Matter.work(minutes: 0, charge: .ordinary), BookingError.noMinutes),
            (.work(minutes: -5, charge: .ordinary), .noMinutes),
            (.work(minutes: 44_641, charge: .ordinary), .tooManyMinutes(max: 44_640)),
            (.credit(minutes: -1), .noMinutes), (.adjustment(minutes: 0), .noMinutes),
            (.transfer(minutes: Int.min), .tooManyMinutes(max: 10_000_000)),
        ]
    )
    func refused(matter: Entry.Matter, error: BookingError) throws {
        var desk = try Desk(try retainer("1h"))
        #expect(throws: error) { try desk.book(matter, on: "2026-01-10") }
        #expect(throws: BookingError.inTheFuture) {
            try desk.work("1h", on: "2026-01-12", recorded: "2026-01-10")
        }
        #expect(desk.ledger.postings.isEmpty)
    }

    @Test("Work without an agreement, or outside it, is kept apart without a price")
    func outside() throws {
        var desk = try Desk(try retainer("1h"), start: "2026-02-10", end: "2026-03-15")
        try desk.work("2h", on: "2026-01-10", recorded: "2026-02-11")
        try desk.work("2h", on: "2026-02-05", recorded: "2026-02-11")
        try desk.work("2h", on: "2026-03-20")
        let state = try desk.state("2026-04-10")
        #expect(state.balanceMinutes == 0)
        #expect(state.overageMinutes == 360)
        #expect(state.overageAmount == nil)
        #expect(state.periods.map(\.name) == ["2026-01", "2026-02-01", "2026-02", "2026-03", "2026-03-15"])
    }

    @Test("A plan that counts no hours holds nothing and prices nothing")
    func flatFee() throws {
        var desk = try Desk(Plan(name: "flat", terms: "flat"))
        #expect(try desk.work("50h", on: "2026-01-10").heldMinutes == 0)
        let state = try desk.state("2026-01-20")
        #expect(state.balanceMinutes == 0)
        #expect(state.overageMinutes == 0)
    }

    @Test(
        "9 the first lot is 290 min by share, 600 in full",
        arguments: [(IncludedTime.FirstPeriod.prorata, 290), (.full, 600)]
    )
    func firstLot(first: IncludedTime.FirstPeriod, minutes: Int) throws {
        var plan = try retainer("10h")
        plan.included?.firstPeriod = first
        let desk = try Desk(plan, start: "2026-03-17")
        #expect(try desk.row("2026-03").grantedMinutes == minutes)
        #expect(try desk.row("2026-04").grantedMinutes == 600)
    }
}

import Agreement
import HourLedger
import Reports
import Testing
import WorkingTime

/// A statement of a real ledger: carried hours, work, a warranty case, overage, broken promises and credits.
enum StatementSamples {
    static func instant(_ text: String) throws -> Instant {
        try #require(Instant(rfc3339: text))
    }

    static func agreement() throws -> ClientAgreement {
        var plan = Plan(name: "retainer", terms: "retainer")
        plan.included = IncludedTime(minutes: 180, unit: .month, anchorDay: 1, firstPeriod: .full)
        plan.fee = .fixed(Money(minorUnits: 124_000, currency: "EUR"), per: .month)
        plan.carry = .cap(minutes: 60)
        plan.overage = Overage(ratePerHour: Money(minorUnits: 9500, currency: "EUR"), approval: .automatic)
        plan.increment = Increment(minutes: 15, scope: .entry)
        plan.warranty = Warranty(days: 30, clause: ClauseID("w1"))
        plan.credits = Credits(
            tiers: [.init(measure: .misses, from: 1, below: nil, amount: .feeShare(basisPoints: 500))],
            cap: .fee
        )
        var agreement = ClientAgreement(
            client: "harbor",
            name: "Harbor Museum",
            contacts: Contacts(addresses: [], domains: []),
            zone: try #require(Zone("Europe/Berlin")),
            language: "en"
        )
        agreement.terms = [DatedPlan(from: try #require(CivilDate("2026-10-01")), plan: plan)]
        agreement.deliveries = [Delivery(name: "Ticket shop", date: try #require(CivilDate("2026-11-02")))]
        return agreement
    }

    static func statement(note: String = "Fixed the redirect of the old ticket page") throws -> Statement {
        var ledger = Ledger(agreement: try agreement())
        func book(_ entry: Entry) throws {
            let booking = try ledger.book(entry, now: try instant("2026-11-30T22:00:00Z"))
            ledger.append(booking.postings)
        }
        let early = try instant("2026-11-03T09:00:00Z")
        try book(
            Entry(
                .work(minutes: 40, charge: .ordinary),
                request: "12",
                enteredBy: "ana",
                note: note,
                happenedAt: early,
                clause: ClauseID("c1"),
                idempotencyKey: "1"
            )
        )
        try book(
            Entry(
                .work(minutes: 30, charge: .defect(reportedAt: early)),
                request: "14",
                enteredBy: "ana",
                note: "Ticket shop: wrong total",
                happenedAt: early.adding(minutes: 60),
                idempotencyKey: "2"
            )
        )
        try book(
            Entry(
                .work(minutes: 290, charge: .ordinary),
                request: "15",
                enteredBy: "ben",
                note: "网站首页的图片显示不出来 — restored the pictures of the exhibition and their captions in all languages",
                happenedAt: try instant("2026-11-17T13:00:00Z"),
                idempotencyKey: "3"
            )
        )
        try book(
            Entry(
                .credit(minutes: 15),
                enteredBy: "ana",
                note: "",
                happenedAt: try instant("2026-11-20T13:00:00Z"),
                idempotencyKey: "4"
            )
        )
        let due = try instant("2026-11-18T09:00:00Z")
        return try #require(
            ledger.statement(
                period: "2026-11",
                asOf: try instant("2026-11-30T23:30:00Z"),
                promises: [
                    PromiseOutcome(request: "12", name: "firstAnswer", due: due, metAt: due.adding(minutes: -30)),
                    PromiseOutcome(request: "15", name: "firstAnswer", due: due, metAt: due.adding(minutes: 125)),
                ]
            )
        )
    }
}

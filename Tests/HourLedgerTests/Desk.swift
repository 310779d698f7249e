import Agreement
import HourLedger
import Testing
import WorkingTime

/// A client's ledger as tests keep it: entries by day and duration, keys and times filled in.
struct Desk {
    var ledger: Ledger
    private var count = 0

    init(
        _ plan: Plan,
        start: String = "2026-01-01",
        end: String? = nil,
        zone: String = "Europe/Berlin",
        calendars: [WorkingCalendar] = [],
        changes: [(String, Plan)] = [],
        deliveries: [Delivery] = []
    ) throws {
        var agreement = ClientAgreement(
            client: "harbor",
            name: "Harbor Museum",
            contacts: Contacts(addresses: [], domains: []),
            zone: try #require(Zone(zone)),
            language: "en"
        )
        agreement.terms = [DatedPlan(from: try day(start), plan: plan)]
        for (from, plan) in changes { agreement.terms.append(DatedPlan(from: try day(from), plan: plan)) }
        agreement.end = try end.map { try day($0) }
        agreement.deliveries = deliveries
        ledger = Ledger(
            agreement: agreement,
            calendars: Dictionary(uniqueKeysWithValues: calendars.map { ($0.name, $0) })
        )
    }

    var zone: Zone { ledger.agreement.zone }

    /// Noon of a day, or a moment written in full.
    func moment(_ text: String) throws -> Instant {
        if let instant = Instant(rfc3339: text) { return instant }
        return zone.instant(on: try day(text), minuteOfDay: 12 * 60)
    }

    /// Books work that is recorded when it happened, unless said.
    @discardableResult
    mutating func work(
        _ duration: String,
        on when: String,
        recorded: String? = nil,
        request: String? = nil,
        charge: Entry.Charge = .ordinary,
        key: String? = nil
    ) throws -> Booking {
        let minutes = try #require(DurationText.minutes(duration))
        return try book(
            .work(minutes: minutes, charge: charge),
            on: when,
            recorded: recorded,
            request: request,
            key: key
        )
    }

    @discardableResult
    mutating func book(
        _ matter: Entry.Matter,
        on when: String,
        recorded: String? = nil,
        request: String? = nil,
        key: String? = nil
    ) throws -> Booking {
        count += 1
        let at = try moment(when)
        let entry = Entry(
            matter,
            request: request,
            enteredBy: "ana",
            note: "entry \(count)",
            happenedAt: at,
            idempotencyKey: key ?? "entry \(count)"
        )
        let booking = try ledger.book(entry, now: try recorded.map { try moment($0) } ?? at)
        ledger.append(booking.postings)
        return booking
    }

    mutating func close(_ period: String, at when: String) throws {
        ledger.append(try ledger.close(period: period, enteredBy: "ana", now: try moment(when)).postings)
    }

    func state(_ when: String) throws -> LedgerState {
        ledger.state(asOf: try moment(when))
    }

    /// The balance at the very end of a day.
    func balance(endOf date: String) throws -> Int {
        ledger.state(asOf: zone.endOfDay(try day(date))).balanceMinutes
    }

    /// A row of the ledger once its period has ended.
    func row(_ name: String, asOf: String = "2027-06-01") throws -> LedgerPeriod {
        try #require(try state(asOf).periods.first { $0.name == name })
    }
}

func day(_ text: String) throws -> CivilDate {
    try #require(CivilDate(text))
}

func euros(_ amount: String) throws -> Money {
    try #require(Money(amount: amount, currency: "EUR"))
}

/// A plan that grants so much a month and says nothing else.
func retainer(
    _ included: String,
    carry: Carry = .none,
    overdraft: Overdraft = .forbidden,
    increment: Increment? = nil
) throws -> Plan {
    var plan = Plan(name: "retainer", terms: "retainer")
    plan.included = IncludedTime(
        minutes: try #require(DurationText.minutes(included)),
        unit: .month,
        anchorDay: 1,
        firstPeriod: .prorata
    )
    plan.carry = carry
    plan.overdraft = overdraft
    plan.increment = increment ?? Increment(minutes: 1, scope: .entry)
    return plan
}

extension Plan {
    func with(overage rate: String, approval: Overage.Approval = .automatic, leeway: Int = 0) throws -> Plan {
        var plan = self
        plan.overage = Overage(ratePerHour: try euros(rate), approval: approval, leewayMinutes: leeway)
        return plan
    }
}

extension Int {
    /// Hours in minutes, so that tables read in hours.
    var h: Int { self * 60 }
}

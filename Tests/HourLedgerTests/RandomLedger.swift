import Agreement
import HourLedger
import WorkingTime

/// A year of a random client's ledger: every carry, overdraft, overage, increment and change, entries in and out of
/// time, corrections, decisions on held work, and closings.
struct RandomLedger {
    var ledger: Ledger
    /// What was booked, to be submitted again.
    var entries: [(entry: Entry, now: Instant)] = []
    var now: Instant
    private var random: Seeded
    private var count = 0

    static let zones = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Asia/Riyadh"]

    init(seed: UInt64, client: String = "client") {
        random = Seeded(seed)
        let zone = Zone(Self.zones[Int(seed % UInt64(Self.zones.count))]) ?? .utc
        var agreement = ClientAgreement(
            client: client,
            name: client,
            contacts: Contacts(addresses: [], domains: []),
            zone: zone,
            language: "en"
        )
        // From October to December 2025, so that half a year sees the end of a year and the first of April.
        let start = CivilDate(dayNumber: 20_372 + Int.random(in: 0..<60, using: &random))
        agreement.terms = [DatedPlan(from: start, plan: Self.plan(&random))]
        if Int.random(in: 0..<3, using: &random) == 0 {
            let from = start.adding(days: Int.random(in: 1..<250, using: &random))
            agreement.terms.append(DatedPlan(from: from, plan: Self.plan(&random)))
        }
        if Int.random(in: 0..<5, using: &random) == 0 {
            agreement.end = start.adding(days: Int.random(in: 100..<330, using: &random))
        }
        let shift = MinuteInterval(start: 540, end: 1020).map { [$0] } ?? []
        let week = Dictionary(uniqueKeysWithValues: Weekday.allCases.prefix(5).map { ($0, shift) })
        ledger = Ledger(
            agreement: agreement,
            calendars: ["office": WorkingCalendar(name: "office", zone: zone, week: week)]
        )
        now = zone.startOfDay(start)
    }

    private static func plan(_ random: inout Seeded) -> Plan {
        var plan = Plan(name: "plan", terms: "plan")
        let hours = Int.random(in: 0...20, using: &random)
        if Int.random(in: 0..<12, using: &random) > 0 {
            plan.included = IncludedTime(
                minutes: hours * 60 + Int.random(in: 0..<60, using: &random),
                unit: [.month, .month, .month, .quarter, .year].randomElement(using: &random) ?? .month,
                anchorDay: [1, 1, 1, 15, 31].randomElement(using: &random) ?? 1,
                firstPeriod: Bool.random(using: &random) ? .prorata : .full
            )
        }
        let carries: [Carry] = [
            .none, .all, .cap(minutes: 300), .expires(periods: 2), .expires(periods: 0),
            .capUntil(minutes: 240, month: 4, day: 1), .pooledByQuarter,
        ]
        plan.carry = carries.randomElement(using: &random) ?? .none
        let overdrafts: [Overdraft] = [.forbidden, .unlimited, .floor(minutes: -360)]
        plan.overdraft = overdrafts.randomElement(using: &random) ?? .forbidden
        if Bool.random(using: &random) {
            plan.overage = Overage(
                ratePerHour: Money(minorUnits: 9_500, currency: "EUR"),
                approval: Bool.random(using: &random) ? .automatic : .required,
                leewayMinutes: [0, 0, 60].randomElement(using: &random) ?? 0
            )
        }
        plan.increment = Increment(
            minutes: [1, 6, 15, 30].randomElement(using: &random) ?? 1,
            scope: Increment.Scope.allCases.randomElement(using: &random) ?? .entry
        )
        if Int.random(in: 0..<3, using: &random) == 0 {
            plan.multipliers = [Multiplier(calendar: "office", outsidePercent: 150)]
        }
        plan.reworkIsFree = Bool.random(using: &random)
        plan.planChange = Bool.random(using: &random) ? .now : .nextPeriod
        return plan
    }

    /// Lives on for some days: books, corrects, decides, closes.
    mutating func live(days: Int, closing: Bool = true) throws {
        for _ in 0..<days {
            now = now.adding(minutes: 24 * 60)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<4: try book()
            case 4: if Bool.random(using: &random) { try correct() }
            case 5: try decide()
            case 6: if closing, Int.random(in: 0..<3, using: &random) == 0 { try close() }
            default: break
            }
        }
    }

    private mutating func book() throws {
        count += 1
        let back = [0, 0, 0, 600, 3_000, 30_000].randomElement(using: &random) ?? 0
        let minutes = Int.random(in: 1...Int.random(in: 1...600, using: &random), using: &random)
        let matter: Entry.Matter
        switch Int.random(in: 0..<20, using: &random) {
        case 0: matter = .credit(minutes: minutes)
        case 1: matter = .adjustment(minutes: Bool.random(using: &random) ? minutes : -minutes)
        case 2: matter = .transfer(minutes: Bool.random(using: &random) ? minutes : -minutes)
        case 3: matter = .work(minutes: minutes, charge: .rework)
        case 4: matter = .work(minutes: minutes, charge: .quoted)
        default: matter = .work(minutes: minutes, charge: .ordinary)
        }
        let request = ["R-\(count / 5)", "R-\(count / 3)", nil].randomElement(using: &random) ?? nil
        let entry = Entry(
            matter,
            request: request,
            enteredBy: "ana",
            note: "entry; \(count) | \"quoted\", and more",
            happenedAt: now.adding(minutes: -back),
            idempotencyKey: "key \(count)"
        )
        ledger.append(try ledger.book(entry, now: now).postings)
        entries.append((entry, now))
    }

    private mutating func correct() throws {
        let open = ledger.postings.filter {
            !$0.isByTerms && $0.corrects == nil && $0.refersTo == nil && $0.basis != .closing
        }
        guard let wrong = open.randomElement(using: &random) else { return }
        do throws(BookingError) {
            ledger.append(try ledger.correct(wrong.id, enteredBy: "ana", note: "mistake", now: now).postings)
        } catch {
            // Held work that was decided on already.
            guard case .notPossible = error else { throw error }
        }
    }

    private mutating func decide() throws {
        guard let held = ledger.postings.filter({ $0.heldMinutes > 0 }).randomElement(using: &random) else { return }
        let decision = Ledger.HeldDecision.allCases.randomElement(using: &random) ?? .approve
        do throws(BookingError) {
            ledger.append(try ledger.decide(decision, held: held.id, enteredBy: "ben", now: now).postings)
        } catch {
            // It was corrected.
            guard case .notPossible = error else { throw error }
        }
    }

    /// Closes the first open period that has ended.
    private mutating func close() throws {
        let state = ledger.state(asOf: now)
        guard let open = state.periods.first(where: { !$0.isClosed }), ledger.agreement.zone.startOfDay(open.end) <= now
        else {
            return
        }
        ledger.append(try ledger.close(period: open.name, enteredBy: "ben", now: now).postings)
    }
}

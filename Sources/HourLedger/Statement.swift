public import Agreement
public import WorkingTime

/// What became of one promise.
public struct PromiseOutcome: Hashable, Sendable {
    public var request: String
    /// `firstAnswer`, `nextAnswer` or `resolution`.
    public var name: String
    public var due: Instant
    /// When it was met; nil while it is not.
    public var metAt: Instant?

    public init(request: String, name: String, due: Instant, metAt: Instant?) {
        self.request = request
        self.name = name
        self.due = due
        self.metAt = metAt
    }

    /// Minutes past the deadline, as of an instant; 0 when kept or still in time.
    public func lateMinutes(asOf now: Instant) -> Int {
        max(0, min(metAt ?? now, now).minutes(since: due))
    }

    /// Whether the deadline passed before it was met, as of an instant.
    public func isBroken(asOf now: Instant) -> Bool {
        min(metAt ?? now, now) > due
    }
}

/// What a client was granted, used and owes in one period.
public struct Statement: Hashable, Sendable {
    /// One posting. The opening balance and the minutes of all lines sum up to the closing balance.
    public struct Line: Hashable, Sendable {
        /// The posting's.
        public var id: String
        public var date: CivilDate
        public var kind: Posting.Kind
        public var basis: Posting.Basis
        public var request: String?
        public var enteredBy: String
        public var note: String
        public var clause: ClauseID?
        /// What it does to the balance, signed.
        public var minutes: Int
        public var workedMinutes: Int?
        public var heldMinutes: Int
        /// The closed period that a late line belongs to, or the one a credit answers for.
        public var refersToPeriod: String?
        /// Money that the client is given; negative when it is taken back.
        public var amount: Money?
    }

    public var client: String
    public var name: String
    public var zone: Zone
    public var asOf: Instant
    public var period: LedgerPeriod
    public var lines: [Line]
    public var fee: Money?
    public var overage: [OverageLine]
    /// Work of this and earlier periods that waits for approval.
    public var heldMinutes: Int
    public var promises: [PromiseOutcome]
    /// What broken promises are owed; applied only when a person confirms.
    public var credits: CreditsDue?
    /// The posting by which a person confirmed them; it counts in the period in which that was done.
    public var confirmation: Posting?

    /// Fee and overage less the credits given in this period; nil where nothing is priced or currencies differ.
    /// Credits that no person has confirmed are not taken off.
    public var totalAmount: Money? {
        let taken = lines.compactMap(\.amount).map { Money(minorUnits: -$0.minorUnits, currency: $0.currency) }
        var total = fee
        for amount in overage.compactMap(\.amount) + taken {
            guard let sum = try? total?.adding(amount) ?? amount else { return nil }
            total = sum
        }
        return total
    }

    /// The minutes that the lines give or take, which lead from the opening to the closing balance.
    public var lineMinutes: Int {
        lines.reduce(0) { $0 + $1.minutes }
    }
}

extension Ledger {
    /// A period's statement; nil when no period that has begun has the name.
    /// - Parameters:
    ///   - promises: outcomes of the promises whose deadline lies in the period.
    ///   - downtimeMinutes: minutes of downtime in the period, where that is measured.
    public func statement(
        period name: String,
        asOf: Instant,
        promises: [PromiseOutcome] = [],
        downtimeMinutes: Int = 0
    ) -> Statement? {
        let state = state(asOf: asOf)
        guard let row = state.periods.first(where: { $0.name == name }) else { return nil }
        let lines = state.postings.filter { $0.period == name }.map { posting in
            Statement.Line(
                id: posting.id,
                date: LedgerExport.bookDate(of: posting, zone: agreement.zone),
                kind: posting.kind,
                basis: posting.basis,
                request: posting.request,
                enteredBy: posting.enteredBy,
                note: posting.note,
                clause: posting.clause,
                minutes: posting.minutes,
                workedMinutes: posting.workedMinutes,
                heldMinutes: posting.heldMinutes,
                refersToPeriod: posting.isByTerms ? nil : posting.refersToPeriod,
                amount: posting.kind == .credit ? posting.rate : nil
            )
        }
        let terms = agreement.periods(through: row.start).last { $0.name == name }
        let fee = try? terms?.fee()
        var statement = Statement(
            client: agreement.client,
            name: agreement.name,
            zone: agreement.zone,
            asOf: asOf,
            period: row,
            lines: lines,
            fee: fee,
            overage: state.overage.filter { $0.period == name },
            heldMinutes: state.postings.prefix { $0.effectiveAt < agreement.zone.startOfDay(row.end) }
                .reduce(0) { $0 + $1.heldMinutes },
            promises: promises,
            credits: nil,
            confirmation: promiseCredit(of: name)
        )
        guard let credits = terms?.segments.last?.plan.credits, let fee else { return statement }
        let start = agreement.zone.startOfDay(row.start)
        let record = PromiseRecord(
            missCount: promises.count { $0.isBroken(asOf: asOf) },
            lateMinutes: promises.map { $0.lateMinutes(asOf: asOf) }.filter { $0 > 0 },
            downtimeMinutes: downtimeMinutes,
            periodMinutes: agreement.zone.startOfDay(row.end).minutes(since: start)
        )
        let due = try? credits.due(for: record, fee: fee)
        statement.credits = due.flatMap { $0.lines.isEmpty ? nil : $0 }
        return statement
    }

    /// The posting that gives what a period's broken promises are owed, unless it was taken back.
    public func promiseCredit(of period: String) -> Posting? {
        guard let posting = posting(key: Self.promiseCreditKey(of: period)) else { return nil }
        return correctionByID[posting.id] == nil ? posting : nil
    }

    /// The key of that posting: credits of a period are given once.
    public static func promiseCreditKey(of period: String) -> String {
        "credits of \(period)"
    }
}

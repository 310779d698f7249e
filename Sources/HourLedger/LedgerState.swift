public import Agreement
public import WorkingTime

/// Granted minutes that are not used yet. Lots are used oldest first.
public struct Lot: Hashable, Sendable {
    /// Name of the period that granted it.
    public var period: String
    /// Minutes left, never negative.
    public var minutes: Int
    /// The local day from which it cannot be used, where the terms give one.
    public var expiresOn: CivilDate?
    /// Number of the period since the start of the agreement.
    var periodIndex: Int

    init(period: String, minutes: Int, periodIndex: Int) {
        self.period = period
        self.minutes = minutes
        self.periodIndex = periodIndex
    }
}

/// One period of a ledger. `closing = opening + granted + adjusted - used - expired`.
public struct LedgerPeriod: Hashable, Sendable {
    public var name: String
    public var start: CivilDate
    /// Exclusive.
    public var end: CivilDate
    public var openingMinutes: Int
    public var grantedMinutes: Int
    /// Credits, adjustments and transfers, signed.
    public var adjustedMinutes: Int
    /// Work charged to the balance: without overage, leeway and held work.
    public var usedMinutes: Int
    public var expiredMinutes: Int
    public var closingMinutes: Int
    /// Work beyond the balance that is priced.
    public var overageMinutes: Int
    /// Work beyond the balance that the terms give free.
    public var leewayMinutes: Int
    /// Whether it was closed; what it says then never changes.
    public var isClosed: Bool

    init(name: String, period: Period) {
        self.name = name
        start = period.start
        end = period.end
        openingMinutes = 0
        grantedMinutes = 0
        adjustedMinutes = 0
        usedMinutes = 0
        expiredMinutes = 0
        closingMinutes = 0
        overageMinutes = 0
        leewayMinutes = 0
        isClosed = false
    }
}

/// Overage of one period at one rate: one line of money.
public struct OverageLine: Hashable, Sendable {
    public var period: String
    public var minutes: Int
    /// Nil where the agreement has no rate.
    public var rate: Money?
    /// The minutes at the rate, rounded once; nil without a rate.
    public var amount: Money?

    public init(period: String, minutes: Int, rate: Money?, amount: Money?) {
        self.period = period
        self.minutes = minutes
        self.rate = rate
        self.amount = amount
    }
}

/// A client's hours at an instant.
public struct LedgerState: Hashable, Sendable {
    public var client: String
    public var zone: Zone
    public var asOf: Instant
    /// Minutes left; negative when worked ahead.
    public var balanceMinutes: Int
    /// Work that waits for approval; not in the balance.
    public var heldMinutes: Int
    public var overage: [OverageLine]
    public var periods: [LedgerPeriod]
    /// What is left of each grant, oldest first.
    public var lots: [Lot]
    /// Stored postings and those the terms derive, in the order in which they count.
    public var postings: [Posting]

    /// Overage of all periods.
    public var overageMinutes: Int {
        overage.reduce(0) { $0 + $1.minutes }
    }

    /// Price of the overage of all periods; nil when nothing has a price, or when two currencies meet.
    public var overageAmount: Money? {
        var total: Money?
        for line in overage {
            guard let amount = line.amount else { continue }
            guard let sum = try? total?.adding(amount) ?? amount else { return nil }
            total = sum
        }
        return total
    }
}

/// What was measured of a period's promises.
public struct PromiseRecord: Hashable, Sendable {
    /// Promises that were missed.
    public var missCount: Int
    /// Minutes late of each promise that was kept too late or is open past its time.
    public var lateMinutes: [Int]
    /// Minutes of downtime.
    public var downtimeMinutes: Int
    /// Minutes of the period that downtime is a share of.
    public var periodMinutes: Int

    public init(missCount: Int = 0, lateMinutes: [Int] = [], downtimeMinutes: Int = 0, periodMinutes: Int = 0) {
        self.missCount = missCount
        self.lateMinutes = lateMinutes
        self.downtimeMinutes = downtimeMinutes
        self.periodMinutes = periodMinutes
    }
}

/// Credits that are owed for a period. They are listed on its statement and applied only when a person confirms.
public struct CreditsDue: Hashable, Sendable {
    public struct Line: Hashable, Sendable {
        public var measure: Credits.Measure
        /// The misses or minutes that met the tier.
        public var measured: Int
        /// Money before the cap; nil for a line that gives minutes or redone work.
        public var amount: Money?
        public var bonusMinutes: Int
        public var redo: Bool

        public init(measure: Credits.Measure, measured: Int, amount: Money?, bonusMinutes: Int = 0, redo: Bool = false)
        {
            self.measure = measure
            self.measured = measured
            self.amount = amount
            self.bonusMinutes = bonusMinutes
            self.redo = redo
        }
    }

    public var lines: [Line]
    /// The sum of the lines after the cap; nil when no line gives money.
    public var total: Money?
    public var isCapped: Bool

    /// Extra minutes that the lines give.
    public var bonusMinutes: Int {
        lines.reduce(0) { $0 + $1.bonusMinutes }
    }

    public init(lines: [Line], total: Money?, isCapped: Bool) {
        self.lines = lines
        self.total = total
        self.isCapped = isCapped
    }
}

extension Credits {
    /// The credits for what was measured in a period whose fee is `fee`. Every late promise meets the tiers by itself.
    public func due(for record: PromiseRecord, fee: Money) throws(MoneyError) -> CreditsDue {
        var lines: [CreditsDue.Line] = []
        func add(_ measure: Measure, _ measured: Int) throws(MoneyError) {
            for tier in tiers where tier.measure == measure && tier.contains(measured) {
                lines.append(try line(tier, measured: measured, record: record, fee: fee))
            }
        }
        try add(.misses, record.missCount)
        for late in record.lateMinutes { try add(.lateMinutes, late) }
        try add(.downtimeMinutes, record.downtimeMinutes)
        var total: Money?
        for line in lines {
            guard let amount = line.amount else { continue }
            total = try total?.adding(amount) ?? amount
        }
        let limit: Money?
        switch cap {
        case .none: limit = nil
        case .fee: limit = fee
        case .sum(let sum): limit = sum
        }
        guard let sum = total, let limit else { return CreditsDue(lines: lines, total: total, isCapped: false) }
        let isCapped = try sum.subtracting(limit).minorUnits > 0
        return CreditsDue(lines: lines, total: isCapped ? limit : sum, isCapped: isCapped)
    }

    private func line(
        _ tier: Tier,
        measured: Int,
        record: PromiseRecord,
        fee: Money
    ) throws(MoneyError) -> CreditsDue.Line {
        var line = CreditsDue.Line(measure: tier.measure, measured: measured, amount: nil)
        switch tier.amount {
        case .feeShare(let basisPoints): line.amount = try fee.times(basisPoints, over: 10_000)
        case .sum(let sum): line.amount = sum
        case .bonusMinutes(let minutes): line.bonusMinutes = minutes
        case .redo: line.redo = true
        case .proportional(let factor):
            line.amount = try proportional(measured, of: record.periodMinutes, factor: factor, fee: fee)
        }
        return line
    }

    private func proportional(_ measured: Int, of whole: Int, factor: Int, fee: Money) throws(MoneyError) -> Money {
        guard whole > 0 else { return .zero(fee.currency) }
        switch rounding {
        case .exact:
            let (share, overflows) = measured.multipliedReportingOverflow(by: factor)
            guard !overflows else { throw .overflow }
            return try fee.times(share, over: whole)
        case .percentDecimals(let decimals):
            // The share is rounded as a percentage first, then multiplied.
            var unit = 100
            for _ in 0..<min(max(decimals, 0), 9) { unit *= 10 }
            guard let share = Rounded.half(measured, times: unit, over: whole) else { throw .overflow }
            let (factored, overflows) = share.multipliedReportingOverflow(by: factor)
            guard !overflows else { throw .overflow }
            return try fee.times(factored, over: unit)
        }
    }
}

extension Credits.Tier {
    /// Whether a measure falls into the half-open range. Nothing measured meets no tier.
    public func contains(_ measured: Int) -> Bool {
        measured > 0 && measured >= from && measured < (below ?? Int.max)
    }
}

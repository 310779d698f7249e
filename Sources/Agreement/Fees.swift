import WorkingTime

extension AgreementPeriod {
    /// Days of the whole period that a segment pays for and is granted for.
    ///
    /// The first plan of a first period granted in full counts from the start of the whole period. The agreement's end
    /// shortens neither: a lot is granted, and a fee is due, at the start of a period. A change to another plan does.
    public func days(ofSegment segment: Int) -> Int {
        let isFirstSegment = segment == 0
        let isLastSegment = segment == segments.count - 1
        let isWhole = !isFirst || segments[segment].plan.included?.firstPeriod == .full
        let from = isFirstSegment && isWhole ? whole.start : segments[segment].from
        let until = isLastSegment && !isCut ? whole.end : segments[segment].until
        return until.dayNumber - from.dayNumber
    }

    /// The fee of this period, term by term over the plans that held in it; zero in a trial; nil where no plan has a
    /// fee.
    public func fee() throws(MoneyError) -> Money? {
        var total: Money?
        for (index, segment) in segments.enumerated() {
            guard let base = try segment.plan.fee(ofMonths: whole.monthCount) else { continue }
            let isFree = self.index < segment.plan.trialPeriods
            let part =
                isFree
                ? Money.zero(base.currency)
                : try base.times(days(ofSegment: index), over: whole.dayCount)
            total = try total?.adding(part) ?? part
        }
        return total
    }
}

extension Plan {
    /// The plan's fee for so many whole months.
    public func fee(ofMonths months: Int) throws(MoneyError) -> Money? {
        switch fee {
        case nil: return nil
        case .fixed(let money, let unit): return try money.times(months, over: unit.months)
        case .licence(let sum, let basisPoints):
            let (share, overflows) = basisPoints.multipliedReportingOverflow(by: months)
            guard !overflows else { throw .overflow }
            return try sum.times(share, over: 12 * 10_000)
        }
    }

    /// The promise for a priority; that of `normal` where none is given for it.
    public func promise(for priority: Priority) -> Promise? {
        promises[priority] ?? promises[.normal]
    }
}

extension Period {
    /// Months from start to end of a whole period, 1, 3 or 12.
    var monthCount: Int {
        (end.year - start.year) * 12 + end.month - start.month
    }
}

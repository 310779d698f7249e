public import WorkingTime

/// Where a client's hours stand at some time: what is needed to go on from there.
struct Standing: Hashable, Sendable {
    /// Lots with something left, oldest first.
    var lots: [Lot] = []
    /// Minutes worked ahead; lots that come later pay them first.
    var debtMinutes = 0
    /// Minutes that were booked although neither lots nor floor had room for them.
    var beyondFloorMinutes = 0
    /// Minutes that wait for approval.
    var heldMinutes = 0
    /// Minutes of overage so far.
    var overageMinutes = 0
    /// Minutes of leeway used in `leewayPeriod`.
    var leewayUsedMinutes = 0
    var leewayPeriod = ""
    /// Minutes of a quarter's pool that were granted ahead, by period.
    var grantedAhead: [String: Int] = [:]
    /// The period and the plan in force, while the agreement runs.
    var periodIndex: Int?
    var segmentIndex = 0

    var balanceMinutes: Int {
        lots.reduce(-debtMinutes) { $0 + $1.minutes }
    }
}

/// The standing after all stored postings, at the time of the latest.
struct Tip: Sendable {
    var at: Instant
    /// How many postings it takes into account.
    var postingCount: Int
    var standing: Standing
}

/// A client's hours in short.
public struct Balance: Hashable, Sendable {
    /// Minutes left; negative when worked ahead.
    public var balanceMinutes: Int
    /// Work that waits for approval; not in the balance.
    public var heldMinutes: Int
    /// Work beyond the balance of all periods.
    public var overageMinutes: Int
}

extension Ledger {
    /// The sums at an instant, at little cost when nothing counts after it.
    public func balance(asOf: Instant) -> Balance {
        var engine = Engine(self, through: asOf, from: tip(before: asOf), isForSums: true)
        engine.run()
        let standing = engine.standing
        return Balance(
            balanceMinutes: standing.balanceMinutes,
            heldMinutes: standing.heldMinutes,
            overageMinutes: standing.overageMinutes
        )
    }

    /// The standing to go on from to an instant; nil when something stored counts after it.
    func tip(before instant: Instant) -> Tip? {
        tip.flatMap { $0.at <= instant ? $0 : nil }
    }

    /// The standing after postings from `first` on were taken: from the last one, if they only add to it.
    func advancedTip(first: Int) -> Tip? {
        guard let at = latest else { return nil }
        let known = tip.flatMap { tip in
            postings[first...].allSatisfy { $0.addsOnly && $0.effectiveAt >= tip.at } ? tip : nil
        }
        var engine = Engine(self, through: at, from: known, isForSums: true)
        engine.run()
        return Tip(at: at, postingCount: postings.count, standing: engine.standing)
    }
}

extension Posting {
    /// Whether it changes nothing that was worked out before it.
    fileprivate var addsOnly: Bool {
        !isByTerms && (corrects == nil || refersToPeriod != nil)
    }
}

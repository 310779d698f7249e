public import Agreement
import Classifier
import Triage

/// What one set of rules comes to over all the mail, for one client or in all.
public struct ReplaySums: Hashable, Sendable {
    public var mails = 0
    public var acknowledged = 0
    public var requests = 0
    /// Requests by verdict.
    public var covered = 0
    public var notCovered = 0
    public var undecided = 0
    public var noAgreement = 0
    /// Requests outside the agreement that are decided to be features: the scope creep.
    public var unsupportedFeatures = 0
    /// What they would have taken and cost, at the time reckoned for each and the client's rate; a client without a rate
    /// has no amount.
    public var unsupportedMinutes = 0
    public var unsupportedAmounts: [Money] = []
    /// Minutes booked for taking requests in.
    public var bookedMinutes = 0
    public var balanceMinutes = 0
    public var heldMinutes = 0
    public var overageMinutes = 0
    public var overageAmounts: [Money] = []
    /// Promises of an answer or a solution by what became of them: answered in time, answered too late, and without an
    /// answer among the mails.
    public var promises = 0
    public var promisesKept = 0
    public var promisesBroken = 0
    public var promisesUnanswered = 0

    public init() {}

    /// Counts one mail in.
    ///
    /// - Parameters:
    ///   - featureMinutes: What one feature is reckoned to take.
    ///   - rate: The client's price of an hour beyond the agreement.
    public mutating func add(_ outcome: ReplayOutcome, featureMinutes: Int, rate: Money?) {
        mails += 1
        if outcome.reply != ReplayReport.noReply { acknowledged += 1 }
        bookedMinutes += outcome.bookedMinutes
        for request in outcome.requests {
            requests += 1
            switch request.verdict {
            case .covered: covered += 1
            case .notCovered: notCovered += 1
            case .undecided: undecided += 1
            case .noAgreement: noAgreement += 1
            }
            let isOutside = request.verdict == .notCovered || request.verdict == .noAgreement
            guard request.label == .feature, request.isDecided, isOutside else { continue }
            unsupportedFeatures += 1
            unsupportedMinutes += featureMinutes
            if let price = try? rate?.price(ofMinutes: featureMinutes) {
                unsupportedAmounts = MoneyText.sums(unsupportedAmounts + [price])
            }
        }
    }

    /// Adds another client's sums.
    mutating func add(_ other: ReplaySums) {
        mails += other.mails
        acknowledged += other.acknowledged
        requests += other.requests
        covered += other.covered
        notCovered += other.notCovered
        undecided += other.undecided
        noAgreement += other.noAgreement
        unsupportedFeatures += other.unsupportedFeatures
        unsupportedMinutes += other.unsupportedMinutes
        unsupportedAmounts = MoneyText.sums(unsupportedAmounts + other.unsupportedAmounts)
        bookedMinutes += other.bookedMinutes
        balanceMinutes += other.balanceMinutes
        heldMinutes += other.heldMinutes
        overageMinutes += other.overageMinutes
        overageAmounts = MoneyText.sums(overageAmounts + other.overageAmounts)
        promises += other.promises
        promisesKept += other.promisesKept
        promisesBroken += other.promisesBroken
        promisesUnanswered += other.promisesUnanswered
    }
}

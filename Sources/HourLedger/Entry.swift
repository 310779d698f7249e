public import Agreement
public import WorkingTime

/// What a person or a rule wants on the ledger.
public struct Entry: Hashable, Sendable {
    /// How worked minutes are charged.
    public enum Charge: Hashable, Sendable {
        case ordinary
        /// A defect, free when reported within a delivery's warranty.
        case defect(reportedAt: Instant)
        /// Redone own work, free where the terms say so.
        case rework
        /// Work under an approved quote, outside the balance.
        case quoted
    }

    public enum Matter: Hashable, Sendable {
        /// Minutes worked, 1 or more.
        case work(minutes: Int, charge: Charge)
        /// Minutes given to the client, 1 or more.
        case credit(minutes: Int)
        /// What broken promises of a period are owed, once a person has confirmed it: minutes, money or both.
        case promiseCredit(minutes: Int, sum: Money?, period: String)
        /// A signed change, such as a balance carried over from before Gatepost.
        case adjustment(minutes: Int)
        /// Minutes from (positive) or to (negative) another account of the client.
        case transfer(minutes: Int)
    }

    public var matter: Matter
    public var request: String?
    public var message: String?
    public var enteredBy: String
    public var note: String
    /// When the work began or the event took place.
    public var happenedAt: Instant
    /// The clause under which it is covered.
    public var clause: ClauseID?
    /// The same key is recorded once.
    public var idempotencyKey: String

    public init(
        _ matter: Matter,
        request: String? = nil,
        message: String? = nil,
        enteredBy: String,
        note: String,
        happenedAt: Instant,
        clause: ClauseID? = nil,
        idempotencyKey: String
    ) {
        self.matter = matter
        self.request = request
        self.message = message
        self.enteredBy = enteredBy
        self.note = note
        self.happenedAt = happenedAt
        self.clause = clause
        self.idempotencyKey = idempotencyKey
    }
}

/// Why an entry is not booked.
public enum BookingError: Error, Hashable, Sendable {
    /// Minutes of work or credit below 1, or an adjustment of nothing.
    case noMinutes
    /// More than an entry may have.
    case tooManyMinutes(max: Int)
    /// It happened in the future.
    case inTheFuture
    /// The period in which it would count is closed already, which means that `now` is wrong.
    case periodClosed(String)
    /// No posting has this id.
    case unknownPosting(String)
    /// The posting is not of a kind that this can be done to.
    case notPossible(String)
    /// The period does not exist or has not ended.
    case notEnded(String)
    /// An earlier period must be closed first.
    case earlierPeriodOpen(String)
}

/// What an operation appends to the ledger.
public struct Booking: Hashable, Sendable {
    /// To be appended in this order; empty when the key was recorded before.
    public var postings: [Posting]
    /// The earlier posting, when the key was recorded before.
    public var earlier: Posting?

    public init(postings: [Posting], earlier: Posting? = nil) {
        self.postings = postings
        self.earlier = earlier
    }

    /// What is charged to the balance or as overage.
    public var debitedMinutes: Int {
        postings.reduce(0) { $0 - $1.minutes }
    }

    /// What waits for approval.
    public var heldMinutes: Int {
        postings.reduce(0) { $0 + $1.heldMinutes }
    }
}

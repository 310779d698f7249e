public import Agreement
public import Digest
public import WorkingTime

/// One line of a client's ledger. A posting is never edited: a mistake is answered by another posting.
public struct Posting: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case grant, work, expiry, credit, adjustment, transfer
    }

    /// Why a posting has the minutes it has.
    public enum Basis: String, CaseIterable, Sendable {
        /// By the terms, without anything special.
        case ordinary
        /// A change of plan within a period.
        case planChange
        /// A defect reported within the warranty: debits nothing.
        case warranty
        /// Redone own work: debits nothing.
        case rework
        /// Work under an approved quote, outside the balance: debits nothing.
        case quoted
        /// Held work that a person approved, against the balance.
        case approvedForBalance
        /// Held work that a person approved, as overage.
        case approvedAsOverage
        /// Held work that a person waived.
        case waived
        /// Work beyond the balance, taken off it and priced.
        case overage
        /// Work beyond the balance that the terms give free.
        case leeway
        /// Work under a plan that counts no hours.
        case flatFee
        /// The mark that closes a period and states its closing balance.
        case closing
    }

    /// `CLIENT-NUMBER` for a stored posting; for a derived one the client, its period and what it is.
    public var id: String
    /// Place in the client's chain, from 1; 0 for a posting that is derived at reading and not stored.
    public var number: Int
    public var client: String
    public var kind: Kind
    public var basis: Basis
    /// What the posting does to the balance, signed.
    public var minutes: Int
    /// What it does to the work held for approval, signed.
    public var heldMinutes: Int
    /// Name of the period in which it counts.
    public var period: String
    public var request: String?
    public var message: String?
    /// Who entered it; `terms` for what the agreement itself does.
    public var enteredBy: String
    public var note: String
    /// When the work was done (its start) or the event took place.
    public var happenedAt: Instant
    public var recordedAt: Instant
    /// The posting that this one takes back.
    public var corrects: String?
    /// The posting that this one follows from: the held work of an approval, the work of an overage line.
    public var refersTo: String?
    /// The closed period that a late entry belongs to, the period a credit answers for, the lot that an expiry takes from, or the month that a quarter's
    /// pool grants ahead.
    public var refersToPeriod: String?
    /// The same key is recorded once.
    public var idempotencyKey: String
    public var clause: ClauseID?
    /// Minutes worked, before factors and rounding.
    public var workedMinutes: Int?
    /// Worked minutes times their factor, in hundredths of a minute, before rounding.
    public var weightedHundredths: Int?
    /// Price per hour of an overage line; on a credit the sum given, negative when it is taken back.
    public var rate: Money?
    /// The balance at the end of a period, on the posting that closes it.
    public var closingMinutes: Int?
    /// Digest of the client's posting before this one; nil for the first.
    public var previousDigest: Digest?
    /// Digest over this posting and its predecessor's digest; nil while it is not stored.
    public var digest: Digest?

    public init(
        id: String = "",
        client: String,
        kind: Kind,
        basis: Basis = .ordinary,
        minutes: Int,
        period: String,
        enteredBy: String,
        note: String = "",
        happenedAt: Instant,
        recordedAt: Instant,
        idempotencyKey: String
    ) {
        self.id = id
        number = 0
        self.client = client
        self.kind = kind
        self.basis = basis
        self.minutes = minutes
        heldMinutes = 0
        self.period = period
        self.enteredBy = enteredBy
        self.note = note
        self.happenedAt = happenedAt
        self.recordedAt = recordedAt
        self.idempotencyKey = idempotencyKey
    }

    /// Whether the terms produce it: lots, their end, and work that leaves the balance.
    public var isByTerms: Bool {
        switch kind {
        case .grant, .expiry: true
        case .transfer: basis == .overage || basis == .leeway || basis == .flatFee
        case .work, .credit, .adjustment: false
        }
    }

    /// When it counts: a late entry at the time it was recorded, anything else when it happened.
    public var effectiveAt: Instant {
        !isByTerms && refersToPeriod != nil ? recordedAt : happenedAt
    }
}

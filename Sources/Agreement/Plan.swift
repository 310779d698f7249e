public import WorkingTime

/// A kind of work that an agreement can cover. The first seven are the classifier's labels; `duty` is recurring work.
public enum RequestKind: String, CaseIterable, Hashable, Sendable {
    case fix, incident, feature, question, approval, billing, other, duty
}

/// The stable id of a clause in a terms text, such as `c1`; replies quote the clause by it.
public struct ClauseID: Hashable, Comparable, Codable, Sendable {
    public let name: String

    public init(_ name: String) {
        self.name = name
    }

    public static func < (left: ClauseID, right: ClauseID) -> Bool {
        left.name < right.name
    }
}

/// A support plan: what a tier includes and promises. A client's agreement is a plan plus overrides plus dates.
public struct Plan: Hashable, Sendable {
    /// The plan's name in `plans.yaml`.
    public var name: String
    /// Name of the terms text in `terms/NAME.LANGUAGE.md`.
    public var terms: String
    public var included: IncludedTime?
    public var fee: Fee?
    public var carry: Carry
    public var overdraft: Overdraft
    public var overage: Overage?
    public var increment: Increment
    public var multipliers: [Multiplier]
    /// Kinds of request the agreement covers, each with the clause a verdict quotes.
    public var covers: [RequestKind: ClauseID]
    /// Exclusions, in order; an exclusion beats a cover.
    public var excludes: [Exclusion]
    public var smallChanges: SmallChanges?
    public var warranty: Warranty?
    /// Whether redone own work debits nothing.
    public var reworkIsFree: Bool
    /// Promises per priority; `normal` is always there.
    public var promises: [Priority: Promise]
    public var acknowledgement: Acknowledgement
    public var credits: Credits?
    public var duties: [Duty]
    /// Months between reviews of the terms, if reviews are agreed.
    public var reviewMonths: Int?
    /// Periods free of fee at the start.
    public var trialPeriods: Int
    /// When a change of plan takes effect.
    public var planChange: PlanChange
    /// Minutes booked when a covered request of a kind is taken in (reading and placing it); absent means none.
    public var intakeMinutes: [RequestKind: Int]

    public init(name: String, terms: String) {
        self.name = name
        self.terms = terms
        carry = .none
        overdraft = .forbidden
        increment = Increment(minutes: 1, scope: .entry)
        multipliers = []
        covers = [:]
        excludes = []
        reworkIsFree = false
        promises = [:]
        acknowledgement = Acknowledgement(withinMinutes: 24 * 60, countsAsFirstAnswer: false)
        duties = []
        trialPeriods = 0
        planChange = .nextPeriod
        intakeMinutes = [:]
    }
}

/// Time granted as a lot at the local start of each period.
public struct IncludedTime: Hashable, Sendable {
    /// How the first, possibly short, period is granted.
    public enum FirstPeriod: String, Sendable { case prorata, full }

    /// Minutes per period, 0 or more.
    public var minutes: Int
    public var unit: PeriodUnit
    /// Day of the month on which periods start, 1...31; short months clamp without drift.
    public var anchorDay: Int
    /// Month in which years, and every third month quarters, start, 1...12; January unless said.
    public var anchorMonth: Int
    public var firstPeriod: FirstPeriod

    public init(
        minutes: Int,
        unit: PeriodUnit,
        anchorDay: Int,
        anchorMonth: Int = 1,
        firstPeriod: FirstPeriod
    ) {
        self.minutes = minutes
        self.unit = unit
        self.anchorDay = anchorDay
        self.anchorMonth = anchorMonth
        self.firstPeriod = firstPeriod
    }
}

/// What the client pays for the plan itself.
public enum Fee: Hashable, Sendable {
    /// A fixed sum per period.
    case fixed(Money, per: PeriodUnit)
    /// A share of a licence sum per year, in hundredths of a percent.
    case licence(Money, basisPointsPerYear: Int)
}

/// What becomes of unused minutes at the end of a period. Lots are used oldest first.
public enum Carry: Hashable, Sendable {
    case none
    case all
    /// At most so many minutes go over into the next period.
    case cap(minutes: Int)
    /// A lot lasts through the N-th period after its own.
    case expires(periods: Int)
    /// At most so many minutes go over, and what is carried expires at a date each year (month and day, exclusive).
    case capUntil(minutes: Int, month: Int, day: Int)
    /// Months share one pool per calendar quarter of the agreement.
    case pooledByQuarter
}

/// Whether the balance may fall below zero, to be worked off by later lots.
public enum Overdraft: Hashable, Sendable {
    case forbidden
    case unlimited
    /// Down to this many minutes, a negative number; work beyond is held for approval.
    case floor(minutes: Int)
}

/// Work beyond balance and floor, priced by the hour.
public struct Overage: Hashable, Sendable {
    public enum Approval: String, Sendable { case required, automatic }

    public var ratePerHour: Money
    public var approval: Approval
    /// Minutes beyond the balance that are free before overage begins.
    public var leewayMinutes: Int

    public init(ratePerHour: Money, approval: Approval, leewayMinutes: Int = 0) {
        self.ratePerHour = ratePerHour
        self.approval = approval
        self.leewayMinutes = leewayMinutes
    }
}

/// How worked minutes become debited minutes: rounded up to a multiple, over a scope.
public struct Increment: Hashable, Sendable {
    public enum Scope: String, CaseIterable, Sendable { case entry, requestDay, request }

    /// The multiple, 1 or more.
    public var minutes: Int
    public var scope: Scope

    public init(minutes: Int, scope: Scope) {
        self.minutes = minutes
        self.scope = scope
    }
}

/// A factor on debited minutes outside a calendar's hours, applied before the increment.
public struct Multiplier: Hashable, Sendable {
    public var calendar: String
    /// The factor in hundredths: 150 is 1.5.
    public var outsidePercent: Int

    public init(calendar: String, outsidePercent: Int) {
        self.calendar = calendar
        self.outsidePercent = outsidePercent
    }
}

/// Work that the agreement leaves out, found by words.
public struct Exclusion: Hashable, Sendable {
    public var clause: ClauseID
    /// Words or phrases, compared without case; any one of them matches.
    public var words: [String]

    public init(clause: ClauseID, words: [String]) {
        self.clause = clause
        self.words = words
    }
}

/// Small features that are covered while the allowance lasts.
public struct SmallChanges: Hashable, Sendable {
    /// Minutes a request may be estimated at, at most.
    public var eachMinutes: Int
    /// Minutes of such work covered in one calendar month of the agreement's zone.
    public var monthMinutes: Int
    /// The clause that grants them, quoted when one is covered.
    public var clause: ClauseID?

    public init(eachMinutes: Int, monthMinutes: Int, clause: ClauseID? = nil) {
        self.eachMinutes = eachMinutes
        self.monthMinutes = monthMinutes
        self.clause = clause
    }
}

/// Defects reported within so many days of a delivery are logged and debit nothing.
public struct Warranty: Hashable, Sendable {
    public var days: Int
    public var clause: ClauseID?

    public init(days: Int, clause: ClauseID? = nil) {
        self.days = days
        self.clause = clause
    }
}

/// How urgent a request is, which chooses its promise.
public enum Priority: String, CaseIterable, Hashable, Sendable {
    case normal, urgent, low
}

/// How the minutes of a promise are counted.
public enum PromiseTime: Hashable, Sendable {
    /// Every minute counts.
    case elapsed
    /// Only the working time of a named calendar counts.
    case calendar(String)
}

/// What is promised for a request of one priority. "Answer" means a person's answer.
public struct Promise: Hashable, Sendable {
    public var firstAnswerMinutes: Int?
    public var nextAnswerMinutes: Int?
    public var resolutionMinutes: Int?
    public var by: PromiseTime

    public init(firstAnswerMinutes: Int?, nextAnswerMinutes: Int? = nil, resolutionMinutes: Int? = nil, by: PromiseTime)
    {
        self.firstAnswerMinutes = firstAnswerMinutes
        self.nextAnswerMinutes = nextAnswerMinutes
        self.resolutionMinutes = resolutionMinutes
        self.by = by
    }
}

/// The automatic acknowledgement's own deadline, in elapsed minutes.
public struct Acknowledgement: Hashable, Sendable {
    /// 24 h unless said otherwise; at most the first-answer promise.
    public var withinMinutes: Int
    /// Whether the automatic acknowledgement itself satisfies `firstAnswer`.
    public var countsAsFirstAnswer: Bool

    public init(withinMinutes: Int, countsAsFirstAnswer: Bool) {
        self.withinMinutes = withinMinutes
        self.countsAsFirstAnswer = countsAsFirstAnswer
    }
}

/// What is owed for broken promises.
public struct Credits: Hashable, Sendable {
    /// What a tier measures, in half-open ranges.
    public enum Measure: String, CaseIterable, Sendable { case misses, lateMinutes, downtimeMinutes }

    /// What a tier gives.
    public enum Amount: Hashable, Sendable {
        /// Share of the period's fee in hundredths of a percent.
        case feeShare(basisPoints: Int)
        case sum(Money)
        case bonusMinutes(Int)
        case redo
        /// Share of the fee in proportion to the measured share of the period, times a factor.
        case proportional(factor: Int)
    }

    public struct Tier: Hashable, Sendable {
        public var measure: Measure
        public var from: Int
        /// Exclusive upper bound; nil is unbounded.
        public var below: Int?
        public var amount: Amount

        public init(measure: Measure, from: Int, below: Int?, amount: Amount) {
            self.measure = measure
            self.from = from
            self.below = below
            self.amount = amount
        }
    }

    public enum Cap: Hashable, Sendable {
        case none
        case fee
        case sum(Money)
    }

    /// How a percentage is rounded before it meets the fee.
    public enum Rounding: Hashable, Sendable {
        case exact
        /// The percentage itself is rounded to so many decimals first.
        case percentDecimals(Int)
    }

    public var tiers: [Tier]
    public var cap: Cap
    public var rounding: Rounding

    public init(tiers: [Tier], cap: Cap, rounding: Rounding = .exact) {
        self.tiers = tiers
        self.cap = cap
        self.rounding = rounding
    }
}

/// Recurring work: updates, backups, scans.
public struct Duty: Hashable, Sendable {
    public var name: String
    public var minutes: Int
    public var every: PeriodUnit
    public var clause: ClauseID?

    public init(name: String, minutes: Int, every: PeriodUnit, clause: ClauseID?) {
        self.name = name
        self.minutes = minutes
        self.every = every
        self.clause = clause
    }
}

/// When a change of plan takes effect.
public enum PlanChange: String, CaseIterable, Sendable {
    case now, nextPeriod
}

public import Agreement
public import Classifier
public import Triage
public import WorkingTime

/// One request as the figures count it.
public struct KPIRequest: Hashable, Sendable {
    public var client: String
    public var label: Label
    /// What was decided without a person; nil when nobody changed or confirmed it since.
    public var firstLabel: Label?
    /// Whether the first label was sure enough to be told to the client.
    public var wasDecided: Bool
    public var verdict: Verdict
    /// Whether nothing is left to do: closed, declined, or part of another request.
    public var isResolved: Bool
    public var estimateMinutes: Int?
    public var quote: Money?
    /// The client's price of an hour beyond the agreement, for what was not quoted.
    public var rate: Money?

    public init(
        client: String,
        label: Label,
        firstLabel: Label?,
        wasDecided: Bool,
        verdict: Verdict,
        isResolved: Bool,
        estimateMinutes: Int?,
        quote: Money?,
        rate: Money?
    ) {
        self.client = client
        self.label = label
        self.firstLabel = firstLabel
        self.wasDecided = wasDecided
        self.verdict = verdict
        self.isResolved = isResolved
        self.estimateMinutes = estimateMinutes
        self.quote = quote
        self.rate = rate
    }
}

/// One promise's clock as the figures count it.
public struct KPIClock: Hashable, Sendable {
    public var client: String
    public var name: ClockStart.Name
    public var startedAt: Instant
    public var due: Instant
    /// When the promised thing was done; nil while it is not.
    public var stoppedAt: Instant?

    public init(client: String, name: ClockStart.Name, startedAt: Instant, due: Instant, stoppedAt: Instant?) {
        self.client = client
        self.name = name
        self.startedAt = startedAt
        self.due = due
        self.stoppedAt = stoppedAt
    }
}

/// What the agency wants to reach.
public struct KPITargets: Hashable, Sendable {
    /// The mean of the first answers, minutes.
    public var firstAnswerMinutes: Int
    /// The mean mark of 1 to 5, in hundredths.
    public var satisfactionHundredths: Int

    public init(firstAnswerMinutes: Int = 120, satisfactionHundredths: Int = 450) {
        self.firstAnswerMinutes = firstAnswerMinutes
        self.satisfactionHundredths = satisfactionHundredths
    }
}

/// A number of times out of all times.
public struct KPIShare: Hashable, Sendable {
    public var count: Int
    public var all: Int

    public init(count: Int = 0, all: Int = 0) {
        self.count = count
        self.all = all
    }

    /// Tenths of a percent, rounded half up; nil of nothing.
    public var permille: Int? {
        all > 0 ? (count * 2_000 + all) / (2 * all) : nil
    }
}

/// The figures of one client, or of all together.
public struct KPIFigures: Hashable, Sendable {
    /// Acknowledgements that were due, and those that were out in time; one that still has time is not counted.
    public var acknowledged = KPIShare()
    /// Minutes from a client's mail to a person's answer, shortest first, of those that were answered.
    public private(set) var firstAnswers: [Int] = []
    /// First answers that are still owed.
    public var unanswered = 0
    /// Promises of an answer or a solution whose time is over or that were fulfilled, and those kept.
    public var promises = KPIShare()
    /// Promises that still have time.
    public var promisesRunning = 0
    public var requests = 0
    public var resolved = KPIShare()
    /// Defects and incidents.
    public var fixes = 0
    public var features = 0
    public var questions = 0
    /// Everything else: approvals, bills, duties and the rest.
    public var others = 0
    /// Requests that were decided without a person, and those in which a person overruled the decision.
    public var overruled = KPIShare()
    /// Requests that were not sure enough and were left to a person.
    public var leftToPeople = 0
    /// Requests outside the agreements; their estimates; their quotes, and where none was made the estimate at the
    /// client's rate.
    public var unsupported = 0
    public var unsupportedMinutes = 0
    public var unsupportedAmounts: [Money] = []
    /// Those without an estimate, which add nothing to the minutes.
    public var unsupportedUnestimated = 0
    /// Minutes of features done for free as small changes.
    public var givenAwayMinutes = 0
    /// Marks of 1 to 5 that people gave.
    public var marks: [Int] = []

    public init() {}

    public var promisesBroken: Int { promises.all - promises.count }

    /// Rounded half up; nil without any.
    public var firstAnswerMean: Int? {
        guard !firstAnswers.isEmpty else { return nil }
        return (firstAnswers.reduce(0, +) * 2 + firstAnswers.count) / (2 * firstAnswers.count)
    }

    /// The middle one, of two the mean rounded half up.
    public var firstAnswerMedian: Int? {
        guard !firstAnswers.isEmpty else { return nil }
        let middle = firstAnswers.count / 2
        if firstAnswers.count % 2 == 1 { return firstAnswers[middle] }
        return (firstAnswers[middle - 1] + firstAnswers[middle] + 1) / 2
    }

    /// The shortest time within which nine of ten were answered (nearest rank).
    public var firstAnswerP90: Int? {
        firstAnswers.isEmpty ? nil : firstAnswers[(firstAnswers.count * 9 + 9) / 10 - 1]
    }

    /// The mean mark in hundredths, rounded half up; nil without any.
    public var satisfactionHundredths: Int? {
        marks.isEmpty ? nil : (marks.reduce(0, +) * 200 + marks.count) / (2 * marks.count)
    }

    /// Counts one promise as it stands at `now`.
    mutating func add(_ clock: KPIClock, now: Instant) {
        let isOver = clock.stoppedAt != nil || clock.due < now
        let isKept = clock.stoppedAt.map { $0 <= clock.due } ?? false
        switch clock.name {
        case .acknowledgement:
            if isOver { acknowledged.all += 1 }
            if isKept { acknowledged.count += 1 }
            return
        case .firstAnswer:
            if let stopped = clock.stoppedAt {
                firstAnswers.append(max(0, stopped.minutes(since: clock.startedAt)))
            } else {
                unanswered += 1
            }
        case .nextAnswer, .resolution: break
        }
        if isOver { promises.all += 1 } else { promisesRunning += 1 }
        if isKept { promises.count += 1 }
    }

    /// Counts one request.
    mutating func add(_ request: KPIRequest) {
        requests += 1
        resolved.all += 1
        if request.isResolved { resolved.count += 1 }
        switch request.label {
        case .fix, .incident: fixes += 1
        case .feature: features += 1
        case .question: questions += 1
        default: others += 1
        }
        if request.wasDecided {
            overruled.all += 1
            if let first = request.firstLabel, first != request.label { overruled.count += 1 }
        } else {
            leftToPeople += 1
        }
        addScope(of: request)
    }

    private mutating func addScope(of request: KPIRequest) {
        if request.label == .feature, request.verdict == .covered { givenAwayMinutes += request.estimateMinutes ?? 0 }
        guard request.verdict == .notCovered || (request.verdict == .noAgreement && request.label == .feature) else {
            return
        }
        unsupported += 1
        guard let minutes = request.estimateMinutes else {
            unsupportedUnestimated += 1
            if let quote = request.quote { unsupportedAmounts = MoneyText.sums(unsupportedAmounts + [quote]) }
            return
        }
        unsupportedMinutes += minutes
        let price = request.quote ?? (try? request.rate?.price(ofMinutes: minutes))
        if let price { unsupportedAmounts = MoneyText.sums(unsupportedAmounts + [price]) }
    }

    mutating func close() {
        firstAnswers.sort()
    }
}

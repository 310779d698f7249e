import Agreement
public import Classifier
public import WorkingTime

/// What the record knows of a client when a mail comes, as far as it bears on what is asked for.
public struct ClientContext: Hashable, Sendable {
    /// A request that was asked earlier in the same conversation.
    public struct EarlierRequest: Hashable, Sendable {
        public var id: Int
        public var label: Label
        public var isDecided: Bool

        public init(id: Int, label: Label, isDecided: Bool) {
            self.id = id
            self.label = label
            self.isDecided = isDecided
        }
    }

    /// A request and when its work was done.
    public struct FinishedRequest: Hashable, Sendable {
        public var id: Int
        public var at: Instant

        public init(id: Int, at: Instant) {
            self.id = id
            self.at = at
        }
    }

    /// Requests whose label a person confirmed by saying it or by working on them, by label: the client's, and all.
    public var confirmed: [Label: Int] = [:]
    public var confirmedOfAll: [Label: Int] = [:]
    /// Requests of the client with a quote that waits for a yes or no, in this conversation and in others.
    public var quotesHere: [Int] = []
    public var quotesElsewhere: [Int] = []
    /// The feature of the client that was finished last.
    public var finished: FinishedRequest?
    /// The requests of the conversation so far, oldest first.
    public var thread: [EarlierRequest] = []

    public init() {}

    /// Days after which a finished feature is no longer news.
    public static let finishedDays = 14
    /// Days after a delivery in which what is reported is likelier a defect of it.
    public static let deliveryDays = 30
    /// Confirmed requests that are looked at, newest first.
    public static let confirmedLimit = 300
}

/// One thing known besides a request's words, with what it moves and how it is told.
struct ContextSign: Hashable {
    var shift: LabelShift
    var words: String
}

/// Weighs what is known of the client: a prior on what they ask for. Each sign is small, and all together are bounded.
struct ContextWeights {
    let context: ClientContext
    let client: ClientAgreement?
    let receivedAt: Instant

    // As factors on the odds of a label.
    private static let recentDelivery = 1.6
    private static let finishedWork = 1.35
    private static let quoteHere = 3.0
    private static let quoteElsewhere = 1.4
    private static let historyLimit = 1.5
    /// All signs together: an approval may be carried by the quote it answers; of everything else the odds at most double.
    static let bound = 2.0
    static let approvalBound = 4.0

    /// The shift of all signs, bounded, and the signs.
    func all() -> (shift: LabelShift, signs: [ContextSign]) {
        let signs = [delivery, finished, quote, history].compactMap(\.self)
        let sum = signs.reduce(LabelShift()) { $0 + $1.shift }
        var shift = sum.bounded(by: Self.logarithm(Self.bound))
        let most = Self.logarithm(Self.approvalBound)
        shift[.approval] = min(max(sum[.approval], -most), most)
        return (shift, signs)
    }

    private var delivery: ContextSign? {
        guard let client else { return nil }
        let today = client.zone.date(of: receivedAt)
        let recent = client.deliveries
            .filter { $0.date <= today && today < $0.date.adding(days: ClientContext.deliveryDays) }
            .max { $0.date < $1.date }
        guard let recent else { return nil }
        let words = "\(recent.name) was delivered on \(recent.date.text)"
        return sign(.fix, Self.recentDelivery, "\(words), so a defect is likelier")
    }

    private var finished: ContextSign? {
        guard let finished = context.finished else { return nil }
        let days = receivedAt.minutes(since: finished.at) / (24 * 60)
        guard days >= 0, days < ClientContext.finishedDays else { return nil }
        let when = days == 0 ? "today" : days == 1 ? "a day ago" : "\(days) days ago"
        return sign(
            .fix,
            Self.finishedWork,
            "request \(finished.id), a feature, was finished \(when), so a defect is likelier"
        )
    }

    private var quote: ContextSign? {
        if let request = context.quotesHere.first {
            let words = "the quote for request \(request) waits in this conversation, so a yes or no is likelier"
            return sign(.approval, Self.quoteHere, words)
        }
        guard let request = context.quotesElsewhere.first else { return nil }
        let words = "the quote for request \(request) waits for an answer, so a yes or no is likelier"
        return sign(.approval, Self.quoteElsewhere, words)
    }

    /// What the client's confirmed requests were, smoothed by those of all clients, and these by an even share.
    private var history: ContextSign? {
        let groups: [(labels: [Label], words: String)] = [
            ([.fix, .incident], "defects"), ([.feature], "features"), ([.question], "questions"),
            ([.approval], "approvals"), ([.billing], "billing"),
        ]
        func counts(_ table: [Label: Int]) -> [Double] {
            groups.map { group in Double(group.labels.reduce(0) { $0 + table[$1, default: 0] }) }
        }
        let (own, all) = (counts(context.confirmed), counts(context.confirmedOfAll))
        let ownSum = own.reduce(0, +)
        let allSum = all.reduce(0, +)
        let even = 1 / Double(groups.count)
        var shift = LabelShift()
        var most: (index: Int, factor: Double) = (0, 1)
        for (index, group) in groups.enumerated() {
            let share = (all[index] + Self.smoothingOfAll * even) / (allSum + Self.smoothingOfAll)
            let prior = (own[index] + Self.smoothing * share) / (ownSum + Self.smoothing)
            // The root, since the words were weighed already and partly say the same.
            let factor = min(max((prior / even).squareRoot(), 1 / Self.historyLimit), Self.historyLimit)
            for label in group.labels { shift[label] = Self.logarithm(factor) }
            if factor > most.factor { most = (index, factor) }
        }
        // What moves nothing to speak of is not spoken of, and moves nothing.
        guard most.factor >= Self.leastFactor, allSum > 0 else { return nil }
        let words = groups[most.index].words
        let whose = client?.name ?? "the client"
        let told =
            ownSum >= 10
            ? "\(Int(own[most.index])) of \(Int(ownSum)) confirmed requests of \(whose) were \(words)"
            : "\(Int(all[most.index])) of \(Int(allSum)) confirmed requests of all clients were \(words)"
        return ContextSign(shift: shift, words: "\(told), \(Self.times(most.factor))")
    }

    /// Requests that an even share weighs as much as.
    private static let smoothingOfAll = 60.0
    /// Requests of one client that all clients' share weighs as much as.
    private static let smoothing = 30.0
    private static let leastFactor = 1.15

    private func sign(_ label: Label, _ factor: Double, _ words: String) -> ContextSign {
        var shift = LabelShift()
        shift.add(Self.logarithm(factor), to: label)
        return ContextSign(shift: shift, words: "\(words), \(Self.times(factor))")
    }

    /// A factor to one decimal, without a locale's comma.
    private static func times(_ factor: Double) -> String {
        let tenths = Int((factor * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) times"
    }

    private static func logarithm(_ value: Double) -> Double { LabelShift.value(ofFactor: value) }
}

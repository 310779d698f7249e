public import Classifier
public import WorkingTime

/// A person's word on what a request was, as it teaches: the newest about that request.
public struct Correction: Hashable, Sendable {
    public var request: Int
    public var client: String?
    public var at: Instant
    /// What it was taken for before anybody said anything.
    public var from: Label
    /// What it is.
    public var to: Label
    /// The conversation's subject, as `BaseSubject` folds it.
    public var baseSubject: String
    /// The request's words.
    public var text: String

    public init(
        request: Int,
        client: String?,
        at: Instant,
        from: Label,
        to: Label,
        baseSubject: String,
        text: String
    ) {
        self.request = request
        self.client = client
        self.at = at
        self.from = from
        self.to = to
        self.baseSubject = baseSubject
        self.text = text
    }
}

/// All that was taught by correcting. The model itself never changes: what is worded alike is read as it was
/// corrected, within bounds, and taking a correction back takes its whole effect back.
public struct Corrections: Sendable {
    /// What the corrections say of one request.
    public enum Finding: Hashable, Sendable {
        /// The same client asked the same before.
        case remembered(Correction, percent: Int)
        /// Requests worded alike were corrected; the likest of them.
        case alike(LabelShift, likest: Correction, percent: Int, count: Int)
    }

    private let corrections: [Correction]
    private let likenesses: [Likeness]
    /// The corrections in which a feature stands.
    private let byFeature: [UInt64: [Int32]]

    /// Older corrections have had their time.
    public static let limit = 5_000
    /// From here on two texts of one client, word for word, are the same request.
    static let same = 0.97
    /// The same under the same subject: what comes every month differs in a name or a date.
    static let sameUnderSubject = 0.6
    /// Texts less alike than this have only their language and their manners in common.
    static let leastAlike = 0.5
    /// What a correction adds to its label and takes from the mistaken one, for the same words.
    static let step = 1.2
    /// Another client means nearly the same by the same words.
    static let stepOfOthers = 0.8
    /// All corrections together move a label by no more: they open or close what is doubtful, and never turn a decided
    /// fix into a decided feature.
    static let bound = 1.5

    public static let none = Corrections([])

    /// - Parameter corrections: Oldest first.
    public init(_ corrections: [Correction]) {
        self.corrections = Array(corrections.suffix(Self.limit))
        likenesses = self.corrections.map { Likeness($0.text) }
        var byFeature: [UInt64: [Int32]] = [:]
        for (index, likeness) in likenesses.enumerated() {
            for feature in likeness.features { byFeature[feature, default: []].append(Int32(index)) }
        }
        self.byFeature = byFeature
    }

    public var isEmpty: Bool { corrections.isEmpty }

    /// What was taught about a request like this one; nil when nothing was.
    public func finding(text: String, baseSubject: String, client: String?) -> Finding? {
        guard !corrections.isEmpty else { return nil }
        let alike = alikeCorrections(text)
        // The newest word counts.
        for (index, likeness) in alike.reversed() {
            let correction = corrections[index]
            let isSameSubject = !baseSubject.isEmpty && correction.baseSubject == baseSubject
            guard let client, correction.client == client,
                likeness >= (isSameSubject ? Self.sameUnderSubject : Self.same)
            else { continue }
            return .remembered(correction, percent: Self.percent(likeness))
        }
        var shift = LabelShift()
        var likest: (index: Int, likeness: Double)?
        for (index, likeness) in alike {
            let correction = corrections[index]
            let step = client != nil && correction.client == client ? Self.step : Self.stepOfOthers
            let weight = step * (likeness - Self.leastAlike) / (1 - Self.leastAlike)
            shift = shift + correction.shift(weight)
            if likeness >= likest?.likeness ?? 0 { likest = (index, likeness) }
        }
        guard let likest else { return nil }
        return .alike(
            shift.bounded(by: Self.bound),
            likest: corrections[likest.index],
            percent: Self.percent(likest.likeness),
            count: alike.count
        )
    }

    /// The corrections of texts worded alike, oldest first, each with its likeness.
    private func alikeCorrections(_ text: String) -> [(index: Int, likeness: Double)] {
        let wanted = Likeness(text)
        var common: [Int32: Int] = [:]
        for feature in wanted.features {
            for index in byFeature[feature] ?? [] { common[index, default: 0] += 1 }
        }
        return common.compactMap { index, count in
            let other = likenesses[Int(index)]
            let likeness = Double(count) / Double(wanted.features.count * other.features.count).squareRoot()
            return likeness > Self.leastAlike ? (Int(index), likeness) : nil
        }.sorted { $0.index < $1.index }
    }

    private static func percent(_ likeness: Double) -> Int { min(Int((likeness * 100).rounded()), 100) }
}

extension Correction {
    /// What it adds to the right label and takes from the mistaken one.
    fileprivate func shift(_ weight: Double) -> LabelShift {
        var shift = LabelShift()
        let defects: Set<Label> = [.fix, .incident]
        if from != to, defects.isSuperset(of: [from, to]) {
            shift[to] = weight
            shift[from] = -weight
        } else {
            shift.add(weight, to: to)
            if from != to { shift.add(-weight, to: from) }
        }
        return shift
    }
}

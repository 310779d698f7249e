/// What is known of a request besides its words: for each label, what is added to the logarithm of its weight.
public struct LabelShift: Hashable, Sendable {
    private var values = [Double](repeating: 0, count: Label.allCases.count)

    public init() {}

    public subscript(label: Label) -> Double {
        get { values[Self.place(label)] }
        set { values[Self.place(label)] = newValue }
    }

    /// Adds to a label; to a fix and an incident alike, since what speaks for the one speaks for the other.
    public mutating func add(_ value: Double, to label: Label) {
        for other in Label.allCases where other == label || (other.isDefect && label.isDefect) { self[other] += value }
    }

    /// What multiplying the odds by a factor adds here.
    public static func value(ofFactor factor: Double) -> Double { ExactMath.log(factor) }

    public var isNothing: Bool { values.allSatisfy { $0 == 0 } }

    public static func + (first: LabelShift, second: LabelShift) -> LabelShift {
        var sum = first
        for label in Label.allCases { sum[label] += second[label] }
        return sum
    }

    /// No value further from 0 than `limit`.
    public func bounded(by limit: Double) -> LabelShift {
        var bounded = self
        for label in Label.allCases { bounded[label] = min(max(self[label], -limit), limit) }
        return bounded
    }

    private static func place(_ label: Label) -> Int { Label.allCases.firstIndex(of: label) ?? 0 }
}

extension Item {
    /// The item as it is read when more is known than its words. The words themselves weigh what they weighed; an item
    /// that no model was asked about, and one whose sentences contradict each other, is not decided by this.
    public func moved(by shift: LabelShift, model: Model = .shipped) -> Item {
        guard probabilities.count == Label.allCases.count, !shift.isNothing else { return self }
        let weights = zip(Label.allCases, probabilities).map { $1 * ExactMath.exp(shift[$0]) }
        let sum = weights.reduce(0, +)
        guard sum > 0 else { return self }
        let moved = weights.map { $0 / sum }
        let label = LabelProbabilities.best(moved)
        let second = LabelProbabilities.second(moved, after: label)
        var item = self
        item.label = label
        item.confidence = moved[Self.place(label)]
        item.runnerUp = second
        item.runnerUpConfidence = moved[Self.place(second)]
        item.probabilities = moved
        let wasHeldBack = !isDecided && Self.reaches(model, self.label, probabilities)
        item.isDecided = !wasHeldBack && Self.reaches(model, label, moved)
        return item
    }

    /// The item as a person or a rule says it is.
    public func settled(as label: Label) -> Item {
        var item = self
        if label != self.label {
            item.runnerUp = self.label
            item.runnerUpConfidence = 0
        }
        item.label = label
        item.confidence = 1
        item.isDecided = true
        return item
    }

    private static func reaches(_ model: Model, _ label: Label, _ probabilities: [Double]) -> Bool {
        LabelProbabilities.confidence(place(label), probabilities) >= Double(model.thresholds[place(label)])
    }

    private static func place(_ label: Label) -> Int { Label.allCases.firstIndex(of: label) ?? 0 }
}

/// Temperatures and thresholds, from scores of texts the model was not shown.
struct Calibration {
    /// What the scores of each step are multiplied by: the inverse of a temperature.
    var sharpness: [Double]
    /// Least confidence at which a label is decided, in the order of `Label.allCases`.
    var thresholds: [Double]

    /// Share of right verdicts asked of a label before it is decided: of verdicts a client is told more
    /// than of what only sorts the agency's own work.
    private static func precision(_ label: Label) -> Double {
        switch label {
        case .fix, .incident, .feature: 0.95
        case .question, .approval, .billing, .other: 0.85
        }
    }

    /// The mails of the calibration are clearer than mail at its worst, so no threshold is below this, however well the
    /// folds went.
    private static func leastThreshold(_ label: Label) -> Double {
        label.isTold ? 0.88 : 0.65
    }

    init(_ scored: [ModelTrainer.Scored]) {
        sharpness = ModelTrainer.Step.allCases.map { step in
            Self.bestSharpness(
                scored.compactMap { one in
                    step.target(one.seed.label).map { (Self.logits(step, one.columns), $0) }
                }
            )
        }
        thresholds = Label.allCases.map { _ in 1 }
        thresholds = Self.thresholds(
            scored.map { one in (probabilities: self.probabilities(one.columns), label: Optional(one.seed.label)) }
        )
    }

    /// What was fitted and found elsewhere.
    init(sharpness: [Double], thresholds: [Double]) {
        self.sharpness = sharpness
        self.thresholds = thresholds
    }

    static func logits(_ step: ModelTrainer.Step, _ columns: [Double]) -> [Double] {
        step.columns.count == 1 ? [0, columns[step.columns[0].rawValue]] : step.columns.map { columns[$0.rawValue] }
    }

    /// The factor with the least loss, by golden section between 1/8 and 8 on a logarithmic scale.
    static func bestSharpness(_ cases: [(logits: [Double], target: Int)]) -> Double {
        func loss(_ power: Double) -> Double {
            let factor = ExactMath.exp(power)
            return cases.reduce(0) { sum, one in
                sum - ExactMath.log(ExactMath.softmax(one.logits.map { $0 * factor })[one.target])
            }
        }
        let ratio = 0.618_033_988_749_894_9
        var low = -2.079_441_541_679_836
        var high = 2.079_441_541_679_836
        for _ in 0..<24 {
            let left = high - ratio * (high - low)
            let right = low + ratio * (high - low)
            if loss(left) < loss(right) { high = right } else { low = left }
        }
        return ExactMath.exp((low + high) / 2)
    }

    func probabilities(_ columns: [Double]) -> [Double] {
        let request = ExactMath.sigmoid(columns[Column.request.rawValue] * sharpness[0])
        let kinds = ExactMath.softmax(Column.kinds.map { columns[$0.rawValue] * sharpness[1] })
        let incident = ExactMath.sigmoid(columns[Column.incident.rawValue] * sharpness[2])
        return LabelProbabilities.combine(request: request, kinds: kinds, incident: incident)
    }

    /// The thresholds for what was judged: `label` is nil where no request stands, which is never right.
    static func thresholds(_ judged: [(probabilities: [Double], label: Label?)]) -> [Double] {
        Label.allCases.map { threshold($0, judged) }
    }

    /// Verdicts that a threshold rests on at the least.
    private static let leastCases = 20
    /// Times the verdicts are drawn anew.
    private static let draws = 200

    private typealias Verdict = (confidence: Double, right: Bool)

    /// The lowest confidence from which on the precision asked for is held, a standard error to spare: with other
    /// mails it would have come out lower as easily as higher. One mail more or less may move that place far, so it is
    /// the mean over verdicts drawn anew.
    private static func threshold(_ label: Label, _ judged: [(probabilities: [Double], label: Label?)]) -> Double {
        let decided = verdicts(label, judged).sorted { $0.confidence > $1.confidence }
        guard !decided.isEmpty else { return unreached }
        var generator = SeededGenerator(seed: 95)
        var sum = 0.0
        for _ in 0..<draws {
            var times = [Int](repeating: 0, count: decided.count)
            for _ in decided { times[Int(generator.next() % UInt64(decided.count))] += 1 }
            sum += lowestConfidence(decided, times, precision: precision(label))
        }
        return max(sum / Double(draws), leastThreshold(label))
    }

    /// What is decided by a label that never came to the precision asked for.
    private static let unreached = 0.99

    /// The verdicts that a label's threshold rests on.
    private static func verdicts(_ label: Label, _ judged: [(probabilities: [Double], label: Label?)]) -> [Verdict] {
        judged.compactMap { one in
            let best = LabelProbabilities.best(one.probabilities)
            // What a client is told shares one threshold, which more cases fit more firmly. Fix and incident are the
            // same promise to the client, so taking one for the other is not a wrong verdict.
            guard best == label || (best.isTold && label.isTold) else { return nil }
            let right = one.label == best || (best.isDefect && one.label?.isDefect == true)
            let place = Label.allCases.firstIndex(of: best) ?? 0
            return (LabelProbabilities.confidence(place, one.probabilities), right)
        }
    }

    /// For verdicts in falling order of confidence, each counted so many times.
    private static func lowestConfidence(_ decided: [Verdict], _ times: [Int], precision asked: Double) -> Double {
        var count = 0
        var right = 0
        var lowest = unreached
        for (one, times) in zip(decided, times) {
            count += times
            right += one.right ? times : 0
            // A few in a row that are right are no certainty.
            guard count > leastCases else { continue }
            let share = Double(right) / Double(count)
            let error = (share * (1 - share) / Double(count)).squareRoot()
            if share - error >= asked { lowest = min(lowest, one.confidence) }
        }
        return lowest
    }
}

extension Label {
    /// Something that exists does not do what it should, urgent or not.
    var isDefect: Bool { self == .fix || self == .incident }

    /// Whether the verdict that follows tells a client what their agreement covers.
    var isTold: Bool { isDefect || self == .feature }
}

/// How the three steps make the seven probabilities.
enum LabelProbabilities {
    static func combine(request: Double, kinds: [Double], incident: Double) -> [Double] {
        Label.allCases.map { label in
            switch label {
            case .fix: request * kinds[0] * (1 - incident)
            case .incident: request * kinds[0] * incident
            case .feature: request * kinds[1]
            case .question: request * kinds[2]
            case .approval: request * kinds[3]
            case .billing: request * kinds[4]
            case .other: 1 - request
            }
        }
    }

    /// The likeliest label. Fix and incident are weighed together first, so that the doubt between the two does not
    /// hand the verdict to a third.
    static func best(_ probabilities: [Double]) -> Label {
        let fix = probabilities[0]
        let incident = probabilities[1]
        var best = fix >= incident ? 0 : 1
        var most = fix + incident
        for place in 2..<probabilities.count where probabilities[place] > most {
            best = place
            most = probabilities[place]
        }
        return Label.allCases[best]
    }

    /// The next likeliest label after `first`.
    static func second(_ probabilities: [Double], after first: Label) -> Label {
        var second = first == .other ? Label.question.place : Label.other.place
        var most = -1.0
        for place in probabilities.indices where place != first.place && probabilities[place] > most {
            second = place
            most = probabilities[place]
        }
        return Label.allCases[second]
    }

    /// What the threshold is held against: the label's own probability, for a defect that of both its kinds.
    static func confidence(_ place: Int, _ probabilities: [Double]) -> Double {
        Label.allCases[place].isDefect ? probabilities[0] + probabilities[1] : probabilities[place]
    }
}

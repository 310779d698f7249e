/// One issue of a public tracker with its label.
public struct Issue: Hashable, Sendable, Decodable {
    public enum Kind: String, CaseIterable, Hashable, Sendable, Decodable {
        case bug, feature, question
    }

    public var project: String
    public var kind: Kind
    public var title: String
    public var body: String

    public init(project: String, kind: Kind, title: String, body: String) {
        self.project = project
        self.kind = kind
        self.title = title
        self.body = body
    }

    private enum CodingKeys: String, CodingKey {
        case project = "repo"
        case kind = "label"
        case title, body
    }
}

/// Measures the same features and the same trainer on the labelled issues of the NLBSE'24 tool competition: a model a
/// project, cross-validated on the part meant for training, several times over with other parts, as one way to cut so few
/// issues moves the figures by half a point. Nothing of it goes into the shipped model.
public struct IssueBenchmark: Sendable {
    /// What came out.
    public struct Outcome: Hashable, Sendable {
        /// Macro F1 over bug, feature and question.
        public var macroF1: Double
        /// F1 a kind, in the order of `Issue.Kind.allCases`.
        public var f1: [Double]
        /// Macro F1 on bugs and features alone, told apart by the same model.
        public var bugAgainstFeatureF1: Double
        /// Area under the curve of bug against feature.
        public var bugAgainstFeatureAUC: Double
        /// Expected calibration error of the three-way probabilities, ten bins.
        public var calibrationError: Double
        /// What that error would come to by chance if every probability were true: ten bins of few issues are never
        /// even.
        public var chanceCalibrationError: Double
    }

    /// What came out of all projects.
    public struct Report: Sendable {
        /// Each project by itself, in the order they occur.
        public var projects: [(project: String, outcome: Outcome)]
        /// The mean of every figure over the projects, as the competition reckons.
        public var mean: Outcome
        /// How far that mean would move with other issues: the standard deviation of redrawn ones.
        public var standardError: Outcome
        /// All issues as one set, each judged by its project's model: ten bins of a few hundred issues overstate the
        /// calibration error of a project.
        public var pooled: Outcome
    }

    /// Parts each project is cut into.
    public static let foldCount = 10
    /// Times it is cut anew; every figure is the mean over them.
    public static let shuffleCount = 3

    var shape: FeatureShape
    /// What an issue of another project counts beside the project's own.
    var neighbourWeight = 0.2

    var closeness = 3.0
    var epochs = 12

    public init() {
        shape = FeatureShape()
        shape.hasSubject = true
        shape.wordScale = 0.8
        shape.characterScale = 0.8
        shape.cueScale = 0.3
        shape.cuePairScale = 0.3
    }

    /// A model a project, told of by `progress` before it is made; the cues of the shipped model lend their phrases, as
    /// they do to mail.
    public func run(_ issues: [Issue], progress: (String) -> Void = { _ in }) -> Report {
        run(issues, cues: Model.shipped.cues, progress: progress)
    }

    func run(_ issues: [Issue], cues: CueLexicon, progress: (String) -> Void = { _ in }) -> Report {
        let extractor = FeatureExtractor(shape: shape)
        var projects: [String] = []
        for issue in issues where !projects.contains(issue.project) { projects.append(issue.project) }
        let examples = issues.map { example($0, extractor, cues) }
        let judged = projects.map { project in
            progress(project)
            let own = issues.indices.filter { issues[$0].project == project }.map { examples[$0] }
            let others = issues.indices.filter { issues[$0].project != project }.map { place in
                var neighbour = examples[place]
                neighbour.weight = neighbourWeight
                return neighbour
            }
            return (0..<Self.shuffleCount).map { crossValidate(own, neighbours: others, shuffle: $0) }
        }
        return report(projects, judged)
    }

    /// Draws that the standard error is found by.
    private static let draws = 200

    /// `judged` holds the issues of each project in their order, once a shuffle.
    private func report(_ projects: [String], _ judged: [[[Judged]]]) -> Report {
        let outcomes = judged.map { shuffles in Self.each(shuffles.map(outcome), Figures.mean) }
        var generator = SeededGenerator(seed: 404)
        let drawn = (0..<Self.draws).map { _ in
            Self.each(
                judged.map { shuffles in
                    let places = shuffles[0].indices.map { _ in Int(generator.next() % UInt64(shuffles[0].count)) }
                    return Self.each(shuffles.map { own in outcome(places.map { own[$0] }) }, Figures.mean)
                },
                Figures.mean
            )
        }
        let whole = (0..<Self.shuffleCount).map { shuffle in outcome(judged.flatMap { $0[shuffle] }) }
        return Report(
            projects: Array(zip(projects, outcomes)),
            mean: Self.each(outcomes, Figures.mean),
            standardError: Self.each(drawn, Figures.deviation),
            pooled: Self.each(whole, Figures.mean)
        )
    }

    /// One outcome of several, figure by figure.
    private static func each(_ outcomes: [Outcome], _ combine: ([Double]) -> Double) -> Outcome {
        Outcome(
            macroF1: combine(outcomes.map(\.macroF1)),
            f1: Issue.Kind.allCases.indices.map { place in combine(outcomes.map { $0.f1[place] }) },
            bugAgainstFeatureF1: combine(outcomes.map(\.bugAgainstFeatureF1)),
            bugAgainstFeatureAUC: combine(outcomes.map(\.bugAgainstFeatureAUC)),
            calibrationError: combine(outcomes.map(\.calibrationError)),
            chanceCalibrationError: combine(outcomes.map(\.chanceCalibrationError))
        )
    }

    private func example(_ issue: Issue, _ extractor: FeatureExtractor, _ cues: CueLexicon) -> LinearTrainer.Example {
        let body = Array([UInt32](scalarsOf: issue.body).prefix(FeatureShape.textLimit))
        let title = [UInt32](scalarsOf: issue.title)
        let text = CuedText(TokenizedText(body, in: 0..<body.count), cues, .english)
        let subject = CuedText(TokenizedText(title, in: 0..<title.count), cues, .english)
        return LinearTrainer.Example(
            vector: extractor.vector(text, subject: subject, form: IssueForm(title: title, body: body)),
            language: .english,
            target: Issue.Kind.allCases.firstIndex(of: issue.kind) ?? 0
        )
    }

    /// Calibrated probabilities of each example, in order, by a model that was not shown it. The temperature of a part
    /// comes from the scores of the other parts.
    private func crossValidate(
        _ examples: [LinearTrainer.Example],
        neighbours: [LinearTrainer.Example],
        shuffle: Int
    ) -> [Judged] {
        var order = Array(examples.indices)
        var generator = SeededGenerator(seed: 24 + UInt64(shuffle))
        generator.shuffle(&order)
        let scores = (0..<Self.foldCount).map { fold -> [(logits: [Double], target: Int)] in
            let shown = order.indices.filter { $0 % Self.foldCount != fold }.map { examples[order[$0]] }
            let weights = trainer.train(shown + neighbours)
            return order.indices.filter { $0 % Self.foldCount == fold }.map { place in
                let example = examples[order[place]]
                return (weights.scores(example.vector, language: example.language), example.target)
            }
        }
        var judged = [Judged](repeating: Judged(probabilities: [], target: 0), count: examples.count)
        for fold in scores.indices {
            let others = scores.indices.filter { $0 != fold }.flatMap { scores[$0] }
            let sharpness = Calibration.bestSharpness(others)
            let places = order.indices.filter { $0 % Self.foldCount == fold }
            for (place, one) in zip(places, scores[fold]) {
                let probabilities = ExactMath.softmax(one.logits.map { $0 * sharpness })
                judged[order[place]] = Judged(probabilities: probabilities, target: one.target)
            }
        }
        return judged
    }

    private var trainer: LinearTrainer {
        LinearTrainer(
            classes: Issue.Kind.allCases.count,
            dimension: shape.dimension,
            closeness: closeness,
            epochs: epochs,
            usesRatios: true
        )
    }

    private struct Judged {
        var probabilities: [Double]
        var target: Int

        var best: Int { probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0 }
    }

    private func outcome(_ judged: [Judged]) -> Outcome {
        let f1 = Issue.Kind.allCases.indices.map { kind in
            Figures.f1(judged.map { ($0.best == kind, $0.target == kind) })
        }
        let pairs = judged.filter { $0.target < 2 }
        let bugs = Figures.f1(pairs.map { ($0.probabilities[0] >= $0.probabilities[1], $0.target == 0) })
        let features = Figures.f1(pairs.map { ($0.probabilities[0] < $0.probabilities[1], $0.target == 1) })
        return Outcome(
            macroF1: f1.reduce(0, +) / Double(f1.count),
            f1: f1,
            bugAgainstFeatureF1: (bugs + features) / 2,
            bugAgainstFeatureAUC: Figures.areaUnderCurve(
                pairs.map { (ExactMath.log($0.probabilities[0]) - ExactMath.log($0.probabilities[1]), $0.target == 0) }
            ),
            calibrationError: Figures.calibrationError(
                judged.map { ($0.probabilities[$0.best], $0.best == $0.target) }
            ),
            chanceCalibrationError: chanceCalibrationError(judged)
        )
    }

    /// Times that chance is asked which verdicts are right.
    private static let chances = 10

    private func chanceCalibrationError(_ judged: [Judged]) -> Double {
        var generator = SeededGenerator(seed: 17)
        return Figures.mean(
            (0..<Self.chances).map { _ in
                Figures.calibrationError(
                    judged.map { one in
                        let confidence = one.probabilities[one.best]
                        return (confidence, Double(generator.next() >> 11) * 0x1p-53 < confidence)
                    }
                )
            }
        )
    }
}

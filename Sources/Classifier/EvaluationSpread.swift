extension Evaluation.Part {
    /// Standard errors of a part's figures, found by drawing whole mails anew: the requests of one mail are not
    /// independent of each other, so a formula for single requests would flatter.
    public struct Spread: Hashable, Sendable {
        public var accuracy = 0.0
        public var macroF1 = 0.0
        public var threeWayF1 = 0.0
        public var fixAgainstFeatureF1 = 0.0
        public var calibrationError = 0.0
        public var coverage = 0.0
        public var decidedPrecision = 0.0
        /// In the order of `Label.allCases`.
        public var precision = [Double](repeating: 0, count: 7)
        public var recall = [Double](repeating: 0, count: 7)
        public var f1 = [Double](repeating: 0, count: 7)

        /// Draws taken; the standard error itself is then known to about a twentieth.
        private static let draws = 200

        init() {}

        init(of texts: [Evaluation.JudgedText]) {
            guard texts.count > 1 else { return }
            var generator = SeededGenerator(seed: 404)
            let drawn = (0..<Self.draws).map { _ -> Evaluation.Part in
                var part = Evaluation.Part(language: nil)
                for _ in texts.indices { part.add(texts[Int(generator.next() % UInt64(texts.count))]) }
                return part
            }
            func deviation(_ figure: (Evaluation.Part) -> Double) -> Double { Figures.deviation(drawn.map(figure)) }
            accuracy = deviation(\.accuracy)
            macroF1 = deviation(\.macroF1)
            threeWayF1 = deviation(\.threeWayF1)
            fixAgainstFeatureF1 = deviation(\.fixAgainstFeatureF1)
            calibrationError = deviation(\.calibrationError)
            coverage = deviation(\.coverage)
            decidedPrecision = deviation(\.decidedPrecision)
            for label in Label.allCases {
                precision[label.place] = deviation { $0.precision(label) }
                recall[label.place] = deviation { $0.recall(label) }
                f1[label.place] = deviation { $0.f1(label) }
            }
        }
    }
}

import Testing

@testable import Classifier

/// What is known besides the words moves probabilities, and no further than it may.
@Suite("Shifting labels") struct LabelShiftTests {
    /// An item with these probabilities of fix, incident, feature, question, approval, billing and other.
    private func item(_ probabilities: [Double], isDecided: Bool) -> Item {
        let label = LabelProbabilities.best(probabilities)
        return Item(
            label: label,
            range: 0..<4,
            text: "text",
            confidence: probabilities[Label.allCases.firstIndex(of: label) ?? 0],
            isDecided: isDecided,
            evidence: ["words"],
            runnerUp: LabelProbabilities.second(probabilities, after: label),
            runnerUpConfidence: 0,
            probabilities: probabilities
        )
    }

    private func shift(_ label: Label, _ factor: Double) -> LabelShift {
        var shift = LabelShift()
        shift.add(LabelShift.value(ofFactor: factor), to: label)
        return shift
    }

    @Test func `A factor multiplies the odds`() {
        let moved = item([0.2, 0, 0.6, 0.2, 0, 0, 0], isDecided: false).moved(by: shift(.fix, 4))
        #expect(moved.label == .fix)
        #expect(abs(moved.confidence - 0.5) < 1e-9)
        #expect(abs(moved.probabilities.reduce(0, +) - 1) < 1e-9)
        #expect(moved.runnerUp == .feature)
        #expect(abs(moved.runnerUpConfidence - 0.375) < 1e-9)
    }

    @Test func `What raises a fix raises an incident as well`() {
        let moved = item([0.1, 0.3, 0.6, 0, 0, 0, 0], isDecided: false).moved(by: shift(.fix, 3))
        #expect(moved.label == .incident)
    }

    @Test func `The threshold holds afterwards as before`() {
        let doubtful = item([0.03, 0, 0.86, 0.11, 0, 0, 0], isDecided: false)
        #expect(doubtful.moved(by: shift(.feature, 6)).isDecided)
        let firm = item([0.05, 0, 0.95, 0, 0, 0, 0], isDecided: true)
        #expect(!firm.moved(by: shift(.fix, 6)).isDecided)
    }

    @Test func `An item whose sentences contradict each other stays with a person`() {
        let heldBack = item([0, 0, 0.99, 0.01, 0, 0, 0], isDecided: false)
        #expect(!heldBack.moved(by: shift(.feature, 2)).isDecided)
    }

    @Test func `Nothing moves what no model was asked about`() {
        var ruled = item([0.2, 0, 0.6, 0.2, 0, 0, 0], isDecided: true)
        ruled.probabilities = []
        #expect(ruled.moved(by: shift(.fix, 10)) == ruled)
    }

    @Test func `A bounded shift goes no further than its bound`() {
        let bounded = (shift(.fix, 100) + shift(.feature, 0.01)).bounded(by: 1.5)
        #expect(bounded[.fix] == 1.5)
        #expect(bounded[.feature] == -1.5)
        #expect(bounded[.question] == 0)
    }

    @Test(arguments: ["The form is broken.", "请修复表单，提交时报错。", "Добавьте, пожалуйста, фильтр по дате."])
    func `The classifier gives every label's probability`(text: String) throws {
        let item = try #require(RequestClassifier().classify(subject: "", body: text).items.first)
        #expect(abs(item.probabilities.reduce(0, +) - 1) < 1e-6)
        #expect(item.probabilities.count == Label.allCases.count)
        #expect(item.probabilities[Label.allCases.firstIndex(of: item.label) ?? 0] == item.confidence)
    }
}

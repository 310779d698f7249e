import Foundation
import Testing

@testable import Classifier

@Suite struct EvaluationTests {
    @Test func `labelled lines are read in both forms`() throws {
        let mail = #"{"id":"1","lang":"de","subject":"s","body":"abc def","items":[{"label":"fix","start":0,"end":3}]}"#
        let read = try JSONDecoder().decode(LabelledText.self, from: Data(mail.utf8))
        #expect(read.language == .german)
        #expect(read.items == [LabelledText.Mark(label: .fix, start: 0, end: 3)])
        let sentence = #"{"text":"打不开","label":"incident"}"#
        let short = try JSONDecoder().decode(LabelledText.self, from: Data(sentence.utf8))
        #expect(short.items == [LabelledText.Mark(label: .incident, start: 0, end: 3)])
        #expect(throws: (any Error).self) {
            try JSONDecoder().decode(LabelledText.self, from: Data(#"{"text":"x","label":"bug"}"#.utf8))
        }
    }

    private let texts = [
        LabelledText(
            id: "a",
            subject: "",
            body: "The contact form does not work any more.",
            items: [LabelledText.Mark(label: .fix, start: 0, end: 40)]
        ),
        LabelledText(
            id: "b",
            subject: "",
            body: "How do I change the opening hours?",
            items: [LabelledText.Mark(label: .billing, start: 0, end: 34)]
        ),
        LabelledText(
            id: "c",
            subject: "",
            body: "Thanks!",
            items: [LabelledText.Mark(label: .other, start: 0, end: 7)]
        ),
    ]

    @Test func `whole mails count what is missed and what is wrong`() throws {
        let part = try #require(Evaluation(of: RequestClassifier(), on: texts, mode: .mails).parts.first)
        #expect(part.texts == 3 && part.marked == 3)
        #expect(part.confusion[0][0] == 1 && part.recall(.fix) == 1 && part.precision(.fix) == 1)
        #expect(part.confusion[5][3] == 1 && part.recall(.billing) == 0 && part.precision(.question) == 0)
        #expect(part.missed[6] == 1 && part.recall(.other) == 0)
        #expect(part.accuracy == 0.5)
    }

    @Test func `languages are counted apart after all of them`() {
        let parts = Evaluation(of: RequestClassifier(), on: texts, mode: .spans).parts
        #expect(parts.map(\.language) == [nil, .english])
        #expect(parts[0].confusion == parts[1].confusion)
    }

    @Test func `the table fits a hundred columns and names every label that occurs`() {
        let text = Evaluation(of: RequestClassifier(), on: texts, mode: .mails).text
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
        for label in ["fix", "billing", "other"] { #expect(text.contains("\n  \(label) ")) }
    }

    @Test func `area under the curve counts ties half`() {
        #expect(Figures.areaUnderCurve([(0.9, true), (0.1, false)]) == 1)
        #expect(Figures.areaUnderCurve([(0.1, true), (0.9, false)]) == 0)
        #expect(Figures.areaUnderCurve([(0.5, true), (0.5, false)]) == 0.5)
        #expect(Figures.areaUnderCurve([(0.3, true), (0.2, false), (0.4, false), (0.5, true)]) == 0.75)
    }

    @Test func `calibration error is the distance of confidence from the share of right answers`() {
        #expect(Figures.calibrationError([(0.75, true), (0.75, true), (0.75, true), (0.75, false)]) == 0)
        #expect(abs(Figures.calibrationError([(0.95, false), (0.95, false)]) - 0.95) < 1e-12)
    }

    @Test func `issues are told apart by what their project shows`() {
        let issues = (0..<60).map { number in
            let kind = Issue.Kind.allCases[number % 3]
            let words = [
                "crash error in line \(number)", "please add support for \(number)", "how can I use \(number)?",
            ]
            return Issue(project: "p", kind: kind, title: words[number % 3], body: "body \(number)")
        }
        let report = IssueBenchmark().run(issues, cues: CueLexicon(source: ""))
        #expect(report.projects.map(\.project) == ["p"])
        #expect(report.mean.macroF1 > 0.9 && report.mean.bugAgainstFeatureAUC > 0.9)
        #expect(report.pooled == report.mean && report.standardError.macroF1 < 0.1)
    }

    /// The public set is no part of the repository: the figure is taken where a copy is at hand.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["NLBSE_ISSUES"] != nil))
    func `public issues are told apart as well as a small language model does it`() throws {
        let path = try #require(ProcessInfo.processInfo.environment["NLBSE_ISSUES"])
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let issues = try lines.map { try JSONDecoder().decode(Issue.self, from: Data($0.utf8)) }
        let mean = IssueBenchmark().run(issues).mean
        #expect(mean.macroF1 >= 0.79 && mean.bugAgainstFeatureF1 >= 0.88, "\(mean)")
    }
}

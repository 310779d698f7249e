import ArgumentParser
import Classifier
import Foundation

/// `gatepost evaluate --issues`: the features and the trainer of this program on a public set of issues.
struct IssueEvaluation {
    var file: String
    var json: Bool

    private struct View: Encodable {
        var project: String
        var macroF1: Double
        var bugF1: Double
        var featureF1: Double
        var questionF1: Double
        var bugAgainstFeatureF1: Double
        var bugAgainstFeatureAUC: Double
        var calibrationError: Double
        var chanceCalibrationError: Double

        init(_ project: String, _ outcome: IssueBenchmark.Outcome) {
            self.project = project
            macroF1 = EvaluationView.rounded(outcome.macroF1)
            bugF1 = EvaluationView.rounded(outcome.f1[0])
            featureF1 = EvaluationView.rounded(outcome.f1[1])
            questionF1 = EvaluationView.rounded(outcome.f1[2])
            bugAgainstFeatureF1 = EvaluationView.rounded(outcome.bugAgainstFeatureF1)
            bugAgainstFeatureAUC = EvaluationView.rounded(outcome.bugAgainstFeatureAUC)
            calibrationError = EvaluationView.rounded(outcome.calibrationError)
            chanceCalibrationError = EvaluationView.rounded(outcome.chanceCalibrationError)
        }
    }

    func run() throws {
        guard FileManager.default.fileExists(atPath: file) else {
            Console.complain("\(file) is not here: nothing was measured")
            return
        }
        do {
            let issues = try LabelledLines.values(Issue.self, in: text(), of: file)
            let report = IssueBenchmark().run(issues) { project in
                Console.progress("\(project): \(IssueBenchmark.shuffleCount) times \(IssueBenchmark.foldCount) parts")
            }
            Console.endProgress()
            let sums = [("mean", report.mean), ("standard error", report.standardError), ("pooled", report.pooled)]
            let rows = report.projects + sums
            for row in rows {
                let view = View(row.project, row.outcome)
                if json { try Console.json(view) } else { Console.say(Self.line(view)) }
            }
        } catch let error as LabelledLines.Wrong {
            Console.complain("\(error)")
            throw ExitCode.fellShort
        }
    }

    private static func line(_ view: View) -> String {
        func figure(_ value: Double) -> String { String(format: "%.3f", value) }
        return view.project.padding(toLength: 22, withPad: " ", startingAt: 0)
            + "macro F1 \(figure(view.macroF1))  bug against feature \(figure(view.bugAgainstFeatureF1))"
            + "  AUC \(figure(view.bugAgainstFeatureAUC))  calibration error \(figure(view.calibrationError))"
            + " (\(figure(view.chanceCalibrationError)) by chance)"
    }

    /// The file's text; what ends in `.gz` is unpacked by the system's gzip.
    private func text() throws -> String {
        guard file.hasSuffix(".gz") else {
            return try String(contentsOfFile: file, encoding: .utf8)
        }
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
        gzip.arguments = ["-dc", "--", file]
        let pipe = Pipe()
        gzip.standardOutput = pipe
        try gzip.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        gzip.waitUntilExit()
        guard gzip.terminationStatus == 0 else {
            throw LabelledLines.Wrong(description: "\(file): gzip cannot unpack it")
        }
        return String(decoding: data, as: UTF8.self)
    }
}

import ArgumentParser
import Classifier
import Foundation

/// `gatepost evaluate`: how well requests are told apart, measured on labelled texts.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures the classifier on labelled texts.",
        discussion: """
            A line of a file is a mail, {"id","language","subject","body","items":[{"label","start","end"}]} with offsets \
            in Unicode scalars of body, or one request, {"text","label"}. Standard errors come from drawing whole mails \
            anew. At the end of a row, -2 +1 says that two such requests were missed and one was seen where none stands.
            Issues are judged by models that were not shown them, each project cut into ten parts three times over; the \
            figures are means. Beside the calibration error stands what chance alone makes of true probabilities.
            Examples:
              gatepost evaluate Tests/ClassifierTests/HeldOut
              gatepost evaluate Tests/ClassifierTests/HeldOut/de.jsonl --spans --json
              gatepost evaluate --issues nlbse24-train.jsonl.gz
            """
    )

    @Argument(help: ArgumentHelp("Files of JSON lines, or folders of .jsonl files.", valueName: "path"))
    var paths: [String] = []

    @Flag(help: "Gives each marked request alone instead of whole mails: judges the labels, not the cutting.")
    var spans = false

    @Option(
        help: ArgumentHelp(
            "Cross-validates on labelled issues of public trackers (NLBSE'24), a model a project.",
            valueName: "file"
        )
    )
    var issues: String?

    @Flag(help: "As JSON.")
    var json = false

    func validate() throws {
        guard paths.isEmpty == (issues != nil) else {
            throw ValidationError("name files of labelled texts, or a file of issues with --issues")
        }
    }

    func run() throws {
        if let issues { return try IssueEvaluation(file: issues, json: json).run() }
        do {
            let texts = try LabelledLines.files(in: paths).flatMap {
                try LabelledLines.read(LabelledText.self, from: $0)
            }
            guard !texts.isEmpty else {
                throw LabelledLines.Wrong(description: "there is no labelled text to measure on")
            }
            let evaluation = Evaluation(of: RequestClassifier(), on: texts, mode: spans ? .spans : .mails)
            if json { try Console.json(EvaluationView(evaluation)) } else { Console.say(evaluation.text) }
        } catch let error as LabelledLines.Wrong {
            Console.complain("\(error)")
            throw ExitCode.fellShort
        }
    }
}

/// Files of JSON lines with labels.
enum LabelledLines {
    /// A file that cannot be read, or a line that does not say what it should.
    struct Wrong: Error, CustomStringConvertible {
        var description: String
    }

    /// The files named, and those of the folders named in order of their names.
    static func files(in paths: [String]) throws -> [String] {
        try paths.flatMap { path -> [String] in
            guard let found = try? URL(fileURLWithPath: path).resourceValues(forKeys: [.isDirectoryKey]) else {
                throw Wrong(description: "\(path): there is no such file or folder")
            }
            guard found.isDirectory == true else { return [path] }
            let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".jsonl") }
            guard !names.isEmpty else { throw Wrong(description: "\(path): there is no .jsonl file in this folder") }
            return names.sorted().map { "\(path)/\($0)" }
        }
    }

    /// A value a line, empty lines left out.
    static func read<Value: Decodable>(_ type: Value.Type, from path: String) throws -> [Value] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Wrong(description: "\(path): cannot be read as UTF-8 text")
        }
        return try values(type, in: text, of: path)
    }

    static func values<Value: Decodable>(_ type: Value.Type, in text: String, of path: String) throws -> [Value] {
        let decoder = JSONDecoder()
        var values: [Value] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.allSatisfy(\.isWhitespace) {
            guard let value = try? decoder.decode(type, from: Data(line.utf8)) else {
                throw Wrong(
                    description: "\(path):\(number + 1): not a labelled text; `gatepost evaluate --help` shows the form"
                )
            }
            values.append(value)
        }
        return values
    }
}

/// The figures as JSON.
struct EvaluationView: Encodable {
    /// A figure with its standard error.
    struct Figure: Encodable {
        var value: Double
        var standardError: Double
    }

    struct LabelFigures: Encodable {
        var label: String
        var count: Int
        var precision: Figure
        var recall: Figure
        var f1: Figure
        /// How often it was given each label, by name.
        var given: [String: Int]
        var missed: Int
        var invented: Int
    }

    struct Part: Encodable {
        /// Null for all languages together.
        var language: String?
        var texts: Int
        var requests: Int
        var macroF1: Figure
        var accuracy: Figure
        var threeWayF1: Figure
        var fixAgainstFeatureF1: Figure
        var fixAgainstFeatureAUC: Double
        var calibrationError: Figure
        var decidable: Int
        var decided: Int
        var decidedRight: Int
        var coverage: Figure
        var decidedPrecision: Figure
        var labels: [LabelFigures]
    }

    var mode: String
    var parts: [Part]

    init(_ evaluation: Evaluation) {
        mode = evaluation.mode == .spans ? "spans" : "mails"
        parts = evaluation.parts.map(Self.part)
    }

    private static func part(_ part: Evaluation.Part) -> Part {
        let spread = part.spread
        return Part(
            language: part.language?.rawValue,
            texts: part.texts,
            requests: part.marked,
            macroF1: figure(part.macroF1, spread.macroF1),
            accuracy: figure(part.accuracy, spread.accuracy),
            threeWayF1: figure(part.threeWayF1, spread.threeWayF1),
            fixAgainstFeatureF1: figure(part.fixAgainstFeatureF1, spread.fixAgainstFeatureF1),
            fixAgainstFeatureAUC: rounded(part.fixAgainstFeatureAUC),
            calibrationError: figure(part.calibrationError, spread.calibrationError),
            decidable: part.decidable,
            decided: part.decided,
            decidedRight: part.decidedRight,
            coverage: figure(part.coverage, spread.coverage),
            decidedPrecision: figure(part.decidedPrecision, spread.decidedPrecision),
            labels: Label.allCases.enumerated().map { place, label in
                LabelFigures(
                    label: label.rawValue,
                    count: part.support(label),
                    precision: figure(part.precision(label), spread.precision[place]),
                    recall: figure(part.recall(label), spread.recall[place]),
                    f1: figure(part.f1(label), spread.f1[place]),
                    given: Dictionary(uniqueKeysWithValues: zip(Label.allCases.map(\.rawValue), part.confusion[place])),
                    missed: part.missed[place],
                    invented: part.invented[place]
                )
            }
        )
    }

    private static func figure(_ value: Double, _ error: Double) -> Figure {
        Figure(value: rounded(value), standardError: rounded(error))
    }

    static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}

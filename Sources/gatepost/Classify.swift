import ArgumentParser
import Classifier
import Foundation

/// `gatepost classify`: JSON lines in, JSON lines out.
struct Classify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Classifies texts from standard input, one JSON line each.",
        discussion: """
            A line is {"id": ..., "subject": ..., "body": ...}. Labels: fix, incident, feature, question, approval, \
            billing, other. Offsets count Unicode scalars of body.
            Example: echo '{"id":"1","subject":"","body":"The form is broken."}' | gatepost classify --json
            """
    )

    @Flag(help: "One JSON line a text (the default output is a line for people).")
    var json = false

    private struct Input: Decodable {
        var id: String?
        var subject: String?
        var body: String

        enum CodingKeys: CodingKey { case id, subject, body }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            // Ids are often numbers; they come back as text.
            if let text = try? container.decodeIfPresent(String.self, forKey: .id) {
                id = text
            } else {
                id = try container.decodeIfPresent(Int.self, forKey: .id).map(String.init)
            }
            subject = try container.decodeIfPresent(String.self, forKey: .subject)
            body = try container.decode(String.self, forKey: .body)
        }
    }

    private struct Output: Encodable {
        struct Item: Encodable {
            var label: String
            var start: Int
            var end: Int
            var text: String
            var confidence: Double
            var decided: Bool
            var evidence: [String]
        }

        var id: String?
        var language: String
        var label: String
        var items: [Item]
    }

    func run() throws {
        let classifier = RequestClassifier()
        let decoder = JSONDecoder()
        var number = 0
        var wrong = 0
        while let line = readLine(strippingNewline: true) {
            number += 1
            if line.allSatisfy(\.isWhitespace) { continue }
            do {
                let input = try decoder.decode(Input.self, from: Data(line.utf8))
                let output = Self.output(input, classifier.classify(subject: input.subject ?? "", body: input.body))
                if json { try Console.json(output) } else { Console.say(Self.text(output)) }
            } catch is DecodingError {
                wrong += 1
                Console.complain("line \(number): not a JSON object with a text in \"body\"; it is left out")
            }
        }
        if wrong > 0 { throw ExitCode.fellShort }
    }

    private static func output(_ input: Input, _ result: Classification) -> Output {
        Output(
            id: input.id,
            language: result.language.rawValue,
            label: result.label.rawValue,
            items: result.items.map { item in
                Output.Item(
                    label: item.label.rawValue,
                    start: item.range.lowerBound,
                    end: item.range.upperBound,
                    text: item.text,
                    confidence: (item.confidence * 10_000).rounded() / 10_000,
                    decided: item.isDecided,
                    evidence: item.evidence
                )
            }
        )
    }

    private static func text(_ output: Output) -> String {
        let head = "\(output.id.map { "\($0): " } ?? "")\(output.label) (\(output.language))"
        let items = output.items.map { item in
            let percent = Int((item.confidence * 100).rounded())
            return "  \(item.label) \(percent) %\(item.decided ? "" : ", a person decides"): \(item.text)"
        }
        return ([head] + items).joined(separator: "\n")
    }
}

import ArgumentParser
import Classifier
import Foundation

/// `gatepost train`: makes the model that is linked into the program.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Rebuilds the classifier's model from the sentences and mails of a source folder.",
        discussion: """
            The same folder gives the same bytes on every machine. The program holds the model it was built with: after \
            training, build again.
            Example: gatepost train --from Sources/Classifier --to Sources/ClassifierModel/model.bin
            """
    )

    @Option(help: ArgumentHelp("The folder with Seeds, Cues and Calibration.", valueName: "dir"))
    var from: String

    @Option(help: ArgumentHelp("The model's file.", valueName: "file"))
    var to: String

    func run() throws {
        do {
            let source = try TrainingSource(folder: from)
            Console.complain("\(source.seeds.count) sentences, \(source.mails.count) mails; this takes about a minute")
            let bytes = ModelTrainer().train(seeds: source.seeds, mails: source.mails, cues: source.cues)
            try Data(bytes).write(to: URL(fileURLWithPath: to), options: .atomic)
            Console.say("\(to): \(bytes.count) bytes")
        } catch let error as TrainingSource.Wrong {
            Console.complain("\(error)")
            throw ExitCode.fellShort
        }
    }
}

/// What the model is made of, read from a folder in a fixed order.
struct TrainingSource {
    var seeds: [Seed] = []
    var mails: [AnnotatedMail] = []
    var cues = ""

    /// A file that is missing or does not say what it should.
    struct Wrong: Error, CustomStringConvertible {
        var description: String
    }

    /// The order decides the bytes of the model, so it is written down and not asked of the file system.
    private static let languages: [Language] = [.english, .russian, .chinese, .german, .french, .spanish]

    init(folder: String) throws {
        for language in Self.languages {
            for label in Label.allCases {
                let file = try Self.text("\(folder)/Seeds/\(language.rawValue)/\(label.rawValue).txt")
                seeds += Seed.parse(file, language: language, label: label)
            }
        }
        cues = try ModelTrainer.cueSource { try Self.text("\(folder)/\($0)") }
        for language in Self.languages {
            for (source, part) in ["", "-2"].enumerated() {
                mails += try Self.mails(
                    "\(folder)/Calibration/\(language.rawValue)\(part).jsonl",
                    language: language,
                    source: source
                )
            }
        }
    }

    private static func text(_ path: String) throws -> String {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Wrong(
                description: "\(path): cannot be read; name the folder Sources/Classifier of the source with --from"
            )
        }
        return text
    }

    private struct Line: Decodable {
        struct Item: Decodable {
            var label: String
            var start: Int
            var end: Int
        }

        var id: String
        var subject: String
        var body: String
        var items: [Item]
    }

    private static func mails(_ path: String, language: Language, source: Int) throws -> [AnnotatedMail] {
        let decoder = JSONDecoder()
        return try text(path).split(separator: "\n").map { line in
            guard let mail = try? decoder.decode(Line.self, from: Data(line.utf8)) else {
                throw Wrong(description: "\(path): not an annotated mail: \(line.prefix(60))")
            }
            return AnnotatedMail(
                id: mail.id,
                language: language,
                subject: mail.subject,
                body: mail.body,
                requests: try mail.items.map { item in
                    guard let label = Label(rawValue: item.label), item.start <= item.end else {
                        throw Wrong(description: "\(path): \(mail.id): no such label or range: \(item.label)")
                    }
                    return AnnotatedMail.Request(label: label, range: item.start..<item.end)
                },
                source: source
            )
        }
    }
}

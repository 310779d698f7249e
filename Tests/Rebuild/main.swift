import Classifier
import Foundation

// Trains the model anew from the texts in the source folder and compares it with the one that is linked in. Exit status
// 0 only if they are the same, byte for byte. A program of its own, of two targets, so that a release build of it is
// cheap: without the optimizer the same training takes many minutes.

/// The text of a file below Sources/Classifier.
func text(_ path: String) throws -> String {
    let source = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : "Sources/Classifier"
    return try String(contentsOfFile: "\(source)/\(path)", encoding: .utf8)
}

/// The mails of a collection, in the order of their lines.
func mails(_ path: String, _ language: Language) throws -> [AnnotatedMail] {
    try text(path).split(separator: "\n").map { line in
        let mail = try JSONDecoder().decode(LabelledText.self, from: Data(line.utf8))
        return AnnotatedMail(
            id: mail.id,
            language: language,
            subject: mail.subject,
            body: mail.body,
            requests: mail.items.map { .init(label: $0.label, range: $0.start..<$0.end) },
            source: path.hasSuffix("-2.jsonl") ? 1 : 0
        )
    }
}

do {
    let seeds = try ModelTrainer.seedFiles.flatMap { file in
        Seed.parse(try text(file.path), language: file.language, label: file.label)
    }
    let annotated = try ModelTrainer.mailFiles.flatMap { try mails($0.path, $0.language) }
    let cues = try ModelTrainer.cueSource(reading: text)
    let made = ModelTrainer().train(seeds: seeds, mails: annotated, cues: cues)
    guard made == Model.shipped.bytes else {
        print("The shipped model is not the one that Sources/Classifier makes: train it again and commit it.")
        exit(1)
    }
    print("The shipped model is rebuilt byte for byte from \(seeds.count) sentences and \(annotated.count) mails.")
} catch {
    print("Sources/Classifier cannot be read: \(error)")
    exit(1)
}

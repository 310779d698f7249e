import Foundation
import Testing

@testable import Classifier

/// The files the shipped model is made of.
enum Sources {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources/Classifier")

    static func read(_ path: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
    }
}

@Suite struct ModelTests {
    /// A model in a second or so: two languages' worth of a few seeds.
    static let smallSeeds: [Seed] = ModelTrainer.seedFiles.filter { $0.language == .english || $0.language == .chinese }
        .flatMap { file in
            Seed.parse((try? Sources.read(file.path)) ?? "", language: file.language, label: file.label).prefix(12)
        }

    @Test func `training twice gives the same bytes`() throws {
        let cues = try Sources.read("Cues/en.txt")
        #expect(Self.smallSeeds.count > 100)
        let first = ModelTrainer().train(seeds: Self.smallSeeds, cues: cues)
        #expect(first == ModelTrainer().train(seeds: Self.smallSeeds, cues: cues))
        #expect(first != ModelTrainer().train(seeds: Self.smallSeeds.dropLast(), cues: cues))
    }

    @Test func `a model is under eight megabytes`() {
        #expect(Model.shipped.bytes.count < 8 << 20)
    }

    @Test func `damaged bytes are refused, whatever the damage`() throws {
        let bytes = Model.shipped.bytes
        #expect(throws: ModelError.unknownFormat) { try Model(bytes: []) }
        #expect(throws: ModelError.unknownFormat) { try Model(bytes: Array("GPCLASS1".utf8) + bytes.dropFirst(8)) }
        #expect(throws: ModelError.damaged) { try Model(bytes: Array(bytes.dropLast())) }
        var flipped = bytes
        flipped[bytes.count / 2] ^= 1
        #expect(throws: ModelError.damaged) { try Model(bytes: flipped) }
    }

    @Test func `probabilities of a text add up to one`() {
        for text in ["the form is broken", "", "请加一个按钮", "????"] {
            let (item, probabilities) = RequestClassifier().judge(span: text)
            #expect(abs(probabilities.reduce(0, +) - 1) < 1e-9)
            #expect((0...1).contains(item.confidence))
        }
    }

    @Test(arguments: [-800.0, -20, -1, -1e-9, 0, 0.5, 1, 10, 100])
    func `exponential is that of the C library to twelve digits`(value: Double) {
        let expected = Foundation.exp(value)
        #expect(abs(ExactMath.exp(value) - expected) <= expected * 1e-12 + 1e-300)
    }

    @Test(arguments: [1e-300, 0.001, 0.5, 1, 1.5, 2, 10, 1e9])
    func `logarithm is that of the C library to twelve digits`(value: Double) {
        let expected = Foundation.log(value)
        #expect(abs(ExactMath.log(value) - expected) <= abs(expected) * 1e-12 + 1e-15)
    }
}

@Suite struct SeedTests {
    @Test func `every language and label has sixty seeds or more`() throws {
        for file in ModelTrainer.seedFiles {
            let seeds = Seed.parse(try Sources.read(file.path), language: file.language, label: file.label)
            #expect(seeds.count >= 60, "\(file.path) has \(seeds.count)")
            #expect(Set(seeds).count == seeds.count, "\(file.path) repeats itself")
        }
    }

    @Test func `comments and empty lines are not seeds`() {
        let seeds = Seed.parse("# plain\n\nThe form is broken.\n  \n", language: .english, label: .fix)
        #expect(seeds == [Seed(language: .english, label: .fix, text: "The form is broken.")])
    }

    @Test func `every cue stands in every language but the signs`() throws {
        let all = Set(CueLexicon.names(in: try ModelTrainer.cueSource(reading: Sources.read)))
        #expect(all.count < CueLexicon.cueLimit)
        for language in Language.allCases where language != .unknown {
            let path = "Cues/\(language.rawValue).txt"
            let missing = all.subtracting(CueLexicon.names(in: try Sources.read(path)))
            #expect(missing.isEmpty, "\(path) lacks \(missing)")
        }
    }
}

@Suite struct AnnotatedMailTests {
    private let mail = AnnotatedMail(
        id: "x",
        language: .english,
        subject: "",
        body: "The form is broken. Please add a box.",
        requests: [.init(label: .fix, range: 0..<19), .init(label: .feature, range: 20..<37)]
    )

    @Test(arguments: [(0..<19, Label.fix), (4..<10, .fix), (20..<37, .feature), (15..<37, .feature)])
    func `a stretch belongs to the request that most of it lies in`(range: Range<Int>, label: Label) {
        #expect(mail.request(owning: range)?.label == label)
    }

    @Test func `a stretch outside of all requests belongs to none`() {
        #expect(mail.request(owning: 40..<50) == nil)
    }
}

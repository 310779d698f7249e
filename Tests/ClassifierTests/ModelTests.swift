import Foundation
import Testing

@testable import Classifier

@Suite struct ModelTests {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources/Classifier")

    static func seeds(_ language: Language, first count: Int) throws -> [Seed] {
        try Label.allCases.flatMap { label in
            let path = folder.appendingPathComponent("Seeds/\(language.rawValue)/\(label.rawValue).txt")
            return Seed.parse(try String(contentsOf: path, encoding: .utf8), language: language, label: label)
                .prefix(count)
        }
    }

    @Test func `training twice gives the same bytes, and other seeds others`() throws {
        let cues = try String(contentsOf: Self.folder.appendingPathComponent("Cues/en.txt"), encoding: .utf8)
        let seeds = try Self.seeds(.english, first: 10) + Self.seeds(.chinese, first: 10)
        #expect(seeds.count == 140)
        let first = ModelTrainer().train(seeds: seeds, cues: cues)
        #expect(first == ModelTrainer().train(seeds: seeds, cues: cues))
        #expect(first != ModelTrainer().train(seeds: seeds.dropLast(), cues: cues))
    }

    @Test func `the shipped model is under eight megabytes`() {
        #expect(Model.shipped.bytes.count < 8 << 20)
    }

    @Test func `damaged bytes are refused, whatever the damage`() {
        let bytes = Model.shipped.bytes
        #expect(throws: ModelError.unknownFormat) { try Model(bytes: []) }
        #expect(throws: ModelError.damaged) { try Model(bytes: Array(bytes.dropLast())) }
        var flipped = bytes
        flipped[bytes.count / 2] ^= 1
        #expect(throws: ModelError.damaged) { try Model(bytes: flipped) }
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

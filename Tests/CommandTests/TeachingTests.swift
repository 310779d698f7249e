import Foundation
import Testing

/// Correcting a request teaches, and taking the correction back takes back all of it; through the commands.
@Suite("Teaching by correcting") struct TeachingTests {
    private static let words = "The newsletter box on the start page has no field for the telephone number."

    private let place: Place
    private let program: Program

    init() throws {
        place = try Place()
        let covers = ["excludes": "[]"]
        program = Program(
            rules: try ExampleRules.write([Agreed("one", covers), Agreed("two", covers)], to: place),
            state: place.path + "/state"
        )
    }

    private func receive(_ text: String = words, from client: String = "one", day: Int) throws -> Int {
        let at = "2026-03-\(day < 10 ? "0" : "")\(day)T09:00:00Z"
        let requests = try Inbox(program).receive(
            text,
            from: "\(client)@clients.example",
            at: at,
            subject: "Newsletter"
        )
        try #require(requests.count == 1)
        return requests[0]
    }

    private func show(_ request: Int) throws -> [String: Any] {
        try program.done("requests", "show", String(request), "--json").json
    }

    private func explained(_ request: Int) throws -> String {
        let mail = try #require(try show(request)["mail"] as? Int)
        let output = try program.done("explain", String(mail)).output
        return output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test func `The same request of the same client is read as it was corrected, until that is taken back`() throws {
        let first = try receive(day: 2)
        let before = try show(first)
        try program.done("requests", "reclassify", String(first), "billing", now: "2026-03-02T10:00:00Z")
        let second = try receive(day: 9)
        #expect(try show(second)["label"] as? String == "billing")
        #expect(try explained(second).contains("you corrected request \(first) on 2026-03-02"))
        let taught = try program.done("requests", "taught", "--json").json
        #expect(taught["request"] as? Int == first)
        #expect(taught["to"] as? String == "billing")

        let undone = try program.done("requests", "reclassify", String(first), "--undo")
        #expect(undone.output.hasPrefix("request \(first) is "))
        let after = try show(first)
        for key in ["label", "decided", "confidence", "verdict", "reason", "clause"] {
            #expect(String(describing: after[key]) == String(describing: before[key]), "\(key)")
        }
        #expect(try program.done("requests", "taught").output == "No request was reclassified.\n")
        let third = try receive(day: 16)
        #expect(try show(third)["label"] as? String == before["label"] as? String)
        #expect(try !explained(third).contains("you corrected"))
    }

    @Test func `Another client's request worded alike moves, and its explanation says by what`() throws {
        let first = try receive(day: 2)
        try program.done("requests", "reclassify", String(first), "approval", now: "2026-03-02T10:00:00Z")
        let other = try receive(from: "two", day: 9)
        #expect(try explained(other).contains("this is worded 100 % alike"))
    }

    @Test func `The base model is as it was`() throws {
        let mark = #"[{"label":"feature","start":0,"end":\#(Self.words.unicodeScalars.count)}]"#
        let line = #"{"id":"1","subject":"","body":"\#(Self.words)","items":\#(mark)}"# + "\n"
        let input = place.path + "/input.jsonl"
        try line.write(toFile: input, atomically: true, encoding: .utf8)
        let first = try receive(day: 2)
        let before = try program.done("evaluate", input).output
        try program.done("requests", "reclassify", String(first), "billing")
        #expect(try program.done("evaluate", input).output == before)
    }

    @Test func `What was taught by a person's words is forgotten with the person`() throws {
        let first = try receive(day: 2)
        try program.done("requests", "reclassify", String(first), "billing")
        try program.done("forget", "one@clients.example", "--yes")
        #expect(try program.done("requests", "taught").output == "No request was reclassified.\n")
        #expect(try show(try receive(day: 9))["label"] as? String != "billing")
    }

    @Test func `What was never corrected cannot be taken back, and two words at once are refused`() throws {
        let first = try receive(day: 2)
        let undo = try program.run(["requests", "reclassify", String(first), "--undo"])
        #expect(undo.status == 1)
        #expect(undo.complaint.contains("was never reclassified"))
        #expect(try program.run(["requests", "reclassify", String(first)]).status == 64)
        #expect(try program.run(["requests", "reclassify", String(first), "fix", "--undo"]).status == 64)
        #expect(try program.run(["requests", "reclassify", String(first), "wish"]).status == 64)
    }

    @Test func `The last word counts, and each is taken back in turn`() throws {
        let first = try receive(day: 2)
        let label = try #require(try show(first)["label"] as? String)
        try program.done("requests", "reclassify", String(first), "billing")
        try program.done("requests", "reclassify", String(first), "question")
        #expect(try show(try receive(day: 9))["label"] as? String == "question")
        try program.done("requests", "reclassify", String(first), "--undo")
        #expect(try show(first)["label"] as? String == "billing")
        #expect(try show(try receive(day: 16))["label"] as? String == "billing")
        try program.done("requests", "reclassify", String(first), "--undo")
        #expect(try show(first)["label"] as? String == label)
    }
}

import Foundation
import MIME
import Store
import Testing

/// One mail with a fix and a feature, from its arrival to the digest.
@Suite("A mail with a fix and a feature") struct MixedMailTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    private static let fix = "The contact form shows an error message whenever somebody presses send."
    private static let wish = "Could you also add a new page where volunteers can apply online?"

    private let place: Place
    private let program: Program

    init() throws {
        place = try Place()
        program = Program(rules: Self.root + "/Mailrules", state: place.path + "/state")
    }

    /// Answers the numbers of the fix and of the feature.
    private func receive() throws -> (fix: Int, feature: Int) {
        let mail = """
            Authentication-Results: mx.northlight.example; dkim=pass header.d=harbor.example
            From: Edith <curator@harbor.example>
            To: support@northlight.example
            Subject: Two things
            Message-ID: <two@harbor.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8

            Hello,

            \(Self.fix)

            \(Self.wish)

            Best wishes
            Edith

            """
        let bytes = Array(mail.replacingOccurrences(of: "\n", with: "\r\n").utf8)
        let requests = try Inbox(program).receive(bytes, at: "2026-09-09T09:00:00Z")
        try #require(requests.count == 2)
        return (requests[0], requests[1])
    }

    private func show(_ request: Int) throws -> [String: Any] {
        try program.done("requests", "show", String(request), "--json").json
    }

    @Test func `It is two requests, each with its verdict and clause`() throws {
        let requests = try receive()
        let (fix, feature) = (try show(requests.fix), try show(requests.feature))
        #expect(fix["label"] as? String == "fix")
        #expect(fix["verdict"] as? String == "covered")
        #expect(fix["clause"] as? String == "c1")
        #expect(fix["text"] as? String == Self.fix)
        #expect(feature["label"] as? String == "feature")
        #expect(feature["verdict"] as? String == "notCovered")
        #expect(feature["clause"] as? String == "x1")
        #expect(feature["text"] as? String == Self.wish)
    }

    @Test func `One acknowledgement lists both rightly`() throws {
        _ = try receive()
        let replies = try Inbox(program).acknowledgements()
        #expect(replies.count == 1)
        let bytes = try #require(replies.first)
        let text = Message(bytes).content.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let parts = try #require(text.split(separator: " 2. “").count == 2 ? text.split(separator: " 2. “") : nil)
        #expect(parts[0].contains("1. “\(Self.fix)” A fault. Your agreement covers this. Clause c1"))
        #expect(!parts[0].contains("does not cover"))
        #expect(parts[1].hasPrefix("\(Self.wish)” A new feature. Your agreement does not cover this. Clause x1"))
        #expect(parts[1].contains("until you have approved a quote"))
        #expect(!parts[1].contains("Your agreement covers this"))
    }

    @Test func `The one is debited, the other stands in the digest`() throws {
        let requests = try receive()
        let ledger = try program.done("ledger", "harbor", "--json", now: "2026-09-10T09:00:00Z").json
        let postings = try #require(ledger["postings"] as? [[String: Any]])
        let work = postings.filter { $0["kind"] as? String == "work" }
        #expect(work.map { $0["request"] as? String } == [String(requests.fix)])
        // A quarter of an hour, in the client's steps of six minutes.
        #expect(work.map { $0["minutes"] as? Int } == [-18])
        let digest = try program.done("digest", "--week", "2026-W37", now: "2026-09-14T09:00:00Z").output
        #expect(digest.contains("volunteers can apply online"))
        #expect(!digest.contains("error message"))
    }

    @Test func `A wish that follows in the same conversation is told apart as scope creep`() throws {
        let first = try Inbox(program).receive(
            "The contact form is broken: it shows an error. Please repair it.",
            from: "curator@harbor.example",
            at: "2026-09-09T09:00:00Z",
            subject: "Contact form"
        )
        let mail = """
            From: Edith <curator@harbor.example>
            To: support@northlight.example
            Subject: Re: [#1] Contact form
            In-Reply-To: <\(try messageID(ofRequest: first[0]))>
            Message-ID: <second@harbor.example>
            Content-Type: text/plain; charset=utf-8

            \(Self.wish)

            """
        let bytes = Array(mail.replacingOccurrences(of: "\n", with: "\r\n").utf8)
        let second = try Inbox(program).receive(bytes, at: "2026-09-10T09:00:00Z")
        try #require(second.count == 1)
        let request = try show(second[0])
        #expect(request["ticket"] as? Int == 1)
        #expect(request["grewFrom"] as? Int == first[0])
        #expect(request["verdict"] as? String == "notCovered")
        #expect(try show(first[0])["verdict"] as? String == "covered")
        let explained = try program.done("explain", String(try #require(request["mail"] as? Int))).output
        #expect(explained.contains("scope creep: the conversation began with a fix, request \(first[0])"))
        let digest = try program.done("digest", "--week", "2026-W37", now: "2026-09-14T09:00:00Z").output
        #expect(digest.contains("grew out of request \(first[0]), a fix"))
    }

    private func messageID(ofRequest request: Int) throws -> String {
        let mail = try #require(try show(request)["mail"] as? Int)
        let store = try Store(folder: program.state, access: .shared)
        return try #require(try store.decisions(mail: mail).first?.messageID)
    }
}

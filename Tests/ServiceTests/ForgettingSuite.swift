import Foundation
import HourLedger
import Store
import Testing
import WorkingTime

@testable import Service

/// Erasing a person and ageing mail, on the record that real mail has made.
@Suite("Forgetting a person", .enabled(if: MailDesk.isLabRunning), .serialized) struct ForgettingSuite {
    private static let ownWords = "The aquamarine order form shows an error when I press send. Please repair it."
    private static let otherWords = "The vermilion order form shows an error when I press send. Please repair it."

    private static func desk(edits: [(String, String)] = []) throws -> (desk: MailDesk, other: String) {
        let desk = try MailDesk(edits: edits)
        let other = "shop@harbor-\(desk.id).example"
        try desk.round()
        try desk.deliver(desk.mail(subject: "Aquamarine", id: "own", body: ownWords))
        try desk.deliver(desk.mail(from: other, subject: "Vermilion", id: "other", body: otherWords))
        try desk.round()
        try desk.round()
        return (desk, other)
    }

    /// Whether any file of the state folder holds the words.
    private static func holds(_ words: String, _ folder: String) throws -> [String] {
        let files = FileManager.default
        return try files.subpathsOfDirectory(atPath: folder).filter { name in
            files.contents(atPath: folder + "/" + name)?.range(of: Data(words.utf8)) != nil
        }
    }

    @Test func `Nothing of the person is left, and the books balance and verify`() throws {
        let (desk, other) = try Self.desk()
        let policy = try desk.instance(state: desk.state + "-policy").policy
        let books = Books(store: try desk.store, policy: policy)
        let before = try books.state(of: "harbor", asOf: desk.now).balanceMinutes
        #expect(try Self.holds("aquamarine", desk.state) != [])
        // As a crash leaves it: bytes of the mail without a row.
        let spool = try FileHandle(forWritingTo: URL(fileURLWithPath: desk.state + "/spool/00000001.mail"))
        try spool.seekToEnd()
        try spool.write(contentsOf: Data("half of the aquamarine".utf8))
        try spool.close()
        let report = try desk.store.forget(desk.client, now: desk.now)
        #expect(report.requests == 1)
        #expect(report.outbox == 1)
        #expect(report.postings == 1)
        #expect(report.seals.map(\.client) == ["harbor"])
        for words in ["aquamarine", "Aquamarine", desk.client, "own@harbor"] {
            #expect(try Self.holds(words, desk.state) == [], "\(words)")
        }
        #expect(try Books.verify(desk.store) == nil)
        #expect(try books.state(of: "harbor", asOf: desk.now).balanceMinutes == before)
        // The others' mail is as it was.
        #expect(try Self.holds("vermilion", desk.state) != [])
        #expect(try Self.holds(other, desk.state) != [])
        #expect(try desk.store.firstFault() == nil)
    }

    @Test func `Work goes on afterwards, on the chain that was sealed anew`() throws {
        let (desk, _) = try Self.desk()
        _ = try desk.store.forget(desk.client, now: desk.now)
        try desk.reopen()
        desk.pass(minutes: 3)
        try desk.deliver(desk.mail(subject: "Next", id: "next"))
        try desk.round()
        #expect(try Books.verify(desk.store) == nil)
        #expect(try desk.store.requests(.init()).count == 3)
    }

    @Test func `A forgotten mail that still lies on the server is not taken for a new one`() throws {
        let desk = try MailDesk(edits: [("inbox: INBOX", "inbox: Desk"), ("      fix: Support/Fixes\n", "")])
        try IntakeFaultSuite.recreate(desk, deleting: false)
        try desk.round()
        let mail = desk.mail(subject: "Aquamarine", id: "own", body: Self.ownWords)
        try IntakeFaultSuite.put(mail, desk)
        try desk.round()
        _ = try desk.store.forget(desk.client, now: desk.now)
        // Everything is read again from the beginning.
        try IntakeFaultSuite.recreate(desk)
        try IntakeFaultSuite.put(mail, desk)
        try desk.reopen()
        #expect(try desk.round().problems == [])
        #expect(try desk.store.requests(.init()).count == 1)
        #expect(try desk.mails(of: desk.client).count == 1)
        let left = try Self.holds("aquamarine", desk.state)
        #expect(left == [])
    }

    @Test func `Who is not known is not forgotten`() throws {
        let (desk, _) = try Self.desk()
        #expect(try desk.store.forget("nobody@elsewhere.example", now: desk.now).isNothing)
    }

    @Test func `Mail is erased when its time has come, and never that of an open ticket`() throws {
        let (desk, _) = try Self.desk(edits: [
            ("# retention: {mail: 400d, machine: 30d} ", "retention: {mail: 40d, machine: 3d} ")
        ])
        try desk.deliver(
            desk.mail(
                subject: "Away",
                id: "away",
                body: "I am on a cerulean island.",
                headers: ["Auto-Submitted: auto-replied"]
            )
        )
        try desk.round()
        let closed = try #require(try desk.store.requests(.init()).first { $0.text.contains("aquamarine") })
        try desk.store.recording(at: desk.now) { try $0.setRequest(closed.id, state: .closed) }
        #expect(try Self.holds("cerulean", desk.state + "/spool") != [])
        desk.pass(minutes: 4 * 24 * 60)
        try desk.round()
        #expect(try Self.holds("cerulean", desk.state + "/spool") == [])
        #expect(try Self.holds("aquamarine", desk.state + "/spool") != [])
        desk.pass(minutes: 40 * 24 * 60)
        try desk.round()
        #expect(try Self.holds("aquamarine", desk.state + "/spool") == [])
        #expect(try Self.holds("vermilion", desk.state + "/spool") != [])
        #expect(throws: StoreError.erased(id: closed.mailID)) {
            try desk.store.bytes(of: #require(try desk.store.mail(closed.mailID)))
        }
        // What was asked for stays, and the record is sound.
        #expect(try desk.store.requests(.init()).count == 2)
        #expect(try desk.store.firstFault() == nil)
    }

    @Test func `A client's data is written as files, those that were erased without their bytes`() throws {
        let (desk, _) = try Self.desk()
        let policy = try desk.instance(state: desk.state + "-policy").policy
        let ledger = try Books(store: try desk.store, policy: policy).state(of: "harbor", asOf: desk.now)
        let folder = desk.state + "-export"
        let export = ClientExport(store: try desk.store, client: "harbor", ledger: .init(ledger))
        let count = try export.write(to: folder, now: desk.now)
        #expect(count.requests == 2)
        #expect(count.sent == 2)
        let text = try String(contentsOfFile: folder + "/client.json", encoding: .utf8)
        #expect(text.contains("aquamarine") && text.contains("vermilion") && text.contains("balanceMinutes"))
        #expect(try Self.holds("vermilion", folder + "/mails") != [])
        #expect(throws: StoreError.exists(path: folder)) { try export.write(to: folder, now: desk.now) }
        _ = try desk.store.forget(desk.client, now: desk.now)
        let after = desk.state + "-export-after"
        let balance = try Books(store: try desk.store, policy: policy).state(of: "harbor", asOf: desk.now)
        _ = try ClientExport(store: try desk.store, client: "harbor", ledger: .init(balance)).write(
            to: after,
            now: desk.now
        )
        #expect(try Self.holds("quamarine", after) == [])
        #expect(try Self.holds("vermilion", after + "/mails") != [])
    }
}

import Fetcher
import MIME
import Mailrules
import Store
import Testing
import Triage

@testable import Service

/// What rules say about places and people happens on a real server.
@Suite(
    "Routing on real servers",
    .enabled(if: LabDesk.isThere, "no lab runs; see Tests/lab"),
    .serialized
) struct RoutingOnServersTests {
    /// The flags of every mail in a folder of the support mailbox.
    private static func flags(_ desk: LabDesk, in folder: String) throws -> [[String]] {
        let session = try desk.session(desk.support)
        defer { session.logout() }
        let state = try session.select(folder)
        let all = Cursor(uidValidity: state.uidValidity, lastUID: 10_000, highestModSeq: 1)
        let changes = try #require(try session.changes(since: all))
        return changes.flags.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func subjects(_ desk: LabDesk, in folder: String) throws -> [String] {
        try desk.inbox(desk.support, folder: folder).map(\.subject)
    }

    @Test func `A rule's keyword, folder, assignee and copy are there on the server and in the mailboxes`() throws {
        let rule = """
            - name: Press
              when: {subject: [press]}
              then: {flag: $Press, folder: Support/Press, assign: ben, forward: ben}
              examples:
                match: [{subject: A press question, text: When do you open?}]
                noMatch: [{subject: Opening hours, text: When do you open?}]

            - name: Nothing works
            """
        let desk = try LabDesk(edits: [("- name: Nothing works\n", rule + "\n")])
        try desk.round()
        for subject in ["Press pictures", "Contact form"] {
            let mail = desk.mail(
                from: desk.curator,
                subject: subject,
                body: "The contact form is broken: it shows error 500.",
                headers: [desk.vouched(desk.curator)]
            )
            try desk.send(mail, from: desk.curator)
        }
        try desk.round()
        #expect(try Self.subjects(desk, in: "Support/Press") == ["Press pictures"])
        #expect(try Self.flags(desk, in: "Support/Press").first?.contains("$Press") == true)
        // What no rule speaks of goes where its kind goes, without a keyword.
        #expect(try Self.subjects(desk, in: "Support/Fixes") == ["Contact form"])
        #expect(try Self.flags(desk, in: "Support/Fixes").first?.contains("$Press") == false)
        try desk.round()
        let ben = try desk.inbox("ben@\(desk.domain)")
        let ana = try desk.inbox("ana@\(desk.domain)")
        #expect(ben.count { $0.messageID?.hasPrefix("gp.order.") == true } == 1)
        #expect(ben.count { $0.parts.contains { $0.contentType.name == "message/rfc822" } } == 1)
        #expect(ana.count { $0.messageID?.hasPrefix("gp.order.") == true } == 1)
        // A second round does nothing again.
        #expect(try Self.subjects(desk, in: "Support/Press").count == 1)
    }

    @Test(arguments: [
        ("Where can I change the opening hours?", true),
        ("How do we edit the opening times on the contact page?", true),
        ("The opening hours on the contact page are broken since the update.", false),
        ("Where do I see how many people visited us?", false),
    ])
    func `A kept answer stands in the reply and in the work order when it fits, else in neither`(
        body: String,
        fits: Bool
    ) throws {
        let desk = try LabDesk()
        try desk.round()
        let mail = desk.mail(
            from: desk.curator,
            subject: "A question",
            body: body,
            headers: [desk.vouched(desk.curator)]
        )
        try desk.send(mail, from: desk.curator)
        try desk.round()
        let link = "https://help.\(desk.domain)/opening-hours"
        let plain = "https://help.northlight.example/opening-hours"
        let reply = try #require(try desk.inbox(desk.curator).last).content.text
        let order = try #require(try desk.inbox("ana@\(desk.domain)").last).content.text
        #expect((reply.contains(link) || reply.contains(plain)) == fits, "\(reply)")
        #expect((order.contains(link) || order.contains(plain)) == fits, "\(order)")
        #expect(order.contains("Answers that may fit") == fits)
    }
}

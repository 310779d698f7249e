import MIME
import Testing

struct AddressTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let written: String
        let read: [String]
        var testDescription: String { written }

        init(_ written: String, _ read: String...) {
            self.written = written
            self.read = read
        }
    }

    @Test(
        "An address list is read as people and programs write it",
        arguments: [
            Case("joe@example.org", "joe@example.org"),
            Case("<joe@example.org>", "joe@example.org"),
            Case("Joe <joe@Example.ORG>", "Joe <joe@example.org>"),
            Case("Joe Q. Public <john.q.public@example.com>", "Joe Q. Public <john.q.public@example.com>"),
            Case("\"Doe, Jane\" <jane@x.y>", "Doe, Jane <jane@x.y>"),
            Case("\"Say \\\"hi\\\"\" <a@b>", "Say \"hi\" <a@b>"),
            Case("a@b, c@d", "a@b", "c@d"),
            Case("a@b; c@d", "a@b", "c@d"),
            Case("a@b,, ,c@d", "a@b", "c@d"),
            Case("joe@x.y (Joe Public)", "Joe Public <joe@x.y>"),
            Case("(before) Joe (middle) <joe@x.y> (after)", "Joe <joe@x.y>"),
            Case("Joe (a (nested) comment) <joe@x.y>", "Joe <joe@x.y>"),
            Case("Friends: a@b, C <c@d>;, e@f", "a@b", "C <c@d>", "e@f"),
            Case("Undisclosed recipients:;"),
            Case("<@relay1,@relay2:joe@x.y>", "joe@x.y"),
            Case("joe @ example . org", "joe@example.org"),
            Case("\"joe smith\"@x.y", "\"joe smith\"@x.y"),
            Case("\"joe\"@x.y", "joe@x.y"),
            Case("joe@[192.0.2.1]", "joe@[192.0.2.1]"),
            Case("joe@example.org.", "joe@example.org"),
            Case("=?utf-8?B?0JjQstCw0L0=?= <i@x.y>", "Иван <i@x.y>"),
            Case("=?utf-8?Q?Doe,_Jane?= <j@x.y>", "Doe, Jane <j@x.y>"),
            Case("\"=?utf-8?Q?Quoted?=\" <j@x.y>", "Quoted <j@x.y>"),
            Case("=?utf-8?Q?A?= =?utf-8?Q?B?= <j@x.y>", "AB <j@x.y>"),
            Case("Иван <i@пример.рф>", "Иван <i@пример.рф>"),
            Case("Joe\r\n <joe@x.y>,\r\n\tJane <jane@x.y>", "Joe <joe@x.y>", "Jane <jane@x.y>"),
            Case("\"ceo@client.example\" <evil@attacker.example>", "ceo@client.example <evil@attacker.example>"),
            Case("a@b <c@d>", "a@b <c@d>"),
        ]
    )
    func reads(_ example: Case) {
        #expect(Sample.field("To", example.written).to.map(\.description) == example.read)
    }

    @Test(
        "A broken address gives what can be had of it, and a defect",
        arguments: [
            Case("Joe joe@x.y", "Joe <joe@x.y>"),
            Case("Joe <joe@x.y", "Joe <joe@x.y>"),
            Case("Joe <joe@x.y, Jane <jane@x.y>", "Joe <joe@x.y>", "Jane <jane@x.y>"),
            Case("<a@b> <c@d>", "a@b"),
            Case("\"never closed <a@b>, c@d", "never closed <a@b>", "c@d"),
            Case("Joe (home <a@b>, c@d", "Joe home <a@b>", "c@d"),
            Case("Joe <a@b\">, c@d", "Joe <a@b\">", "c@d"),
            Case("Joe <nothing, Jane <c@d>", "Joe <nothing>", "Jane <c@d>"),
            Case("MAILER-DAEMON", "MAILER-DAEMON"),
            Case("Some Words Only", "Some Words Only"),
            Case("(never closed", "never closed"),
            Case("Group: a@b", "a@b"),
        ]
    )
    func survives(_ example: Case) {
        let message = Sample.field("To", example.written)
        #expect(message.defects.contains(.badAddress))
        #expect(message.to.map(\.description) == example.read)
    }

    @Test("A group keeps its name and members")
    func group() {
        let list = Sample.field("To", "Team: a@b, C <c@d>;, e@f").addresses("To")
        #expect(
            list == [
                .group(name: "Team", members: [Mailbox(address: "a@b"), Mailbox(name: "C", address: "c@d")]),
                .mailbox(Mailbox(address: "e@f")),
            ]
        )
    }

    @Test("A mailbox separates at the last at sign and lowers the domain only")
    func parts() {
        let mailbox = Mailbox(name: "X", address: "\"a@b\"@Example.COM")
        #expect(mailbox.localPart == "\"a@b\"")
        #expect(mailbox.domain == "example.com")
        #expect(mailbox.address == "\"a@b\"@example.com")
    }

    @Test("Several To fields are one list, of several From fields the first counts")
    func repeated() {
        let message = Message(Sample.crlf("To: a@b", "From: x@y", "To: c@d", "From: z@w", ""))
        #expect(message.to.map(\.address) == ["a@b", "c@d"])
        #expect(message.from.map(\.address) == ["x@y"])
        #expect(message.defects.contains(.duplicateField))
    }

    @Test("An endless list stops at its limit")
    func limit() {
        var limits = Limits.standard
        limits.addresses = 50
        let list = String(repeating: "a@b,", count: 1_000)
        let message = Message(Array("To: \(list)\r\n\r\n".utf8), limits: limits)
        #expect(message.to.count == 50)
        #expect(message.defects.contains(.badAddress))
    }

    @Test(
        "Fields that resist reading are read in time",
        arguments: ["<,", "(", "\"", "<", ":", "[", "a<b@", "=?a?q?", "(\\"]
    )
    func hostile(_ piece: String) {
        let message = Sample.field("To", String(repeating: piece, count: 100_000))
        #expect(message.to.count <= Limits.standard.addresses)
    }
}

import MIME
import Testing
import Triage
import WorkingTime

@testable import Responder

@Suite("The acknowledgement as a mail")
struct AcknowledgementMessageTests {
    private func message(
        _ content: AcknowledgementContent,
        inReplyTo: String? = "<mail.1@harbor.example>",
        references: [String] = ["<first@harbor.example>"],
        subject: String = "Contact form is broken"
    ) throws -> AcknowledgementMessage {
        acknowledgementMessage(
            content: content,
            templates: .builtIn,
            messageID: "gp.1042.1.abc@northlight.example",
            inReplyTo: inReplyTo,
            references: references,
            originalSubject: subject,
            now: try #require(Instant(rfc3339: "2026-11-21T10:00:00Z"))
        )
    }

    @Test("It carries every mark of an automatic answer and stands in its thread", arguments: Samples.languages)
    func headers(language: String) throws {
        let composed = try message(try Samples.content(language: language))
        let mail = Message(composed.bytes)
        #expect(mail.header["auto-submitted"] == "auto-replied")
        #expect(mail.header["x-auto-response-suppress"] == "All")
        #expect(mail.header["x-gatepost-loop"] == "northlight.example")
        #expect(mail.messageID == "gp.1042.1.abc@northlight.example")
        #expect(mail.inReplyTo == ["mail.1@harbor.example"])
        #expect(mail.references == ["first@harbor.example", "mail.1@harbor.example"])
        #expect(mail.subject == "Re: Contact form is broken [#1042]")
        #expect(mail.subject == composed.subject)
        #expect(mail.from == [Mailbox(name: "Northlight Support", address: "support@northlight.example")])
        #expect(mail.to == [Mailbox(name: "Ada Byron", address: "curator@harbor.example")])
        #expect(mail.cc.isEmpty && mail.replyTo.isEmpty)
        #expect(mail.date == DateTime(epochSeconds: 1_795_255_200, offsetMinutes: 60))
        #expect(mail.defects.isEmpty)
        #expect(mail.attachments.isEmpty)
        #expect(mail.text.contains("1042"))
        #expect(mail.html != nil)
    }

    @Test("It is ASCII with CRLF and lines within 78, and no field stands twice", arguments: Samples.languages)
    func wire(language: String) throws {
        let names = ["ru": "Мария Орлова", "zh": "王芳"]
        let content = try Samples.content(language: language, name: names[language] ?? "Zoë Ångström")
        let bytes = try message(content, subject: "Ошибка на сайте 网站").bytes
        #expect(bytes.allSatisfy { $0 < 0x80 && $0 != 0 })
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.replacing("\r\n", with: "").contains { $0 == "\n" || $0 == "\r" })
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.utf8.count <= 78 })
        let header = lines.prefix { !$0.isEmpty }.filter { $0.first != " " && $0.first != "\t" }
        let names2 = header.map { $0.prefix { $0 != ":" }.lowercased() }
        #expect(Set(names2).count == names2.count)
        for name in ["from", "date", "to", "subject", "message-id"] { #expect(names2.contains(name)) }
    }

    @Test("The same content gives the same bytes")
    func repeatable() throws {
        let content = try Samples.content()
        #expect(try message(content) == message(content))
    }

    @Test(
        "No subject, name or reference adds a header",
        arguments: [
            "x\r\nBcc: evil@example.org", "x\nBcc: evil@example.org", "x\rBcc: evil@example.org",
            "x\u{0}\r\n\r\nbody", "x\u{2028}Bcc: evil@example.org", "=?utf-8?Q?x=0D=0ABcc:_evil@example.org?=",
            "x\u{85}Bcc: evil@example.org", String(repeating: "x\r\nBcc: evil@example.org ", count: 500),
        ]
    )
    func injection(hostile: String) throws {
        var content = try Samples.content(name: hostile)
        content.agency.from.name = hostile
        let composed = try message(
            content,
            inReplyTo: "<a@b>\(hostile)",
            references: [hostile, "<ok@b>"],
            subject: hostile
        )
        let mail = Message(composed.bytes)
        #expect(mail.header["bcc"] == nil)
        #expect(mail.from.map(\.address) == ["support@northlight.example"])
        #expect(mail.to.map(\.address) == ["curator@harbor.example"])
        #expect(mail.references.last == "ok@b")
        #expect(mail.references.allSatisfy { ReplyThread.wellFormed($0) == $0 })
        #expect(mail.inReplyTo.isEmpty)
        #expect(mail.subject.hasSuffix("[#1042]"))
        #expect(composed.subject.count < 200)
        #expect(mail.text.contains("Thank you for your mail"))
    }

    @Test("A receipt is addressed without the name that nobody vouches for")
    func receipt() throws {
        let mail = Message(try message(try Samples.receipt(language: "en")).bytes)
        #expect(mail.to == [Mailbox(name: "", address: "curator@harbor.example")])
        #expect(mail.header["auto-submitted"] == "auto-replied")
    }

    @Test("A mail without Message-ID is answered without In-Reply-To")
    func withoutMessageID() throws {
        let mail = Message(try message(try Samples.content(), inReplyTo: nil, references: []).bytes)
        #expect(mail.header["in-reply-to"] == nil)
        #expect(mail.header["references"] == nil)
    }
}

@Suite("Subjects and threads")
struct ReplySubjectTests {
    @Test(
        "A subject keeps its own words under one Re: and one token",
        arguments: [
            ("Contact form", "Re: Contact form [#7]"), ("Re: Contact form [#7]", "Re: Contact form [#7]"),
            ("RE: Fwd: AW: Contact form", "Re: Contact form [#7]"), ("Re[2]: Form", "Re: Form [#7]"),
            ("Отв: Сайт [#12]", "Re: Сайт [#7]"), ("回复：网站 [#1] [#2]", "Re: 网站 [#7]"),
            ("", "Re: [#7]"), ("Re:", "Re: [#7]"), ("  \r\n ", "Re: [#7]"), ("Re: ", "Re: [#7]"),
            ("Release: notes", "Re: Release: notes [#7]"),
            ("Note: see [#x] and [#1", "Re: Note: see [#x] and [#1 [#7]"),
            ("SV: Antw : Seite", "Re: Seite [#7]"), ("re [1]: x", "Re: x [#7]"),
            ("a\u{202E}b", "Re: ab [#7]"),
        ]
    )
    func subjects(subject: String, reply: String) {
        #expect(ReplySubject.reply(to: subject, ticket: 7) == reply)
        #expect(ReplySubject.reply(to: reply, ticket: 7) == reply)
    }

    @Test("A long subject is cut before the token")
    func longSubject() {
        let reply = ReplySubject.reply(to: String(repeating: "word ", count: 10_000), ticket: 7)
        #expect(reply.hasSuffix("… [#7]"))
        #expect(reply.count < 170)
    }

    @Test("A long thread keeps its first and its newest mails, each once")
    func references() {
        let all = (0..<100).map { "<\($0)@x>" }
        let thread = ReplyThread.references(of: all + ["<50@x>", "junk", "<a b@c>", "<@>", "<x@>"], inReplyTo: "<3@x>")
        #expect(thread.count == 20)
        #expect(thread.first == "0@x")
        #expect(thread.last == "3@x")
        #expect(Set(thread).count == 20)
        #expect(thread.contains("50@x"))
    }

    @Test(
        "Only a well-formed Message-ID is referred to",
        arguments: [
            ("<a@b>", "a@b"), ("a@b", "a@b"), ("<a@b@c>", "a@b@c"), ("<a@b", nil), ("a@b>", nil), ("", nil),
            ("<@b>", nil), ("<a@>", nil), ("<é@b>", nil), ("<a@b>\r\n <c@d>", nil),
            (String(repeating: "a", count: 300) + "@b", nil),
        ] as [(String, String?)]
    )
    func wellFormed(text: String, messageID: String?) {
        #expect(ReplyThread.wellFormed(text) == messageID)
    }
}

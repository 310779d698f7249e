import MIME
import Testing

struct ComposerTests {
    private static func message(
        subject: String = "Re: your request",
        name: String = "Support",
        text: String = "Thank you.\n"
    ) -> OutgoingMessage {
        OutgoingMessage(
            from: Mailbox(name: name, address: "help@agency.example"),
            to: [Mailbox(address: "joe@client.example")],
            subject: subject,
            date: DateTime(epochSeconds: 1_709_623_230, offsetMinutes: 180),
            messageID: "ack.17@agency.example",
            text: text
        )
    }

    /// What every composed mail must be: ASCII, CRLF, lines within 78, one From and one Date.
    private static func check(_ bytes: [UInt8]) {
        #expect(bytes.allSatisfy { $0 < 0x80 && $0 != 0 })
        var length = 0
        var longest = 0
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == 0x0A {
                #expect(previous == 0x0D)
                longest = max(longest, length - 1)
                length = 0
            } else {
                #expect(previous != 0x0D)
                length += 1
            }
            previous = byte
        }
        #expect(length == 0)
        #expect(longest <= 78)
        let read = Message(bytes)
        #expect(read.defects.isEmpty)
        for name in ["From", "Date", "Subject", "Message-ID", "MIME-Version"] {
            #expect(read.header.all(name).count == 1)
        }
    }

    private static let texts = [
        "", "plain ASCII", "with trailing blank ", "a\nb\r\nc\rd", "From here on\nFrom there", ".\n..\n.x", "-- \nJoe",
        "tabs\tand = signs", "Здравствуйте! Форма открывается снова.", "你好，世界。谢谢！", "日本語のテキスト", "한국어 텍스트",
        "naïve café", "🎉 emoji 👩‍👩‍👧 family", String(repeating: "x", count: 2_000),
        String(repeating: "слово ", count: 500), String(repeating: "=", count: 300), "nul\u{0}byte", "\u{FEFF}mark",
        "--=_boundary\n--b--", String(repeating: "short line\n", count: 300),
    ]

    @Test("A text comes out of the mail as it went in", arguments: texts)
    func text(_ text: String) {
        let bytes = Composer.compose(Self.message(text: text))
        if !text.isEmpty { Self.check(bytes) }
        var expected = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n").replacing("\u{0}", with: "")
        if !expected.isEmpty, !expected.hasSuffix("\n") { expected += "\n" }
        // A byte order mark at the start of a text is no part of it.
        if expected.hasPrefix("\u{FEFF}") { expected.removeFirst() }
        #expect(Message(bytes).text == expected)
    }

    @Test(
        "A subject comes out of the mail as it went in",
        arguments: [
            "", "plain", "Re: Ваш запрос про очень длинную тему, которая не помещается в одну строку письма", "你好世界",
            "one two", "two  blanks", "=?utf-8?Q?not_encoded?=", "a=?b", String(repeating: "long ", count: 60) + "end",
            String(repeating: "x", count: 300), String(repeating: "界", count: 120), "🎉👩‍👩‍👧", "\"quoted\" <x@y>, (z)",
            "é", "tab\u{9}inside",
        ]
    )
    func subject(_ subject: String) {
        let bytes = Composer.compose(Self.message(subject: subject))
        Self.check(bytes)
        #expect(Message(bytes).subject == subject.replacing("\u{9}", with: " "))
    }

    @Test(
        "A name comes out of the mail as it went in",
        arguments: [
            "", "Joe", "Joe Q. Public", "Doe, Jane", "Say \"hi\" \\ now", "Иван Иванович", "日本 太郎",
            "joe@client.example", "a;b:c<d>e", "=?utf-8?Q?x?=", String(repeating: "Длинное имя ", count: 20) + "!",
            String(repeating: "Long Name ", count: 20) + "!", "(comment)", "two  blanks", "'apostrophe's",
        ]
    )
    func name(_ name: String) {
        let bytes = Composer.compose(Self.message(name: name))
        Self.check(bytes)
        #expect(Message(bytes).from == [Mailbox(name: name, address: "help@agency.example")])
    }

    @Test(
        "No value can add a line to the header",
        arguments: [
            "a\r\nBcc: evil@x.y", "a\nBcc: evil@x.y", "a\rBcc: evil@x.y", "a\u{0}b", "\r\n\r\nbody",
            "a\u{2028}Bcc: e@x",
            "a\u{85}Bcc: e@x", "a\r\n Bcc: e@x\r\n\r\n", "\u{B}\u{C}\u{1B}",
        ]
    )
    func injection(_ value: String) {
        var message = Self.message(subject: value, name: value)
        message.messageID = "x\(value)@y"
        message.inReplyTo = [value]
        message.references = ["a@b", value]
        message.replyTo = [Mailbox(name: value, localPart: "a\(value)", domain: "x\(value).y")]
        message.to = [Mailbox(name: value, address: "joe@client.example"), Mailbox(localPart: value, domain: "x.y")]
        message.headers = [
            .init(name: "X-Test", value: value), .init(name: "X\(value)", value: "x"), .init(name: "", value: "x"),
            .init(name: "Bcc", value: "evil@x.y"), .init(name: "From", value: "evil@x.y"),
            .init(name: "content-type", value: "text/html"),
        ]
        message.attachments = [.init(name: value, type: "text/\(value)", bytes: [1])]
        let bytes = Composer.compose(message)
        Self.check(bytes)
        let read = Message(bytes)
        #expect(read.header["Bcc"] == nil)
        #expect(read.from.map(\.address) == ["help@agency.example"])
        #expect(read.text == "Thank you.\n")
        #expect(read.header.all("X-Test").count == 1)
    }

    @Test("Alternatives and files come out as they went in")
    func everything() {
        var message = Self.message(text: "Привет\n")
        message.html = "<p>Привет <b>мир</b></p>\n"
        message.cc = [Mailbox(name: "Доу, Джейн", address: "jane@client.example")]
        message.inReplyTo = ["their.1@client.example"]
        message.references = (0..<20).map { "thread.\($0).with.a.rather.long.identifier@client.example" }
        message.headers = [
            .init(name: "Auto-Submitted", value: "auto-replied"), .init(name: "X-Note", value: "замечание"),
        ]
        let names = [
            "plain.pdf", "with \"quotes\".txt", "Отчёт за месяц с очень длинным именем файла.pdf", "日本.png", "",
        ]
        for (number, name) in names.enumerated() {
            message.attachments.append(
                .init(
                    name: name,
                    type: "application/pdf",
                    bytes: (0..<number * 100).map { UInt8(truncatingIfNeeded: $0) }
                )
            )
        }
        let bytes = Composer.compose(message)
        Self.check(bytes)
        let read = Message(bytes)
        #expect(read.text == message.text)
        #expect(read.html == message.html)
        #expect(read.cc == message.cc)
        #expect(read.messageID == message.messageID)
        #expect(read.inReplyTo == message.inReplyTo)
        #expect(read.references == message.references)
        #expect(read.date == message.date)
        #expect(read.header["auto-submitted"] == "auto-replied")
        #expect(read.header["x-note"] == "замечание")
        #expect(read.attachments.map(\.name) == names)
        #expect(read.attachments.map(\.decodedBytes) == message.attachments.map(\.bytes))
        #expect(read.parts.map(\.contentType.subtype).prefix(4) == ["mixed", "alternative", "plain", "html"])
    }

    @Test("The same message gives the same bytes, another Message-ID another boundary")
    func deterministic() {
        var message = Self.message()
        message.html = "<p>x</p>"
        let first = Composer.compose(message)
        #expect(first == Composer.compose(message))
        let boundary = Message(first).root.contentType["boundary"]
        message.messageID = "ack.18@agency.example"
        #expect(Message(Composer.compose(message)).root.contentType["boundary"] != boundary)
        #expect(boundary != nil)
    }

    @Test("A text that holds the boundary does not end its part")
    func boundaryInText() {
        var message = Self.message()
        message.html = "<p>x</p>"
        let boundary = Message(Composer.compose(message)).root.contentType["boundary"] ?? ""
        #expect(!boundary.isEmpty)
        message.text = "before\n--\(boundary)--\nafter\n"
        #expect(Message(Composer.compose(message)).text == message.text)
    }

    @Test("An address that ASCII cannot express is left out")
    func unwritableAddress() {
        var message = Self.message()
        message.to = [Mailbox(address: "иван@client.example"), Mailbox(address: "joe@client.example")]
        #expect(Message(Composer.compose(message)).to.map(\.address) == ["joe@client.example"])
    }

    @Test("A long further field is folded at its blanks and never cut")
    func furtherField() {
        var message = Self.message()
        let address = "<https://agency.example/" + String(repeating: "path/", count: 40) + ">"
        message.headers = [.init(name: "List-Unsubscribe", value: "<mailto:x@y>, \(address)")]
        #expect(Message(Composer.compose(message)).header["list-unsubscribe"] == "<mailto:x@y>, \(address)")
    }
}

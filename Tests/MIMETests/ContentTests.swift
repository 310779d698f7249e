import MIME
import Testing

struct ContentTests {
    private static func message(_ type: String, _ parts: [String]...) -> Message {
        var lines = ["From: a@b", "Content-Type: multipart/\(type); boundary=b", ""]
        for part in parts { lines += ["--b"] + part }
        return Message(Sample.bytes(lines + ["--b--"], ending: "\r\n"))
    }

    @Test("Of alternatives the plain text is read, and the HTML kept")
    func alternative() {
        let content = Self.message(
            "alternative",
            ["Content-Type: text/plain", "", "plain"],
            ["Content-Type: text/html", "", "<p>rich</p>"]
        ).content
        #expect(content.text == "plain")
        #expect(content.html == "<p>rich</p>")
        #expect(content.attachments.isEmpty)
        #expect(content.defects.isEmpty)
    }

    @Test("Text that grows beyond its limit by its charset is cut between two characters, and the defect says so")
    func tooLarge() {
        var limits = Limits()
        limits.textBytes = 99
        // Each byte is a letter of two bytes in UTF-8.
        let head = Array("From: a@b\r\nContent-Type: text/plain; charset=windows-1251\r\n\r\n".utf8)
        let content = Message(head + [UInt8](repeating: 0xFF, count: 99), limits: limits).content
        #expect(content.text == String(repeating: "я", count: 49))
        #expect(content.defects.contains(.textTooLarge))
    }

    @Test("If the plain alternative is empty the HTML is read", arguments: ["", "   ", "\u{A0}".filter { $0 == "x" }])
    func emptyPlain(_ plain: String) {
        let message = Self.message(
            "alternative",
            ["Content-Type: text/plain", "", plain],
            ["Content-Type: text/html", "", "<p>rich</p>"]
        )
        #expect(message.text == "rich\n")
    }

    @Test("The plain text is preferred when it comes last too")
    func htmlFirst() {
        let message = Self.message(
            "alternative",
            ["Content-Type: text/html", "", "<p>rich</p>"],
            ["Content-Type: text/plain", "", "plain"]
        )
        #expect(message.text == "plain")
        #expect(message.html == "<p>rich</p>")
    }

    @Test("An alternative of HTML alone is read as text")
    func onlyHTML() {
        let message = Self.message("alternative", ["Content-Type: text/html", "", "<b>rich</b>"])
        #expect(message.text == "rich\n")
    }

    @Test("Inline texts of a mixed message are joined with an empty line")
    func joined() {
        let message = Self.message(
            "mixed",
            ["", "one", "", ""],
            ["Content-Type: text/html", "", "<p>two"],
            ["Content-Type: text/plain", "", "three"]
        )
        #expect(message.text == "one\n\ntwo\n\nthree")
    }

    @Test("Texts marked or named as files are attachments")
    func textFiles() {
        let content = Self.message(
            "mixed",
            ["", "body"],
            ["Content-Type: text/plain", "Content-Disposition: attachment", "", "file one"],
            ["Content-Type: text/plain; name=\"two.txt\"", "", "file two"],
            ["Content-Type: text/csv", "", "a,b"],
            ["Content-Type: text/calendar", "", "BEGIN:VCALENDAR"]
        ).content
        #expect(content.text == "body")
        #expect(content.attachments.map(\.name) == ["", "two.txt", "", ""])
        #expect(content.attachments.map(\.type) == ["text/plain", "text/plain", "text/csv", "text/calendar"])
        #expect(content.attachments.map(\.byteCount) == [8, 8, 3, 15])
    }

    @Test("A message that is one named text is still read")
    func namedRoot() {
        let message = Sample.mail(["From: a@b", "Content-Type: text/plain; name=x.txt"], body: Array("words".utf8))
        #expect(message.text == "words")
        #expect(message.attachments.isEmpty)
    }

    @Test("A message that is one file has no text")
    func fileRoot() {
        let message = Sample.mail(
            ["From: a@b", "Content-Type: application/pdf; name=x.pdf", "Content-Transfer-Encoding: base64"],
            body: Array("aGVsbG8=".utf8)
        )
        #expect(message.text.isEmpty)
        #expect(message.attachments.map(\.name) == ["x.pdf"])
        #expect(message.attachments.map(\.byteCount) == [5])
        #expect(message.attachments.first?.decodedBytes == Array("hello".utf8))
        #expect(message.defects.isEmpty)
    }

    @Test("Pictures of an HTML text are inline attachments with their Content-ID")
    func related() {
        let content = Self.message(
            "related",
            ["Content-Type: text/html", "", "<p>see <img src=\"cid:logo\"></p>"],
            ["Content-Type: image/png", "Content-ID: <logo>", "Content-Transfer-Encoding: base64", "", "aGVsbG8="]
        ).content
        #expect(content.text == "see\n")
        #expect(content.attachments.map(\.isInline) == [true])
        #expect(content.attachments.map(\.contentID) == ["logo"])
    }

    @Test("An empty text is a defect when there is nothing else")
    func emptyText() {
        #expect(Sample.mail(["From: a@b"], body: []).defects == [.emptyText])
        #expect(Self.message("mixed", ["", ""], ["Content-Type: image/png", "", "x"]).defects.isEmpty)
    }

    @Test("A winmail.dat is listed and is a defect")
    func tnef() {
        let message = Self.message(
            "mixed",
            ["", "body"],
            ["Content-Type: application/ms-tnef; name=winmail.dat", "", "x"]
        )
        #expect(message.attachments.map(\.name) == ["winmail.dat"])
        #expect(message.defects == [.tnef])
    }

    /// A TNEF attribute: level, number, length, data, checksum.
    private static func attribute(_ number: UInt32, _ data: [UInt8]) -> [UInt8] {
        func little(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        return [2] + little(number) + little(UInt32(data.count)) + data + [0, 0]
    }

    private static let wrapper: [UInt8] =
        [0x78, 0x9F, 0x3E, 0x22, 1, 0] + attribute(0x0006_9007, [0xE3, 4, 0, 0])
        + attribute(0x0002_800C, [0xCF, 0xF0, 0xE8, 0x0D, 0x0A, 0]) + attribute(0x0006_9002, [0, 0])
        + attribute(0x0001_8010, Array("SHORT.TXT".utf8) + [0]) + attribute(0x0006_800F, Array("data one".utf8))
        + attribute(
            0x0006_9005,
            [2, 0, 0, 0, 3, 0, 0x0B, 0x37, 9, 9, 9, 9, 0x1F, 0, 0x07, 0x37, 1, 0, 0, 0, 6, 0, 0, 0]
                + [0x61, 0, 0x1F, 0x04, 0, 0, 0, 0]
        )
        + attribute(0x0006_9002, []) + attribute(0x0001_8010, [0xF4, 0xE0, 0xE9, 0xEB]) + attribute(0x0006_800F, [7])

    @Test("The files of a winmail.dat are listed in its place, and its text is read if there is no other")
    func tnefFiles() {
        let body = Array(Base64Text.encode(Self.wrapper, lineLength: 76).utf8)
        let content = Sample.mail(
            ["From: a@b", "Content-Type: application/ms-tnef", "Content-Transfer-Encoding: base64"],
            body: body
        ).content
        #expect(content.attachments.map(\.name) == ["aП", "файл"])
        #expect(content.attachments.map(\.decodedBytes) == [Array("data one".utf8), [7]])
        #expect(content.text == "При\n")
        #expect(content.defects == [.tnef])
    }

    @Test("A winmail.dat cut anywhere is read within its bounds")
    func tnefCut() {
        for length in 0..<Self.wrapper.count {
            let message = Sample.mail(
                ["Content-Type: application/ms-tnef; name=winmail.dat"],
                body: Array(Self.wrapper.prefix(length))
            )
            #expect(message.attachments.count <= 2)
            #expect(message.defects.contains(.tnef))
        }
    }

    @Test("HTML without a label is read by the charset that it declares")
    func htmlCharset() throws {
        let html = try Codec.encode(
            "<meta http-equiv=x content=\"text/html; charset=windows-1251\"><p>Да</p>",
            "CP1251"
        )
        #expect(Sample.mail(["Content-Type: text/html"], body: html).text == "Да\n")
    }

    @Test("Descriptions tell nothing of what a mail says")
    func descriptions() {
        let message = Sample.mail(["Subject: secret", "From: secret@x.y"], body: Array("secret".utf8))
        let described = [
            "\(message)", "\(message.root)", "\(message.content)", "\(message.header)", "\(message.header[0])",
            "\(message.parts)",
        ]
        #expect(!described.contains { $0.contains("secret") })
    }

    @Test("Flowed lines are joined, quotes kept apart, signatures left alone")
    func flowed() {
        let lines = [
            "one ", "two", "three", "> quoted ", "> on", ">> deeper", " >stuffed", "-- ", "Joe ", "Public",
        ]
        let message = Sample.mail(
            ["From: a@b", "Content-Type: text/plain; format=flowed"],
            body: Sample.bytes(lines, ending: "\r\n")
        )
        #expect(message.text == "one two\nthree\n> quoted on\n>> deeper\n>stuffed\n-- \nJoe Public\n")
    }

    @Test("With delsp the blank at a flowed line's end goes")
    func deleteSpace() {
        let message = Sample.mail(
            ["Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes"],
            body: Array("你好 \r\n世界\r\n".utf8)
        )
        #expect(message.text == "你好世界\n")
    }

    @Test("Text beyond the limit is not read, and never cut inside a character")
    func limit() {
        var limits = Limits.standard
        limits.textBytes = 1_001
        let body = Array("Content-Type: text/plain; charset=utf-8\r\n\r\n".utf8) + Sample.repeated("я", 10_000)
        let message = Message(body, limits: limits)
        #expect(message.text.utf8.count <= 1_003)
        #expect(message.text.hasPrefix("яяя"))
        #expect(message.defects.contains(.textTooLarge))
    }

    @Test("Empty lines of a message do not join without end")
    func manyTexts() {
        var lines = ["Content-Type: multipart/mixed; boundary=b", ""]
        for number in 0..<1_500 { lines += ["--b", "", "text \(number)"] }
        let message = Message(Sample.bytes(lines, ending: "\n"))
        #expect(message.text.hasSuffix("text 1498\n\ntext 1499\n"))
    }
}

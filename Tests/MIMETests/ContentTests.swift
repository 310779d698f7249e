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

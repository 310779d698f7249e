import MIME
import Testing

struct HeaderTests {
    @Test("Fields keep their order and are found without case", arguments: ["\r\n", "\n"])
    func fields(_ ending: String) {
        let message = Message(Sample.bytes(["B: 1", "a: 2", "b: 3", "", "Body"], ending: ending))
        #expect(message.header.map(\.name) == ["B", "a", "b"])
        #expect(message.header.map(\.value) == ["1", "2", "3"])
        #expect(message.header["b"] == "1")
        #expect(message.header.all("B").map(\.value) == ["1", "3"])
        #expect(message.header["c"] == nil)
        #expect(message.header.contains("A"))
        #expect(message.text == "Body\n")
        #expect(message.defects == [.missingFrom])
    }

    @Test("A folded value is one line, its raw form keeps the folds")
    func folding() {
        let message = Message(Sample.crlf("Subject: one", "\ttwo", "  three", "X: y", ""))
        #expect(message.subject == "one two three")
        #expect(message.header.first("subject")?.rawBytes.elementsEqual(" one\r\n\ttwo\r\n  three".utf8) == true)
        #expect(message.header["x"] == "y")
    }

    @Test("The raw value leaves encoded-words alone")
    func rawValue() {
        let message = Sample.field("Subject", "=?utf-8?Q?a?= b")
        #expect(message.header.first("Subject")?.rawValue == "=?utf-8?Q?a?= b")
        #expect(message.header.first("Subject")?.value == "a b")
    }

    @Test("Blanks before the colon are allowed")
    func obsoleteColon() {
        #expect(Message(Sample.crlf("Subject : x", "")).subject == "x")
    }

    @Test(
        "Lines before the header are passed over",
        arguments: [
            ["From joe@x.y Tue Mar  5 10:20:30 2024"], [">From joe@x.y Tue Mar  5 10:20:30 2024"], [""], ["", "", ""],
            ["", "From joe@x.y Tue Mar  5 10:20:30 2024"], ["   "],
        ]
    )
    func leadingJunk(_ junk: [String]) {
        let message = Message(Sample.bytes(junk + ["Subject: x", "From: a@b", "", "Body"], ending: "\r\n"))
        #expect(message.subject == "x")
        #expect(message.text == "Body\n")
        #expect(message.defects == [.leadingJunk])
    }

    @Test("A byte order mark before the header is passed over")
    func byteOrderMark() {
        #expect(Message(Array("\u{FEFF}Subject: x\r\n\r\nBody".utf8)).subject == "x")
    }

    @Test("A separator line inside the header is passed over")
    func innerSeparator() {
        let message = Message(Sample.crlf("Subject: x", ">From joe@x.y Tue Mar  5 2024", "From: a@b", "", "Body"))
        #expect(message.from.map(\.address) == ["a@b"])
        #expect(message.defects == [.malformedHeaderLine])
    }

    @Test("A continuation that lost its blank is taken for one if a field follows")
    func lostFold() {
        let message = Message(Sample.crlf("Subject: one", "two three", "From: a@b", "", "Body"))
        #expect(message.subject == "one two three")
        #expect(message.from.map(\.address) == ["a@b"])
        #expect(message.defects == [.malformedHeaderLine])
    }

    @Test("A body without an empty line before it begins where the fields end")
    func missingEnd() {
        let message = Message(Sample.crlf("Subject: x", "From: a@b", "Dear all,", "this is it."))
        #expect(message.text == "Dear all,\nthis is it.\n")
        #expect(message.defects == [.missingHeaderEnd])
    }

    @Test("Text without any header is all body")
    func noHeader() {
        let message = Message(Array("Just some words\nand more\n".utf8))
        #expect(message.text == "Just some words\nand more\n")
        #expect(message.defects.contains(.missingHeader))
    }

    @Test(
        "No bytes at all are a message",
        arguments: ["", "\n", "\r\n", "\r", ":", "\u{0}", " ", "-", "--", "=?", "From "]
    )
    func empty(_ text: String) {
        let message = Message(Array(text.utf8))
        #expect(message.parts.count == 1)
        #expect(message.from.isEmpty)
        #expect(!message.defects.isEmpty)
    }

    @Test("Lone carriage returns end lines when nothing else does")
    func carriageReturns() {
        let message = Message(Array("Subject: x\rFrom: a@b\r\rBody\rmore\r".utf8))
        #expect(message.subject == "x")
        #expect(message.text == "Body\nmore\n")
        #expect(message.defects == [.bareCarriageReturn])
    }

    @Test("NUL bytes do not end anything")
    func nul() {
        let message = Message(Array("Subject: a\u{0}b\r\nFrom: a@b\r\n\r\nBo\u{0}dy".utf8))
        #expect(message.subject == "a b")
        #expect(message.text == "Body")
        #expect(message.defects.contains(.nulByte))
    }

    @Test("Fields that must be single are defects when they are not, and the first counts")
    func duplicates() {
        let message = Message(
            Sample.crlf(
                "From: a@b",
                "From: c@d",
                "Content-Type: text/plain; charset=koi8-r",
                "Content-Type: text/html",
                "Subject: one",
                "Subject: two",
                "",
                "Body"
            )
        )
        #expect(message.from.map(\.address) == ["a@b"])
        #expect(message.subject == "one")
        #expect(message.root.contentType.name == "text/plain")
        #expect(message.defects == [.duplicateField])
    }

    @Test("A million header lines are passed over and the body found")
    func millionLines() {
        let lines = Array("Subject: x\r\n".utf8) + Sample.repeated("A: b\r\n", 1_000_000)
        let message = Message(lines + Array("\r\nBody".utf8))
        #expect(message.header.count == Limits.standard.headerFields)
        #expect(message.subject == "x")
        #expect(message.text == "Body")
        #expect(message.defects.contains(.headerTooLarge))
    }

    @Test("One huge field is read up to its limit")
    func hugeField() {
        let value = String(repeating: "word ", count: 1_000_000)
        let message = Message(Array("Subject: \(value)\r\nFrom: a@b\r\n\r\nBody".utf8))
        #expect(message.subject.utf8.count <= Limits.standard.fieldBytes)
        #expect(message.from.map(\.address) == ["a@b"])
        #expect(message.defects == [.headerTooLarge])
    }

    @Test("Identifiers lose their brackets and folds")
    func identifiers() {
        let message = Message(
            Sample.crlf(
                "Message-ID: <one@x.y>",
                "In-Reply-To: Your mail of Monday <two@x.y> (joe)",
                "References: <a@b>\t<c@d>,<e@f>",
                " <g",
                " h@i> <broken <j@k>",
                ""
            )
        )
        #expect(message.messageID == "one@x.y")
        #expect(message.inReplyTo == ["two@x.y"])
        #expect(message.references == ["a@b", "c@d", "e@f", "gh@i", "j@k"])
    }

    @Test(
        "A Message-ID is read without brackets too",
        arguments: [("one@x.y", "one@x.y"), (" <one@x.y", "one@x.y"), ("one", "one"), ("", nil), ("<>", nil)]
            as [(
                String, String?
            )]
    )
    func looseIdentifier(_ written: String, _ read: String?) {
        let found = Sample.field("Message-ID", written).messageID
        #expect(found == read || (written.hasPrefix(" <") && found != nil))
    }

    @Test("References beyond the limit are not read")
    func manyReferences() {
        let message = Sample.field("References", String(repeating: "<a@b> ", count: 10_000))
        #expect(message.references.count == Limits.standard.identifiers)
    }
}

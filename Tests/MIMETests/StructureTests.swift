import MIME
import Testing

struct StructureTests {
    private static func mixed(_ lines: String...) -> Message {
        Message(
            Sample.bytes(
                ["From: a@b", "Content-Type: multipart/mixed; boundary=\"b\"", ""] + lines,
                ending: "\r\n"
            )
        )
    }

    @Test("Parts are cut at their boundaries, preamble and epilogue left out", arguments: ["\r\n", "\n"])
    func cut(_ ending: String) {
        let message = Message(
            Sample.bytes(
                [
                    "From: a@b", "Content-Type: multipart/mixed; boundary=\"b\"", "", "preamble", "--b", "", "one",
                    "--b  ", "Content-Type: text/plain", "", "two", "", "--b--", "epilogue",
                ],
                ending: ending
            )
        )
        #expect(message.parts.count == 3)
        #expect(message.root.children == [1, 2])
        #expect(message.parts[1].parent == 0)
        #expect(message.parts[1].text == "one")
        #expect(message.parts[2].text == "two\n")
        #expect(message.text == "one\n\ntwo\n")
        #expect(message.defects.isEmpty)
    }

    @Test("A boundary that is the beginning of another is not mistaken for it")
    func prefix() {
        let message = Message(
            Sample.crlf(
                "From: a@b",
                "Content-Type: multipart/mixed; boundary=b",
                "",
                "--b",
                "Content-Type: multipart/alternative; boundary=bb",
                "",
                "--bb",
                "",
                "inner",
                "--bb--",
                "--b",
                "",
                "outer",
                "--b--"
            )
        )
        #expect(message.parts.map(\.children.count) == [2, 1, 0, 0])
        #expect(message.text == "inner\n\nouter")
    }

    @Test("An outer boundary ends inner multiparts that were not closed")
    func unclosedInner() {
        let message = Message(
            Sample.crlf(
                "From: a@b",
                "Content-Type: multipart/mixed; boundary=out",
                "",
                "--out",
                "Content-Type: multipart/mixed; boundary=in",
                "",
                "--in",
                "",
                "inner",
                "--out",
                "",
                "outer",
                "--out--"
            )
        )
        #expect(message.root.children == [1, 3])
        #expect(message.parts[2].text == "inner")
        #expect(message.defects == [.missingCloseBoundary])
    }

    @Test("The end of the mail ends everything")
    func truncated() {
        let message = Self.mixed("--b", "", "one", "--b", "Content-Type: image/png", "Content-Transfer-Enc")
        #expect(message.parts.count == 3)
        #expect(message.text == "one")
        #expect(message.defects.contains(.missingCloseBoundary))
    }

    @Test("A boundary that is declared and never used leaves the body as text")
    func unusedBoundary() {
        let message = Self.mixed("Just text", "without parts")
        #expect(message.parts.count == 1)
        #expect(message.text == "Just text\nwithout parts\n")
        #expect(message.defects == [.unusedBoundary])
    }

    @Test("A multipart without a boundary is cut by the one its body uses")
    func guessed() {
        let message = Message(
            Sample.crlf(
                "From: a@b",
                "Content-Type: multipart/mixed",
                "",
                "--real",
                "Content-Type: text/plain",
                "",
                "one",
                "--real",
                "Content-Type: text/plain",
                "",
                "two",
                "--real--"
            )
        )
        #expect(message.text == "one\n\ntwo")
        #expect(message.defects == [.missingBoundary, .guessedBoundary])
    }

    @Test("A wrong boundary is replaced by the one the body uses")
    func wrongBoundary() {
        let message = Self.mixed("--other", "Content-Type: text/plain", "", "one", "--other--")
        #expect(message.text == "one")
        #expect(message.defects == [.unusedBoundary, .guessedBoundary])
    }

    @Test("A part without an empty line is a part without a body")
    func headerOnly() {
        let message = Self.mixed("--b", "Content-Type: text/plain", "--b", "", "two", "--b--")
        #expect(message.parts.count == 3)
        #expect(message.parts[1].bodyRange.isEmpty)
        #expect(message.text == "two")
        #expect(message.defects == [.missingHeaderEnd])
    }

    @Test("Parts of a digest are messages by default")
    func digest() {
        let message = Message(
            Sample.crlf(
                "From: a@b",
                "Content-Type: multipart/digest; boundary=b",
                "",
                "--b",
                "",
                "Subject: inner",
                "",
                "Inner text",
                "--b--"
            )
        )
        #expect(message.parts[1].contentType.name == "message/rfc822")
        #expect(message.parts[1].message?.subject == "inner")
        #expect(message.attachments.first?.message?.text == "Inner text")
    }

    @Test("An enclosed message is a message of its own, encoded or not", arguments: ["7bit", "base64"])
    func enclosed(_ encoding: String) {
        let inner = Sample.crlf(
            "From: c@d",
            "Subject: inner",
            "Content-Type: multipart/mixed; boundary=i",
            "",
            "--i",
            "",
            "Inner text",
            "--i",
            "Content-Disposition: attachment; filename=x.bin",
            "",
            "data",
            "--i--"
        )
        let body = encoding == "7bit" ? inner : Array(Base64Text.encode(inner, lineLength: 76).utf8)
        let outer = Sample.crlf(
            "From: a@b",
            "Content-Type: message/rfc822",
            "Content-Transfer-Encoding: \(encoding)",
            ""
        )
        let message = Message(outer + body)
        let enclosed = message.attachments.first?.message
        #expect(enclosed?.subject == "inner")
        #expect(enclosed?.text == "Inner text")
        #expect(enclosed?.attachments.map(\.name) == ["x.bin"])
        #expect(enclosed?.bytes == inner)
        #expect(enclosed?.attachments.first?.decodedBytes == Array("data".utf8))
    }

    @Test("Messages inside messages are opened up to their limit")
    func nestedMessages() {
        var bytes = Array("Subject: core\r\n\r\nx".utf8)
        for _ in 0..<100 { bytes = Array("Content-Type: message/rfc822\r\n\r\n".utf8) + bytes }
        var message: Message? = Message(bytes)
        var depth = 0
        while let inner = message?.root.message {
            message = inner
            depth += 1
        }
        #expect(depth == Limits.standard.nestedMessages)
    }

    @Test("Fifty thousand nested multiparts stop at the depth limit")
    func deepNesting() {
        var bytes = Array("From: a@b\r\n".utf8)
        for level in 0..<50_000 {
            bytes += Array("Content-Type: multipart/mixed; boundary=b\(level)\r\n\r\n--b\(level)\r\n".utf8)
        }
        bytes += Array("\r\nthe end".utf8)
        let message = Message(bytes)
        #expect(message.parts.count == Limits.standard.depth + 1)
        #expect(message.defects.contains(.tooDeep))
        #expect(message.text.utf8.count <= Limits.standard.textBytes)
    }

    @Test("Fifty thousand nested multiparts with one boundary are no deeper than two")
    func sameBoundary() {
        let message = Message(
            Sample.repeated("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", 50_000)
        )
        #expect(message.parts.count <= Limits.standard.parts)
        #expect(!message.defects.isEmpty)
    }

    @Test("Three hundred thousand parts stop at the part limit")
    func manyParts() {
        let bytes =
            Array("From: a@b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n".utf8)
            + Sample.repeated("--b\r\nContent-Type: text/plain\r\n\r\nx\r\n", 300_000)
        let message = Message(bytes)
        #expect(message.parts.count == Limits.standard.parts)
        #expect(message.defects.contains(.tooManyParts))
    }

    @Test("Twenty thousand lines that look like boundaries are compared in passing")
    func falseBoundaries() {
        var header = ["From: a@b"]
        for level in 0..<60 { header += ["Content-Type: multipart/mixed; boundary=b\(level)", "", "--b\(level)"] }
        let lines = Sample.repeated("--bogus\r\n", 20_000)
        let message = Message(Sample.bytes(header + ["", ""], ending: "\r\n") + lines)
        #expect(message.parts.count == 61)
    }

    @Test("Ranges of parts lie in the message, children behind their parents")
    func ranges() {
        let message = Self.mixed("--b", "", "one", "--b", "Content-Type: text/html", "", "<p>two", "--b--")
        for part in message.parts {
            #expect(part.headerRange.upperBound <= part.bodyRange.lowerBound)
            #expect(part.bodyRange.upperBound <= message.bytes.count)
            for child in part.children {
                #expect(message.parts[child].parent == part.index)
                #expect(child > part.index)
            }
        }
    }

    @Test(
        "A Content-Type that cannot be read means plain text",
        arguments: ["", "text", "/", "text/", "; charset=utf-8", "nonsense value"]
    )
    func badType(_ value: String) {
        let message = Sample.mail(["From: a@b", "Content-Type: \(value)"], body: Array("words".utf8))
        #expect(message.root.contentType.name == "text/plain")
        #expect(message.text == "words")
        #expect(message.defects == [.badContentType])
    }

    @Test("An encoded multipart is cut all the same")
    func encodedMultipart() {
        let message = Message(
            Sample.crlf(
                "From: a@b",
                "Content-Transfer-Encoding: quoted-printable",
                "Content-Type: multipart/mixed; boundary=b",
                "",
                "--b",
                "",
                "a=3Db",
                "--b--"
            )
        )
        #expect(message.text == "a=3Db")
        #expect(message.defects == [.badTransferEncoding])
    }
}

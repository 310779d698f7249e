import MIME
import Testing

struct TransferEncodingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let written: String
        let read: String
        var testDescription: String { written }

        init(_ written: String, _ read: String) {
            self.written = written
            self.read = read
        }
    }

    private static func part(_ encoding: String, _ body: String) -> Part {
        Sample.mail(
            ["Content-Type: application/octet-stream", "Content-Transfer-Encoding: \(encoding)"],
            body: Array(body.utf8)
        ).root
    }

    @Test(
        "Base64 is read whole, in chunks, unpadded and damaged; its count agrees",
        arguments: [
            Case("aGVsbG8gd29ybGQ=", "hello world"),
            Case("aGVsbG8gd29ybGQ", "hello world"),
            Case("aGVsbG8gd29ybGQ=\r\n", "hello world"),
            Case("aGVs\r\nbG8g\r\nd29y\r\nbGQ=", "hello world"),
            Case("aGVsb\nG8gd2\n9ybGQ=", "hello world"),
            Case("aGVsbG8=\r\nIHdvcmxk", "hello world"),
            Case("aGVsbG8=IHdvcmxk", "hello world"),
            Case("aGVsbG8=\r\nIHdv\r\ncmxkIQ==\r\nIQ==", "hello world!!"),
            Case("aGVs bG8g d29y bGQ=", "hello world"),
            Case("aGV*sbG8gd29ybGQ=", "hello world"),
            Case("aGVsbG8gd29ybGQ=\r\n_______________\r\nusers mailing list\r\nhttp://x.y/z", "hello world"),
            Case("aGVsbG8gd29ybGQ=\r\n\r\nThis mail was scanned.\r\n", "hello world"),
            Case("aGVsbG8gd29y\r\n-- \r\nFooter here", "hello wor"),
            Case("", ""), Case("=", ""), Case("====", ""), Case("a", ""), Case("aG", "h"), Case("\r\n\r\n", ""),
        ]
    )
    func base64(_ example: Case) {
        let part = Self.part("base64", example.written)
        #expect(String(decoding: part.decodedBytes, as: UTF8.self) == example.read)
        #expect(part.decodedCount == part.decodedBytes.count)
    }

    @Test("Counting base64 agrees with decoding it at every length and damage")
    func counts() {
        var random = SeededRandom(seed: 11)
        for length in 0..<600 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            var letters = Array(Base64Text.encode(bytes, lineLength: 76, ending: length % 2 == 0 ? "\r\n" : "\n").utf8)
            let whole = Sample.mail(["Content-Transfer-Encoding: base64"], body: letters).root
            #expect(whole.decodedBytes == bytes)
            #expect(whole.decodedCount == length)
            if !letters.isEmpty {
                letters[Int.random(in: 0..<letters.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            let damaged = Sample.mail(["Content-Transfer-Encoding: base64"], body: letters).root
            #expect(damaged.decodedCount == damaged.decodedBytes.count)
        }
    }

    @Test(
        "Quoted-printable is read with its damage",
        arguments: [
            Case("a=3Db", "a=b"), Case("caf=C3=A9", "café"), Case("caf=c3=a9", "café"),
            Case("soft=\r\nbreak", "softbreak"), Case("soft=  \r\nbreak", "softbreak"),
            Case("soft=\nbreak", "softbreak"),
            Case("trailing  \r\nnext", "trailing\r\nnext"), Case("hard\r\nbreak", "hard\r\nbreak"),
            Case("bad=ZZ", "bad=ZZ"), Case("bad=4", "bad=4"), Case("end=", "end"), Case("==41", "=A"), Case("", ""),
            Case("=\r\n=\r\n", ""),
        ]
    )
    func quotedPrintable(_ example: Case) {
        let part = Self.part("quoted-printable", example.written)
        #expect(String(decoding: part.decodedBytes, as: UTF8.self) == example.read)
        #expect(part.decodedCount == example.read.utf8.count)
    }

    @Test("Uuencode is read as a body and taken out of a text")
    func uuencode() {
        let file = "begin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n"
        #expect(Self.part("x-uuencode", file).decodedBytes == Array("Cat".utf8))
        let message = Sample.mail(["Subject: x"], body: Array("Before\r\n\(file)After\r\n".utf8))
        let content = message.content
        #expect(content.text == "Before\nAfter\n")
        #expect(content.attachments.map(\.name) == ["cat.txt"])
        #expect(content.attachments.first?.decodedBytes == Array("Cat".utf8))
        #expect(content.attachments.first?.byteCount == 3)
    }

    @Test("A uuencoded file without its end is read and is a defect")
    func uuencodeDamage() {
        let message = Sample.mail(["Subject: x"], body: Array("begin 644 cat.txt\n#0V%T\nThis is prose.\n".utf8))
        #expect(message.attachments.map(\.byteCount) == [3])
        #expect(message.text == "This is prose.\n")
        #expect(message.defects.contains(.badUuencode))
    }

    @Test("A sentence that begins with begin is no file")
    func noFile() {
        let text = "begin 644 reasons to like it\nwe have many more of them\n"
        let message = Sample.mail(["Subject: x"], body: Array(text.utf8))
        #expect(message.text == text)
        #expect(message.attachments.isEmpty)
    }

    @Test(
        "The name of the encoding is read with its usual mistakes",
        arguments: [
            ("BASE64", TransferEncoding.base64), ("base64;", .base64), ("\"base64\"", .base64), ("7bit", .identity),
            ("8BIT (x)", .identity), ("Quoted-Printable", .quotedPrintable), ("x-uue", .uuencode), ("", .identity),
        ]
    )
    func names(_ value: String, _ encoding: TransferEncoding) {
        #expect(Self.part(value, "").transferEncoding == encoding)
    }

    @Test("An unknown encoding is a defect and the body stays as it is")
    func unknown() {
        let message = Sample.mail(["Content-Transfer-Encoding: rot13"], body: Array("uryyb".utf8))
        #expect(message.text == "uryyb")
        #expect(message.defects.contains(.badTransferEncoding))
    }
}

import Testing

@testable import Curl

@Suite struct RedactionTests {
    @Test(
        "What a server says back to us carries no secret, raw or in base64",
        arguments: [
            "NO hunter2 is wrong", "NO AHVzZXIAaHVudGVyMg==", "334 aHVudGVyMg==", "hunter2hunter2",
        ]
    )
    func removes(line: String) {
        let redaction = Redaction(login: "user", credential: .password("hunter2"))
        let clean = redaction.clean(line.utf8)
        #expect(!clean.contains("hunter2"))
        #expect(!clean.contains("aHVudGVyMg"))
        #expect(!clean.contains("AHVzZXIAaHVudGVyMg"))
    }

    @Test("Control characters and length are taken out of a server's words")
    func bounds() {
        let redaction = Redaction(login: "user", credential: .password("pass"))
        #expect(redaction.clean("a\r\nb\u{1B}[31m".utf8) == "a  b [31m")
        #expect(redaction.clean(String(repeating: "x", count: 9000).utf8).utf8.count == 512)
        #expect(redaction.clean([0xFF, 0x41]) == "\u{FFFD}A")
    }

    @Test(
        "Base64 follows RFC 4648 section 10",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ]
    )
    func base64(plain: String, encoded: String) {
        #expect(Base64.encoded(Array(plain.utf8)) == Array(encoded.utf8))
    }
}

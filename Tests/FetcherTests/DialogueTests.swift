import Testing

@testable import Fetcher

@Suite struct DialogueTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test("A literal waits for its continuation, and what is queued behind waits too")
    func synchronizing() throws {
        var dialogue = Dialogue()
        let first = dialogue.submit(Command("APPEND INBOX ").then(literal: Array("hello".utf8)))
        _ = dialogue.submit(Command("NOOP"))
        #expect(text(dialogue.takeOutgoing()) == "\(first) APPEND INBOX {5}\r\n")
        #expect(dialogue.takeOutgoing().isEmpty)
        dialogue.append(Array("+ go on\r\n".utf8))
        #expect(try dialogue.next() == nil)
        #expect(text(dialogue.takeOutgoing()) == "hello\r\nG2 NOOP\r\n")
    }

    @Test("A literal that is refused is not sent")
    func refused() throws {
        var dialogue = Dialogue()
        let tag = dialogue.submit(
            Command("APPEND ").then(literal: Array("a\r".utf8)).then(" ").then(literal: Array("hello".utf8))
        )
        _ = dialogue.submit(Command("NOOP"))
        _ = dialogue.takeOutgoing()
        dialogue.append(Array("+\r\n".utf8))
        #expect(try dialogue.next() == nil)
        #expect(text(dialogue.takeOutgoing()) == "a\r {5}\r\n")
        dialogue.append(Array("\(tag) NO [OVERQUOTA] full\r\n".utf8))
        #expect(try dialogue.next() != nil)
        #expect(text(dialogue.takeOutgoing()) == "G2 NOOP\r\n")
    }

    @Test("With LITERAL+ nothing waits, with LITERAL- only what is long")
    func nonSynchronizing() {
        for (rule, count, waits) in [
            (Dialogue.LiteralRule.any, 5000, false), (.small, 4096, false), (.small, 4097, true), (.wait, 1, true),
        ] {
            var dialogue = Dialogue()
            dialogue.literalRule = rule
            _ = dialogue.submit(Command("X ").then(literal: [UInt8](repeating: 0x61, count: count)))
            #expect(text(dialogue.takeOutgoing()).hasSuffix("}\r\n") == waits)
        }
    }

    @Test("An answer to a tag never given, or given twice, is not believed")
    func unknownTag() throws {
        var dialogue = Dialogue()
        let tag = dialogue.submit(Command("NOOP"))
        dialogue.append(Array("\(tag) OK\r\n".utf8))
        #expect(try dialogue.next() != nil)
        dialogue.append(Array("\(tag) OK\r\n".utf8))
        #expect(throws: ResponseFramer.Mistake.malformed) { try dialogue.next() }
    }

    @Test("A continuation that nothing waits for is passed on")
    func continuation() throws {
        var dialogue = Dialogue()
        _ = dialogue.submit(Command("IDLE"))
        _ = dialogue.takeOutgoing()
        dialogue.append(Array("+ idling\r\n".utf8))
        #expect(try dialogue.next() == .continuation)
        dialogue.submit(line: "DONE")
        #expect(text(dialogue.takeOutgoing()) == "DONE\r\n")
    }

    @Test(
        "A string is sent as an atom, quoted or as a literal, whatever carries it safely",
        arguments: [
            ("INBOX.Support", "X INBOX.Support"), ("a b", #"X "a b""#), (#"a"\b"#, #"X "a\"\\b""#), ("", #"X """#),
            ("NIL", #"X "NIL""#), ("a*", #"X "a*""#), ("a%b", #"X "a%b""#), ("(a", #"X "(a""#), ("ü", nil),
            ("a\r\nb", nil), ("{3}", #"X "{3}""#),
        ] as [(String, String?)]
    )
    func strings(value: String, expected: String?) {
        let command = Command("X ").then(string: Array(value.utf8))
        if let expected {
            #expect(command.pieces == [.text(Array(expected.utf8))])
        } else {
            #expect(command.pieces == [.text(Array("X ".utf8)), .literal(Array(value.utf8))])
        }
    }
}

import Digest
import Testing
import Triage

@Suite("Our own Message-IDs")
struct MessageTokenTests {
    let key: SigningKey
    let otherKey: SigningKey

    init() throws {
        key = try #require(SigningKey(bytes: Array(0..<32)))
        otherKey = try #require(SigningKey(bytes: Array(1..<33)))
    }

    @Test("A Message-ID of ours names its ticket, with and without angle brackets and whatever the domain's case")
    func own() {
        let messageID = MessageToken.make(ticket: 1042, sequence: 3, key: key, domain: "Northlight.example")
        #expect(messageID.hasPrefix("gp.1042.3."))
        #expect(messageID.hasSuffix("@northlight.example"))
        for form in [messageID, "<\(messageID)>", messageID.replacing("@northlight", with: "@NORTHLIGHT")] {
            #expect(MessageToken.verify(messageID: form, key: key) == 1042)
        }
    }

    @Test("Any change of any character is a forgery")
    func forgeries() {
        let messageID = MessageToken.make(ticket: 1042, sequence: 3, key: key, domain: "northlight.example")
        let characters = Array(messageID)
        for index in characters.indices {
            for replacement in ["0", "1", "x", ".", "@", "<", "\u{0}", "é"] as [Character]
            where replacement != characters[index] {
                var changed = characters
                changed[index] = replacement
                #expect(MessageToken.verify(messageID: String(changed), key: key) == nil)
            }
            var shorter = characters
            shorter.remove(at: index)
            #expect(MessageToken.verify(messageID: String(shorter), key: key) == nil)
        }
    }

    @Test("Another key, another domain, another ticket with the same signature: none passes")
    func transplants() {
        let messageID = MessageToken.make(ticket: 1042, sequence: 3, key: key, domain: "northlight.example")
        #expect(MessageToken.verify(messageID: messageID, key: otherKey) == nil)
        #expect(MessageToken.verify(messageID: messageID.replacing("northlight", with: "southlight"), key: key) == nil)
        #expect(MessageToken.verify(messageID: messageID.replacing("gp.1042.3", with: "gp.1043.3"), key: key) == nil)
        #expect(MessageToken.verify(messageID: messageID.replacing("gp.1042.3", with: "gp.104.23"), key: key) == nil)
    }

    @Test(
        "Damaged and foreign Message-IDs name nothing",
        arguments: [
            "", "<>", "@", "gp@x", "gp.1.2.3@x", "gp.1.2.@x", "gp.-1.2.00112233445566778899aabbccddeeff@x",
            "gp.99999999999999999999.1.00112233445566778899aabbccddeeff@x", "<CAF=abc@mail.example>",
            "gp.01.2.00112233445566778899aabbccddeeff@x", String(repeating: "gp.1.2.3", count: 10_000) + "@x",
        ]
    )
    func foreign(messageID: String) {
        #expect(MessageToken.verify(messageID: messageID, key: key) == nil)
    }

    @Test("A domain that cannot stand in a Message-ID is made to")
    func domain() {
        let messageID = MessageToken.make(ticket: 1, sequence: 1, key: key, domain: "x\r\n>y z.example")
        #expect(messageID.hasSuffix("@xyz.example"))
        #expect(MessageToken.verify(messageID: messageID, key: key) == 1)
        #expect(MessageToken.make(ticket: 1, sequence: 1, key: key, domain: "").hasSuffix("@localhost"))
    }

    @Test(
        "The token in a subject is the last whole one",
        arguments: [
            ("Re: Form [#1042]", 1042), ("[#1] and [#22]", 22), ("[#1", nil), ("[#]", nil), ("[#01]", nil),
            ("#12", nil),
            ("[ #12]", nil), ("[#١٢]", nil), ("[#[#5]", 5), ("[#1234567890123]", nil),
            ("[#999999999999]", 999_999_999_999),
        ] as [(String, Int?)]
    )
    func subject(subject: String, ticket: Int?) {
        #expect(MessageToken.ticket(inSubject: subject) == ticket)
    }

    @Test("A subject without its tokens keeps its words")
    func removing() {
        #expect(MessageToken.removingTokens(fromSubject: "Re: [#1] Form [#22] broken [#x]") == "Re: Form broken [#x]")
        #expect(MessageToken.subjectToken(ticket: 7) == "[#7]")
    }
}

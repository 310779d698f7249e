import Curl
import Testing

@Suite struct ServerAddressTests {
    @Test(
        "An address reads as scheme, host and port",
        arguments: [
            ("imaps://imap.northlight.example", ServerAddress.Scheme.imaps, "imap.northlight.example", 993),
            ("IMAP://127.0.0.1:1143", .imap, "127.0.0.1", 1143),
            ("smtps://smtp.northlight.example/", .smtps, "smtp.northlight.example", 465),
            ("smtp://[::1]:2525", .smtp, "::1", 2525),
            ("smtp://mail", .smtp, "mail", 587),
            ("imap://[fe80::1]", .imap, "fe80::1", 143),
        ] as [(String, ServerAddress.Scheme, String, UInt16)]
    )
    func reads(text: String, scheme: ServerAddress.Scheme, host: String, port: UInt16) throws {
        let address = try #require(ServerAddress(text))
        #expect(address.scheme == scheme)
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(ServerAddress(address.description) == address)
    }

    @Test(
        "What is not exactly an address is none",
        arguments: [
            "", "imap.example", "http://example", "imaps://", "imaps://host:0", "imaps://host:65536", "imaps://host:-1",
            "imaps://host:", "imaps://user@host", "imaps://host/path", "imaps://host?x", "imaps://a b", "imaps://[::1",
            "imaps://[::1]x", "imaps://::1", "imaps://ho\nst", "imaps://-host", "imaps://host:+99", "imaps://höst",
        ]
    )
    func refuses(text: String) {
        #expect(ServerAddress(text) == nil)
    }

    @Test("A credential never shows its secret, however it is printed")
    func hidesSecrets() {
        for credential in [Credential.password("s3cret-word"), .token("s3cret-token")] {
            var dumped = ""
            dump(credential, to: &dumped)
            for text in ["\(credential)", String(reflecting: credential), dumped, "\([credential])"] {
                #expect(!text.contains("s3cret"))
            }
        }
    }

    @Test("A wake signal stays raised until it is cleared")
    func wakeSignal() throws {
        let signal = try #require(WakeSignal())
        #expect(!signal.isRaised)
        signal.raise()
        signal.raise()
        #expect(signal.isRaised)
        signal.clear()
        #expect(!signal.isRaised)
    }
}

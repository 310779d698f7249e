import Curl
import LabKit
import Testing

@testable import Fetcher

extension ScriptedServer {
    func account(
        _ scheme: ServerAddress.Scheme = .imaps,
        credential: Credential = .password("pass-word"),
        silence: Int = 5
    ) throws -> Account {
        Account(
            name: "scripted",
            address: try address(scheme),
            login: "user",
            credential: credential,
            trust: try Self.trust,
            timeouts: Timeouts(connectSeconds: 5, silenceSeconds: silence)
        )
    }
}

@Suite("Login at scripted servers") struct ScriptedLoginTests {
    private static let capabilities: [ScriptedServer.Step] = [
        .send("* OK ready\r\n"), .expect("CAPABILITY"),
        .send("* CAPABILITY IMAP4rev1 STARTTLS SASL-IR AUTH=GSSAPI AUTH=CRAM-MD5 AUTH=PLAIN\r\n{tag} OK\r\n"),
    ]
    private static let after: [ScriptedServer.Step] = [
        .expect("CAPABILITY"), .send("* CAPABILITY IMAP4rev1\r\n{tag} OK\r\n"), .expect("NOOP"), .send("{tag} OK\r\n"),
    ]

    private func failure(
        _ server: ScriptedServer,
        _ scheme: ServerAddress.Scheme = .imaps,
        credential: Credential = .password("pass-word")
    ) throws -> FetchError? {
        let account = try server.account(scheme, credential: credential)
        return #expect(throws: FetchError.self) { try IMAPSession(account) }
    }

    @Test("PLAIN is used where GSSAPI and CRAM-MD5 are offered first")
    func plain() throws {
        let server = try ScriptedServer(
            isTLS: true,
            Self.capabilities + [.expect("AUTHENTICATE PLAIN AHVzZXIAcGFzcy13b3Jk"), .send("{tag} OK\r\n")] + Self.after
        )
        try IMAPSession(server.account()).noop()
    }

    @Test("The LOGIN command is the last way, with its words quoted")
    func loginCommand() throws {
        let start: [ScriptedServer.Step] = [
            .send("* OK ready\r\n"), .expect("CAPABILITY"), .send("* CAPABILITY IMAP4rev1\r\n{tag} OK\r\n"),
        ]
        let server = try ScriptedServer(
            isTLS: true,
            start,
            start + [.expect(#"LOGIN user "pa ss\"\\word""#), .send("{tag} OK\r\n")] + Self.after
        )
        try IMAPSession(server.account(credential: .password(#"pa ss"\word"#))).noop()
    }

    @Test(
        "A token goes by the mechanism the server knows, OAUTHBEARER first",
        arguments: [
            ("AUTH=XOAUTH2", "AUTHENTICATE XOAUTH2"), ("AUTH=XOAUTH2 AUTH=OAUTHBEARER", "AUTHENTICATE OAUTHBEARER"),
        ]
    )
    func token(offer: String, command: String) throws {
        let server = try ScriptedServer(
            isTLS: true,
            [
                .send("* OK ready\r\n"), .expect("CAPABILITY"),
                .send("* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN \(offer)\r\n{tag} OK\r\n"), .expect(command),
                .send("{tag} OK\r\n"),
            ] + Self.after
        )
        try IMAPSession(server.account(credential: .token("token-value"))).noop()
    }

    @Test(
        "An expired token is told as such, and its secret is not",
        arguments: [
            "+ eyJzdGF0dXMiOiI0MDEifQ==\r\n", "{tag} NO [AUTHENTICATIONFAILED] token-value has expired\r\n",
        ]
    )
    func expiredToken(answer: String) throws {
        let server = try ScriptedServer(
            isTLS: true,
            [
                .send("* OK ready\r\n"), .expect("CAPABILITY"),
                .send("* CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2\r\n{tag} OK\r\n"), .expect("AUTHENTICATE XOAUTH2"),
                .send(answer),
            ]
        )
        let error = try failure(server, credential: .token("token-value"))
        #expect(error?.cause == .connection(.loginRefused))
        #expect(error?.isWrongCredential == true)
        #expect(error.map { "\($0)".contains("token-value") } == false)
    }

    @Test(
        "A refusal that says \"later\" is no wrong password",
        arguments: [
            ("[UNAVAILABLE]", ResponseCode.unavailable, true), ("[AUTHENTICATIONFAILED]", .authenticationFailed, false),
            ("[INUSE]", .inUse, true), ("[EXPIRED]", .expired, false), ("[ALERT]", .alert, false),
        ]
    )
    func refusal(words: String, code: ResponseCode, passes: Bool) throws {
        let server = try ScriptedServer(
            isTLS: true,
            Self.capabilities + [.expect("AUTHENTICATE"), .send("{tag} NO \(words) not now\r\n")]
        )
        let error = try failure(server)
        #expect(error?.code == code)
        #expect(error?.isTransient == passes)
        #expect(error?.isWrongCredential == !passes)
    }

    @Test(
        "A server that ends the session at the greeting or at login has a reason that may pass",
        arguments: [
            [.send("* BYE [UNAVAILABLE] too many connections\r\n")],
            capabilities + [.expect("AUTHENTICATE"), .send("* BYE [UNAVAILABLE] shutting down\r\n")],
        ] as [[ScriptedServer.Step]]
    )
    func bye(steps: [ScriptedServer.Step]) throws {
        let error = try failure(try ScriptedServer(isTLS: true, steps + [.close]))
        #expect(error?.cause == .connection(.endedByServer))
        #expect(error?.code == .unavailable)
        #expect(error?.isTransient == true)
    }

    @Test("Where no way to log in is left, nobody is blamed for a wrong password")
    func loginDisabled() throws {
        let server = try ScriptedServer(
            isTLS: true,
            [
                .send("* OK ready\r\n"), .expect("CAPABILITY"),
                .send("* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n{tag} OK\r\n"),
            ]
        )
        #expect(try failure(server)?.cause == .connection(.loginNotPossible))
    }

    @Test(
        "Without STARTTLS, or when it is refused, the password stays here",
        arguments: [
            [
                .send("* OK ready\r\n"), .expect("CAPABILITY"),
                .send("* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n{tag} OK\r\n"),
            ],
            capabilities + [.expect("STARTTLS"), .send("{tag} NO not today\r\n")],
            [.send("* PREAUTH welcome\r\n"), .expect("CAPABILITY"), .send("* CAPABILITY IMAP4rev1\r\n{tag} OK\r\n")],
        ] as [[ScriptedServer.Step]]
    )
    func noEncryption(steps: [ScriptedServer.Step]) throws {
        let server = try ScriptedServer(isTLS: false, steps)
        let error = try failure(server, .imap)
        #expect(error?.cause == .connection(.encryptionNotOffered))
        #expect(error?.isTransient == false)
        let said = try server.transcript().received
        #expect(!said.contains { $0.contains("AUTHENTICATE") || $0.contains("LOGIN") })
    }

    @Test("Words slipped in behind STARTTLS end the session before the password")
    func injection() throws {
        let server = try ScriptedServer(
            isTLS: false,
            Self.capabilities + [.expect("STARTTLS"), .startTLS("A002 OK begin\r\n* CAPABILITY IMAP4rev1 AUTH=X\r\n")]
        )
        let error = try failure(server, .imap)
        #expect(error?.cause == .connection(.protocolViolation))
        #expect(try server.transcript().received.allSatisfy { !$0.contains("AUTHENTICATE") })
    }

    @Test("STARTTLS is followed by the login under encryption")
    func startTLS() throws {
        let server = try ScriptedServer(
            isTLS: false,
            Self.capabilities + [
                .expect("STARTTLS"), .startTLS("A002 OK begin\r\n"), .expect("CAPABILITY"),
                .send("* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN\r\n{tag} OK\r\n"), .expect("AUTHENTICATE PLAIN"),
                .send("{tag} OK\r\n"),
            ] + Self.after
        )
        try IMAPSession(server.account(.imap)).noop()
    }

    @Test("A certificate for another host is refused")
    func wrongHost() throws {
        let server = try ScriptedServer(isTLS: true, host: "127.0.0.2", Self.capabilities)
        #expect(try failure(server)?.cause == .connection(.certificateNotTrusted))
    }

    @Test("A missing file of authorities is told as such")
    func missingAuthorities() throws {
        let server = try ScriptedServer(isTLS: true, Self.capabilities)
        var account = try server.account()
        account.trust = .file("/nonexistent/authorities.pem")
        let error = #expect(throws: FetchError.self) { try IMAPSession(account) }
        #expect(error?.cause == .connection(.trustAnchorsUnreadable))
    }

    @Test("Speaking TLS to a plain port, or plain to nobody, is told apart")
    func wrongPort() throws {
        let plain = try ScriptedServer(isTLS: false, [.send("* OK ready\r\n")])
        #expect(try failure(plain)?.cause == .connection(.noTLS))
        var account = try plain.account()
        // Port 1 of loopback is nobody's.
        account.address = try #require(ServerAddress("imaps://127.0.0.1:1"))
        let error = #expect(throws: FetchError.self) { try IMAPSession(account) }
        #expect(error?.cause == .connection(.unreachable))
        #expect(error?.isTransient == true)
    }

    @Test("A server that says nothing is given up in time")
    func silent() throws {
        let server = try ScriptedServer(isTLS: true, [])
        var account = try server.account()
        account.timeouts.connectSeconds = 1
        let error = #expect(throws: FetchError.self) { try IMAPSession(account) }
        #expect(error?.cause == .connection(.timedOut))
    }

    @Test("No login name means no connection")
    func noName() throws {
        let server = try ScriptedServer(isTLS: true, Self.capabilities)
        var account = try server.account()
        account.login = ""
        let error = #expect(throws: FetchError.self) { try IMAPSession(account) }
        #expect(error?.cause == .connection(.loginNameMissing))
    }
}

import Curl
import LabKit
import Testing

@Suite("Submission to the lab's server", .enabled(if: LabSubmission.running != nil, "no lab runs; see Tests/lab"))
struct SubmissionTests {
    private func submission(
        _ scheme: ServerAddress.Scheme = .smtp,
        password: String? = nil,
        trust: TrustAnchors? = nil,
        timeouts: Timeouts = Timeouts(),
        interrupt: WakeSignal? = nil
    ) throws -> SMTPSubmission {
        let lab = try #require(LabSubmission.running)
        return try SMTPSubmission(
            to: scheme == .smtp ? lab.smtp : lab.smtps,
            login: "support@lab.example",
            credential: .password(password ?? lab.password),
            trust: trust ?? lab.trust,
            timeouts: timeouts,
            name: "desk.lab.example",
            interrupt: interrupt
        )
    }

    private let mail = Array("From: a@lab.example\r\nSubject: x\r\n\r\n.\r\n..dots\r\n".utf8)

    @Test("A mail is accepted over STARTTLS and over TLS", arguments: [ServerAddress.Scheme.smtp, .smtps])
    func accepts(scheme: ServerAddress.Scheme) throws {
        let submission = try submission(scheme)
        for _ in 0..<3 {
            let outcome = submission.submit(from: "support@lab.example", to: ["sink@lab.example"], message: mail)
            #expect(outcome == .accepted)
        }
        #expect(submission.accountFailure == nil)
    }

    @Test("A mail from nobody, as automatic replies must be sent, is accepted")
    func nullSender() throws {
        #expect(try submission().submit(from: "", to: ["sink@lab.example"], message: mail) == .accepted)
    }

    @Test(
        "A permanent no at a recipient or after the final dot is a refusal with its code",
        arguments: [
            ("refuse-recipient", 550), ("refuse-mail", 554),
        ]
    )
    func refuses(name: String, code: Int) throws {
        let submission = try submission()
        let outcome = submission.submit(from: "a@lab.example", to: ["\(name)@fault.example"], message: mail)
        guard case .refused(code, let text) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(text.hasPrefix("\(code) "))
        #expect(submission.accountFailure == nil)
        #expect(submission.submit(from: "a@lab.example", to: ["sink@lab.example"], message: mail) == .accepted)
    }

    @Test(
        "A temporary no at a recipient or after the final dot is a deferral with its code",
        arguments: [
            ("defer-recipient", 451), ("defer-mail", 452),
        ]
    )
    func defers(name: String, code: Int) throws {
        let submission = try submission()
        let outcome = submission.submit(from: "a@lab.example", to: ["\(name)@fault.example"], message: mail)
        guard case .deferred(code, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(submission.accountFailure == nil)
    }

    @Test("One refused recipient refuses the mail for all")
    func allOrNone() throws {
        let recipients = ["sink@lab.example", "refuse-recipient@fault.example"]
        let outcome = try submission().submit(from: "a@lab.example", to: recipients, message: mail)
        guard case .refused(550, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test(
        "A connection lost after the final dot leaves the mail's fate uncertain",
        arguments: [
            "cut-after", "store-and-cut",
        ]
    )
    func uncertain(name: String) throws {
        let submission = try submission()
        let long = Array(repeating: Array("a line of text\r\n".utf8), count: 20_000).joined()
        for mail in [mail, mail + long] {
            let outcome = submission.submit(from: "a@lab.example", to: ["\(name)@fault.example"], message: mail)
            guard case .uncertain = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
        #expect(submission.submit(from: "a@lab.example", to: ["sink@lab.example"], message: mail) == .accepted)
    }

    @Test("Silence after the final dot leaves the mail's fate uncertain")
    func silent() throws {
        let submission = try submission(timeouts: Timeouts(finalReplySeconds: 1))
        let outcome = submission.submit(from: "a@lab.example", to: ["silent-after@fault.example"], message: mail)
        guard case .uncertain = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test(
        "Who is asked to end waits only a while for a server that has the mail and says nothing",
        .timeLimit(.minutes(2))
    )
    func interrupted() throws {
        let stop = try #require(WakeSignal())
        stop.raise()
        // By itself it would wait ten minutes (RFC 5321 section 4.5.3.2.6), longer than this test may take.
        let submission = try submission(timeouts: Timeouts(finalReplySeconds: 600), interrupt: stop)
        let outcome = submission.submit(from: "a@lab.example", to: ["silent-after@fault.example"], message: mail)
        guard case .uncertain = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test("A wrong password defers the mail and tells that the account is at fault")
    func wrongPassword() throws {
        let submission = try submission(password: "wrong-password")
        let outcome = submission.submit(from: "a@lab.example", to: ["sink@lab.example"], message: mail)
        guard case .deferred(535, let text) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(submission.accountFailure?.cause == .loginRefused)
        #expect(submission.accountFailure?.isTransient == false)
        #expect(!text.contains("wrong-password"))
    }

    @Test("A server whose certificate nobody vouches for gets no mail", arguments: [ServerAddress.Scheme.smtp, .smtps])
    func untrusted(scheme: ServerAddress.Scheme) throws {
        let submission = try submission(scheme, trust: .system)
        let outcome = submission.submit(from: "a@lab.example", to: ["sink@lab.example"], message: mail)
        guard case .deferred(nil, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(submission.accountFailure?.cause == .certificateNotTrusted)
    }

    @Test(
        "An envelope address cannot smuggle in a command",
        arguments: [
            "a@b>\r\nRCPT TO:<c@d", "a b@c", "<a@b>", "a@b\n",
        ]
    )
    func envelopeInjection(address: String) throws {
        guard case .refused(553, _) = try submission().submit(from: "a@lab.example", to: [address], message: mail)
        else {
            Issue.record("accepted \(address)")
            return
        }
    }
}

@Suite("Submission to a scripted server") struct ScriptedSubmissionTests {
    private let mail = Array("Subject: x\r\n\r\nhello\r\n".utf8)
    private let login: [ScriptedServer.Step] = [
        .send("220 scripted\r\n"), .expect("EHLO desk.lab.example"), .send("250-scripted\r\n250 AUTH PLAIN\r\n"),
        .expect("AUTH PLAIN"), .send("334 \r\n"), .expect("AHVzZXIAcGFzcy13b3Jk"), .send("235 ok\r\n"),
    ]

    private func submit(to server: ScriptedServer, _ scheme: ServerAddress.Scheme = .smtps) throws
        -> (SMTPSubmission.Outcome, ConnectionFailure?)
    {
        let submission = try SMTPSubmission(
            to: try server.address(scheme),
            login: "user",
            credential: .password("pass-word"),
            trust: try ScriptedServer.trust,
            timeouts: Timeouts(connectSeconds: 5, finalReplySeconds: 5),
            name: "desk.lab.example"
        )
        let outcome = submission.submit(from: "a@lab.example", to: ["b@lab.example"], message: mail)
        return (outcome, submission.accountFailure)
    }

    @Test("A connection lost before the mail was asked for defers it")
    func cutBeforeData() throws {
        let server = try ScriptedServer(
            isTLS: true,
            login + [.expect("MAIL"), .send("250 ok\r\n"), .expect("RCPT"), .send("250 ok\r\n"), .expect("DATA"), .cut]
        )
        let (outcome, failure) = try submit(to: server)
        guard case .deferred(nil, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(failure?.cause == .closed)
    }

    @Test("A kept connection that the server has closed meanwhile is made anew for the next mail")
    func keptConnectionLost() throws {
        let accept: [ScriptedServer.Step] = [
            .expect("MAIL"), .send("250 ok\r\n"), .expect("RCPT"), .send("250 ok\r\n"), .expect("DATA"),
            .send("354 go\r\n"), .expect("Subject"), .expect(""), .expect("hello"), .expect("."),
            .send("250 accepted\r\n"),
        ]
        let server = try ScriptedServer(
            isTLS: true,
            login + accept + [.expect("MAIL"), .cut],
            login + accept + accept
        )
        let submission = try SMTPSubmission(
            to: try server.address(.smtps),
            login: "user",
            credential: .password("pass-word"),
            trust: try ScriptedServer.trust,
            timeouts: Timeouts(connectSeconds: 5, finalReplySeconds: 5),
            name: "desk.lab.example"
        )
        for _ in 0..<3 {
            #expect(submission.submit(from: "a@lab.example", to: ["b@lab.example"], message: mail) == .accepted)
        }
    }

    @Test("An answer after the final dot that is neither yes nor no leaves the fate uncertain")
    func strangeAnswer() throws {
        let server = try ScriptedServer(
            isTLS: true,
            login + [
                .expect("MAIL"), .send("250 ok\r\n"), .expect("RCPT"), .send("250 ok\r\n"), .expect("DATA"),
                .send("354 go\r\n"), .expect("Subject"), .expect(""), .expect("hello"), .expect("."),
                .send("399 what\r\n"),
            ]
        )
        let (outcome, _) = try submit(to: server)
        guard case .uncertain = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test("A server with another host's certificate gets neither password nor mail")
    func wrongHost() throws {
        let server = try ScriptedServer(isTLS: true, host: "127.0.0.2", login)
        let (outcome, failure) = try submit(to: server)
        guard case .deferred(nil, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(failure?.cause == .certificateNotTrusted)
        #expect(try server.transcript().received == [])
    }

    @Test("A server that knows only old TLS gets neither password nor mail", arguments: ["TLSv1", "TLSv1_1"])
    func oldTLS(newest: String) throws {
        let server = try ScriptedServer(isTLS: true, newest: newest, login)
        let (outcome, failure) = try submit(to: server)
        guard case .deferred(nil, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(failure?.cause == .noTLS)
        #expect(try server.transcript().received == [])
    }

    @Test("Without STARTTLS nothing is said, least of all the password")
    func noEncryption() throws {
        let server = try ScriptedServer(
            isTLS: false,
            [.send("220 scripted\r\n"), .expect("EHLO"), .send("250-scripted\r\n250 AUTH PLAIN\r\n")]
        )
        let (outcome, failure) = try submit(to: server, .smtp)
        guard case .deferred(nil, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(failure?.cause == .encryptionNotOffered)
        let said = try server.transcript().received
        #expect(!said.contains { $0.uppercased().hasPrefix("AUTH") || $0.uppercased().hasPrefix("MAIL") })
    }
}

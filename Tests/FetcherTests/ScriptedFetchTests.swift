import Curl
import Dispatch
import LabKit
import Testing

@testable import Fetcher

/// A session at a scripted server with three mails of ten bytes listed.
private enum Script {
    static func open(_ capabilities: String = "") -> [ScriptedServer.Step] {
        [
            .send("* OK ready\r\n"), .expect("CAPABILITY"),
            .send("* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN\r\n{tag} OK\r\n"), .expect("AUTHENTICATE"),
            .send("{tag} OK\r\n"), .expect("CAPABILITY"),
            .send("* CAPABILITY IMAP4rev1 \(capabilities)\r\n{tag} OK\r\n"),
        ]
    }

    static func select(_ more: String = "") -> [ScriptedServer.Step] {
        [
            .expect("SELECT INBOX"),
            .send("* 3 EXISTS\r\n* OK [UIDVALIDITY 7] \r\n\(more){tag} OK [READ-WRITE] \r\n"),
        ]
    }

    static let list: [ScriptedServer.Step] = [
        .expect("UID SEARCH UID 1:4294967295"), .send("* SEARCH 1 2 3\r\n{tag} OK\r\n"),
        .expect("UID FETCH 1:3 (UID RFC822.SIZE)"),
        .send("* 1 FETCH (RFC822.SIZE 10 UID 1)\r\n* 2 FETCH (UID 2 RFC822.SIZE 10)\r\n"),
        .send("* 3 FETCH (UID 3 RFC822.SIZE 10)\r\n{tag} OK\r\n"),
    ]

    static let start = open() + select() + list

    static func mail(_ uid: Int) -> String { "Mail: \(uid)\r\n\r\n" }

    static func fetch(_ uid: Int) -> String { "* \(uid) FETCH (UID \(uid) BODY[] {11}\r\n\(mail(uid)))\r\n" }

    static func answer(_ uids: Int...) -> ScriptedServer.Step {
        .send(uids.map(fetch).joined() + "{tag} OK\r\n")
    }

    /// NOOP and the search that tell whether mails are still there.
    static func present(_ asked: String, _ found: String) -> [ScriptedServer.Step] {
        [
            .expect("NOOP"), .send("{tag} OK\r\n"), .expect("UID SEARCH UID \(asked)"),
            .send("* SEARCH \(found)\r\n{tag} OK\r\n"),
        ]
    }
}

@Suite("Fetching from scripted servers") struct ScriptedFetchTests {
    private struct Result {
        var mails: [RawMail] = []
        var unfetchable: [UnfetchableMail] = []
        var report: FetchReport?
        var error: FetchError?
        var isOver = false
    }

    private func run(
        _ steps: [ScriptedServer.Step],
        limits: FetchLimits = FetchLimits(),
        after cursor: Cursor? = nil,
        silence: Int = 5
    ) throws -> Result {
        let server = try ScriptedServer(isTLS: true, steps)
        let session = try IMAPSession(server.account(silence: silence))
        try session.select("INBOX")
        var result = Result()
        do {
            result.report = try session.fetchNew(after: cursor, limits: limits) {
                result.mails += $0.mails
                result.unfetchable += $0.unfetchable
                #expect($0.cursor.lastUID >= ($0.mails.last?.uid ?? 0))
            }
        } catch let error as FetchError {
            result.error = error
        }
        result.isOver = session.isOver
        return result
    }

    private func texts(_ result: Result) -> [String] {
        result.mails.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test("Mails are matched by UID whatever else the server says in between")
    func unsolicited() throws {
        let noise = "* 2 FETCH (FLAGS (\\Seen))\r\n* 4 EXISTS\r\n* 9 FETCH (UID 99 BODY[] {3}\r\nabc)\r\n"
        let result = try run(
            Script.start + [
                .expect("UID FETCH 1:3 (UID INTERNALDATE FLAGS BODY.PEEK[])"),
                .send(noise + Script.fetch(2) + "* OK [ALERT] hello\r\n" + Script.fetch(2) + noise),
                .send("* 1 FETCH (BODY[] \"Mail: 1\" FLAGS (\\Flagged) UID 1)\r\n"),
                .send("* 3 FETCH (UID 3 FLAGS (a))\r\n* 1 EXPUNGE\r\n" + Script.fetch(3) + "{tag} OK\r\n"),
            ]
        )
        #expect(texts(result) == ["Mail: 1", Script.mail(2), Script.mail(3)])
        #expect(result.mails.map(\.flags) == [["\\Flagged"], [], ["a"]])
        #expect(result.report?.cursor == Cursor(uidValidity: 7, lastUID: 3))
    }

    @Test("A cut in the middle of a mail delivers what was whole and nothing else", arguments: [true, false])
    func cut(byReset: Bool) throws {
        let end: [ScriptedServer.Step] = byReset ? [.cut] : [.close]
        let result = try run(
            Script.start + [
                .expect("UID FETCH 1 (UID INTERNALDATE"), .expect("UID FETCH 2 "), .expect("UID FETCH 3 "),
                .send(Script.fetch(1) + "G5 OK\r\n" + "* 2 FETCH (UID 2 BODY[] {500}\r\nhalf of it"),
            ] + end,
            limits: FetchLimits(mailsPerCommand: 1)
        )
        // A reset may overtake what was sent before it.
        #expect(texts(result) == [Script.mail(1)] || byReset && result.mails.isEmpty)
        #expect(result.error?.cause == .closed)
        #expect(result.error?.isTransient == true)
        #expect(result.isOver)
    }

    @Test("A mail that is gone is reported as expunged and not waited for")
    func gone() throws {
        let result = try run(
            Script.start + [.expect("UID FETCH 1:3"), Script.answer(1, 3)] + Script.present("2", "")
        )
        #expect(texts(result) == [Script.mail(1), Script.mail(3)])
        #expect(result.report?.expunged == [2])
        #expect(result.report?.cursor.lastUID == 3)
    }

    @Test(
        "A mail that is listed and never sent is given up after some tries, visibly",
        arguments: [
            ("{tag} OK\r\n", UnfetchableMail.Reason.neverSent),
            ("* 2 FETCH (UID 2 BODY[] NIL)\r\n{tag} OK\r\n", .neverSent),
            ("* 2 FETCH (UID 2 BODY[] {0}\r\n)\r\n{tag} OK\r\n", .neverSent),
            ("{tag} NO some of the requested messages no longer exist\r\n", .refused),
            ("{tag} BAD Command Error. 10\r\n", .refused),
            (
                "* 2 FETCH (UID 2 BODY[] {85}\r\nSubject: Retrieval using the IMAP4 protocol failed for the following "
                    + "message: 12\r\n\r\nx)\r\n{tag} OK\r\n", .substituted
            ),
        ]
    )
    func poison(answer: String, reason: UnfetchableMail.Reason) throws {
        let result = try run(
            Script.start + [.expect("UID FETCH 1:3"), Script.answer(1, 3)] + Script.present("2", "2")
                + [.expect("UID FETCH 2 "), .send(answer), .expect("UID FETCH 2 "), .send(answer)]
                + Script.present("2", "2")
        )
        #expect(texts(result) == [Script.mail(1), Script.mail(3)])
        #expect(result.unfetchable == [UnfetchableMail(uid: 2, reason: reason)])
        #expect(result.report?.unfetchable == result.unfetchable)
        #expect(result.report?.cursor.lastUID == 3)
    }

    @Test("When a command is refused, its mails are asked for one by one")
    func oneByOne() throws {
        let result = try run(
            Script.start + [.expect("UID FETCH 1:3"), .send(Script.fetch(1) + "{tag} NO no\r\n")]
                + Script.present("2:3", "2 3")
                + [.expect("UID FETCH 2 "), Script.answer(2), .expect("UID FETCH 3 "), Script.answer(3)]
        )
        #expect(texts(result) == (1...3).map(Script.mail))
        #expect(result.report?.unfetchable.isEmpty == true)
    }

    @Test(
        "A NO that says \"later\" ends the run and blames no mail",
        arguments: [
            "UNAVAILABLE", "THROTTLED", "LIMIT", "INUSE", "OVERQUOTA",
        ]
    )
    func later(code: String) throws {
        let result = try run(Script.start + [.expect("UID FETCH 1:3"), .send("{tag} NO [\(code)] slow down\r\n")])
        #expect(result.error?.cause == .refused)
        #expect(result.error?.scope == .account)
        #expect(result.mails.isEmpty && result.unfetchable.isEmpty)
    }

    @Test("BYE in the middle ends the session with the server's words")
    func bye() throws {
        let result = try run(
            Script.start + [
                .expect("UID FETCH 1:3"), .send("* BYE Session invalidated - AccessTokenExpired\r\n"), .close,
            ]
        )
        #expect(result.error?.cause == .endedByServer)
        #expect(result.error?.serverText == "Session invalidated - AccessTokenExpired")
        #expect(result.isOver)
    }

    @Test("An answer out of step ends the session", arguments: ["G99 OK\r\n", "hello\r\n", "G4 OK again\r\n"])
    func outOfStep(line: String) throws {
        let result = try run(Script.start + [.expect("UID FETCH 1:3"), .send(line)])
        #expect(result.error?.cause == .protocolViolation)
        #expect(result.isOver)
    }

    @Test("Silence ends the session in time")
    func silence() throws {
        let result = try run(Script.start + [.expect("UID FETCH 1:3"), .send("* 1 FETCH (UID 1")], silence: 1)
        #expect(result.error?.cause == .timedOut)
    }

    @Test("A mail over the limit is fetched in part")
    func oversized() throws {
        let list: [ScriptedServer.Step] = [
            .expect("UID SEARCH"), .send("* SEARCH 1 2\r\n{tag} OK\r\n"), .expect("RFC822.SIZE"),
            .send("* 1 FETCH (UID 1 RFC822.SIZE 11)\r\n* 2 FETCH (UID 2 RFC822.SIZE 90000000)\r\n{tag} OK\r\n"),
        ]
        let result = try run(
            Script.open() + Script.select() + list
                + [.expect("UID FETCH 1 (UID INTERNALDATE"), Script.answer(1)]
                + Script.present("2", "2")
                + [
                    .expect("UID FETCH 2 (UID INTERNALDATE FLAGS BODYSTRUCTURE)"),
                    .send(#"* 2 FETCH (UID 2 FLAGS (\Seen) BODYSTRUCTURE (("TEXT" "PLAIN" NIL NIL NIL "7BIT" 5 1)"#),
                    .send(#"("A" "B" NIL NIL NIL "BASE64" 89999999) "MIXED" ("BOUNDARY" "x")))"# + "\r\n{tag} OK\r\n"),
                    .expect("BODY.PEEK[HEADER]<0."),
                    .send("* 2 FETCH (UID 2 BODY[HEADER]<0> {14}\r\nSubject: x\r\n\r\n BODY[1.MIME]<0> {4}\r\nA: "),
                    .send("b BODY[1]<0> \"hello\" BODY[2.MIME]<0> NIL)\r\n{tag} OK\r\n"),
                ]
        )
        #expect(result.mails.map(\.isPartial) == [false, true])
        #expect(result.report?.partial == [2])
        #expect(result.mails.last?.flags == ["\\Seen"])
        #expect(result.mails.last?.declaredSize == 90_000_000)
        #expect(texts(result).last == "Subject: x\r\n\r\n--x\r\nA: b\r\n\r\nhello\r\n--x--\r\n")
    }

    @Test("A mail that is far longer than declared is read over and fetched in part")
    func understated() throws {
        let line = String(repeating: "x", count: 98) + "\r\n"
        let result = try run(
            Script.start + [
                .expect("UID FETCH 1:3"), .send(Script.fetch(1) + "* 2 FETCH (UID 2 BODY[] {1000000}\r\n"),
                .flood(line, 10_000), .send(")\r\n" + Script.fetch(3) + "{tag} OK\r\n"),
            ] + Script.present("2", "2")
                + [
                    .expect("BODYSTRUCTURE"), .send("{tag} OK\r\n"), .expect("BODY.PEEK[TEXT]<0.100>"),
                    .send("* 2 FETCH (UID 2 BODY[HEADER]<0> \"A: b\" BODY[TEXT]<0> \"hello\")\r\n{tag} OK\r\n"),
                ],
            limits: FetchLimits(wholeMailBytes: 100_000, partialTextBytes: 100)
        )
        #expect(result.report?.partial == [2])
        #expect(texts(result) == [Script.mail(1), "A: b\r\n\r\nhello", Script.mail(3)])
    }

    @Test("A UIDNEXT below the cursor is reported")
    func uidNextWentBack() throws {
        let result = try run(
            Script.open() + Script.select("* OK [UIDNEXT 5] \r\n") + [
                .expect("SEARCH UID 10:"), .send("{tag} OK\r\n"),
            ],
            after: Cursor(uidValidity: 7, lastUID: 9)
        )
        #expect(result.report?.uidNextWentBack == true)
        #expect(result.report?.cursor.lastUID == 9)
    }

    @Test("What the store throws comes back, and the session is over")
    func storeFails() throws {
        struct StoreFailure: Error {}
        let server = try ScriptedServer(
            isTLS: true,
            Script.start + [.expect("UID FETCH 1 "), .expect("UID FETCH 2 "), .send(Script.fetch(1) + "G5 OK\r\n")]
        )
        let session = try IMAPSession(server.account())
        try session.select("INBOX")
        #expect(throws: StoreFailure.self) {
            try session.fetchNew(after: nil, limits: FetchLimits(mailsPerCommand: 1)) { _ in throw StoreFailure() }
        }
        #expect(session.isOver)
        #expect(throws: FetchError.self) { try session.noop() }
    }

    @Test("Mails that come out of order and are too much to hold are asked for again")
    func outOfOrder() throws {
        let body = String(repeating: "x", count: 98) + "\r\n"
        let mail = { (uid: Int) -> [ScriptedServer.Step] in
            [.send("* 1 FETCH (UID \(uid) BODY[] {100000}\r\n"), .flood(body, 1000), .send(")\r\n")]
        }
        var steps = Script.open() + Script.select()
        steps += [.expect("UID SEARCH"), .send("* SEARCH 1 2 3 4 5\r\n{tag} OK\r\n"), .expect("RFC822.SIZE")]
        steps += [.send("{tag} NO\r\n"), .expect("UID FETCH 1:5")]
        steps += mail(3) + mail(2) + mail(4) + mail(5) + mail(1) + [.send("{tag} OK\r\n")]
        steps += Script.present("5", "5") + [.expect("UID FETCH 5 ")] + mail(5) + [.send("{tag} OK\r\n")]
        let result = try run(steps, limits: FetchLimits(wholeMailBytes: 110_000, heldBytes: 200_000))
        #expect(result.mails.map(\.uid) == [1, 2, 3, 4, 5])
        #expect(result.mails.allSatisfy { $0.bytes.count == 100_000 })
    }

    @Test("Memory held is bounded: reading waits for the store", arguments: [1, 7, 50])
    func backpressure(mailsPerCommand: Int) throws {
        let body = String(repeating: "x", count: 98) + "\r\n"
        var steps = Script.open() + Script.select()
        let uids = (1...40).map(String.init).joined(separator: " ")
        steps += [.expect("UID SEARCH"), .send("* SEARCH \(uids)\r\n{tag} OK\r\n"), .expect("RFC822.SIZE")]
        steps += [.send("{tag} OK\r\n")]
        for first in stride(from: 1, through: 40, by: mailsPerCommand) {
            steps += [.expect("UID FETCH \(first)")]
            for uid in first..<min(first + mailsPerCommand, 41) {
                steps += [.send("* 1 FETCH (UID \(uid) BODY[] {100000}\r\n"), .flood(body, 1000), .send(")\r\n")]
            }
            steps += [.send("{tag} OK\r\n")]
        }
        let server = try ScriptedServer(isTLS: true, steps)
        let session = try IMAPSession(server.account())
        try session.select("INBOX")
        var largest = 0
        var count = 0
        let limits = FetchLimits(heldBytes: 250_000, mailsPerCommand: mailsPerCommand, commandsAhead: 1)
        _ = try session.fetchNew(after: nil, limits: limits) { batch in
            largest = max(largest, batch.mails.reduce(0) { $0 + $1.bytes.count })
            count += batch.mails.count
        }
        #expect(count == 40)
        #expect(largest <= 600_000)
    }

    @Test(
        "A mailbox without lasting UIDs is not read",
        arguments: [
            "* 3 EXISTS\r\n{tag} OK\r\n", "* OK [UIDVALIDITY 7] \r\n* OK [UIDNOTSTICKY] \r\n{tag} OK\r\n",
            "* OK [UIDVALIDITY 0] \r\n{tag} OK\r\n",
        ]
    )
    func noLastingUIDs(answer: String) throws {
        let server = try ScriptedServer(isTLS: true, Script.open() + [.expect("SELECT"), .send(answer)])
        let session = try IMAPSession(server.account())
        let error = #expect(throws: FetchError.self) { try session.select("INBOX") }
        #expect(error?.cause == .noLastingUIDs)
        #expect(session.selected == nil)
    }

    @Test("STATUS and SELECT that disagree about UIDVALIDITY are not believed")
    func disagreement() throws {
        let server = try ScriptedServer(
            isTLS: true,
            Script.open() + Script.select() + [
                .expect("NOOP"), .send("{tag} OK\r\n"), .expect("STATUS INBOX"),
                .send("* STATUS INBOX (MESSAGES 3 UIDVALIDITY 8)\r\n{tag} OK\r\n"),
            ]
        )
        let session = try IMAPSession(server.account())
        try session.select("INBOX")
        let error = #expect(throws: FetchError.self) { try session.status("INBOX") }
        #expect(error?.cause == .noLastingUIDs)
        #expect(session.selected == nil)
    }

    @Test("Words to keep the line open do not end an IDLE, new mail does")
    func idle() throws {
        let server = try ScriptedServer(
            isTLS: true,
            Script.open("IDLE") + Script.select() + [
                .expect("IDLE"), .send("+ idling\r\n* OK Still here\r\n"), .wait(0.2), .send("* 4 EXISTS\r\n"),
                .expect("DONE"), .send("G3 OK\r\n"),
            ]
        )
        let session = try IMAPSession(server.account())
        try session.select("INBOX")
        #expect(try session.idle(upTo: 60, wake: nil) == .changed)
        #expect(session.selected?.exists == 4)
    }

    @Test("An interrupt ends whatever the session waits for")
    func interrupt() throws {
        let server = try ScriptedServer(isTLS: true, Script.open() + [.expect("SELECT")])
        let signal = try #require(WakeSignal())
        let session = try IMAPSession(server.account(silence: 60), interrupt: signal)
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.1) { signal.raise() }
        let error = #expect(throws: FetchError.self) { try session.select("INBOX") }
        #expect(error?.cause == .interrupted)
        #expect(session.isOver)
    }
}

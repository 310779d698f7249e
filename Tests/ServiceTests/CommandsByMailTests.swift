import Agreement
import Classifier
import Digest
import HourLedger
import MIME
import Reports
import Store
import Testing
import Triage
import WorkingTime

@testable import Service

/// Work orders, their answers and every way to forge one, over real SMTP and IMAP.
@Suite(
    "Commands by mail on real servers",
    .enabled(if: LabDesk.isThere, "no lab runs; see Tests/lab"),
    .serialized
) struct CommandsByMailTests {
    /// A desk with one mail of a client taken in, and the order that staff got for it.
    private struct Case {
        let desk: LabDesk
        let order: Message
        var requests: [RequestRow] { get throws { try desk.instance.store.requests(.init()) } }
        var ana: String { "ana@\(desk.domain)" }

        init(body: String = "The contact form is broken: it shows error 500.") throws {
            desk = try LabDesk()
            try desk.round()
            let mail = desk.mail(
                from: desk.curator,
                subject: "Contact form",
                body: body,
                headers: [desk.vouched(desk.curator)]
            )
            try desk.send(mail, from: desk.curator)
            try desk.round()
            order = try #require(try desk.inbox("ana@\(desk.domain)").last)
        }

        var secret: String { order.messageID ?? "" }

        func reply(
            _ text: String,
            from: String? = nil,
            reference: String? = nil,
            headers: [String]? = nil,
            id: String? = nil
        ) throws {
            let from = from ?? ana
            let mail = desk.mail(
                from: from,
                subject: "Re: \(order.subject)",
                body: text + "\r\n\r\nOn Friday the desk wrote:\r\n> The contact form is broken\r\n",
                id: id ?? "\(UInt64.random(in: 0...UInt64.max))@mail.example",
                replyingTo: reference ?? secret,
                headers: headers ?? [desk.vouched(from)]
            )
            try desk.send(mail, from: from)
            try desk.round()
        }

        /// The words of the newest answer that Ana got.
        func answer() throws -> String {
            let answer = try desk.inbox(ana).last { $0.header["Auto-Submitted"] == "auto-replied" }
            return (answer?.content.text ?? "").lowercased().split(whereSeparator: \.isWhitespace).joined(
                separator: " "
            )
        }

        func postings() throws -> [Posting] { try desk.instance.store.postings(client: "harbor") }
    }

    @Test func `A new request is told to staff with everything they need`() throws {
        let one = try Case()
        let text = one.order.content.text
        for words in ["Harbor Museum", "error 500", "[covered]", "First answer due", "log 45m", "Request 1"] {
            #expect(text.contains(words), "\(words) is missing in\n\(text)")
        }
        #expect(one.order.header["X-Gatepost-Loop"] != nil)
        #expect(one.order.header["Auto-Submitted"] == "auto-generated")
        #expect(OrderToken(messageID: one.secret, key: one.desk.instance.key)?.staff == "ana")
        // Nothing but the acknowledgement reached the client.
        #expect(try one.desk.inbox(one.desk.curator).count == 1)
    }

    @Test func `The full table of commands is obeyed, and each is answered`() throws {
        let one = try Case()
        let before = try one.postings().count
        let table: [(text: String, answer: String, check: (RequestRow) -> Bool)] = [
            ("question", "request 1 is a question, covered", { $0.label == .question }),
            ("log 45m fixed the redirect", "48m booked", { $0.state == .open }),
            ("учесть 30 минут", "30m booked", { $0.state == .open }),
            ("feature", "request 1 is a feature", { $0.label == .feature && $0.verdict == .notCovered }),
            (
                "quote 6h", "570.00 eur",
                { $0.state == .quoted && $0.estimateMinutes == 360 && $0.quote?.minorUnits == 57_000 }
            ),
            ("quote 5h 400.00 EUR", "400.00 eur", { $0.state == .quoted && $0.quote?.minorUnits == 40_000 }),
            ("approve", "is approved", { $0.state == .approved }),
            ("log 2h built it", "2h of 5h used", { $0.state == .approved }),
            ("close", "request 1 is closed", { $0.state == .closed }),
            ("reopen", "request 1 is open", { $0.state == .open }),
            ("fix", "request 1 is a fix, covered", { $0.label == .fix && $0.verdict == .covered }),
            ("decline", "request 1 is declined", { $0.state == .declined }),
            ("重新打开", "request 1 is open", { $0.state == .open }),
            ("1 关闭", "request 1 is closed", { $0.state == .closed }),
            ("help", "books time worked", { $0.state == .closed }),
        ]
        for row in table {
            try one.reply(row.text)
            let request = try #require(try one.requests.first)
            #expect(row.check(request), "\(row.text): \(request.state) \(request.label)")
            let answer = try one.answer()
            #expect(answer.contains(row.answer), "\(row.text): \(answer)")
        }
        let booked = try one.postings().dropFirst(before)
        // 45 min in steps of 6 are 48; what was approved is outside the balance (worked example 30).
        #expect(booked.map(\.minutes) == [-48, -30, 0])
        #expect(booked.map(\.basis) == [.ordinary, .ordinary, .quoted])
        #expect(booked.allSatisfy { $0.enteredBy == "ana" && $0.request == "1" })
        #expect(try one.desk.inbox(one.desk.curator).count == 1)
        #expect(try one.desk.instance.store.commands(all: false).isEmpty)
    }

    @Test func `Several lines are several commands, and a bad one does not stop the others`() throws {
        let one = try Case(
            body: "The contact form is broken: it shows error 500.\r\n\r\nPlease build a new wish list into the shop."
        )
        let requests = try one.requests
        try #require(requests.count == 2)
        try one.reply("1 log 1h found it\n2 feature\n2 quote 3h\ncloes 1\nclose\n1 close\n9 close")
        let answer = try one.answer()
        let after = try one.requests
        #expect(after.map(\.state) == [.closed, .quoted])
        #expect(answer.contains("4 of 7 done"), "\(answer)")
        #expect(answer.contains("which of the 2 requests"), "\(answer)")
        #expect(answer.contains("the order has no number 9"), "\(answer)")
    }

    @Test func `What cannot be done is refused with the reason and changes nothing`() throws {
        let one = try Case()
        let before = try one.postings().count
        for (text, words) in [
            ("reopen", "is open already"), ("log 45 fixed", "with its unit"), ("log 60d", "with its unit"),
            ("please close this", "no command that i know"), ("close it", "stands alone"),
            ("quote 6h cheap", "only the price"), ("3 close", "no number 3"),
        ] {
            try one.reply(text)
            let answer = try one.answer()
            #expect(answer.contains(words), "\(text): \(answer)")
            #expect(try one.requests.first?.state == .open)
        }
        #expect(try one.postings().count == before)
    }

    @Test func `A client's word on a quote is confirmed by a person, and its budget is its own`() throws {
        let one = try Case(body: "Please build a new wish list into the shop.")
        let desk = one.desk
        try one.reply("feature\nquote 6h")
        let acknowledgement = try #require(try desk.inbox(desk.curator).first?.messageID)
        let yes = desk.mail(
            from: desk.curator,
            subject: "Re: Contact form",
            body: "We approve the quote, please go ahead.",
            replyingTo: acknowledgement,
            headers: [desk.vouched(desk.curator)]
        )
        try desk.send(yes, from: desk.curator)
        try desk.round()
        // Nothing is approved by itself: the mail may be anything.
        #expect(try one.requests.first?.state == .quoted)
        let brief = try Briefs(instance: desk.instance).report(now: desk.now)
        #expect(brief.approvals.map(\.request) == [1])
        let order = try #require(try desk.inbox(one.ana).last { $0.header["Auto-Submitted"] == "auto-generated" })
        #expect(order.content.text.contains("Quoted earlier: 6 h, 570.00 EUR."))
        let before = try Books(store: desk.instance.store, policy: desk.instance.policy).state(
            of: "harbor",
            asOf: desk.now
        )
        try one.reply("approve", reference: order.messageID)
        #expect(try one.requests.map(\.state) == [.approved, .closed])
        try one.reply("1 log 45m began", reference: one.secret)
        let after = try Books(store: desk.instance.store, policy: desk.instance.policy).state(
            of: "harbor",
            asOf: desk.now
        )
        #expect(after.balanceMinutes == before.balanceMinutes)
        let budget = try Books(store: desk.instance.store, policy: desk.instance.policy).budget(ofRequest: 1)
        #expect(budget?.usedMinutes == 45)
        #expect(budget?.minutes == 360)
        #expect(budget?.price == Money(minorUnits: 57_000, currency: "EUR"))
    }

    @Test func `The same mail twice does nothing twice`() throws {
        let one = try Case()
        let before = try one.postings().count
        try one.reply("log 45m fixed", id: "same@mail.example")
        let answers = try one.desk.inbox(one.ana).count
        // Delivered again by another way, so that its bytes differ.
        try one.reply(
            "log 45m fixed",
            headers: ["Received: from elsewhere", one.desk.vouched(one.ana)],
            id: "same@mail.example"
        )
        #expect(try one.postings().count == before + 1)
        #expect(try one.desk.inbox(one.ana).count == answers)
        #expect(try one.desk.instance.store.commands(all: true).map(\.state) == [.repeated, .obeyed])
    }

    @Test func `Every forgery is held, shown and not answered`() throws {
        let one = try Case()
        let desk = one.desk
        let ben = "ben@\(desk.domain)"
        let before = (try one.postings().count, try desk.inbox(one.ana).count)
        let wrong = String(one.secret.reversed().drop { $0 != "@" }.dropFirst().reversed())
        let changed = "\(wrong.dropLast())\(wrong.last == "0" ? "1" : "0")@\(desk.domain)"
        let forgeries: [(name: String, from: String, reference: String?, headers: [String])] = [
            ("no Authentication-Results", one.ana, nil, []),
            (
                "a stranger's", one.ana, nil,
                ["Authentication-Results: mx.evil.example; dmarc=pass header.from=\(desk.domain)"]
            ),
            (
                "one that failed", one.ana, nil,
                ["Authentication-Results: mx.\(desk.domain); dmarc=fail header.from=\(desk.domain)"]
            ),
            (
                "one of another domain", one.ana, nil,
                ["Authentication-Results: mx.\(desk.domain); dmarc=pass header.from=evil.example"]
            ),
            (
                "a stranger's above ours", one.ana, nil,
                [
                    "Authentication-Results: mx.evil.example; dmarc=pass header.from=\(desk.domain)",
                    desk.vouched(one.ana),
                ]
            ),
            ("somebody else's secret", ben, nil, [desk.vouched(ben)]),
            ("a changed secret", one.ana, changed, [desk.vouched(one.ana)]),
            (
                "a secret made up", one.ana, "gp.order.1.ana.0.\(String(repeating: "0", count: 32))@\(desk.domain)",
                [desk.vouched(one.ana)]
            ),
            ("no secret at all", one.ana, "other@mail.example", [desk.vouched(one.ana)]),
            ("the client with the secret", desk.curator, nil, [desk.vouched(desk.curator)]),
            (
                "a stranger with the secret", "eve@evil.example", nil,
                ["Authentication-Results: mx.\(desk.domain); dmarc=pass header.from=evil.example"]
            ),
        ]
        for forgery in forgeries {
            try one.reply(
                "log 9h made up\nclose",
                from: forgery.from,
                reference: forgery.reference,
                headers: forgery.headers
            )
        }
        let held = try desk.instance.store.commands(all: false)
        #expect(held.count == forgeries.count, "\(held.map(\.reason))")
        #expect(held.allSatisfy { !$0.reason.isEmpty })
        #expect(try one.requests.first { $0.id == 1 }?.state == .open)
        // What the client wrote is a client's mail all the same, which may book its own intake; no work is booked.
        #expect(try one.postings().filter { $0.enteredBy != "gatepost" }.isEmpty)
        #expect(try one.postings().count >= before.0)
        let answered = try desk.inbox(one.ana).filter { $0.header["Auto-Submitted"] == "auto-replied" }
        #expect(answered.isEmpty)
        let brief = try Briefs(instance: desk.instance).report(now: desk.now)
        #expect(brief.heldCommands.count == forgeries.count)
    }

    @Test func `Automatic replies to an order are neither obeyed nor held`() throws {
        let one = try Case()
        try one.reply("close", headers: [one.desk.vouched(one.ana), "Auto-Submitted: auto-replied"])
        #expect(try one.requests.first?.state == .open)
        #expect(try one.desk.instance.store.commands(all: true).isEmpty)
    }
}

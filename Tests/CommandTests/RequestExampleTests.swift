import Foundation
import Testing

/// The worked examples that begin with a client's mail, and those that need a closed period, through the commands.
@Suite("Worked examples of requests, promises and closing, through the commands")
struct RequestExampleTests {
    private struct Desk {
        let place: Place
        let program: Program

        init(_ agreed: Agreed...) throws {
            place = try Place()
            program = Program(rules: try ExampleRules.write(agreed, to: place), state: place.path + "/state")
        }

        func receive(_ text: String, from client: String, at when: String, subject: String = "Our site") throws -> [Int]
        {
            try Inbox(program).receive(text, from: "\(client)@clients.example", at: when, subject: subject)
        }

        func row(_ client: String, _ period: String, now: String = "2028-01-15T12:00:00Z") throws -> [String: Any] {
            let ledger = try program.done("ledger", client, "--json", "--period", period, now: now).json
            return try #require((ledger["periods"] as? [[String: Any]])?.first)
        }

        /// What a period's broken promises are owed, in cents.
        func credit(_ words: String...) throws -> Int? {
            let outcome = try program.run(["statement"] + words + ["--json"])
            try #require(outcome.status == 0, "\(outcome.complaint)")
            return try (outcome.json["credits"] as? [String: Any])?["totalAmount"] as? Int
        }
    }

    @Test("10 increments of 15 over one request: 7, 22 and 61 min are 90")
    func incrementsByRequest() throws {
        let desk = try Desk(Agreed("ten", ["increment": "{minutes: 15, per: request}"]))
        let request = try #require(
            try desk.receive("How do I change the opening hours?", from: "ten", at: "2026-01-09T09:00:00Z").first
        )
        for time in ["7m", "22m", "61m"] {
            let at = "2026-01-10T09:00:00Z"
            try desk.program.done("log", "ten", time, "entry", "--request", String(request), "--at", at)
        }
        #expect(try desk.row("ten", "2026-01")["usedMinutes"] as? Int == 90)
    }

    @Test(
        "14 warranty: the time of the report decides, not the day of the work",
        arguments: [("2026-04-30T23:30:00+02:00", 0), ("2026-05-01T00:00:00+02:00", 120)]
    )
    func warranty(reported: String, debit: Int) throws {
        let desk = try Desk(
            Agreed(
                "fourteen",
                ["warranty": "{days: 30, clause: w1}", "rework": "free"],
                file: ["deliveries": "[{name: Ticket shop, date: 2026-04-01}]"]
            )
        )
        let request = try #require(
            try desk.receive(
                "The ticket shop is broken: the order button gives an error message.",
                from: "fourteen",
                at: reported
            ).first
        )
        try desk.program.done("requests", "reclassify", String(request), "fix")
        let at = "2026-05-06T09:00:00Z"
        try desk.program.done("log", "fourteen", "2h", "repaired", "--request", String(request), "--at", at)
        try desk.program.done("log", "fourteen", "75m", "our own slip", "--rework", "--at", at)
        #expect(try desk.row("fourteen", "2026-05")["usedMinutes"] as? Int == debit)
        // The same without a mail: reported by telephone.
        try desk.program.done("log", "fourteen", "2h", "repaired", "--reported", reported, "--at", at)
        #expect(try desk.row("fourteen", "2026-05")["usedMinutes"] as? Int == 2 * debit)
    }

    @Test("15 credits by misses: four promises broken credit nothing, five 250.00, once a person confirms")
    func misses() throws {
        let desk = try Desk(
            Agreed(
                "fifteen",
                [
                    "fee": "{amount: 5000.00, currency: EUR, per: month}",
                    "credits": "{misses: [{from: 5, percent: 5}], cap: fee}",
                ]
            )
        )
        for day in 2...6 {
            _ = try desk.receive(
                "How do I change the opening hours?",
                from: "fifteen",
                at: "2026-03-0\(day)T09:00:00Z",
                subject: "Question of the day \(day)"
            )
        }
        #expect(try desk.credit("fifteen", "--period", "2026-03", "--as-of", "2026-03-06") == nil)
        #expect(try desk.credit("fifteen", "--period", "2026-03", "--as-of", "2026-03-08") == 250_00)
        let early = try desk.program.run(["ledger", "credit", "fifteen", "2026-03"], now: "2026-03-20T12:00:00Z")
        #expect(early.status == 1)
        #expect(early.complaint.contains("runs until 2026-04-01"))
        let confirm = ["ledger", "credit", "fifteen", "2026-03"]
        let april = "2026-04-02T08:00:00Z"
        #expect(
            try desk.program.run(confirm, now: april).output == "250.00 EUR for 2026-03, on the statement of 2026-04\n"
        )
        #expect(try desk.program.run(confirm, now: april).output == "confirmed before; nothing was added\n")
        let march = try desk.program.done("statement", "fifteen", "--period", "2026-03", "--json").json
        #expect((march["credits"] as? [String: Any])?["state"] as? String == "confirmed")
        #expect(march["totalAmount"] as? Int == 5_000_00)
        let next = try desk.program.done("statement", "fifteen", "--period", "2026-04", "--json").json
        #expect(next["totalAmount"] as? Int == 4_750_00)
    }

    @Test(
        "16 credit by downtime: rounding first is a term of its own",
        arguments: [("{decimals: 3}", 278_00), ("exact", 277_78)]
    )
    func downtime(rounding: String, credit: Int) throws {
        let desk = try Desk(
            Agreed(
                "sixteen",
                [
                    "included": "{time: 10h, per: quarter, anchor: 1, first: full}",
                    "fee": "{amount: 5000.00, currency: EUR, per: quarter}",
                    "credits": "{downtime: [{from: 1m, factor: 10}], cap: fee, rounding: \(rounding)}",
                ],
                // A quarter of 90 days without a change of the clocks: 2,160 hours.
                file: ["zone": "Asia/Shanghai"]
            )
        )
        #expect(try desk.credit("sixteen", "--period", "2026-Q1", "--downtime", "12h") == credit)
    }

    @Test(
        "17 tiers of lateness are half open, and the cap holds",
        arguments: [(239, nil), (240, 500_00), (360, 1_000_00), (400, 1_000_00), (700, 1_200_00)] as [(Int, Int?)]
    )
    func lateness(minutes: Int, credit: Int?) throws {
        let desk = try Desk(
            Agreed(
                "seventeen",
                [
                    "fee": "{amount: 5000.00, currency: EUR, per: month}",
                    "credits": """
                    {late: [{from: 4h, below: 6h, sum: 500.00}, {from: 6h, below: 10h, sum: 1000.00}, \
                    {from: 10h, sum: 2000.00}], cap: 1200.00}
                    """,
                ],
                file: ["zone": "Etc/UTC"]
            )
        )
        _ = try desk.receive("How do I change the opening hours?", from: "seventeen", at: "2026-03-02T00:00:00Z")
        let late =
            "2026-03-03T\(minutes / 60 < 10 ? "0" : "")\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60):00Z"
        #expect(try desk.credit("seventeen", "--period", "2026-03", "--as-of", late) == credit)
    }

    @Test("30 mixed mail: the fix debits 45 min now, the feature nothing until its 570.00 EUR are approved")
    func mixedMail() throws {
        let desk = try Desk(
            Agreed("thirty", ["overage": "{rate: 95.00, currency: EUR, approval: required}"])
        )
        let text = """
            1. The contact form is broken, it gives an error message when we send it.
            2. Please build a new page with a calendar of all our courses.
            """
        let requests = try desk.receive(text, from: "thirty", at: "2026-01-09T09:00:00Z")
        try #require(requests.count == 2)
        let (fix, feature) = (String(requests[0]), String(requests[1]))
        try desk.program.done("requests", "reclassify", fix, "fix")
        try desk.program.done("requests", "reclassify", feature, "feature")
        let at = "2026-01-12T09:00:00Z"
        try desk.program.done("log", "thirty", "45m", "repaired", "--request", fix, "--at", at)
        #expect(try desk.row("thirty", "2026-01")["closingMinutes"] as? Int == 0)
        #expect(try desk.row("thirty", "2026-01")["usedMinutes"] as? Int == 45)
        let quote = try desk.program.done("requests", "quote", feature, "6h")
        #expect(quote.output.contains("570.00 EUR"))
        try desk.program.done("requests", "approve", feature)
        try desk.program.done("log", "thirty", "6h", "built", "--request", feature, "--at", at)
        let ledger = try desk.program.done("ledger", "thirty", "--json", "--as-of", "2026-01-20").json
        #expect(ledger["balanceMinutes"] as? Int == 10.h - 45)
        #expect(ledger["overageMinutes"] as? Int == 0)
    }

    @Test("31 late entry: June stays as it was closed, July has a line that refers to it")
    func lateEntry() throws {
        let desk = try Desk(Agreed("late", ["carry": "all"], file: ["start": "2026-06-01"]))
        try desk.program.done("log", "late", "1h", "work", "--at", "2026-06-10T09:00:00Z", now: "2026-06-10T12:00:00Z")
        try desk.program.done("ledger", "close", "late", "2026-06", now: "2026-07-02T08:00:00Z")
        let june = try desk.program.done("ledger", "late", "--json", "--period", "2026-06").json
        let third = "2026-07-03T08:00:00Z"
        try desk.program.done("log", "late", "2h", "late work", "--at", "2026-06-30T09:00:00Z", now: third)
        let after = try desk.program.done("ledger", "late", "--json", "--period", "2026-06").json
        #expect(
            NSDictionary(dictionary: after["periods"].map { ["p": $0] } ?? [:])
                == NSDictionary(dictionary: june["periods"].map { ["p": $0] } ?? [:])
        )
        let statement = try desk.program.done("statement", "late", "--period", "2026-07", "--json").json
        let lines = try #require(statement["lines"] as? [[String: Any]])
        let line = try #require(lines.first { $0["note"] as? String == "late work" })
        #expect(line["refersToPeriod"] as? String == "2026-06")
        #expect(line["minutes"] as? Int == -2.h)
        let again = try desk.program.done("ledger", "close", "late", "2026-06", now: third)
        #expect(again.output == "2026-06 of late was closed before; nothing was added\n")
    }
}

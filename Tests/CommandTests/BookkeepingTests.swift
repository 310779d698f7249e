import Foundation
import Testing

/// Statements, timesheets and what a person does with postings, as the commands do it.
@Suite("Bookkeeping through the commands")
struct BookkeepingTests {
    private static func program(_ place: Place) throws -> Program {
        let agreed = [
            Agreed(
                "harbor",
                [
                    "included": "{time: 3h, per: month, anchor: 1, first: full}",
                    "fee": "{amount: 240.00, currency: EUR, per: month}",
                    "overage": "{rate: 95.00, currency: EUR, approval: required}",
                ],
                file: ["name": "Harbor Museum"]
            ),
            Agreed("ended", file: ["end": "2026-02-01"]),
        ]
        return Program(rules: try ExampleRules.write(agreed, to: place), state: place.path + "/state")
    }

    @Test("A statement is queued for the client once, when its period is over")
    func statementIsSentOnce() throws {
        let place = try Place()
        let program = try Self.program(place)
        try program.done("log", "harbor", "1h", "repaired <b>", "--at", "2026-03-10T09:00:00Z")
        let words = ["statement", "harbor", "--period", "2026-03", "--send"]
        let early = try program.run(words, now: "2026-03-20T09:00:00Z")
        #expect(early.status == 1)
        #expect(early.complaint.contains("runs until 2026-04-01; its statement is sent when it is over"))
        let april = "2026-04-02T09:00:00Z"
        let first = try program.run(words, now: april)
        #expect(first.output.contains("repaired <b> — Ana Keller"))
        #expect(first.complaint == "queued for harbor@clients.example; the next round sends it\n")
        let second = try program.run(words, now: "2026-04-03T09:00:00Z")
        #expect(second.complaint == "the statement of 2026-03 was queued before; nothing was added\n")
        let outbox = try program.done("outbox", "list", "--json", now: april).output
        #expect(outbox.split(separator: "\n").count == 1)
        #expect(outbox.contains("Statement of hours: Harbor Museum, 2026-03"))
        let html = try program.done("statement", "harbor", "--period", "2026-03", "--html", now: april).output
        #expect(html.contains("repaired &lt;b&gt;"))
        #expect(html.contains("Ana Keller"))
    }

    @Test(
        "What does not exist is named, with what there is",
        arguments: [
            (["statement", "habor", "--period", "2026-03"], "there is no client habor; the clients are ended, harbor"),
            (
                ["statement", "harbor", "--period", "2026-13"],
                "there is no period 2026-13 of harbor that has begun; there are 2026-01, 2026-02, 2026-03"
            ),
            (["ledger", "nobody"], "there is no client nobody; the clients are ended, harbor"),
            (["ledger", "close", "harbor", "2026-03"], "period 2026-03 has not ended"),
            (["ledger", "close", "harbor", "2026-02"], "period 2026-01 must be closed first"),
            (["ledger", "correct", "harbor-7", "why"], "there is no posting harbor-7"),
            (["ledger", "credit", "harbor", "2026-01"], "harbor is owed no credit for 2026-01"),
            (["log", "harbor", "1h", "x", "--request", "9"], "there is no request 9"),
        ]
    )
    func missing(words: [String], complaint: String) throws {
        let place = try Place()
        let outcome = try Self.program(place).run(words, now: "2026-03-20T09:00:00Z")
        #expect(outcome.status == 1)
        #expect(outcome.complaint == complaint + "\n")
    }

    @Test("Held work waits until a person prices, charges or waives it, and is decided once")
    func heldWork() throws {
        let place = try Place()
        let program = try Self.program(place)
        for (index, time) in ["3h", "40m", "50m", "1h"].enumerated() {
            try program.done("log", "harbor", time, "work \(index)", "--at", "2026-03-1\(index)T09:00:00Z")
        }
        let march = ["--json", "--as-of", "2026-03-31"]
        #expect(try program.run(["ledger", "harbor"] + march).json["heldMinutes"] as? Int == 150)
        let now = "2026-03-20T09:00:00Z"
        #expect(
            try program.run(["ledger", "approve", "harbor-2"], now: now).output == "40m of harbor-2 priced as overage\n"
        )
        let charged = try program.run(["ledger", "approve", "harbor-3", "--balance"], now: now)
        #expect(charged.output == "50m of harbor-3 charged to the balance\n")
        #expect(
            try program.run(["ledger", "approve", "harbor-4", "--waive"], now: now).output == "1h of harbor-4 waived\n"
        )
        let again = try program.run(["ledger", "approve", "harbor-4"], now: now)
        #expect(again.output == "harbor-4 was decided before; nothing was added\n")
        let ledger = try program.run(["ledger", "harbor"] + march).json
        #expect(ledger["heldMinutes"] as? Int == 0)
        #expect(ledger["overageMinutes"] as? Int == 40)
        let statement = try program.done("statement", "harbor", "--period", "2026-03", "--json").json
        #expect(statement["totalAmount"] as? Int == 240_00 + 63_33)
        #expect(try program.done("ledger", "verify").output == "Every posting fits.\n")
    }

    @Test("A posting is taken back by another one, once")
    func correction() throws {
        let place = try Place()
        let program = try Self.program(place)
        let at = "2026-03-10T09:00:00Z"
        try program.done("log", "harbor", "2h", "wrong client", "--at", at, now: at)
        let now = "2026-03-20T09:00:00Z"
        #expect(
            try program.run(["ledger", "correct", "harbor-1", "slip"], now: now).output
                == "harbor-1 is taken back in 2026-03\n"
        )
        let again = try program.run(["ledger", "correct", "harbor-1", "slip"], now: now)
        #expect(again.output == "harbor-1 was corrected before; nothing was added\n")
        let ledger = try program.done("ledger", "harbor", "--json", now: now).json
        #expect(ledger["balanceMinutes"] as? Int == 3.h)
    }

    @Test("A timesheet with a mistake books nothing and names every line")
    func brokenTimesheet() throws {
        let place = try Place()
        let program = try Self.program(place)
        let sheet = """
            Client,Start date,Start time,Duration,Description,User
            Harbor Museum,2026-03-10,09:00:00,00:30:00,fine,Ana
            Harbour,2026-03-10,10:00:00,00:30:00,no such client,Ana
            harbor,2026-03-32,10:00:00,00:30:00,no such day,Ana
            harbor,2027-03-10,10:00:00,00:30:00,in the future,Ana

            """
        let path = try place.write(sheet, to: "toggl.csv")
        let outcome = try program.run(["log", "--import", path], now: "2026-03-20T09:00:00Z")
        #expect(outcome.status == 1)
        let lines = outcome.complaint.split(separator: "\n").map(String.init)
        try #require(lines.count == 4)
        #expect(lines[0].hasPrefix("\(path):3: no client is called Harbour; the clients are"))
        #expect(lines[1] == "\(path):4: `startdate` is missing or cannot be read")
        #expect(lines[2] == "\(path):5: that lies in the future; check when it was done")
        #expect(lines[3] == "nothing was booked; mend the file and import it again")
        let ledger = try program.done("ledger", "harbor", "--json", now: "2026-03-20T09:00:00Z").json
        #expect(ledger["balanceMinutes"] as? Int == 3.h)
        let mended = sheet.split(separator: "\n").prefix(2).joined(separator: "\n") + "\n"
        let other = try place.write(mended, to: "mended.csv")
        let booked = try program.done("log", "--import", other, now: "2026-03-20T09:00:00Z").output
        #expect(booked == "harbor: 1 new, 30m worked, 30m booked; 2h30m left\n")
        let forced = try program.done("log", "--import", other, "--client", "ended", now: "2026-03-20T09:00:00Z")
        #expect(forced.output.hasPrefix("ended: 1 new"))
    }

    @Test("Work outside the agreement is kept and priced at nothing")
    func afterTheEnd() throws {
        let place = try Place()
        let program = try Self.program(place)
        try program.done("log", "ended", "1h", "after the end", "--at", "2026-02-10T09:00:00Z")
        let ledger = try program.done("ledger", "ended", "--json", "--as-of", "2026-02-28").json
        #expect(ledger["balanceMinutes"] as? Int == 0)
        #expect(ledger["overageMinutes"] as? Int == 60)
        let outcome = try program.run(["deadline", "ended", "--received", "2026-02-10T09:00:00Z"])
        #expect(outcome.status == 1)
        #expect(outcome.complaint.contains("agreement with ended on 2026-02-10"))
    }
}

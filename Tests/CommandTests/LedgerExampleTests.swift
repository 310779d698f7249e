import Foundation
import Testing

/// The books in which all ledger examples stand, filled once by one timesheet.
private enum ExampleBooks {
    struct Open: Sendable {
        // Held to keep the folder.
        let place: Place
        let program: Program
        let timesheet: String
    }

    static let open = Result { try fill() }

    private static func fill() throws -> Open {
        let place = try Place()
        let rules = try ExampleRules.write(LedgerExample.all.map(\.agreed), to: place)
        let program = Program(rules: rules, state: place.path + "/state")
        for (client, minutes, at) in [
            ("three", "55h", "2025-12-01T12:00:00+01:00"), ("four", "115h", "2026-01-01T12:00:00+01:00"),
        ] {
            try program.done("ledger", "adjust", client, minutes, "brought over", "--at", at)
        }
        var sheet = "client,date,time,duration,by,note\n"
        for example in LedgerExample.all {
            for (index, work) in example.work.enumerated() {
                let when = work.when.split(separator: " ").map(String.init) + ["12:00"]
                sheet += "\(example.agreed.client),\(when[0]),\(when[1]),\(work.time),ana,entry \(index + 1)\n"
            }
        }
        let timesheet = try place.write(sheet, to: "work.csv")
        try program.done("log", "--import", timesheet)
        return Open(place: place, program: program, timesheet: timesheet)
    }
}

@Suite("Worked examples of the ledger, through the commands")
struct LedgerExampleTests {
    @Test("The commands say what the table says", arguments: LedgerExample.all)
    func example(_ example: LedgerExample) throws {
        let program = try ExampleBooks.open.get().program
        let client = example.agreed.client
        let whole = try program.done("ledger", client, "--json").json
        let rows = try #require(whole["periods"] as? [[String: Any]])
        for figure in example.expected {
            switch figure {
            case .balance(let day, let minutes):
                let ledger = try program.done("ledger", client, "--json", "--as-of", day).json
                #expect(ledger["balanceMinutes"] as? Int == minutes, "balance on \(day)")
            case .held(let day, let minutes):
                let ledger = try program.done("ledger", client, "--json", "--as-of", day).json
                #expect(ledger["heldMinutes"] as? Int == minutes, "held on \(day)")
            case .price(let day, let cents):
                let ledger = try program.done("ledger", client, "--json", "--as-of", day).json
                #expect(ledger["overageAmount"] as? Int == cents)
                #expect(ledger["currency"] as? String == "EUR")
            case .period(let name, let figures):
                let row = try #require(rows.first { $0["name"] as? String == name })
                for (key, value) in figures { #expect(row[key] as? Int == value, "\(key) of \(name)") }
            case .statement(let name, let figures):
                let statement = try program.done("statement", client, "--period", name, "--json").json
                for (key, value) in figures { #expect(statement[key] as? Int == value, "\(key) of \(name)") }
            case .starts(let days):
                #expect(rows.prefix(days.count).map { $0["start"] as? String } == days)
            }
        }
        for row in rows { Self.check(row) }
    }

    /// Every row re-adds.
    private static func check(_ row: [String: Any]) {
        func minutes(_ key: String) -> Int { row[key] as? Int ?? Int.min / 8 }
        let sum =
            minutes("openingMinutes") + minutes("grantedMinutes") + minutes("adjustedMinutes")
            - minutes("usedMinutes") - minutes("expiredMinutes")
        #expect(sum == minutes("closingMinutes"), "\(row["name"] ?? "")")
    }

    @Test("A second import changes nothing and says so")
    func secondImport() throws {
        let open = try ExampleBooks.open.get()
        let before = try open.program.done("ledger", "two", "--json").output
        let again = try open.program.done("log", "--import", open.timesheet)
        #expect(again.output.hasSuffix("every row was booked before; nothing was added\n"))
        #expect(try open.program.done("ledger", "two", "--json").output == before)
    }

    @Test("Every posting of all of them fits")
    func verify() throws {
        #expect(try ExampleBooks.open.get().program.done("ledger", "verify").output == "Every posting fits.\n")
    }

    @Test("28 period boundary: half past eleven at night in UTC is March in Berlin")
    func periodBoundary() throws {
        let program = try ExampleBooks.open.get().program
        let at = "2026-02-28T23:30:00Z"
        try program.done("log", "twentyseven", "20m", "late", "--at", at, "--key", "boundary")
        let postings = try #require(
            try program.done("ledger", "twentyseven", "--json", "--period", "2026-03").json["postings"]
                as? [[String: Any]]
        )
        #expect(postings.contains { $0["kind"] as? String == "work" && $0["minutes"] as? Int == -20 })
    }
}

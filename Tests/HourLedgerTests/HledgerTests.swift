import Agreement
import Foundation
import HourLedger
import Testing
import WorkingTime

/// hledger as it is installed, if it is.
private enum Hledger {
    static let path = ["/usr/bin/hledger", "/usr/local/bin/hledger", "/opt/homebrew/bin/hledger"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Runs hledger on a journal; what it printed and its exit status.
    static func run(_ arguments: [String], on journal: String, suffix: String = "journal") throws
        -> (output: String, errors: String, status: Int32)
    {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).\(suffix)")
        try Data(journal.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(path))
        process.arguments = ["-f", file.path] + arguments
        process.environment = ["LC_ALL": "C.UTF-8", "HOME": NSTemporaryDirectory()]
        let output = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).out")
        let errors = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).err")
        for url in [output, errors] { try Data().write(to: url) }
        defer { for url in [output, errors] { try? FileManager.default.removeItem(at: url) } }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        return (
            String(decoding: try Data(contentsOf: output), as: UTF8.self),
            String(decoding: try Data(contentsOf: errors), as: UTF8.self), process.terminationStatus
        )
    }

    /// Balances by account, from CSV lines such as `"balance:harbor","-6 min"`.
    static func balances(_ arguments: [String], on journal: String) throws -> [String: Int] {
        let result = try run(["bal", "--no-total", "--empty", "-O", "csv"] + arguments, on: journal)
        #expect(result.status == 0, "\(result.errors)")
        var balances: [String: Int] = [:]
        for line in result.output.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: ",").map { $0.filter { $0 != "\"" } }
            balances[fields[0]] = Int(fields[1].split(separator: " ")[0])
        }
        return balances
    }
}

@Suite("hledger agrees with the export", .enabled(if: Hledger.path != nil))
struct HledgerTests {
    @Test("Two hundred random ledgers: the same balance to the minute, and a silent strict check")
    func randomLedgers() throws {
        var journal = ""
        var states: [String: LedgerState] = [:]
        for seed in 0..<200 {
            var client = RandomLedger(seed: UInt64(50_000 + seed), client: "client\(seed)")
            try client.live(days: seed % 4 == 0 ? 180 : 70)
            let state = client.ledger.state(asOf: client.now)
            states[state.client] = state
            journal += LedgerExport.hledger(state) + "\n"
        }
        let check = try Hledger.run(["check", "--strict"], on: journal)
        #expect(check.status == 0)
        #expect(check.output + check.errors == "")
        let balances = try Hledger.balances(["balance", "held"], on: journal)
        for (client, state) in states {
            #expect(balances["balance:\(client)"] ?? 0 == state.balanceMinutes, "\(client)")
            #expect(balances["held:\(client)"] ?? 0 == state.heldMinutes, "\(client)")
        }
    }

    @Test("Month by month the balance is that of the ledger's rows")
    func months() throws {
        var desk = try Desk(try retainer("10h", carry: .cap(minutes: 120)).with(overage: "95.00", leeway: 30))
        for (index, date) in ["2026-01-10", "2026-01-31T22:30:00Z", "2026-02-14", "2026-03-01", "2026-03-31"]
            .enumerated()
        {
            try desk.work("\(index * 3 + 1)h", on: date, request: "R \(index): \"x\"; y | z")
        }
        try desk.close("2026-01", at: "2026-02-02")
        let state = try desk.state("2026-04-10")
        let journal = LedgerExport.hledger(state)
        for row in state.periods.dropLast() {
            let balances = try Hledger.balances(["balance", "-e", row.end.text], on: journal)
            #expect(balances["balance:harbor"] ?? 0 == row.closingMinutes, "\(row.name)")
        }
    }

    @Test("An export that was changed by hand does not pass the check")
    func changed() throws {
        var desk = try Desk(try retainer("10h", carry: .all))
        try desk.work("45m", on: "2026-01-10")
        let journal = LedgerExport.hledger(try desk.state("2026-01-20"))
        #expect(try Hledger.run(["check"], on: journal).status == 0)
        let forged = journal.replacingOccurrences(of: " 45 min", with: " 15 min").replacingOccurrences(
            of: "-45 min",
            with: "-15 min"
        )
        #expect(forged != journal)
        #expect(try Hledger.run(["check"], on: forged).status != 0)
    }

    @Test("The timeclock has the worked minutes, rounding and factors aside, over midnight and a change of the clocks")
    func timeclock() throws {
        var desk = try Desk(try retainer("10h", increment: Increment(minutes: 30, scope: .entry)))
        try desk.work("7m", on: "2026-01-10", request: "R-1")
        try desk.work("2h", on: "2026-01-10T22:30:00Z", request: "R-2")
        try desk.work("5h", on: "2026-03-28T23:30:00Z", request: "R-2")
        let wrong = try desk.work("3h", on: "2026-03-30", request: "R-3")
        desk.ledger.append(
            try desk.ledger.correct(
                wrong.postings[0].id,
                enteredBy: "ana",
                note: "typed twice",
                now: try desk.moment("2026-03-30")
            ).postings
        )
        let text = LedgerExport.timeclock(try desk.state("2026-04-10"))
        let result = try Hledger.run(["bal", "--no-total", "-O", "csv"], on: text, suffix: "timeclock")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("\"harbor:R-1\",\"0.12h\""))
        #expect(result.output.contains("\"harbor:R-2\",\"7.00h\""))
        #expect(!result.output.contains("R-3"))
    }
}

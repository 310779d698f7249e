import Foundation
import Testing

/// The sample clients' ledgers after the sample mails and some weeks of work, held against hledger.
@Suite("The sample clients' books")
struct SampleClientTests {
    static let clients = ["birch", "harbor", "lotus", "severny", "volna"]
    private static let hledger = ["/usr/bin/hledger", "/usr/local/bin/hledger"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    private struct Open: Sendable {
        // Held to keep the folder.
        let place: Place
        let program: Program
    }

    private static let open = Result {
        let place = try Place()
        let program = Program(rules: Place.repository + "/Mailrules", state: place.path + "/state")
        let inbox = try Inbox(program)
        let samples = Place.repository + "/samples/mail"
        for name in try FileManager.default.contentsOfDirectory(atPath: samples).sorted() where name.hasSuffix(".eml") {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(samples)/\(name)"))
            try inbox.receive(Array(bytes), at: "2026-11-20T12:00:00Z")
        }
        var sheet = "Client,Date,Hours,Notes,First Name,Last Name\n"
        for (index, client) in clients.enumerated() {
            for day in 1...18 {
                let date = "2026-\(day % 3 + 9 < 10 ? "0" : "")\(day % 3 + 9)-\(day + 9)"
                sheet += "\(client),\(date),0.\(25 * (1 + (day + index) % 3)),\"Work, day \(day)\",Ana,Keller\n"
            }
        }
        try program.done("log", "--import", try place.write(sheet, to: "harvest.csv"))
        for period in ["2026-01", "2026-02", "2026-03", "2026-04"] {
            try program.done("ledger", "close", "harbor", period, now: "2026-12-20T12:00:00Z")
        }
        return Open(place: place, program: program)
    }

    @Test(
        "hledger's balance of the export is the balance to the minute, and its check is silent",
        .enabled(if: hledger != nil),
        arguments: clients
    )
    func hledgerAgrees(client: String) throws {
        let open = try Self.open.get()
        let now = "2026-12-24T12:00:00Z"
        let ledger = try open.program.done("ledger", client, "--json", now: now).json
        let journal = try open.program.done("ledger", client, "--format", "hledger", now: now).output
        let file = try open.place.write(journal, to: "\(client).journal")
        let check = try Self.hledger(["-f", file, "check", "--strict"])
        #expect(check.status == 0, "\(check.complaint)")
        #expect(check.output + check.complaint == "")
        for (account, key) in [("balance", "balanceMinutes"), ("held", "heldMinutes"), ("overage", "overageMinutes")] {
            let words = ["-f", file, "bal", "\(account):\(client)", "--no-total", "--empty", "-O", "csv"]
            let balance = try Self.hledger(words).output
            let minutes = balance.split(separator: "\n").last.flatMap { line in
                Int(line.split(separator: "\"").last?.split(separator: " ").first ?? "")
            }
            let expected = try #require(ledger[key] as? Int)
            // An account without a posting is not listed.
            #expect((minutes ?? 0) * (account == "overage" ? -1 : 1) == expected, "\(account): \(balance)")
        }
    }

    @Test("The lines of every statement lead from its opening to its closing balance", arguments: clients)
    func statementsReAdd(client: String) throws {
        let open = try Self.open.get()
        for period in ["2026-09", "2026-10", "2026-11"] {
            let statement = try open.program.done("statement", client, "--period", period, "--json").json
            let lines = try #require(statement["lines"] as? [[String: Any]])
            let sum = lines.reduce(0) { $0 + ($1["minutes"] as? Int ?? 0) }
            let opening = try #require(statement["openingMinutes"] as? Int)
            #expect(opening + sum == statement["closingMinutes"] as? Int, "\(period)")
            #expect(lines.isEmpty || lines.last?["balanceMinutes"] as? Int == statement["closingMinutes"] as? Int)
        }
    }

    @Test(
        "Trial months, changes of plan and dates of agreements show on the statements",
        arguments: [
            ("birch", "2026-05", 0), ("birch", "2026-06", 45_00), ("severny", "2026-06", 240_00),
            ("severny", "2026-07", 720_00), ("severny", "2026-02", 111_43), ("volna", "2026-06", 45_00),
            ("volna", "2026-11", nil),
        ] as [(String, String, Int?)]
    )
    func fees(client: String, period: String, fee: Int?) throws {
        let program = try Self.open.get().program
        let statement = try program.done("statement", client, "--period", period, "--json").json
        #expect(statement["feeAmount"] as? Int == fee)
    }

    private static func hledger(_ words: [String]) throws -> Program.Outcome {
        let program = try #require(hledger)
        return try Program.outcome(
            of: program,
            words,
            environment: ["LC_ALL": "C.UTF-8", "HOME": NSTemporaryDirectory()]
        )
    }
}

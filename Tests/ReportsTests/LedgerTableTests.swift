import Agreement
import HourLedger
import Reports
import Testing
import WorkingTime

@Suite("A ledger as tables")
struct LedgerTableTests {
    @Test("The table fits a terminal, whatever the notes are")
    func width() throws {
        var ledger = Ledger(agreement: try StatementSamples.agreement())
        let at = try StatementSamples.instant("2026-11-03T09:00:00Z")
        for index in 1...12 {
            let entry = Entry(
                .work(minutes: 44_000, charge: .ordinary),
                request: String(repeating: "R", count: 90),
                enteredBy: String(repeating: "ana ", count: 9),
                note: String(repeating: "报表打不开", count: 40),
                happenedAt: at,
                idempotencyKey: "k\(index)"
            )
            ledger.append(try ledger.book(entry, now: at).postings)
        }
        let table = LedgerTable.text(ledger.state(asOf: at))
        for line in table.split(separator: "\n") { #expect(TextWidth.columns(line) <= 100, "\(line)") }
        #expect(table.contains("2026-11  2026-11-01  2026-12-01"))
        #expect(table.contains(" 7  2026-11-03  work"))
    }
}

import Agreement
import Classifier
import Foundation
import MIME
import Testing
import Triage
import WorkingTime

@testable import Reports

@Suite("The weekly digest of unsupported requests")
struct DigestReportTests {
    let berlin: Zone
    let week: ISOWeek

    init() throws {
        berlin = try #require(Zone("Europe/Berlin"))
        week = try #require(ISOWeek("2026-W47"))
    }

    private func row(
        _ client: String,
        _ request: Int,
        _ words: String,
        _ at: String,
        _ verdict: Verdict = .notCovered,
        _ state: DigestRow.State = .new,
        estimate: Int? = nil,
        quote: Int? = nil,
        given: Int? = nil
    ) throws -> DigestRow {
        DigestRow(
            client: client,
            clientName: client.capitalized,
            request: request,
            ticket: 1000 + request,
            words: words,
            askedAt: try #require(Instant(rfc3339: at)),
            label: .feature,
            verdict: verdict,
            clause: verdict == .notCovered ? ClauseID("x1") : nil,
            state: state,
            estimateMinutes: estimate,
            quote: quote.map { Money(minorUnits: $0, currency: "EUR") },
            givenAwayMinutes: given
        )
    }

    private func sample() throws -> [DigestRow] {
        try [
            row(
                "harbor",
                1,
                "Could you add a booking calendar for guided tours?",
                "2026-10-12T09:00:00Z",
                .notCovered,
                .quoted,
                estimate: 480,
                quote: 76000
            ),
            row("harbor", 12, "Any news on the booking calendar for guided tours?", "2026-11-17T09:00:00Z"),
            row("lumen", 13, "We need a booking calendar for our tours.", "2026-11-18T10:00:00Z", estimate: 420),
            row(
                "vostok",
                14,
                "Хотелось бы выгрузку заказов в Excel.",
                "2026-11-19T10:00:00Z",
                .notCovered,
                .approved,
                estimate: 300,
                quote: 47500
            ),
            row("jade", 16, "希望增加在线预约功能。", "2026-11-15T22:59:59Z"),
            row("jade", 17, "希望增加多语言切换按钮。", "2026-11-15T23:00:00Z", .noAgreement),
            row(
                "harbor",
                18,
                "Please swap the photos <in> the footer & \"header\".",
                "2026-11-18T15:00:00Z",
                .covered,
                given: 15
            ),
            row("lumen", 21, "The gallery looks odd, or is it meant so?", "2026-11-21T15:30:00Z", .undecided),
            row("lumen", 22, "A wish of next week.", "2026-11-22T23:00:00Z"),
            row("lumen", 23, "The form is broken.", "2026-11-20T15:30:00Z", .covered),
        ]
    }

    private func report(_ rows: [DigestRow]) -> DigestReport {
        DigestReport(agency: "Northlight Studio", week: week, zone: berlin, rows: rows)
    }

    @Test(
        "Only what was asked in the week counts, by the agency's clocks; what came before tells how often and since when"
    )
    func countsThisWeek() throws {
        let report = report(try sample())
        #expect(report.requestCount == 4)
        #expect(report.wishes.map(\.askedThisWeek) == [2, 1, 1])
        #expect(report.clients.map(\.client) == ["harbor", "jade", "lumen", "vostok"])
        #expect(report.clientCount == 4)
        let calendar = try #require(report.shared.first)
        #expect(report.shared.count == 1)
        #expect(calendar.clients == ["harbor", "lumen"])
        #expect(calendar.rows.count == 3)
        #expect(calendar.since.rfc3339 == "2026-10-12T09:00:00Z")
        #expect(calendar.words == "Could you add a booking calendar for guided tours?")
        #expect(calendar.state == .quoted)
        #expect(report.undecided.map(\.request) == [21])
        #expect(report.givenAwayMinutes == 15)
    }

    @Test("Hours and money are those of the newest estimate and quote of each client")
    func sums() throws {
        let rows =
            try sample() + [
                row(
                    "harbor",
                    30,
                    "The booking calendar for guided tours again",
                    "2026-11-20T10:00:00Z",
                    estimate: 240,
                    quote: 50000
                )
            ]
        let report = report(rows)
        #expect(report.estimateMinutes == 240 + 420 + 300)
        #expect(report.quotes == [Money(minorUnits: 97500, currency: "EUR")])
        #expect(DigestRow.State.allCases.map { report.count($0) } == [1, 1, 1, 0])
    }

    @Test("The order in which the record hands over its rows changes nothing")
    func deterministic() throws {
        let rows = try sample()
        for shift in 1..<rows.count {
            let turned = Array(rows[shift...] + rows[..<shift].reversed())
            #expect(report(turned) == report(rows))
        }
    }

    @Test("The trend has twelve weeks, the oldest first")
    func trend() throws {
        let report = report(try sample())
        #expect(report.trend.count == 12)
        #expect(report.trend.first?.week.text == "2026-W36")
        #expect(report.trend.last?.requests == 4)
        #expect(report.trend.last?.clients == 4)
        #expect(report.trend.last?.givenAwayMinutes == 15)
        #expect(report.trend.first { $0.week.text == "2026-W42" }?.requests == 1)
        #expect(report.trend.first { $0.week.text == "2026-W46" }?.requests == 1)
    }

    @Test("The text is the one that was looked at and found good, within 78 columns")
    func text() throws {
        let text = report(try sample()).text
        let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/digest.txt")
        #expect(text == (try String(contentsOf: golden, encoding: .utf8)))
        #expect(text.split(separator: "\n").allSatisfy { TextWidth.columns($0) <= DigestReport.textColumns })
    }

    @Test("An empty week says so, in text, page and subject")
    func empty() {
        let report = report([])
        #expect(report.isEmpty)
        #expect(report.text.contains("Nobody asked for anything outside their agreement this week."))
        #expect(report.html.contains("Nobody asked for anything outside their agreement this week."))
        #expect(report.subject == "Requests outside the agreements, week 2026-W47: none")
        #expect(report.csv.split(separator: "\r\n").count == 1)
    }

    @Test("Hostile words, names and figures are shown as they are and break nothing")
    func hostile() throws {
        let hostile = "</p><script>alert(1)</script>\r\nBcc: x@y.example\u{0}\u{202E} {{ticket}} =1+1"
        var row = try row(hostile, 1, hostile, "2026-11-17T09:00:00Z", estimate: Int.max, quote: Int.max)
        row.clientName = hostile
        row.clause = ClauseID(hostile)
        var second = row
        second.client = "other"
        second.request = 2
        let report = DigestReport(agency: hostile, week: week, zone: berlin, rows: [row, second])
        #expect(report.estimateMinutes == Int.max)
        #expect(!report.html.contains("<script"))
        #expect(!report.html.unicodeScalars.contains("\u{0}"))
        #expect(!report.text.contains("\nBcc:"))
        #expect(report.csv.split(separator: "\r\n").count == 3)
        let decoded = try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any]
        #expect(decoded?["week"] as? String == "2026-W47")
    }

    @Test("Nothing in the page is fetched from anywhere")
    func nothingRemote() throws {
        let html = report(try sample()).html
        for forbidden in ["http", "src=", "url(", "<link", "<img", "@import"] { #expect(!html.contains(forbidden)) }
        #expect(html.contains("&lt;in&gt; the footer &amp; &quot;header&quot;"))
    }

    @Test("The JSON has the week's bounds as instants, durations in minutes and money in minor units")
    func json() throws {
        let object = try JSONSerialization.jsonObject(with: Data(report(try sample()).json.utf8))
        let digest = try #require(object as? [String: Any])
        #expect(digest["start"] as? String == "2026-11-15T23:00:00Z")
        #expect(digest["end"] as? String == "2026-11-22T23:00:00Z")
        #expect(digest["requests"] as? Int == 4)
        #expect(digest["estimateMinutes"] as? Int == 1200)
        #expect(digest["givenAwayMinutes"] as? Int == 15)
        let quotes = try #require(digest["quotes"] as? [[String: Any]])
        #expect(quotes.first?["amount"] as? Int == 123_500)
        #expect(quotes.first?["currency"] as? String == "EUR")
        let shared = try #require(digest["shared"] as? [[String: Any]])
        #expect(shared.first?["clients"] as? [String] == ["harbor", "lumen"])
        #expect((digest["trend"] as? [Any])?.count == 12)
    }

    @Test("The mail to the staff is one that no machine answers, with the rows attached")
    func mail() throws {
        let agency = Agency(
            name: "Northlight Studio",
            zone: berlin,
            languages: ["en"],
            from: Sender(name: "", address: "support@northlight.example")
        )
        let now = try #require(Instant(rfc3339: "2026-11-23T07:30:00Z"))
        let outgoing = report(try sample()).message(
            agency: agency,
            to: [Sender(name: "Ana\r\nBcc: evil@example.org", address: "ana@northlight.example")],
            messageID: "digest.2026-W47@northlight.example",
            now: now
        )
        let bytes = Composer.compose(outgoing)
        let mail = Message(bytes)
        #expect(mail.header["auto-submitted"] == "auto-generated")
        #expect(mail.header["x-auto-response-suppress"] == "All")
        #expect(mail.header["x-gatepost-loop"] == "northlight.example")
        #expect(mail.header["bcc"] == nil)
        #expect(mail.subject == "Requests outside the agreements, week 2026-W47: 4 from 4 clients")
        #expect(mail.from == [Mailbox(name: "Northlight Studio", address: "support@northlight.example")])
        #expect(mail.date == DateTime(epochSeconds: now.epochSeconds, offsetMinutes: 60))
        #expect(mail.attachments.map(\.name) == ["digest-2026-W47.csv", "digest-2026-W47.json"])
        #expect(mail.defects.isEmpty)
        #expect(mail.content.text.contains("Wanted by several clients"))
    }
}

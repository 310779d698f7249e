import Agreement
import Classifier
import Reports
import Testing
import Triage
import WorkingTime

@Suite("Key figures") struct KPIReportTests {
    private static let zone = Zone("Europe/Berlin") ?? .utc
    private static let start = Instant(epochSeconds: 1_793_487_600)  // 2026-11-01 00:00 in Berlin

    private static func request(
        _ client: String,
        _ label: Label,
        _ verdict: Verdict = .covered,
        first: Label? = nil,
        decided: Bool = true,
        resolved: Bool = false,
        estimate: Int? = nil,
        quote: Int? = nil,
        rate: Int? = nil
    ) -> KPIRequest {
        KPIRequest(
            client: client,
            label: label,
            firstLabel: first,
            wasDecided: decided,
            verdict: verdict,
            isResolved: resolved,
            estimateMinutes: estimate,
            quote: quote.map { Money(minorUnits: $0, currency: "EUR") },
            rate: rate.map { Money(minorUnits: $0, currency: "EUR") }
        )
    }

    /// A clock that began `at` minutes into the month, had `for` minutes and was stopped after `stop` of them.
    private static func clock(_ client: String, _ name: ClockStart.Name, at: Int, for due: Int, stop: Int?) -> KPIClock
    {
        let begun = start.adding(minutes: at)
        return KPIClock(
            client: client,
            name: name,
            startedAt: begun,
            due: begun.adding(minutes: due),
            stoppedAt: stop.map(begun.adding(minutes:))
        )
    }

    private static func report(
        _ requests: [KPIRequest],
        _ clocks: [KPIClock],
        marks: [(client: String, mark: Int)] = [],
        after minutes: Int = 10_000
    ) throws -> KPIReport {
        KPIReport(
            agency: "Agency",
            period: try #require(ReportPeriod("2026-11")),
            zone: zone,
            targets: KPITargets(),
            names: ["harbor": "Harbor Museum", "birch": "Birch & Sons"],
            requests: requests,
            clocks: clocks,
            marks: marks,
            now: start.adding(minutes: minutes)
        )
    }

    @Test(arguments: [
        ("2026-11", "2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z"),
        ("2026-Q2", "2026-03-31T22:00:00Z", "2026-06-30T22:00:00Z"),
        ("2026", "2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z"),
        ("2026-W44", "2026-10-25T23:00:00Z", "2026-11-01T23:00:00Z"),
    ]) func aPeriodRunsFromLocalMidnightToLocalMidnight(name: String, from: String, before: String) throws {
        let range = try #require(ReportPeriod(name)).range(in: Self.zone)
        #expect(range.lowerBound.rfc3339 == from)
        #expect(range.upperBound.rfc3339 == before)
    }

    @Test(arguments: [
        "", "26", "2026-13", "2026-00", "2026-Q5", "2026-W54", "2026-1", "2026-11-02", "x", "2026-Q", "-",
    ])
    func whatIsNoPeriodIsNone(text: String) {
        #expect(ReportPeriod(text) == nil)
    }

    @Test(arguments: [
        ([60], 60, 60, 60),
        ([10, 20], 15, 15, 20),
        ([10, 21], 16, 16, 21),
        ([5, 10, 600], 205, 10, 600),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 100], 15, 6, 9),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100], 14, 6, 10),
    ]) func meanMedianAndNinetiethPercentileAreWholeMinutes(times: [Int], mean: Int, median: Int, p90: Int) throws {
        let report = try Self.report(
            [],
            times.reversed().map { Self.clock("harbor", .firstAnswer, at: 0, for: 1_440, stop: $0) }
        )
        #expect(report.all.firstAnswerMean == mean)
        #expect(report.all.firstAnswerMedian == median)
        #expect(report.all.firstAnswerP90 == p90)
    }

    @Test func aPromiseIsKeptBrokenOrStillRunning() throws {
        let report = try Self.report(
            [],
            [
                Self.clock("harbor", .acknowledgement, at: 0, for: 60, stop: 60),
                Self.clock("harbor", .acknowledgement, at: 0, for: 60, stop: 61),
                Self.clock("harbor", .acknowledgement, at: 0, for: 60, stop: nil),
                Self.clock("harbor", .acknowledgement, at: 90, for: 60, stop: nil),
                Self.clock("harbor", .firstAnswer, at: 0, for: 60, stop: 60),
                Self.clock("harbor", .nextAnswer, at: 0, for: 60, stop: 61),
                Self.clock("harbor", .firstAnswer, at: 0, for: 60, stop: nil),
                Self.clock("birch", .resolution, at: 90, for: 60, stop: nil),
            ],
            after: 100
        )
        #expect(report.all.acknowledged == KPIShare(count: 1, all: 3))
        #expect(report.all.promises == KPIShare(count: 1, all: 3))
        #expect(report.all.promisesBroken == 2)
        #expect(report.all.promisesRunning == 1)
        #expect(report.all.unanswered == 1)
        #expect(report.clients.map(\.name) == ["Birch & Sons", "Harbor Museum"])
        #expect(report.clients.map(\.figures.promisesRunning) == [1, 0])
    }

    @Test func scopeCreepIsQuotedElseEstimatedAtTheClientsRate() throws {
        let report = try Self.report(
            [
                Self.request("harbor", .feature, .notCovered, estimate: 360, quote: 50_000, rate: 9_500),
                Self.request("harbor", .feature, .notCovered, estimate: 90, rate: 9_500),
                Self.request("birch", .feature, .notCovered, rate: 9_500),
                Self.request("birch", .feature, .noAgreement, estimate: 60),
                Self.request("harbor", .fix, .notCovered, estimate: 10, rate: 6_000),
                Self.request("birch", .fix, .noAgreement, estimate: 45),
                Self.request("harbor", .feature, .covered, estimate: 25, rate: 9_500),
            ],
            []
        )
        #expect(report.all.unsupported == 5)
        #expect(report.all.unsupportedMinutes == 360 + 90 + 60 + 10)
        #expect(report.all.unsupportedAmounts == [Money(minorUnits: 50_000 + 14_250 + 1_000, currency: "EUR")])
        #expect(report.all.unsupportedUnestimated == 1)
        #expect(report.all.givenAwayMinutes == 25)
    }

    @Test func peopleOverruleWhatWasDecidedAndDecideWhatWasLeft() throws {
        let report = try Self.report(
            [
                Self.request("harbor", .feature, first: .fix, resolved: true),
                Self.request("harbor", .fix, first: .fix),
                Self.request("harbor", .question),
                Self.request("harbor", .billing, first: .question, decided: false, resolved: true),
            ],
            [],
            marks: [("harbor", 5), ("harbor", 4), ("harbor", 5)]
        )
        #expect(report.all.overruled == KPIShare(count: 1, all: 3))
        #expect(report.all.leftToPeople == 1)
        #expect(report.all.resolved.permille == 500)
        #expect([report.all.fixes, report.all.features, report.all.questions, report.all.others] == [1, 1, 1, 1])
        #expect(report.all.satisfactionHundredths == 467)
        #expect(report.text.contains("1 of 3, 33.3 %"))
        #expect(report.text.contains("4.67  over 4.50, met"))
    }

    @Test func theTableFitsATerminalAndTheFilesHaveALineAClient() throws {
        let report = try Self.report(
            [
                Self.request("harbor", .feature, .notCovered, estimate: 99_999, quote: 123_456_789_00),
                Self.request("birch", .fix),
            ],
            [Self.clock("harbor", .firstAnswer, at: 0, for: 60, stop: 59)]
        )
        #expect(report.text.split(separator: "\n").allSatisfy { $0.count <= 100 })
        #expect(report.text.contains("under 2h, met"))
        let lines = report.csv.split(separator: "\r\n")
        #expect(lines.count == 4)
        #expect(Set(lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }) == [27])
    }

    @Test func nothingAtAllIsToldAsNothing() throws {
        let report = try Self.report([], [])
        #expect(report.all.firstAnswerMean == nil)
        #expect(report.all.acknowledged.permille == nil)
        #expect(report.clients.isEmpty)
        #expect(report.text.contains("acknowledged in time"))
    }
}

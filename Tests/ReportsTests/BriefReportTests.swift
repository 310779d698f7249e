import Testing
import Triage
import WorkingTime

@testable import Reports

@Suite("The morning brief") struct BriefReportTests {
    private static let now = Instant(epochSeconds: 1_795_420_800)  // Monday, 23 November 2026, 09:00 in Berlin
    private static let berlin = Zone("Europe/Berlin") ?? .utc

    private static func task(
        _ ticket: Int,
        dueIn minutes: Int,
        isUrgent: Bool = false,
        what: ClockStart.Name = .firstAnswer
    ) -> BriefReport.Task {
        .init(
            clientName: "Client \(ticket)",
            ticket: ticket,
            subject: "Subject \(ticket)",
            what: what,
            due: now.adding(minutes: minutes),
            isUrgent: isUrgent,
            assignee: nil
        )
    }

    private static func report(_ tasks: [BriefReport.Task]) -> BriefReport {
        BriefReport(
            agency: "Northlight",
            zone: berlin,
            now: now,
            next: now.adding(minutes: 24 * 60),
            tasks: tasks,
            openRequests: 4,
            kept: 5,
            broken: 1
        )
    }

    @Test func `An hour goes first to what is urgent, then to what can be kept, then to what is broken`() {
        let report = Self.report([
            Self.task(1, dueIn: -600), Self.task(2, dueIn: 300), Self.task(3, dueIn: 60), Self.task(4, dueIn: -30),
            Self.task(5, dueIn: 400, isUrgent: true), Self.task(6, dueIn: -10, isUrgent: true),
        ])
        #expect(report.tasks.map(\.ticket) == [6, 5, 3, 2, 1, 4])
        #expect(report.brokenTasks == 3)
    }

    @Test func `What is due after the next brief is only counted`() {
        let report = Self.report([Self.task(1, dueIn: 24 * 60), Self.task(2, dueIn: 24 * 60 - 1)])
        #expect(report.tasks.map(\.ticket) == [2])
        #expect(report.laterTasks == 1)
        #expect(report.notice.text.contains("1 promise is due later"))
    }

    @Test func `A ticket stands once, with the promise that is due first`() {
        let report = Self.report([
            Self.task(1, dueIn: 300, isUrgent: true, what: .resolution), Self.task(1, dueIn: 60, what: .nextAnswer),
        ])
        #expect(report.tasks.map(\.what) == [.nextAnswer])
        #expect(report.tasks.first?.isUrgent == true)
    }

    @Test func `A quiet morning says so`() {
        let report = Self.report([])
        #expect(report.subject == "Brief for Monday, 23 November 2026: nothing waits")
        #expect(report.notice.text.contains("No promise is due before 24 Nov 2026 at 09:00."))
    }

    @Test func `Lines stay within 78 columns and a page holds no markup of others`() {
        var report = Self.report([Self.task(1, dueIn: 60)])
        report.undecided = [
            .init(
                request: 7,
                ticket: 3,
                clientName: "<b>Bold</b>",
                words: String(repeating: "please look at this ", count: 30) + "<script>alert(1)</script>",
                guess: "Perhaps feature (61 %), else fix"
            )
        ]
        report.mailboxes = [.init(name: "support", readAt: nil, problem: "login refused", since: Self.now)]
        #expect(report.notice.text.split(separator: "\n").allSatisfy { TextWidth.columns($0) <= 78 })
        #expect(!report.notice.html.contains("<script>"))
        #expect(!report.notice.html.contains("<b>Bold"))
        #expect(report.subject.hasSuffix("1 due, 1 to decide, a mailbox needs help"))
    }

    @Test func `A flood of entries is shown in part and counted`() {
        var report = Self.report((1...60).map { Self.task($0, dueIn: $0) })
        report.quarantine = (1...40).map { .init(what: "Mail \($0)", why: "damaged", command: "gatepost quarantine") }
        #expect(report.notice.text.contains("35 more are due."))
        #expect(report.notice.text.contains("And 15 more."))
    }
}

import ArgumentParser
import Foundation
import Mailrules
import Reports
import Service
import Store
import Triage
import WorkingTime

/// `gatepost brief`: the morning brief.
struct Brief: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The morning brief: what is due, what waits, how the mailboxes are.",
        discussion: "Example: gatepost brief --send"
    )

    @Option(help: "Another day, such as 2026-11-23, at the time set in agency.yaml.")
    var date: String?

    @Flag(help: "Queues it for the staff named in agency.yaml; the next round sends it.")
    var send = false

    @Flag(help: "As JSON.")
    var json = false

    @Flag(help: "As HTML, as it stands in the mail.")
    var html = false

    @OptionGroup var places: PlaceOptions

    func run() throws {
        let configuration = try places.rules.configuration()
        let present = presentInstant()
        let now = try moment(configuration) ?? present
        try reporting {
            let instance = try Instance(
                configuration: configuration,
                store: try places.store(.shared),
                isRehearsal: false
            )
            let briefs = Briefs(instance: instance)
            let report = try briefs.report(now: now)
            if json {
                try Console.json(BriefView(report))
            } else {
                Console.say(html ? report.notice.html : report.notice.text)
            }
            guard send else { return }
            let queued = try briefs.send(report, now: present)
            Console.complain(
                queued.isEmpty
                    ? "agency.yaml names nobody under schedule.brief.to; nothing was queued"
                    : "queued for \(queued.joined(separator: ", "))"
            )
        }
    }

    private func moment(_ configuration: Mailrules.Configuration) throws -> Instant? {
        guard let date else { return nil }
        guard let day = CivilDate(date) else {
            throw ValidationError("\(date) is no date; write it like 2026-11-23")
        }
        let minute = configuration.schedule.brief?.minuteOfDay ?? 9 * 60
        return configuration.policy.agency.zone.instant(on: day, minuteOfDay: minute)
    }
}

/// The brief in JSON.
private struct BriefView: Encodable {
    struct Task: Encodable {
        var client: String
        var ticket: Int
        var subject: String
        var promise: String
        var due: String
        var urgent: Bool
        var broken: Bool
        var assignee: String?
    }

    struct Question: Encodable {
        var request: Int
        var ticket: Int
        var client: String
        var text: String
        var guess: String
    }

    struct Waiting: Encodable {
        var what: String
        var why: String
        var command: String
    }

    struct Balance: Encodable {
        var client: String
        var balanceMinutes: Int
        var includedMinutes: Int
        var heldMinutes: Int
    }

    struct Mailbox: Encodable {
        var name: String
        var readAt: String?
        var problem: String?
        var problemSince: String?
    }

    var now: String
    var next: String
    var openRequests: Int
    var kept: Int
    var broken: Int
    var tasks: [Task]
    var laterTasks: Int
    var approvals: [Question]
    var undecided: [Question]
    var heldReplies: [Waiting]
    var heldCommands: [Waiting]
    var quarantine: [Waiting]
    var lowBalances: [Balance]
    var mailboxes: [Mailbox]

    init(_ report: BriefReport) {
        func question(_ one: BriefReport.Question) -> Question {
            Question(
                request: one.request,
                ticket: one.ticket,
                client: one.clientName,
                text: one.words,
                guess: one.guess
            )
        }
        func waiting(_ one: BriefReport.Waiting) -> Waiting {
            Waiting(what: one.what, why: one.why, command: one.command)
        }
        now = report.now.rfc3339
        next = report.next.rfc3339
        openRequests = report.openRequests
        kept = report.kept
        broken = report.broken
        tasks = report.tasks.map { task in
            Task(
                client: task.clientName,
                ticket: task.ticket,
                subject: task.subject,
                promise: task.what.rawValue,
                due: task.due.rfc3339,
                urgent: task.isUrgent,
                broken: task.due < report.now,
                assignee: task.assignee
            )
        }
        laterTasks = report.laterTasks
        approvals = report.approvals.map(question)
        undecided = report.undecided.map(question)
        heldReplies = report.heldReplies.map(waiting)
        heldCommands = report.heldCommands.map(waiting)
        quarantine = report.quarantine.map(waiting)
        lowBalances = report.balances.map { balance in
            Balance(
                client: balance.clientName,
                balanceMinutes: balance.balanceMinutes,
                includedMinutes: balance.includedMinutes,
                heldMinutes: balance.heldMinutes
            )
        }
        mailboxes = report.mailboxes.map { mailbox in
            Mailbox(
                name: mailbox.name,
                readAt: mailbox.readAt?.rfc3339,
                problem: mailbox.problem,
                problemSince: mailbox.since?.rfc3339
            )
        }
    }
}

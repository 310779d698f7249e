import ArgumentParser
import Foundation
import Mailrules
import Reports
import Service
import Store
import Triage
import WorkingTime

/// `gatepost report`: how well promises are kept.
struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Key figures of a period: answers, promises, what requests were, scope creep, per client.",
        discussion: """
            A period is a month (2026-11), a quarter (2026-Q4), a year (2026) or a week (2026-W47). Requests count by \
            when they were asked, promises by when they began.
            Example: gatepost report --period 2026-Q4 --csv
            """
    )

    @Option(help: "The period; the current month unless said.")
    var period: String?

    @Flag(help: "As JSON.")
    var json = false

    @Flag(help: "As comma-separated values, a line a client.")
    var csv = false

    @OptionGroup var places: PlaceOptions

    func run() throws {
        let configuration = try places.rules.configuration()
        let now = presentInstant()
        let zone = configuration.policy.agency.zone
        let wanted = try period.map { text in
            guard let period = ReportPeriod(text) else {
                throw ValidationError("\(text) is no period; write it like 2026-11, 2026-Q4, 2026 or 2026-W47")
            }
            return period
        }
        try reporting {
            let figures = Figures(store: try places.store(.shared), configuration: configuration)
            let report = try figures.report(of: wanted ?? ReportPeriod(monthOf: zone.civil(now).date), now: now)
            if json {
                try Console.json(report.data)
            } else {
                Console.say(csv ? report.csv : report.text)
            }
        }
    }
}

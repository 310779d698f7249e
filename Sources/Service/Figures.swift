import Agreement
public import Mailrules
public import Reports
public import Store
import Triage
public import WorkingTime

/// The figures of a period, from what is recorded.
public struct Figures {
    private let store: Store
    private let configuration: Configuration

    public init(store: Store, configuration: Configuration) {
        self.store = store
        self.configuration = configuration
    }

    /// What a period of the agency's zone came to, as it stands at `now`.
    public func report(of period: ReportPeriod, now: Instant) throws -> KPIReport {
        let policy = configuration.policy
        let range = period.range(in: policy.agency.zone)
        let requests = try store.requestFigures(askedFrom: range.lowerBound, before: range.upperBound)
        let clocks = try store.promiseFigures(startedFrom: range.lowerBound, before: range.upperBound)
        let marks = try store.ratings(from: range.lowerBound, before: range.upperBound)
        return KPIReport(
            agency: policy.agency.name,
            period: period,
            zone: policy.agency.zone,
            targets: KPITargets(
                firstAnswerMinutes: configuration.targets.firstAnswerMinutes,
                satisfactionHundredths: configuration.targets.satisfactionHundredths
            ),
            names: Dictionary(policy.clients.map { ($0.client, $0.name) }, uniquingKeysWith: { first, _ in first }),
            requests: requests.map { row in
                KPIRequest(
                    client: row.client,
                    label: row.label,
                    firstLabel: row.firstLabel,
                    wasDecided: row.wasDecided,
                    verdict: row.verdict,
                    isResolved: [.closed, .declined, .merged].contains(row.state),
                    estimateMinutes: row.estimateMinutes,
                    quote: row.quote,
                    rate: rate(of: row.client, at: row.askedAt)
                )
            },
            clocks: clocks.map { row in
                KPIClock(
                    client: row.client ?? "",
                    name: row.name,
                    startedAt: row.startedAt,
                    due: row.due,
                    stoppedAt: row.stoppedAt
                )
            },
            marks: marks.map { ($0.client, $0.mark) },
            now: now
        )
    }

    private func rate(of client: String, at instant: Instant) -> Money? {
        guard let agreement = configuration.policy.client(client) else { return nil }
        return agreement.plan(on: agreement.zone.civil(instant).date)?.overage?.ratePerHour
    }
}

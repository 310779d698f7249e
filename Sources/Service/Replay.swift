import Agreement
import Classifier
import HourLedger
public import Mailrules
public import Reports
import Store
import Triage
public import WorkingTime

/// Decides old mail over again under one or two sets of rules, each on a record of its own that is thrown away.
public struct Replay {
    private let sides: [Configuration]
    private let featureMinutes: Int

    /// - Parameters:
    ///   - other: The rules to hold against the current ones; nil only adds up what the current ones come to.
    ///   - featureMinutes: What a feature outside the agreements is reckoned to take.
    public init(current: Configuration, other: Configuration?, featureMinutes: Int) {
        sides = [current] + (other.map { [$0] } ?? [])
        self.featureMinutes = featureMinutes
    }

    /// Decides all mails of a source in order of time.
    ///
    /// - Parameters:
    ///   - now: No mail is younger.
    ///   - onDifference: Called with each mail on which the two sets of rules differ, as they come.
    ///   - onProgress: Called with the number of mails decided so far.
    public func run(
        _ source: ReplaySource,
        now: Instant,
        onDifference: (ReplayDifference) throws -> Void,
        onProgress: (Int) -> Void
    ) throws -> ReplayReport {
        let trials = try sides.map(Trial.init)
        defer { for trial in trials { trial.discard() } }
        var report = ReplayReport(
            current: .init(folder: sides[0].folder),
            other: sides.count == 2 ? .init(folder: sides[1].folder) : nil,
            featureMinutes: featureMinutes
        )
        var count = 0
        let batches = ReplayBatch(trials: trials)
        try source.forEachBatch(now: now) { batch in
            let results = try batches.decide(batch.map(\.arrival))
            for (index, mail) in batch.enumerated() {
                count += 1
                let outcomes = results.map { $0[index] }
                guard let first = outcomes[0] else {
                    report.copies += 1
                    continue
                }
                report.note(receivedAt: mail.arrival.receivedAt)
                note(outcomes.map { $0?.outcome }, in: &report)
                guard outcomes.count == 2, let second = outcomes[1]?.outcome else { continue }
                let changes = first.outcome.changes(to: second)
                report.note(changes)
                if first.outcome.reply == second.reply, first.outcome.replyWords != second.replyWords {
                    report.rewordedReplies += 1
                }
                guard !changes.isEmpty else { continue }
                try onDifference(
                    ReplayDifference(
                        path: mail.path,
                        receivedAt: mail.arrival.receivedAt,
                        from: first.from,
                        subject: first.subject,
                        changes: changes
                    )
                )
            }
            onProgress(count)
        }
        report.current.clients = try ended(report.current.clients, trials[0], at: report.last ?? now)
        if let other = report.other {
            report.other?.clients = try ended(other.clients, trials[1], at: report.last ?? now)
        }
        return report
    }

    private func note(_ outcomes: [ReplayOutcome?], in report: inout ReplayReport) {
        for (side, outcome) in outcomes.enumerated() {
            guard let outcome else { continue }
            let client = outcome.client ?? ""
            let rate = side == 0 ? rate(of: client, in: sides[0], report) : rate(of: client, in: sides[1], report)
            if side == 0 {
                report.current.clients[client, default: ReplaySums()]
                    .add(outcome, featureMinutes: featureMinutes, rate: rate)
            } else {
                report.other?.clients[client, default: ReplaySums()]
                    .add(outcome, featureMinutes: featureMinutes, rate: rate)
            }
        }
    }

    /// What an hour beyond the agreement costs the client at the latest mail's time.
    private func rate(of client: String, in side: Configuration, _ report: ReplayReport) -> Money? {
        guard let agreement = side.policy.client(client), let last = report.last else { return nil }
        return agreement.plan(on: agreement.zone.civil(last).date)?.overage?.ratePerHour
    }

    /// Adds what can only be told at the end: the balances, and what became of the promises.
    private func ended(_ clients: [String: ReplaySums], _ trial: Trial, at end: Instant) throws -> [String: ReplaySums]
    {
        var clients = clients
        let books = Books(store: trial.instance.store, policy: trial.instance.policy)
        for client in clients.keys where trial.instance.policy.client(client) != nil {
            let state = try books.state(of: client, asOf: end)
            clients[client]?.balanceMinutes = state.balanceMinutes
            clients[client]?.heldMinutes = state.heldMinutes
            clients[client]?.overageMinutes = state.overageMinutes
            clients[client]?.overageAmounts = MoneyText.sums(state.overage.compactMap(\.amount))
        }
        for clock in try trial.instance.store.clocks(startedFrom: nil, before: nil) {
            guard [.firstAnswer, .nextAnswer].contains(clock.name) else { continue }
            clients[clock.client ?? ""]?.count(clock)
        }
        return clients
    }
}

extension ReplaySums {
    /// Counts one promise by what became of it.
    fileprivate mutating func count(_ clock: ClockRow) {
        promises += 1
        switch clock.stoppedAt {
        case nil: promisesUnanswered += 1
        case let stopped? where stopped <= clock.due: promisesKept += 1
        case _?: promisesBroken += 1
        }
    }
}

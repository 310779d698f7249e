import Agreement
import Classifier
import Foundation
import HourLedger
public import Mailrules
public import Reports
import Responder
import Store
import Synchronization
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
        let comparesWords = sides.count == 2
        var report = ReplayReport(
            current: .init(folder: sides[0].folder),
            other: sides.count == 2 ? .init(folder: sides[1].folder) : nil,
            featureMinutes: featureMinutes
        )
        var count = 0
        try source.forEachBatch(now: now) { batch in
            let decided = try Self.decide(batch.map(\.arrival), in: trials)
            for (index, mail) in batch.enumerated() {
                count += 1
                let outcomes = decided.enumerated().map { side, mails in
                    mails[index].map { outcome(of: $0, in: trials[side], comparesWords: comparesWords) }
                }
                guard let first = outcomes[0] else {
                    report.copies += 1
                    continue
                }
                report.note(receivedAt: mail.arrival.receivedAt)
                note(outcomes, in: &report)
                guard outcomes.count == 2, let second = outcomes[1] else { continue }
                let changes = first.changes(to: second)
                report.note(changes)
                if first.reply == second.reply, first.replyWords != second.replyWords { report.rewordedReplies += 1 }
                guard !changes.isEmpty, let told = decided[0][index] else { continue }
                try onDifference(
                    ReplayDifference(
                        path: mail.path,
                        receivedAt: mail.arrival.receivedAt,
                        from: told.enquiry.from.address,
                        subject: told.enquiry.subject,
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

    /// The sides share nothing, so each has a thread of its own.
    private static func decide(_ arrivals: [Trial.Arrival], in trials: [Trial]) throws -> [[DecidedMail?]] {
        let results = Mutex<[Int: Result<[DecidedMail?], any Error>]>([:])
        DispatchQueue.concurrentPerform(iterations: trials.count) { side in
            let result = Result { try trials[side].decide(arrivals) }
            results.withLock { $0[side] = result }
        }
        let all = results.withLock { $0 }
        return try trials.indices.map { try all[$0]?.get() ?? [] }
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

    private func outcome(of mail: DecidedMail, in trial: Trial, comparesWords: Bool) -> ReplayOutcome {
        let decision = mail.decision
        let reply = decision.acknowledgement
        let content = reply.isSent ? reply.content : nil
        return ReplayOutcome(
            client: decision.client,
            requests: decision.items.map { item in
                ReplayOutcome.Request(
                    words: item.summary,
                    label: item.item.label,
                    isDecided: item.item.isDecided,
                    verdict: item.verdict,
                    clause: item.clause,
                    priority: item.priority
                )
            },
            reply: content.map { "\($0.language), \($0.disclosure.rawValue)" } ?? ReplayReport.noReply,
            replyWords: comparesWords
                ? content.map { AcknowledgementDraft($0, templates: trial.instance.templates).text } : nil,
            promises: decision.clocks.map { .init(name: $0.name, due: $0.due) },
            bookedMinutes: -decision.postings.reduce(0) { $0 + $1.minutes },
            filing: decision.routing.folder ?? decision.filing.rawValue,
            assignee: decision.routing.assignee
        )
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

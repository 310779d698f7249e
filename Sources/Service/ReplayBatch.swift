import Agreement
import Classifier
import Foundation
import HourLedger
import MIME
import Mailrules
import Reports
import Responder
import Synchronization
import Triage

/// Decides one batch of old mail under each set of rules. What does not depend on rules, reading the mails, is done once;
/// what does goes on beside each other.
struct ReplayBatch {
    let trials: [Trial]
    /// Whether both sets of rules put the same content into the same words.
    private let hasSameTemplates: Bool

    init(trials: [Trial]) {
        self.trials = trials
        let templates = trials.map { trial in
            Set(trial.instance.configuration.templates.map { [$0.kind, $0.language, "\($0.isHTML)", $0.text] })
        }
        hasSameTemplates = Set(templates).count == 1
    }

    /// What one set of rules made of a mail.
    struct Result: Sendable {
        var outcome: ReplayOutcome
        /// What the reply tells; nil when there is none.
        var content: AcknowledgementContent?
        var from: String
        var subject: String
    }

    /// - Returns: For each set of rules one result a mail; nil for a second copy, and for what could not be recorded.
    func decide(_ arrivals: [Trial.Arrival]) throws -> [[Result?]] {
        let waiting = try Self.beside(trials.count) { try trials[$0].admit(arrivals) }
        // Each mail is read and understood for all sides before the next, so that what its reading holds can go.
        let understood: [[Decider.Understood?]] = try Self.beside(arrivals.count) { index in
            guard waiting.contains(where: { $0[index] != nil }) else { return trials.map { _ in nil } }
            let reading = trials[0].instance.understanding.reading(of: Message(arrivals[index].bytes))
            return trials.indices.map { side in
                waiting[side][index].map { trials[side].understand($0, as: reading) }
            }
        }
        let results = try Self.beside(trials.count) { side in
            try trials[side].decide(understood.map { $0[side] }).map { mail in
                mail.map {
                    Result(
                        outcome: Self.outcome(of: $0),
                        content: $0.decision.acknowledgement.isSent ? $0.decision.acknowledgement.content : nil,
                        from: $0.enquiry.from.address,
                        subject: $0.enquiry.subject
                    )
                }
            }
        }
        return try worded(results)
    }

    /// Adds the words of the replies where the two sets of rules may differ in them; putting a reply into words costs as
    /// much as deciding it.
    private func worded(_ results: [[Result?]]) throws -> [[Result?]] {
        guard results.count == 2 else { return results }
        let words = try Self.beside(results[0].count) { index -> [String] in
            let contents = results.compactMap { $0[index]?.content }
            guard contents.count == 2, contents[0] != contents[1] || !hasSameTemplates else { return [] }
            return zip(contents, trials).map { AcknowledgementDraft($0, templates: $1.instance.templates).text }
        }
        var results = results
        for (index, words) in words.enumerated() {
            for (side, words) in words.enumerated() { results[side][index]?.outcome.replyWords = words }
        }
        return results
    }

    /// Does so many things on all processors; the first error in their order is thrown.
    private static func beside<Value: Sendable>(
        _ count: Int,
        _ work: @Sendable (Int) throws -> Value
    ) throws -> [Value] {
        let results = Mutex([Swift.Result<Value, any Error>?](repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: count) { index in
            let result = Swift.Result { try work(index) }
            results.withLock { $0[index] = result }
        }
        return try results.withLock { $0 }.compactMap { try $0?.get() }
    }

    private static func outcome(of mail: DecidedMail) -> ReplayOutcome {
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
            replyWords: nil,
            promises: decision.clocks.map { .init(name: $0.name, due: $0.due) },
            bookedMinutes: -decision.postings.reduce(0) { $0 + $1.minutes },
            filing: decision.routing.folder ?? decision.filing.rawValue,
            assignee: decision.routing.assignee
        )
    }
}

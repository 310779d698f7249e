import Agreement
import Classifier
import Foundation
import HourLedger
import MIME
import Reports
import Responder
import Synchronization
import Triage

/// Decides one batch of old mail under each set of rules. What does not depend on rules, reading the mails, is done once;
/// what does goes on beside each other.
struct ReplayBatch {
    let trials: [Trial]

    /// What one set of rules made of a mail.
    struct Result: Sendable {
        var outcome: ReplayOutcome
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
        return try Self.beside(trials.count) { side in
            let trial = trials[side]
            return try trial.decide(understood.map { $0[side] }).map { mail in
                mail.map {
                    Result(
                        outcome: outcome(of: $0, in: trial),
                        from: $0.enquiry.from.address,
                        subject: $0.enquiry.subject
                    )
                }
            }
        }
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

    private func outcome(of mail: DecidedMail, in trial: Trial) -> ReplayOutcome {
        let decision = mail.decision
        let reply = decision.acknowledgement
        let content = reply.isSent ? reply.content : nil
        // Words are only held against other words.
        let comparesWords = trials.count == 2
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
}

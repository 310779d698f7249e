import Agreement
import ArgumentParser
import Classifier
import Foundation
import MIME
import Mailrules
import Reports
import Service
import Store
import Triage
import WorkingTime

/// `gatepost explain`: the whole reasoning behind a decision.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The whole reasoning behind a decision.",
        discussion: """
            Shows what was newly written with each request numbered and the words that decided marked, how sure the
            reading is and what came second, the clause, and what moved it: a rule, a correction, what is known of
            the client.

            Examples:
              gatepost explain 12                  a mail that was decided, by its number
              gatepost explain samples/mail/x.eml  a file, decided now and not kept
            """
    )

    @Argument(help: "A mail's number, or a file.")
    var mail: String

    @Flag(help: "As JSON.")
    var json = false

    @OptionGroup var places: PlaceOptions

    private struct View: Encodable {
        struct Step: Encodable {
            var step: String
            var text: String
        }

        var mail: String
        var from: String
        var subject: String
        var client: String?
        var ticket: Int?
        var newText: String?
        var reasons: [Step]
        var requests: [RequestView]
        var clocks: [DecisionView.Clock]
    }

    func run() throws {
        if FileManager.default.fileExists(atPath: mail) { return try explainFile() }
        guard let id = Int(mail) else {
            throw ValidationError("\(mail) is neither a mail's number nor a file")
        }
        let policy = places.rules.quietConfiguration()?.policy
        try reporting {
            let store = try places.store(.shared)
            guard let decision = try store.decisions(mail: id).first else {
                throw StoreError.missing(what: "decision about mail \(id)")
            }
            let requests = try store.requests(.init(mailID: id))
            let said = Set(try store.corrections().map(\.request))
            let clocks = try decision.ticketID.map { try store.clocks(ticket: $0).filter { $0.mailID == id } } ?? []
            show(
                View(
                    mail: mail,
                    from: decision.sender,
                    subject: decision.subject,
                    client: decision.client,
                    ticket: decision.ticketID,
                    newText: try newText(ofMail: id, in: store),
                    reasons: decision.reasons.map { .init(step: $0.step, text: $0.text) },
                    requests: requests.map(RequestView.init),
                    clocks: clocks.map {
                        .init(name: $0.name.rawValue, due: $0.due.rfc3339, calendar: $0.calendar)
                    }
                ),
                requests: requests.map { explained($0, number: $0.id, isPersonsWord: said.contains($0.id), policy) }
            )
        }
    }

    /// What the sender newly wrote; nil when the bytes are gone.
    private func newText(ofMail id: Int, in store: Store) throws -> String? {
        do {
            guard let stored = try store.mail(id) else { return nil }
            return NewestText(of: Message(try store.bytes(of: stored))).text
        } catch StoreError.erased {
            return nil
        }
    }

    private func explainFile() throws {
        let configuration = try places.rules.configuration()
        let trial = try Trial(configuration: configuration)
        defer { trial.discard() }
        try MailFiles.forEach(in: [mail]) { found in
            guard let decided = try trial.decide(found, now: presentInstant()) else { return }
            let requests = try trial.requests(of: decided)
            show(
                View(
                    mail: found.path,
                    from: decided.enquiry.from.address,
                    subject: decided.enquiry.subject,
                    client: decided.decision.client,
                    ticket: nil,
                    newText: decided.enquiry.newest.text,
                    reasons: decided.decision.reasons.map { .init(step: $0.step, text: $0.text) },
                    requests: requests.map(RequestView.init),
                    clocks: decided.decision.clocks.map {
                        .init(name: $0.name.rawValue, due: $0.due.rfc3339, calendar: $0.calendar)
                    }
                ),
                requests: requests.map {
                    explained($0, number: nil, isPersonsWord: false, configuration.policy)
                }
            )
        }
    }

    private func explained(_ row: RequestRow, number: Int?, isPersonsWord: Bool, _ policy: Policy?)
        -> Explanation.Request
    {
        Explanation.Request(
            number: number,
            label: row.label,
            confidence: row.confidence,
            isDecided: row.isDecided,
            runnerUp: row.runnerUp,
            runnerUpConfidence: row.runnerUpConfidence,
            verdict: row.verdict,
            clause: row.clause,
            clauseText: policy.flatMap { clause(of: row, $0) },
            reason: row.reason,
            priority: row.priority,
            state: row.state.rawValue,
            text: row.text,
            range: row.range,
            evidence: row.evidence,
            isPersonsWord: isPersonsWord
        )
    }

    /// The clause as the agency reads it.
    private func clause(of row: RequestRow, _ policy: Policy) -> Terms.Clause? {
        guard let id = row.clause, let client = row.client.flatMap({ policy.client($0) }),
            let plan = client.plan(on: client.zone.date(of: row.askedAt))
        else { return nil }
        return policy.clause(id, of: plan.terms, in: policy.agency.languages.first ?? "en")
    }

    private func show(_ view: View, requests: [Explanation.Request]) {
        if json {
            try? Console.json(view)
            return
        }
        let ticket = view.ticket.map { "mail \(view.mail), ticket #\($0)" }
        let explanation = Explanation(
            from: view.from.isEmpty ? "(no sender)" : view.from,
            subject: view.subject,
            notes: [ticket, view.client.map { "client \($0)" }].compactMap(\.self),
            newText: view.newText,
            requests: requests,
            reasons: view.reasons.map { Reason($0.step, $0.text) }
        )
        Console.say(explanation.text(Console.hasColour ? .terminal : .plain) + "\n")
    }
}

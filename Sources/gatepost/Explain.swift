import ArgumentParser
import Foundation
import Service
import Store
import Triage
import WorkingTime

/// `gatepost explain`: the whole reasoning behind a decision.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The whole reasoning behind a decision.",
        discussion: """
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
        var reasons: [Step]
        var requests: [RequestView]
        var clocks: [DecisionView.Clock]
    }

    func run() throws {
        if FileManager.default.fileExists(atPath: mail) { return try explainFile() }
        guard let id = Int(mail) else {
            throw ValidationError("\(mail) is neither a mail's number nor a file")
        }
        try reporting {
            let store = try places.store(.shared)
            guard let decision = try store.decisions(mail: id).first else {
                throw StoreError.missing(what: "decision about mail \(id)")
            }
            let requests = try store.requests(.init(mailID: id))
            let clocks = try decision.ticketID.map { try store.clocks(ticket: $0).filter { $0.mailID == id } } ?? []
            show(
                View(
                    mail: mail,
                    from: decision.sender,
                    subject: decision.subject,
                    client: decision.client,
                    ticket: decision.ticketID,
                    reasons: decision.reasons.map { .init(step: $0.step, text: $0.text) },
                    requests: requests.map(RequestView.init),
                    clocks: clocks.map {
                        .init(name: $0.name.rawValue, due: $0.due.rfc3339, calendar: $0.calendar)
                    }
                )
            )
        }
    }

    private func explainFile() throws {
        let trial = try Trial(configuration: try places.rules.configuration())
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
                    reasons: decided.decision.reasons.map { .init(step: $0.step, text: $0.text) },
                    requests: requests.map(RequestView.init),
                    clocks: decided.decision.clocks.map {
                        .init(name: $0.name.rawValue, due: $0.due.rfc3339, calendar: $0.calendar)
                    }
                )
            )
        }
    }

    private func show(_ view: View) {
        if json {
            try? Console.json(view)
            return
        }
        Console.say(Console.bold("\(view.from): \(view.subject)"))
        var last = ""
        for reason in view.reasons {
            let head = reason.step == last ? "" : reason.step
            last = reason.step
            Console.say("  " + head.padding(toLength: 9, withPad: " ", startingAt: 0) + reason.text)
        }
        for request in view.requests { Console.say("\n" + request.humanText) }
    }
}

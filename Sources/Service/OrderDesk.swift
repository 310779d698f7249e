import Agreement
import Classifier
import Digest
import HourLedger
import MIME
import Mailrules
import Reports
import Store
import Triage
import WorkingTime

/// Does what staff write in answer to work orders, and answers what was done. Runs inside the transaction that records
/// the mail: a crash repeats all of it or nothing.
struct OrderDesk {
    let instance: Instance

    static let kind = "command-answer"

    /// Obeys or holds what a mail asks for.
    func settle(_ enquiry: Enquiry, mailID: Int, by recorder: Recorder) throws {
        switch enquiry.command {
        case .none: return
        case .held(let reason): try recorder.holdCommand(mail: mailID, staff: enquiry.staff, reason: reason)
        case .accepted(let token, let lines):
            let identity = enquiry.messageID ?? "mail \(mailID)"
            let isNew = try recorder.beginCommand(
                mail: mailID,
                identity: identity,
                staff: token.staff,
                orderMail: token.mail
            )
            guard isNew else { return }
            let items = try recorder.workOrderItems(mail: token.mail)
            var done: [CommandAnswer.Line] = []
            for (index, line) in lines.enumerated() {
                let key = "mail:\(identity):\(index)"
                done.append(try obey(line, items: items, token: token, enquiry: enquiry, key: key, recorder))
            }
            try recorder.finishCommand(mail: mailID, outcome: done.map { "\($0.text): \($0.words)" })
            let asked = lines.compactMap { if case .command(let command) = $0.outcome { command } else { nil } }
            try answer(done, to: asked, items: items, token: token, enquiry: enquiry, mailID: mailID, recorder)
        }
    }

    private func obey(
        _ line: StaffCommandLine,
        items: [RequestRow],
        token: OrderToken,
        enquiry: Enquiry,
        key: String,
        _ recorder: Recorder
    ) throws -> CommandAnswer.Line {
        func refused(_ words: String) -> CommandAnswer.Line { .init(text: line.text, isDone: false, words: words) }
        switch line.outcome {
        case .unclear(let why): return refused(why)
        case .command(let command):
            if command.action == .help { return .init(text: line.text, isDone: true, words: "the list is below") }
            do {
                let row = try Self.request(of: command, among: items)
                let work = CommandWork(instance: instance, recorder: recorder)
                let words = try work.perform(command.action, on: row, enquiry: enquiry, staff: token.staff, key: key)
                return .init(text: line.text, isDone: true, words: words)
            } catch let refusal as RequestWork.Refusal {
                return refused(refusal.description)
            } catch StoreError.missing(let what) {
                return refused("there is no \(what)")
            }
        }
    }

    /// The request that a command means: by its number, else the only one it can be.
    private static func request(of command: StaffCommand, among items: [RequestRow]) throws -> RequestRow {
        if let number = command.item {
            guard items.indices.contains(number - 1) else {
                throw RequestWork.Refusal(description: "the order has no number \(number); it has \(items.count)")
            }
            return items[number - 1]
        }
        var candidates = items
        // A word on a quote is about what was quoted.
        if [.approve, .decline].contains(command.action), items.count(where: { $0.state == .quoted }) == 1 {
            candidates = items.filter { $0.state == .quoted }
        }
        guard candidates.count == 1 else {
            throw RequestWork.Refusal(
                description: items.isEmpty
                    ? "the order has no requests"
                    : "which of the \(items.count) requests? begin the line with its number, such as `2 \(command.action.verb)`"
            )
        }
        return candidates[0]
    }

    private func answer(
        _ lines: [CommandAnswer.Line],
        to asked: [StaffCommand],
        items: [RequestRow],
        token: OrderToken,
        enquiry: Enquiry,
        mailID: Int,
        _ recorder: Recorder
    ) throws {
        guard let member = instance.policy.staff.first(where: { $0.id == token.staff }) else { return }
        let agency = instance.policy.agency
        let isHelpWanted = asked.contains { $0.action == .help }
        let answer = CommandAnswer(
            agency: agency,
            ticket: items.first?.ticketID,
            lines: lines,
            items: items.count,
            isHelpWanted: isHelpWanted
        )
        // The answer carries the secret too, so that it can be answered in turn.
        let reply = OrderToken(mail: token.mail, staff: token.staff, sequence: mailID)
        let messageID = reply.messageID(key: instance.key, domain: agency.from.domain)
        let message = answer.notice.message(
            agency: agency,
            to: Sender(name: member.name, address: member.address),
            subject: "Re: \(BaseSubject.display(enquiry.subject)): \(answer.title)",
            messageID: messageID,
            cause: .replied,
            inReplyTo: enquiry.messageID,
            references: [token.messageID(key: instance.key, domain: agency.from.domain), enquiry.messageID]
                .compactMap(\.self),
            now: recorder.now
        )
        try recorder.queue(
            OutboxDraft(
                key: "\(Self.kind):\(mailID)",
                kind: Self.kind,
                messageID: messageID,
                ticketID: items.first?.ticketID,
                mailID: nil,
                client: nil,
                recipient: member.address,
                subject: message.subject,
                content: .composed(Composer.compose(message)),
                due: nil,
                holdReason: instance.isRehearsal ? "rehearsal" : nil
            )
        )
    }
}

/// One command on one request, as the command line would do it.
private struct CommandWork {
    let instance: Instance
    let recorder: Recorder

    private var work: RequestWork { RequestWork(store: instance.store, policy: instance.policy) }

    /// What was done, in words for the person who asked for it.
    func perform(
        _ action: StaffCommand.Action,
        on row: RequestRow,
        enquiry: Enquiry,
        staff: String,
        key: String
    ) throws -> String {
        switch action {
        case .log(let minutes, let note):
            return try log(minutes, note: note, on: row, enquiry: enquiry, staff: staff, key: key)
        case .label(let label):
            let changed = try work.reclassify(row.id, as: label, by: recorder)
            let clause = changed.clause.map { " (clause \($0.name))" } ?? ""
            return "request \(row.id) is \(label.inSentence), \(changed.verdict.words)\(clause): \(changed.reason)"
        case .quote(let minutes, let amount, let currency):
            let money = try work.price(of: row, minutes: minutes, amount: amount, currency: currency)
            try work.move(row.id, to: .quoted, estimateMinutes: minutes, quote: money, by: recorder)
            let price = money.map { ", \(MoneyText.text($0))" } ?? ""
            return "request \(row.id) is quoted at \(DurationText.text(minutes))\(price); "
                + "tell the client, nothing was sent to them"
        case .approve:
            try work.move(row.id, to: .approved, by: recorder)
            try closeApprovals(ofTicket: row.ticketID)
            let budget = row.estimateMinutes.map { "; its budget of \(DurationText.text($0)) is outside the balance" }
            return "request \(row.id) is approved\(budget ?? "")"
        case .decline: return try move(row, to: .declined)
        case .close: return try move(row, to: .closed)
        case .reopen: return try move(row, to: .open)
        case .help: return ""
        }
    }

    private func move(_ row: RequestRow, to state: RequestState) throws -> String {
        try work.move(row.id, to: state, by: recorder)
        if state == .declined { try closeApprovals(ofTicket: row.ticketID) }
        return "request \(row.id) is \(state.rawValue)"
    }

    /// The client's own word on a quote is dealt with once the quote is.
    private func closeApprovals(ofTicket ticket: Int) throws {
        for row in try recorder.openApprovals(ofTicket: ticket) { try work.move(row.id, to: .closed, by: recorder) }
    }

    private func log(
        _ minutes: Int,
        note: String,
        on row: RequestRow,
        enquiry: Enquiry,
        staff: String,
        key: String
    ) throws -> String {
        guard let client = row.client else {
            throw RequestWork.Refusal(description: "request \(row.id) belongs to no client, so there is no ledger")
        }
        let books = Books(store: instance.store, policy: instance.policy)
        let booking = try books.log(
            client: client,
            minutes: minutes,
            note: note.isEmpty ? Summary.of(row.text) : note,
            request: row.id,
            happenedAt: enquiry.receivedAt,
            by: staff,
            isRework: false,
            key: key,
            recorder
        )
        guard booking.earlier == nil else { return "it was booked before; nothing was added" }
        return try books.words(booking, on: row, recorder)
    }
}

extension Label {
    /// As it stands in a sentence.
    fileprivate var inSentence: String {
        switch self {
        case .incident, .approval: "an \(rawValue)"
        case .billing: "about billing"
        case .other: "something else"
        default: "a \(rawValue)"
        }
    }
}

extension StaffCommand.Action {
    /// The word to type.
    fileprivate var verb: String {
        switch self {
        case .log: "log 45m"
        case .label(let label): label.rawValue
        case .quote: "quote 6h"
        case .approve: "approve"
        case .decline: "decline"
        case .close: "close"
        case .reopen: "reopen"
        case .help: "help"
        }
    }
}

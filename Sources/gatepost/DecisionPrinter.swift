import Classifier
import Foundation
import Reports
import Service
import Synchronization
import Triage

/// Shows decided mails as they come: JSON lines at once, or a table at the end.
final class DecisionPrinter: Sendable {
    private let json: Bool
    private let isVerbose: Bool
    private let state = Mutex(State())

    private struct State {
        var count = 0
        var rows: [[String]] = []
    }

    /// A table longer than this tells a person nothing; the rest is counted.
    private static let shownRows = 200

    init(json: Bool, isVerbose: Bool) {
        self.json = json
        self.isVerbose = isVerbose
    }

    var count: Int { state.withLock { $0.count } }

    func add(_ mail: DecidedMail) {
        let count = state.withLock { state in
            state.count += 1
            if state.rows.count < Self.shownRows { state.rows.append(Self.row(mail)) }
            return state.count
        }
        if json {
            try? Console.json(DecisionView(path: "mail:\(mail.mailID)", mail: mail))
        } else if count % 100 == 0 {
            Console.progress("\(count) mails decided")
        }
    }

    func finish() {
        let (count, rows) = state.withLock { ($0.count, $0.rows) }
        guard !json, !rows.isEmpty else { return }
        // What a scheduler keeps of the output is a log, and no client's address or words get into a log.
        let showsWords = isVerbose || Console.isTerminal
        let whose: [TextTable.Column] = [.init("from", isFlexible: true), .init("subject", isFlexible: true)]
        var table = TextTable(
            columns: [.init("mail", .right)] + (showsWords ? whose : []) + [
                .init("what it is", isFlexible: true), .init("reply"),
            ]
        )
        for row in rows { table.add(showsWords ? row : [row[0]] + row[3...]) }
        Console.say(table.text())
        if count > rows.count { Console.say("… and \(count - rows.count) more; see `gatepost explain ID`") }
    }

    private static func row(_ mail: DecidedMail) -> [String] {
        let decision = mail.decision
        let what =
            decision.items.isEmpty
            ? (mail.enquiry.origin.origin == .person ? "nothing new" : mail.enquiry.origin.origin.rawValue)
            : decision.items.map { "\($0.item.label.rawValue): \($0.verdict.words)" }.joined(separator: "; ")
        let reply =
            mail.holdReason != nil
            ? "held" : decision.acknowledgement.isSent ? decision.acknowledgement.language : "none"
        return [String(mail.mailID), mail.enquiry.from.address, mail.enquiry.subject, what, reply]
    }
}

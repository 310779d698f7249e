import Foundation
import MIME
import Triage
import WorkingTime

/// What `gatepost parse` shows of a mail.
struct ParsedMail: Encodable {
    struct Person: Encodable {
        var name: String
        var address: String

        init(_ mailbox: Mailbox) {
            name = mailbox.name
            address = mailbox.address
        }
    }

    struct File: Encodable {
        var name: String
        var type: String
        var bytes: Int
    }

    var path: String
    var messageID: String?
    var date: String?
    var from: Person?
    var to: [Person]
    var cc: [Person]
    var subject: String
    var text: String
    var newText: String
    var attachments: [File]
    var origin: String
    var answerable: Bool
    var why: [String]
    var defects: [String]
    var inReplyTo: [String]
    var references: [String]

    /// For people: the fields, then the newest words.
    var humanText: String {
        var lines = [Console.bold(path)]
        func add(_ name: String, _ value: String) {
            if !value.isEmpty { lines.append(name.padding(toLength: 12, withPad: " ", startingAt: 0) + value) }
        }
        add("from", from.map { "\($0.name) <\($0.address)>" } ?? "nobody")
        add("to", to.map(\.address).joined(separator: ", "))
        add("date", date ?? "none")
        add("subject", subject)
        add("origin", origin + (answerable ? "" : ", not to be answered: " + why.joined(separator: "; ")))
        for file in attachments { add("attachment", "\(file.name) (\(file.type), \(file.bytes) bytes)") }
        add("defects", defects.joined(separator: ", "))
        lines.append("")
        lines += newText.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// Makes the values that `gatepost parse` shows.
struct ParseView {
    /// The operator's folder, for knowing what is addressed to us; nil without one.
    let policy: Policy?

    func value(of message: Message, path: String) -> ParsedMail {
        let content = message.content
        let finding = finding(of: message)
        return ParsedMail(
            path: path,
            messageID: message.messageID,
            date: message.date.map { Instant(epochSeconds: $0.epochSeconds).rfc3339 },
            from: (message.from.first ?? message.sender.first).map(ParsedMail.Person.init),
            to: message.to.map(ParsedMail.Person.init),
            cc: message.cc.map(ParsedMail.Person.init),
            subject: message.subject,
            text: content.text,
            newText: NewestText(of: content.text, subject: message.subject).text,
            attachments: content.attachments.map { .init(name: $0.name, type: $0.type, bytes: $0.byteCount) },
            origin: finding.origin.rawValue,
            answerable: finding.isAnswerable,
            why: finding.why,
            defects: content.defects.map(\.rawValue),
            inReplyTo: message.inReplyTo,
            references: message.references
        )
    }

    /// Without an operator's folder nobody can say which address is ours, so that rule is left out.
    private func finding(of message: Message) -> OriginFinding {
        if let policy { return OriginFinding(of: message, policy: policy) }
        var policy = Policy(
            agency: Agency(name: "", zone: .utc, languages: ["en"], from: Sender(name: "", address: ""))
        )
        policy.ownAddresses = []
        return OriginFinding(of: message, policy: policy, checkingAddressee: false)
    }
}

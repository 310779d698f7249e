public import MIME
public import Triage
public import WorkingTime

extension DigestReport {
    /// The subject of the digest's mail, such as `Requests outside the agreements, week 2026-W47: 7 from 5 clients`.
    public var subject: String {
        let outcome =
            requestCount == 0
            ? "none" : "\(requestCount) from \(DigestWords.counted(clientCount, "client", "clients"))"
        return "\(title): \(outcome)"
    }

    /// The digest as a mail to the staff, with text, page, and the week's rows as CSV and JSON.
    ///
    /// - Parameter messageID: Without angle brackets.
    public func message(agency: Agency, to staff: [Sender], messageID: String, now: Instant) -> OutgoingMessage {
        var message = OutgoingMessage(
            from: AutomaticMail.sender(of: agency),
            to: staff.map {
                Mailbox(name: PlainText.excerpt($0.name, limit: AutomaticMail.longestName), address: $0.address)
            },
            subject: subject,
            date: AutomaticMail.date(now, in: agency.zone),
            messageID: messageID,
            text: text
        )
        message.html = html
        message.headers = AutomaticMail.headers(.generated, agency: agency)
        if !isEmpty {
            message.attachments = [
                .init(name: "digest-\(week.text).csv", type: "text/csv", bytes: Array(csv.utf8)),
                .init(name: "digest-\(week.text).json", type: "application/json", bytes: Array(json.utf8)),
            ]
        }
        return message
    }
}

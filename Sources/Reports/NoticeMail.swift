public import MIME
public import Triage
public import WorkingTime

extension Notice {
    /// The notice as a mail to one member of the staff.
    ///
    /// - Parameters:
    ///   - messageID: Without angle brackets.
    ///   - cause: `replied` when it answers a mail, whose Message-ID is then `inReplyTo`.
    public func message(
        agency: Agency,
        to staff: Sender,
        subject: String,
        messageID: String,
        cause: AutomaticMail.Cause = .generated,
        inReplyTo: String? = nil,
        references: [String] = [],
        now: Instant
    ) -> OutgoingMessage {
        var message = OutgoingMessage(
            from: AutomaticMail.sender(of: agency),
            to: [
                Mailbox(name: PlainText.excerpt(staff.name, limit: AutomaticMail.longestName), address: staff.address)
            ],
            subject: PlainText.excerpt(subject, limit: Self.longestLine),
            date: AutomaticMail.date(now, in: agency.zone),
            messageID: messageID,
            text: text
        )
        message.html = html
        message.inReplyTo = [inReplyTo].compactMap(\.self)
        message.references = references
        message.headers = AutomaticMail.headers(cause, agency: agency)
        return message
    }
}

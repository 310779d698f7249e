import MIME
import Reports
public import Triage
public import WorkingTime

/// One acknowledgement as a mail, ready for the outbox: its Message-ID and bytes are fixed here and never change.
public struct AcknowledgementMessage: Hashable, Sendable {
    public var subject: String
    /// The complete mail: ASCII, CRLF line ends.
    public var bytes: [UInt8]
    /// The words that the bytes carry, and their language.
    public var draft: AcknowledgementDraft
}

/// Composes the acknowledgement of one mail (RFC 3834).
///
/// - Parameters:
///   - messageID: Ours, from `MessageToken`; with or without angle brackets, as those below.
///   - inReplyTo: The Message-ID of the client's mail; nil when it has none.
///   - references: The References of the client's mail.
///   - originalSubject: The subject of the client's mail, decoded.
public func acknowledgementMessage(
    content: AcknowledgementContent,
    templates: MailTemplates,
    messageID: String,
    inReplyTo: String?,
    references: [String],
    originalSubject: String,
    now: Instant
) -> AcknowledgementMessage {
    let draft = AcknowledgementDraft(content, templates: templates)
    let subject = ReplySubject.reply(to: originalSubject, ticket: content.ticket)
    // Nobody vouches for the name that stands beside the address in the mail that a receipt answers.
    let name = content.disclosure == .full ? AcknowledgementValues.greetingName(content.recipient.name) : nil
    var message = OutgoingMessage(
        from: AutomaticMail.sender(of: content.agency),
        to: [Mailbox(name: name ?? "", address: content.recipient.address)],
        subject: subject,
        date: AutomaticMail.date(now, in: content.agency.zone),
        messageID: ReplyThread.wellFormed(messageID) ?? messageID,
        text: draft.text
    )
    message.inReplyTo = [inReplyTo.flatMap(ReplyThread.wellFormed)].compactMap { $0 }
    message.references = ReplyThread.references(of: references, inReplyTo: inReplyTo)
    message.headers = AutomaticMail.headers(.replied, agency: content.agency)
    message.html = draft.html
    return AcknowledgementMessage(subject: subject, bytes: Composer.compose(message), draft: draft)
}

public import MIME
import Reports
public import Triage
public import WorkingTime

/// A client's mail passed on to one of our own people: our mail with the original enclosed whole.
public struct ForwardedCopy: Sendable {
    public var agency: Agency
    public var ticket: Int?
    public var mailID: Int
    /// The address of who wrote it.
    public var sender: String
    public var subject: String
    public var receivedAt: Instant
    /// The mail as it came.
    public var original: [UInt8]

    /// A larger mail is not enclosed: the copy says where it lies.
    public static let originalBytes = 10 << 20

    public init(
        agency: Agency,
        ticket: Int?,
        mailID: Int,
        sender: String,
        subject: String,
        receivedAt: Instant,
        original: [UInt8]
    ) {
        self.agency = agency
        self.ticket = ticket
        self.mailID = mailID
        self.sender = sender
        self.subject = subject
        self.receivedAt = receivedAt
        self.original = original
    }

    /// The copy as a mail to one person. It carries the marks of automatic mail, so that no machine answers it, and no
    /// In-Reply-To: it belongs to no conversation with the client.
    ///
    /// - Parameter messageID: Without angle brackets.
    public func message(to staff: Sender, messageID: String, now: Instant) -> OutgoingMessage {
        let civil = agency.zone.civil(receivedAt)
        let number = ticket.map { " It is ticket #\($0)." } ?? ""
        let isEnclosed = original.count <= Self.originalBytes
        let text = """
            A rule passes this mail on to you.\(number)

            From:     \(PlainText.excerpt(sender, limit: 120))
            Received: \(civil.date.text) \(civil.clockText()) \(agency.zone.identifier)
            Subject:  \(PlainText.excerpt(subject, limit: 200))

            \(isEnclosed ? "The mail itself is enclosed." : "The mail is too large to be enclosed.") \
            Answer the client from the shared mailbox, not from here.
            `gatepost explain \(mailID)` tells what was decided.

            """
        var message = OutgoingMessage(
            from: AutomaticMail.sender(of: agency),
            to: [
                Mailbox(name: PlainText.excerpt(staff.name, limit: AutomaticMail.longestName), address: staff.address)
            ],
            subject: "Fwd: " + PlainText.excerpt(subject, limit: 150),
            date: AutomaticMail.date(now, in: agency.zone),
            messageID: messageID,
            text: TextWrap.wrap(text)
        )
        message.headers = AutomaticMail.headers(.generated, agency: agency)
        if isEnclosed {
            message.attachments = [
                OutgoingMessage.File(name: "mail-\(mailID).eml", type: "message/rfc822", bytes: original)
            ]
        }
        return message
    }
}

public import MIME
public import Triage
public import WorkingTime

/// What every mail has that Gatepost sends by itself, so that no machine answers it and we know our own.
public enum AutomaticMail {
    /// Why it is sent (RFC 3834 section 5).
    public enum Cause: String, Sendable {
        /// In answer to a mail.
        case replied = "auto-replied"
        /// On a schedule.
        case generated = "auto-generated"
    }

    /// Our loop mark; its value is the agency's domain. Triage never answers a mail that carries it.
    public static let loopHeader = "X-Gatepost-Loop"

    public static func headers(_ cause: Cause, agency: Agency) -> [OutgoingMessage.Field] {
        [
            OutgoingMessage.Field(name: "Auto-Submitted", value: cause.rawValue),
            OutgoingMessage.Field(name: "X-Auto-Response-Suppress", value: "All"),
            OutgoingMessage.Field(name: loopHeader, value: agency.from.domain),
        ]
    }

    /// A mail with a page that goes out by itself.
    ///
    /// - Parameter messageID: Without angle brackets.
    static func message(
        of agency: Agency,
        to recipient: Mailbox,
        subject: String,
        text: String,
        html: String,
        messageID: String,
        now: Instant
    ) -> OutgoingMessage {
        var message = OutgoingMessage(
            from: sender(of: agency),
            to: [recipient],
            subject: subject,
            date: date(now, in: agency.zone),
            messageID: messageID,
            text: text
        )
        message.html = html
        message.headers = headers(.generated, agency: agency)
        return message
    }

    /// The agency as a sender, by its own name where no other is given.
    public static func sender(of agency: Agency) -> Mailbox {
        let name = PlainText.excerpt(agency.from.name.isEmpty ? agency.name : agency.from.name, limit: longestName)
        return Mailbox(name: name, address: agency.from.address)
    }

    /// A moment by the agency's clocks.
    public static func date(_ now: Instant, in zone: Zone) -> DateTime {
        DateTime(epochSeconds: now.epochSeconds, offsetMinutes: zone.offsetSeconds(at: now) / 60)
    }

    /// A display name is one short line.
    public static let longestName = 60
}

public import Curl
import Reports

/// One mail of the outbox as the server gets it. The bytes were fixed when it was recorded.
public struct OutgoingEnvelope: Hashable, Sendable {
    /// The envelope sender; delivery failures come back to it.
    public var sender: String
    public var recipients: [String]
    /// The complete mail: 7-bit, CRLF line ends.
    public var message: [UInt8]

    public init(sender: String, recipients: [String], message: [UInt8]) {
        self.sender = sender
        self.recipients = recipients
        self.message = message
    }
}

/// Carries mails of the outbox to the submission server, each once; whether to try again is `Delivery`'s decision.
public struct Postman {
    /// Ends a stretch of sending: above this the server would refuse, and the outbox is not the place for it.
    static let mostMessageBytes = 8 << 20

    private let submission: SMTPSubmission

    public init(submission: SMTPSubmission) {
        self.submission = submission
    }

    /// Offers one mail and says what became of it. Blocks until the server has answered or the time is up.
    public func deliver(_ envelope: OutgoingEnvelope) -> DeliveryOutcome {
        guard envelope.message.count <= Self.mostMessageBytes else {
            return .refused("the mail is larger than \(Self.mostMessageBytes >> 20) MiB")
        }
        let outcome = submission.submit(
            from: envelope.sender,
            to: envelope.recipients,
            message: envelope.message
        )
        return DeliveryOutcome(outcome)
    }

    /// Whether the last failure concerns every mail of the account, so that trying the others now is useless.
    public var isAccountFailing: Bool {
        submission.accountFailure != nil
    }
}

extension DeliveryOutcome {
    /// A server's words are kept on one line of this many characters.
    private static let longestReply = 300

    init(_ outcome: SMTPSubmission.Outcome) {
        switch outcome {
        case .accepted: self = .accepted
        case .refused(let code, let text):
            self = .refused("\(code) \(PlainText.excerpt(text, limit: Self.longestReply))")
        case .deferred(let code, let text):
            self = .deferred((code.map { "\($0) " } ?? "") + PlainText.excerpt(text, limit: Self.longestReply))
        case .uncertain(let text): self = .uncertain(PlainText.excerpt(text, limit: Self.longestReply))
        }
    }
}

public import Curl
import Reports

/// One mail of the outbox as the server gets it. The bytes were fixed when it was recorded.
public struct OutgoingEnvelope: Hashable, Sendable {
    /// The envelope sender; delivery failures come back to it.
    public var sender: String
    public var recipients: [String]
    /// Our own mailbox, where a copy proves that the server took the mail; nil for no copy.
    public var copyTo: String?
    /// The complete mail: 7-bit, CRLF line ends.
    public var message: [UInt8]

    public init(sender: String, recipients: [String], copyTo: String? = nil, message: [UInt8]) {
        self.sender = sender
        self.recipients = recipients
        self.copyTo = copyTo
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

    /// Offers one mail and says what became of it, and whether the copy it asks for went along. Blocks until the server
    /// has answered or the time is up.
    public func offer(_ envelope: OutgoingEnvelope) -> (outcome: DeliveryOutcome, isCopied: Bool) {
        guard envelope.message.count <= Self.mostMessageBytes else {
            return (.refused("the mail is larger than \(Self.mostMessageBytes >> 20) MiB"), true)
        }
        let copyTo = [envelope.copyTo].compactMap(\.self).filter { !envelope.recipients.contains($0) }
        let outcome = submit(envelope, to: envelope.recipients + copyTo)
        // A no to the envelope may concern nothing but our own mailbox. A no to the text concerns everybody: without its
        // copy the same mail would only lose the evidence of its sending.
        if !copyTo.isEmpty, outcome.isServerRefusal, !submission.hasOfferedText {
            return (DeliveryOutcome(submit(envelope, to: envelope.recipients)), false)
        }
        return (DeliveryOutcome(outcome), true)
    }

    private func submit(_ envelope: OutgoingEnvelope, to recipients: [String]) -> SMTPSubmission.Outcome {
        submission.submit(from: envelope.sender, to: recipients, message: envelope.message)
    }

    /// Whether the last failure concerns every mail of the account, so that trying the others now is useless.
    public var isAccountFailing: Bool {
        submission.accountFailure != nil
    }
}

extension SMTPSubmission.Outcome {
    /// Whether the server itself said no, for now or for good, so that certainly nothing was sent.
    var isServerRefusal: Bool {
        switch self {
        case .refused: true
        case .deferred(let code, _): code != nil
        case .accepted, .uncertain: false
        }
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

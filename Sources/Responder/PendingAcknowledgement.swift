import Foundation
public import Triage
public import WorkingTime

/// An acknowledgement that is decided and not a mail yet: what it says and which mail it answers.
///
/// Composing waits until the mail is to go out: taking mail in stays quick, and what a person discards is never composed.
public struct PendingAcknowledgement: Codable, Hashable, Sendable {
    public var content: AcknowledgementContent
    /// Ours, from `MessageToken`.
    public var messageID: String
    /// The Message-ID of the client's mail; nil when it has none.
    public var inReplyTo: String?
    /// The References of the client's mail.
    public var references: [String]
    /// The subject of the client's mail, decoded.
    public var originalSubject: String

    public init(
        content: AcknowledgementContent,
        messageID: String,
        inReplyTo: String?,
        references: [String],
        originalSubject: String
    ) {
        self.content = content
        self.messageID = messageID
        self.inReplyTo = inReplyTo
        self.references = references
        self.originalSubject = originalSubject
    }

    /// The mail's subject.
    public var subject: String { ReplySubject.reply(to: originalSubject, ticket: content.ticket) }

    /// The mail. The same values and the same moment always give the same bytes.
    public func message(templates: MailTemplates, now: Instant) -> AcknowledgementMessage {
        acknowledgementMessage(
            content: content,
            templates: templates,
            messageID: messageID,
            inReplyTo: inReplyTo,
            references: references,
            originalSubject: originalSubject,
            now: now
        )
    }

    /// As the record keeps it, JSON.
    public func encoded() throws -> [UInt8] { Array(try JSONEncoder().encode(self)) }

    /// - Throws: `DecodingError` for bytes that `encoded()` did not make.
    public init(encoded: [UInt8]) throws { self = try JSONDecoder().decode(Self.self, from: Data(encoded)) }
}

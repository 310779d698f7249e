public import Curl

/// A failure while working with a mailbox on a server.
///
/// Decisions rest on the cause and the response code, never on the server's words, which are for people.
public struct FetchError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the failure stops: one mail, one mailbox, or everything of the account.
    public enum Scope: Hashable, Sendable {
        case mail(UInt32)
        case mailbox(String)
        case account
    }

    public enum Cause: Hashable, Sendable {
        /// No session came about.
        case connection(ConnectionFailure.Cause)
        /// NO: the server understood and refused.
        case refused
        /// BAD: the server did not understand, or we spoke out of turn.
        case notUnderstood
        /// BYE: the server ends the session.
        case endedByServer
        /// The connection ended with commands unanswered; what they did is unknown.
        case closed
        /// Silence for longer than the account allows.
        case timedOut
        /// What came is not IMAP.
        case protocolViolation
        /// An answer was larger than any we accept.
        case answerTooLarge
        /// The server cannot do this and nothing safe replaces it.
        case notOffered(String)
        /// The mailbox has no lasting UIDs, or its STATUS and SELECT disagree about UIDVALIDITY.
        case noLastingUIDs
        /// A mailbox must be selected first.
        case nothingSelected
        /// The interrupt signal of the session was raised.
        case interrupted
        /// More mails in a row than a few could not be fetched: something larger is wrong.
        case mailboxUnreadable
        /// An argument that cannot be sent, such as a line break in a name.
        case unusableArgument
    }

    public let scope: Scope
    public let cause: Cause
    /// The response code beside the server's words (RFC 3501 section 7.1, RFC 5530).
    public let code: ResponseCode?
    /// The server's words, without secrets, bounded.
    public let serverText: String

    /// More about it in libcurl's words, for people.
    public let detail: String

    public init(
        scope: Scope,
        cause: Cause,
        code: ResponseCode? = nil,
        serverText: String = "",
        detail: String = ""
    ) {
        self.detail = detail
        self.scope = scope
        self.cause = cause
        self.code = code
        self.serverText = serverText
    }

    /// Whether a later try may work without anybody changing something.
    public var isTransient: Bool {
        if let transient = code?.isTransient { return transient }
        return switch cause {
        case .connection(let cause): cause.isTransient
        case .endedByServer, .closed, .timedOut, .protocolViolation, .noLastingUIDs, .interrupted,
            .mailboxUnreadable:
            true
        case .refused, .notUnderstood, .answerTooLarge, .notOffered, .nothingSelected, .unusableArgument: false
        }
    }

    /// The session is over; what follows needs a new one.
    public var endsSession: Bool {
        switch cause {
        case .connection, .endedByServer, .closed, .timedOut, .protocolViolation, .answerTooLarge, .interrupted: true
        case .refused, .notUnderstood, .notOffered, .noLastingUIDs, .nothingSelected, .mailboxUnreadable,
            .unusableArgument:
            false
        }
    }

    /// Login was refused for good: trying again with the same credential only makes the server angry.
    public var isWrongCredential: Bool {
        cause == .connection(.loginRefused) && !isTransient
    }

    public var description: String {
        let place =
            switch scope {
            case .mail(let uid): "mail \(uid): "
            case .mailbox(let name): "mailbox \(name): "
            case .account: ""
            }
        let codeText = code.map { " [\($0)]" } ?? ""
        let text = serverText.isEmpty ? "" : "; the server said: \(serverText)"
        let more = detail.isEmpty ? "" : " (\(detail))"
        return "\(place)\(words)\(more)\(codeText)\(text)"
    }

    private var words: String {
        switch cause {
        case .connection(let cause): cause.words
        case .refused: "the server refused"
        case .notUnderstood: "the server did not understand the command"
        case .endedByServer: "the server ended the session"
        case .closed: "the connection was closed"
        case .timedOut: "the server fell silent"
        case .protocolViolation: "the server's answer is not IMAP"
        case .answerTooLarge: "the server's answer is too large"
        case .notOffered(let what): "the server does not offer \(what)"
        case .noLastingUIDs: "the mailbox has no lasting message numbers"
        case .nothingSelected: "no mailbox is selected"
        case .interrupted: "interrupted"
        case .mailboxUnreadable: "the server gives none of its mails"
        case .unusableArgument: "a name or address holds a character that cannot be sent"
        }
    }
}

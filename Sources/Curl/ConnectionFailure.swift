/// Why a mail server could not be used. The scope is always the account: nothing was said about any mail.
public struct ConnectionFailure: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Cause: Hashable, Sendable {
        /// No login name was given; libcurl would have gone on without a login.
        case loginNameMissing
        case hostNotFound
        /// Nobody listens there, or the network is down.
        case unreachable
        /// No answer in time; also what a plain-text client sees on a TLS port.
        case timedOut
        /// The server does not speak TLS as asked.
        case noTLS
        /// Unknown issuer, wrong host name or expired.
        case certificateNotTrusted
        /// The file with our certificate authorities cannot be read.
        case trustAnchorsUnreadable
        /// The server offers no STARTTLS, or refused it.
        case encryptionNotOffered
        /// The server took our name and credential and said no.
        case loginRefused
        /// The server offers no way to log in that we may use, or did not get as far as judging the credential.
        case loginNotPossible
        /// The server ended the session at the greeting or during login.
        case endedByServer
        /// What came was not the protocol, or more than was asked for.
        case protocolViolation
        /// Closed or reset.
        case closed
        /// libcurl cannot do what is asked; its number.
        case unsupported(Int)
    }

    public let cause: Cause
    public let address: ServerAddress
    /// The lines the server sent until then, without secrets, newest last, bounded.
    public let serverLines: [String]
    /// libcurl's words for it, for people; no code decides by them.
    public let detail: String

    public init(cause: Cause, address: ServerAddress, serverLines: [String] = [], detail: String = "") {
        self.cause = cause
        self.address = address
        self.serverLines = serverLines
        self.detail = detail
    }

    /// Whether waiting may help; false where somebody must change something first.
    public var isTransient: Bool { cause.isTransient }

    public var description: String {
        let said = serverLines.last.map { "; the server said: \($0)" } ?? ""
        return "\(address): \(cause.words)\(detail.isEmpty ? "" : " (\(detail))")\(said)"
    }
}

extension ConnectionFailure.Cause {
    /// Whether waiting may help; false where somebody must change something first.
    public var isTransient: Bool {
        switch self {
        case .hostNotFound, .unreachable, .timedOut, .endedByServer, .protocolViolation, .closed: true
        case .loginNameMissing, .noTLS, .certificateNotTrusted, .trustAnchorsUnreadable, .encryptionNotOffered,
            .loginRefused, .loginNotPossible, .unsupported:
            false
        }
    }

    /// The cause in words that fit after "host: ".
    public var words: String {
        switch self {
        case .loginNameMissing: "no login name is set"
        case .hostNotFound: "the host name is not known"
        case .unreachable: "nobody answers there"
        case .timedOut: "no answer in time"
        case .noTLS: "the server does not speak TLS on this port"
        case .certificateNotTrusted: "the server's certificate is not trusted"
        case .trustAnchorsUnreadable: "the file of trusted certificates cannot be read"
        case .encryptionNotOffered: "the server does not offer encryption"
        case .loginRefused: "login refused"
        case .loginNotPossible: "the server offers no usable way to log in"
        case .endedByServer: "the server ended the session"
        case .protocolViolation: "the server's answer is not the protocol"
        case .closed: "the connection was closed"
        case .unsupported(let number): "libcurl cannot do this (code \(number))"
        }
    }
}

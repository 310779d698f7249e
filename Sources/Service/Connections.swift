public import Curl
public import Fetcher
import Foundation
public import Mailrules

/// Why a server cannot even be asked; the descriptions hold no secret.
public struct ConnectionSetupError: Error, CustomStringConvertible {
    public var description: String
}

extension MailboxSettings {
    /// The account to log in to, its secret fetched now.
    public func account() throws -> Account {
        Account(
            name: name,
            address: try serverAddress(server, of: "mailbox \(name)"),
            login: login,
            credential: try credential(secret, authentication),
            trust: authorityFile.map(TrustAnchors.file) ?? .system
        )
    }
}

extension OutgoingSettings {
    /// A submission to the outgoing server; the connection is made with the first mail.
    public func submission(interrupt: WakeSignal? = nil) throws -> SMTPSubmission {
        try SMTPSubmission(
            to: try serverAddress(server, of: "outgoing mail"),
            login: login,
            credential: try credential(secret, authentication),
            trust: authorityFile.map(TrustAnchors.file) ?? .system,
            timeouts: Timeouts(),
            name: ProcessInfo.processInfo.hostName,
            interrupt: interrupt
        )
    }

    /// Connects, encrypts and logs in, and sends nothing.
    func tryLogin() throws {
        _ = try RawConnection(
            to: try serverAddress(server, of: "outgoing mail"),
            login: login,
            credential: try credential(secret, authentication),
            trust: authorityFile.map(TrustAnchors.file) ?? .system,
            timeouts: Timeouts()
        )
    }
}

private func serverAddress(_ url: ServerURL, of what: String) throws -> ServerAddress {
    guard let address = ServerAddress(url.text) else {
        throw ConnectionSetupError(description: "\(what): \(url.text) is not an address that can be connected to")
    }
    return address
}

private func credential(_ secret: SecretReference, _ authentication: Mailrules.Authentication) throws -> Credential {
    let value = try secret.resolve()
    return authentication == .oauth ? .token(value) : .password(value)
}

public import Curl

/// One mailbox account: where it is and how to get in.
public struct Account: Sendable {
    /// The operator's name for it, used in messages.
    public var name: String
    public var address: ServerAddress
    public var login: String
    public var credential: Credential
    public var trust: TrustAnchors
    public var timeouts: Timeouts

    public init(
        name: String,
        address: ServerAddress,
        login: String,
        credential: Credential,
        trust: TrustAnchors = .system,
        timeouts: Timeouts = Timeouts()
    ) {
        self.name = name
        self.address = address
        self.login = login
        self.credential = credential
        self.trust = trust
        self.timeouts = timeouts
    }
}

public import Agreement

/// The client a sender belongs to, and how that was seen.
public struct ClientMatch: Hashable, Sendable {
    public enum Basis: String, Hashable, Sendable { case address, domain }

    public var client: String
    public var basis: Basis

    public init(client: String, basis: Basis) {
        self.client = client
        self.basis = basis
    }
}

/// Finds clients by sender. Built once for a policy, since every mail asks.
public struct ClientDirectory: Sendable {
    private let byAddress: [String: String]
    private let byDomain: [String: String]

    public init(_ clients: [ClientAgreement]) {
        var addresses: [String: String] = [:]
        var domains: [String: String] = [:]
        for client in clients {
            for address in client.contacts.addresses + [client.contacts.dispute].compactMap(\.self) {
                addresses[address.lowercased()] = client.client
            }
            for domain in client.contacts.domains { domains[domain.lowercased()] = client.client }
        }
        byAddress = addresses
        byDomain = domains
    }

    /// A registered address first, then the domain exactly as registered: a sub-domain or a look-alike is a stranger.
    public func match(address: String) -> ClientMatch? {
        let lowered = address.lowercased()
        if let client = byAddress[lowered] { return ClientMatch(client: client, basis: .address) }
        guard let at = lowered.lastIndex(of: "@") else { return nil }
        let domain = String(lowered[lowered.index(after: at)...])
        return byDomain[domain].map { ClientMatch(client: $0, basis: .domain) }
    }
}

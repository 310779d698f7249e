/// One person's or machine's address with the name beside it (RFC 5322 section 3.4 mailbox).
public struct Mailbox: Sendable, Hashable, CustomStringConvertible {
    /// The display name, decoded; empty when there is none. Untrusted words: never a proof of who wrote.
    public let name: String
    /// What stands before the `@`, its case kept; quoted if it needs quotes.
    public let localPart: String
    /// What stands behind the `@`, in lower case; empty when the address has no domain.
    public let domain: String

    public init(name: String = "", localPart: String, domain: String) {
        self.name = name
        self.localPart = localPart
        self.domain = domain.lowercased()
    }

    /// Reads `local@domain`; the last `@` separates.
    public init(name: String = "", address: String) {
        if let at = address.lastIndex(of: "@") {
            self.init(
                name: name,
                localPart: String(address[..<at]),
                domain: String(address[address.index(after: at)...])
            )
        } else {
            self.init(name: name, localPart: address, domain: "")
        }
    }

    /// `local@domain`, or the local part alone when there is no domain; empty when there is neither.
    public var address: String { domain.isEmpty ? localPart : localPart + "@" + domain }

    /// The form for a person's eye: `Name <local@domain>`.
    public var description: String {
        if name.isEmpty { return address }
        return address.isEmpty ? name : name + " <" + address + ">"
    }
}

/// An entry of an address list: a mailbox, or a named group of them (RFC 5322 section 3.4).
public enum Address: Sendable, Hashable {
    case mailbox(Mailbox)
    case group(name: String, members: [Mailbox])

    /// The mailbox, or the members of the group.
    public var mailboxes: [Mailbox] {
        switch self {
        case .mailbox(let mailbox): [mailbox]
        case .group(_, let members): members
        }
    }
}

extension [Address] {
    /// Every mailbox of the list in order, groups opened.
    public var mailboxes: [Mailbox] { flatMap(\.mailboxes) }
}

/// Where a mail server listens, as an operator writes it: `imaps://imap.example.org`, `smtp://[::1]:2525`.
///
/// Every form is encrypted: `imaps` and `smtps` speak TLS from the first byte (RFC 8314 section 3), `imap` and
/// `smtp` require STARTTLS and go no further without it.
public struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
    /// The protocol and how it is encrypted.
    public enum Scheme: String, Sendable, CaseIterable {
        case imap, imaps, smtp, smtps

        /// The registered port used when the address names none.
        public var defaultPort: UInt16 {
            switch self {
            case .imap: 143
            case .imaps: 993
            case .smtp: 587
            case .smtps: 465
            }
        }
    }

    public let scheme: Scheme
    /// A host name or an IP address; an IPv6 address without its brackets.
    public let host: String
    public let port: UInt16

    /// An address from its parts; nil when the host is empty or holds anything but letters, digits, `.`, `-`, `_`, `:`.
    public init?(scheme: Scheme, host: String, port: UInt16? = nil) {
        let port = port ?? scheme.defaultPort
        guard port > 0, (1...Self.hostCharacters).contains(host.utf8.count) else { return nil }
        guard host.utf8.allSatisfy(Self.isHostByte), host.utf8.first != UInt8(ascii: "-") else { return nil }
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// Reads `scheme://host[:port]`, an IPv6 host in brackets; nil for anything else: no path, user or query.
    public init?(_ text: String) {
        guard let mark = text.firstRange(of: "://") else { return nil }
        guard let scheme = Scheme(rawValue: text[..<mark.lowerBound].lowercased()) else { return nil }
        var rest = text[mark.upperBound...]
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        var host = rest
        var portText: Substring?
        if rest.hasPrefix("[") {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            host = rest[rest.index(after: rest.startIndex)..<end]
            let after = rest[rest.index(after: end)...]
            if !after.isEmpty {
                guard after.hasPrefix(":") else { return nil }
                portText = after.dropFirst()
            }
        } else if let colon = rest.firstIndex(of: ":") {
            host = rest[..<colon]
            portText = rest[rest.index(after: colon)...]
            guard host.utf8.allSatisfy({ $0 != UInt8(ascii: ":") }) else { return nil }
        }
        var port: UInt16?
        if let portText {
            guard portText.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(portText) else {
                return nil
            }
            port = number
        }
        self.init(scheme: scheme, host: String(host), port: port)
    }

    /// Whether TLS starts with the first byte rather than by STARTTLS.
    public var isTLSFromStart: Bool {
        scheme == .imaps || scheme == .smtps
    }

    public var description: String {
        "\(scheme.rawValue)://\(bracketedHost):\(port)"
    }

    var bracketedHost: String {
        host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    }

    /// RFC 1035 section 2.3.4.
    private static let hostCharacters = 253

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x3A, 0x5F: true
        default: false
        }
    }
}

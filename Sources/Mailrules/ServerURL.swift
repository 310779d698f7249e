import Foundation

/// Where a mail server is, written `imaps://imap.example` or `smtp://mail.example:587`.
public struct ServerURL: Hashable, Sendable {
    public enum Scheme: String, CaseIterable, Sendable {
        /// TLS from the first byte (RFC 8314).
        case imaps, smtps
        /// STARTTLS, always required.
        case imap, smtp

        /// The port when none is written.
        public var standardPort: Int {
            switch self {
            case .imaps: 993
            case .imap: 143
            case .smtps: 465
            case .smtp: 587
            }
        }
    }

    public var scheme: Scheme
    /// Lower case.
    public var host: String
    /// As written; nil means the scheme's standard port.
    public var port: Int?

    public init(scheme: Scheme, host: String, port: Int? = nil) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// The port to connect to.
    public var effectivePort: Int { port ?? scheme.standardPort }

    /// As the operator writes it.
    public var text: String {
        let address = host.contains(":") ? "[\(host)]" : host
        return "\(scheme.rawValue)://\(address)" + (port.map { ":\($0)" } ?? "")
    }

    /// Why a text is no server's address.
    enum Refusal: Error {
        case scheme, credentials, host, port, path
    }

    /// Reads `SCHEME://HOST[:PORT]`; a closing `/` is allowed, a path or a login is not.
    init(parsing text: String) throws(Refusal) {
        guard let separator = text.range(of: "://"),
            let scheme = Scheme(rawValue: text[..<separator.lowerBound].lowercased())
        else { throw .scheme }
        var rest = text[separator.upperBound...]
        if rest.contains("@") { throw .credentials }
        if rest.last == "/" { rest.removeLast() }
        if rest.contains(where: { "/?#".contains($0) }) { throw .path }
        var port: Int?
        // An IPv6 address stands in brackets (RFC 3986 section 3.2.2).
        let hostEnd = rest.hasPrefix("[") ? rest.firstIndex(of: "]") ?? rest.startIndex : rest.startIndex
        if let colon = rest[hostEnd...].lastIndex(of: ":") {
            guard let number = Int(rest[rest.index(after: colon)...]), (1...65_535).contains(number) else {
                throw .port
            }
            port = number
            rest = rest[..<colon]
        }
        let host = Self.hostName(String(rest).lowercased())
        guard let host else { throw .host }
        self.init(scheme: scheme, host: host, port: port)
    }

    /// A host name or address as it may stand in a server's address; nil when it cannot be one.
    static func hostName(_ text: String) -> String? {
        if text.hasPrefix("["), text.hasSuffix("]") {
            let address = text.dropFirst().dropLast()
            let isAddress = address.contains(":") && address.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
            return isAddress ? String(address) : nil
        }
        return HostName.isValid(text) ? text : nil
    }
}

/// What proves to a server who we are. Printing one never shows the secret.
public enum Credential: Hashable, Sendable {
    /// Used with SASL PLAIN or LOGIN, or IMAP's LOGIN command when the server offers neither.
    case password(String)
    /// An OAuth 2.0 access token, used with OAUTHBEARER (RFC 7628) or XOAUTH2. The caller renews it.
    case token(String)

    var secret: String {
        switch self {
        case .password(let secret), .token(let secret): secret
        }
    }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        switch self {
        case .password: "password (hidden)"
        case .token: "token (hidden)"
        }
    }

    public var debugDescription: String { description }

    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Whose signatures on a server's certificate count. Certificate and host name are always verified.
public enum TrustAnchors: Hashable, Sendable {
    /// The certificate authorities that the system trusts.
    case system
    /// Only those in this PEM file.
    case file(String)
}

/// How long to wait for a server, in whole seconds.
public struct Timeouts: Hashable, Sendable {
    /// From the first packet to the end of the login.
    public var connectSeconds: Int
    /// The longest silence while a command runs.
    public var silenceSeconds: Int
    /// The longest wait for a reply to an SMTP command, the final dot included: RFC 5321 section 4.5.3.2.6 asks for
    /// ten minutes, and giving up sooner turns sent mail into mail of unknown fate.
    public var finalReplySeconds: Int

    public init(connectSeconds: Int = 30, silenceSeconds: Int = 60, finalReplySeconds: Int = 600) {
        self.connectSeconds = connectSeconds
        self.silenceSeconds = silenceSeconds
        self.finalReplySeconds = finalReplySeconds
    }
}

/// Removes a secret from what a server said back to us.
struct Redaction: Sendable {
    private let secrets: [[UInt8]]
    private static let mask = Array("***".utf8)

    init(login: String, credential: Credential) {
        let secret = Array(credential.secret.utf8)
        // Servers have been seen to echo the SASL response: PLAIN in one piece, LOGIN word by word.
        let plain = [0] + Array(login.utf8) + [0] + secret
        secrets = [secret, Base64.encoded(plain), Base64.encoded(secret)].filter { $0.count >= 3 }
    }

    /// The text as UTF-8 (damage replaced), without secrets and control characters, at most `limit` bytes long.
    func clean(_ bytes: some Collection<UInt8>, limit: Int = 512) -> String {
        var text = Array(bytes.prefix(limit * 4))
        for secret in secrets {
            var start = text.startIndex
            while let found = text[start...].firstRange(of: secret) {
                text.replaceSubrange(found, with: Self.mask)
                start = found.lowerBound + Self.mask.count
            }
        }
        let visible = text.prefix(limit).map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }
        return String(decoding: visible, as: UTF8.self)
    }
}

enum Base64 {
    static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var output: [UInt8] = []
        output.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let group = bytes[index..<min(index + 3, bytes.count)]
            var value = 0
            for offset in 0..<3 {
                value = value << 8 | (index + offset < bytes.count ? Int(bytes[index + offset]) : 0)
            }
            for place in 0..<4 {
                output.append(place <= group.count ? digits[value >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
            index += 3
        }
        return output
    }
}

public import Curl
import Foundation

/// A real IMAP server that the environment names: started by the scripts in `Tests/lab`.
public struct LabServer: Sendable, CustomStringConvertible {
    public let name: String
    public let imap: ServerAddress
    public let imaps: ServerAddress
    public let trust: TrustAnchors
    public let password: String

    /// Those that run, in the order Dovecot, Cyrus, Courier.
    public static let all: [LabServer] = ["": "Dovecot", "CYRUS_": "Cyrus", "COURIER_": "Courier"]
        .compactMap { LabServer(name: $0.value, mark: $0.key) }
        .sorted { $0.name > $1.name }

    public var description: String { name }

    private init?(name: String, mark: String) {
        let environment = ProcessInfo.processInfo.environment
        let value = { (key: String) in environment["GATEPOST_LAB_\(mark)\(key)"] }
        guard let plain = value("IMAP_PORT").flatMap({ UInt16($0) }),
            let encrypted = value("IMAPS_PORT").flatMap({ UInt16($0) }), let authority = value("CA"),
            let password = value("PASSWORD"),
            let imap = ServerAddress(scheme: .imap, host: "127.0.0.1", port: plain),
            let imaps = ServerAddress(scheme: .imaps, host: "127.0.0.1", port: encrypted)
        else { return nil }
        self.name = name
        self.imap = imap
        self.imaps = imaps
        self.password = password
        trust = .file(authority)
    }
}

/// The lab's submission server.
public struct LabSubmission: Sendable {
    public let smtp: ServerAddress
    public let smtps: ServerAddress
    public let trust: TrustAnchors
    public let password: String

    /// Nil unless the environment names it.
    public static let running = LabSubmission()

    private init?() {
        let environment = ProcessInfo.processInfo.environment
        guard let plain = environment["GATEPOST_LAB_SMTP_PORT"].flatMap({ UInt16($0) }),
            let encrypted = environment["GATEPOST_LAB_SMTPS_PORT"].flatMap({ UInt16($0) }),
            let authority = environment["GATEPOST_LAB_CA"], let password = environment["GATEPOST_LAB_PASSWORD"],
            let smtp = ServerAddress(scheme: .smtp, host: "127.0.0.1", port: plain),
            let smtps = ServerAddress(scheme: .smtps, host: "127.0.0.1", port: encrypted)
        else { return nil }
        self.smtp = smtp
        self.smtps = smtps
        self.password = password
        trust = .file(authority)
    }
}

public import Curl
import Foundation

/// A server on loopback that follows a script, with a certificate of its own.
public final class ScriptedServer {
    /// What it does, one thing after another.
    public enum Step: Sendable {
        /// Sends a text; `{tag}` stands for the tag of the command expected last.
        case send(String)
        /// Sends a text many times.
        case flood(String, Int)
        /// Reads a line, which must hold these words.
        case expect(String)
        /// Reads so many bytes.
        case literal(Int)
        /// Starts TLS after sending a text, all in one packet.
        case startTLS(String)
        case wait(Double)
        /// Closes the connection in order, without a word of TLS.
        case close
        /// Resets the connection.
        case cut

        fileprivate var json: [Any] {
            switch self {
            case .send(let text): ["send", text]
            case .flood(let text, let times): ["flood", text, times]
            case .expect(let words): ["expect", words]
            case .literal(let count): ["literal", count]
            case .startTLS(let text): ["startTLS", text]
            case .wait(let seconds): ["wait", seconds]
            case .close: ["close"]
            case .cut: ["cut"]
            }
        }
    }

    /// What one connection brought.
    public struct Transcript: Decodable, Sendable {
        public var received: [String]
        /// `EOFError` when the client closed, else what went wrong.
        public var outcome: String
    }

    public struct Failure: Error {}

    private let host: String
    public let port: UInt16
    private let process = Process()
    /// The server ends when this is closed, also when the tests die.
    private let input = Pipe()
    private let output = Pipe()
    private var buffered = Data()

    /// Starts the server; the last script serves every further connection.
    ///
    /// - Parameters:
    ///   - host: A loopback address; the certificate is for 127.0.0.1 only.
    ///   - newest: The newest TLS it speaks, such as `TLSv1_1`; nil for whatever the machine can.
    public init(isTLS: Bool, host: String = "127.0.0.1", newest: String? = nil, _ connections: [Step]...) throws {
        let place = try Certificate.shared.get()
        let plan: [String: Any] = [
            "certificate": "\(place)/tls/server.pem", "key": "\(place)/tls/server.key", "tls": isTLS,
            "host": host, "newest": newest ?? "",
            "connections": connections.map { $0.map(\.json) },
        ]
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [Certificate.labFolder + "/scripted.py"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: JSONSerialization.data(withJSONObject: plan) + Data("\n".utf8))
        guard let line = Self.line(output, &buffered), let port = UInt16(line) else { throw Failure() }
        self.host = host
        self.port = port
    }

    deinit {
        try? input.fileHandleForWriting.close()
    }

    /// The next finished connection; call it once the client has closed.
    public func transcript() throws -> Transcript {
        guard let line = Self.line(output, &buffered) else { throw Failure() }
        return try JSONDecoder().decode(Transcript.self, from: Data(line.utf8))
    }

    public func address(_ scheme: ServerAddress.Scheme) throws -> ServerAddress {
        guard let address = ServerAddress(scheme: scheme, host: host, port: port) else { throw Failure() }
        return address
    }

    /// The authority that signed its certificate.
    public static var trust: TrustAnchors {
        get throws { .file(try Certificate.shared.get() + "/tls/ca.pem") }
    }

    private static func line(_ pipe: Pipe, _ buffered: inout Data) -> String? {
        while true {
            if let end = buffered.firstIndex(of: 0x0A) {
                defer { buffered.removeSubrange(...end) }
                return String(decoding: buffered[..<end], as: UTF8.self)
            }
            let more = pipe.fileHandleForReading.availableData
            if more.isEmpty { return nil }
            buffered.append(more)
        }
    }
}

/// A certificate for the scripted servers of this run, made by the same lines as the lab's.
private enum Certificate {
    static let labFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("lab").path

    /// The folder that holds `tls`; removed by the system with its other temporary files.
    static let shared = Result<String, any Error> {
        let place = NSTemporaryDirectory() + "gatepost-scripted-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", ". \"$1\"; make_certificate \"$2\"", "bash", labFolder + "/common.sh", place]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ScriptedServer.Failure() }
        return place
    }
}

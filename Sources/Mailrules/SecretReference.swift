import Foundation

/// Where a secret is kept. The files never hold a secret themselves.
public enum SecretReference: Hashable, Sendable {
    /// Name of an environment variable.
    case environment(String)
    /// Path of a file whose first line is the secret; nobody but its owner may read it.
    case file(String)
    /// A shell command whose first line of output is the secret.
    case command(String)

    /// Reads the secret, without line ending.
    ///
    /// An environment variable must be set and not empty. A file that group or others may read is refused. A command
    /// has `SecretCommand.limitSeconds` to answer.
    public func resolve() throws(SecretFailure) -> String {
        switch self {
        case .environment(let name):
            guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
                throw SecretFailure(reference: self, reason: .unset)
            }
            return value
        case .file(let path):
            return try firstLine(of: contents(ofFile: path))
        case .command(let command):
            switch SecretCommand.output(of: command) {
            case .success(let output): return try firstLine(of: output)
            case .failure(let reason): throw SecretFailure(reference: self, reason: reason)
            }
        }
    }

    /// As the operator writes it. Names where the secret is, never the secret.
    public var text: String {
        switch self {
        case .environment(let name): "env:\(name)"
        case .file(let path): "file:\(path)"
        case .command(let command): "command:\(command)"
        }
    }

    private func contents(ofFile path: String) throws(SecretFailure) -> [UInt8] {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: Self.resolved(path)) else {
            throw SecretFailure(reference: self, reason: .missing)
        }
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            throw SecretFailure(reference: self, reason: .missing)
        }
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
        guard mode & 0o077 == 0 else {
            throw SecretFailure(reference: self, reason: .readableByOthers(mode: mode & 0o777))
        }
        guard let size = (attributes[.size] as? NSNumber)?.intValue, size <= SecretCommand.limitBytes else {
            throw SecretFailure(reference: self, reason: .tooLong)
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SecretFailure(reference: self, reason: .unreadable)
        }
        return [UInt8](data)
    }

    /// The file a link leads to, because it is that file's rights that count.
    private static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }

    private func firstLine(of bytes: [UInt8]) throws(SecretFailure) -> String {
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard !line.isEmpty else { throw SecretFailure(reference: self, reason: .empty) }
        guard let text = String(validating: line, as: UTF8.self), !text.contains("\0") else {
            throw SecretFailure(reference: self, reason: .notText)
        }
        return text
    }
}

/// Why a secret could not be had. Its text names the place, never the secret.
public struct SecretFailure: Error, Hashable, CustomStringConvertible {
    public enum Reason: Error, Hashable {
        /// The environment variable is not set, or empty.
        case unset
        /// There is no such regular file.
        case missing
        case unreadable
        /// Group or others may read the file; the mode is its permission bits.
        case readableByOthers(mode: Int)
        case empty
        case tooLong
        /// Not UTF-8, or with a NUL in it.
        case notText
        /// The command did not start.
        case notStarted
        case exit(status: Int)
        /// The command did not end in time and was ended.
        case timedOut
    }

    public var reference: SecretReference
    public var reason: Reason

    public init(reference: SecretReference, reason: Reason) {
        self.reference = reference
        self.reason = reason
    }

    /// What is wrong and what to do, on one line.
    public var description: String {
        "\(reference.text): \(explanation)"
    }

    private var explanation: String {
        switch reason {
        case .unset: "the environment variable is not set; set it, or name another place"
        case .missing: "there is no such file"
        case .unreadable: "the file cannot be read; give its owner the right"
        case .readableByOthers(let mode):
            "others may read the file (mode \(String(mode, radix: 8))); run chmod 600 on it"
        case .empty: "nothing is there; the secret is the first line"
        case .tooLong: "longer than \(SecretCommand.limitBytes) bytes, which no secret is"
        case .notText: "the secret is not UTF-8 text"
        case .notStarted: "the command could not be started"
        case .exit(let status): "the command ended with status \(status); run it by hand to see why"
        case .timedOut: "the command gave no answer within \(SecretCommand.limitSeconds) seconds and was ended"
        }
    }
}

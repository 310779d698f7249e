import Foundation
import Testing

/// The program as people and scripts run it, on a state folder of its own.
struct Program: Sendable {
    struct Outcome {
        var status: Int32
        var output: String
        var complaint: String

        var json: [String: Any] {
            get throws {
                try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
            }
        }
    }

    let rules: String
    let state: String

    /// Runs a command.
    ///
    /// - Parameters:
    ///   - words: the command and its arguments.
    ///   - now: the present moment (RFC 3339).
    func run(_ words: [String], now: String = "2028-01-15T12:00:00Z") throws -> Outcome {
        let environment = ProcessInfo.processInfo.environment.merging([
            "GATEPOST_RULES": rules, "GATEPOST_STATE": state, "GATEPOST_NOW": now, "USER": "ana", "NO_COLOR": "1",
        ]) { $1 }
        return try Self.outcome(of: Self.executable.path, words, environment: environment)
    }

    /// Runs any program.
    static func outcome(of path: String, _ words: [String], environment: [String: String]) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = words
        process.environment = environment
        // Files, since a pipe that is not read while the program writes would hold it up.
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("gatepost-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let files = ["output", "complaint"].map { place.appendingPathComponent($0) }
        for file in files { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
        return Outcome(status: process.terminationStatus, output: texts[0], complaint: texts[1])
    }

    /// Runs a command that must succeed.
    @discardableResult
    func done(_ words: String..., now: String = "2028-01-15T12:00:00Z") throws -> Outcome {
        let outcome = try run(words, now: now)
        try #require(outcome.status == 0, "gatepost \(words.joined(separator: " ")): \(outcome.complaint)")
        return outcome
    }

    /// The program beside the tests.
    private static let executable: URL = {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appendingPathComponent("gatepost")
    }()
}

/// A folder that lives as long as its test.
final class Place: Sendable {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("books-\(UUID().uuidString)").path

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file and answers its path.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        let file = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }

    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
}

extension Int {
    /// Hours in minutes, so that tables read in hours.
    var h: Int { self * 60 }
}

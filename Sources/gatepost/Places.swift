import ArgumentParser
import Foundation
import Mailrules
import Service
import Store
import Triage
import WorkingTime

/// Where the operator's folder lies.
struct RulesOption: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The operator's folder.", valueName: "dir"))
    var rules: String = ProcessInfo.processInfo.environment["GATEPOST_RULES"] ?? "Mailrules"

    /// The configuration if the folder is there and right, without a word if not.
    func quietConfiguration() -> Mailrules.Configuration? {
        FileManager.default.fileExists(atPath: rules) ? loadConfiguration(folder: rules).configuration : nil
    }

    /// Loads the folder, or prints every mistake and ends with status 78.
    func configuration() throws -> Mailrules.Configuration { try Self.loaded(rules) }

    /// Loads a folder, or prints every mistake in it and ends with status 78.
    static func loaded(_ rules: String) throws -> Mailrules.Configuration {
        guard FileManager.default.fileExists(atPath: rules) else {
            Console.complain(
                "\(rules): there is no such folder; write one with `gatepost init`, or name it with --rules"
            )
            throw ExitCode.configuration
        }
        let loaded = loadConfiguration(folder: rules)
        guard let configuration = loaded.configuration else {
            for diagnostic in loaded.diagnostics { Console.complain(diagnostic.rendered) }
            Console.complain("\(loaded.diagnostics.count) to mend in \(rules)")
            throw ExitCode.configuration
        }
        return configuration
    }
}

/// Where the operator's folder and the state lie.
struct PlaceOptions: ParsableArguments {
    @OptionGroup var rules: RulesOption

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The folder for mail, ledgers and outbox (default: .gatepost beside the operator's folder).",
            valueName: "dir"
        )
    )
    var state: String?

    /// The state folder: as named, else from GATEPOST_STATE, else `.gatepost` beside the operator's folder.
    var stateFolder: String {
        if let state { return state }
        if let named = ProcessInfo.processInfo.environment["GATEPOST_STATE"] { return named }
        return URL(fileURLWithPath: rules.rules).deletingLastPathComponent().appendingPathComponent(".gatepost").path
    }

    func store(_ access: Store.Access) throws -> Store {
        do {
            return try Store(folder: stateFolder, access: access)
        } catch let error as StoreError {
            Console.complain("\(error)")
            throw ExitCode.fellShort
        }
    }
}

/// The present moment, read once where a command begins. GATEPOST_NOW (RFC 3339) sets it, to try on a state folder of
/// its own what comes at another time.
func presentInstant() -> Instant {
    if let text = ProcessInfo.processInfo.environment["GATEPOST_NOW"] {
        if let now = Instant(rfc3339: text) { return now }
        Console.complain("GATEPOST_NOW is no instant (2026-11-20T14:30:00Z) and is not regarded")
    }
    return Instant(epochSeconds: Int64(Date().timeIntervalSince1970))
}

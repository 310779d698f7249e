import ArgumentParser
import Foundation
import Glibc

/// What goes to the terminal: text on standard output, trouble on standard error, JSON in one form everywhere.
enum Console {
    /// Standard output takes colour only on a terminal, and not when NO_COLOR is set.
    static let hasColour = isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil

    static let isTerminal = isatty(STDOUT_FILENO) == 1

    static let errorIsTerminal = isatty(STDERR_FILENO) == 1

    static func say(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    static func complain(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// Progress of long work: one line that is overwritten, only on a terminal.
    static func progress(_ text: String) {
        guard errorIsTerminal else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
    }

    static func endProgress() {
        guard errorIsTerminal else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    }

    static func bold(_ text: String) -> String { hasColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    static func marked(_ text: String) -> String { hasColour ? "\u{1B}[7m\(text)\u{1B}[0m" : "[\(text)]" }

    /// One JSON value on one line, keys in alphabetical order so that the output is the same every time.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var line = try encoder.encode(value)
        line.append(UInt8(ascii: "\n"))
        FileHandle.standardOutput.write(line)
    }
}

extension ExitCode {
    /// Something fell short; what and what to do was said.
    static let fellShort = ExitCode(1)
    /// The configuration is wrong (sysexits.h, EX_CONFIG).
    static let configuration = ExitCode(78)
}

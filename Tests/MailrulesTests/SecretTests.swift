import Foundation
import Testing

@testable import Mailrules

@Suite struct SecretTests {
    private func failure(_ reference: SecretReference) -> SecretFailure? {
        do throws(SecretFailure) {
            _ = try reference.resolve()
            return nil
        } catch {
            return error
        }
    }

    @Test func `An environment variable gives its value`() throws {
        #expect(try SecretReference.environment("PATH").resolve() == ProcessInfo.processInfo.environment["PATH"])
        #expect(failure(.environment("GATEPOST_NO_SUCH_VARIABLE"))?.reason == .unset)
    }

    @Test func `A file that only its owner may read gives its first line`() throws {
        let folder = try TestFolder(["secret": "pass word\r\nsecond line\n"])
        let path = folder.path + "/secret"
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(try SecretReference.file(path).resolve() == "pass word")
    }

    @Test(arguments: [0o640, 0o604, 0o644, 0o620])
    func `A file that others may read or write is refused`(mode: Int) throws {
        let folder = try TestFolder(["secret": "hunter2\n"])
        let path = folder.path + "/secret"
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        #expect(failure(.file(path))?.reason == .readableByOthers(mode: mode))
        let link = folder.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        #expect(failure(.file(link))?.reason == .readableByOthers(mode: mode))
    }

    @Test func `A missing file, a folder, an empty and a long file are told apart`() throws {
        let folder = try TestFolder(["empty": "", "long": String(repeating: "x", count: 70_000)])
        for name in ["empty", "long"] {
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600],
                ofItemAtPath: "\(folder.path)/\(name)"
            )
        }
        #expect(failure(.file(folder.path + "/none"))?.reason == .missing)
        #expect(failure(.file(folder.path))?.reason == .missing)
        #expect(failure(.file(folder.path + "/empty"))?.reason == .empty)
        #expect(failure(.file(folder.path + "/long"))?.reason == .tooLong)
    }

    @Test(arguments: [
        ("printf 'hunter2\\nrest'", "hunter2"), ("echo \"$HOME\" | tr -d '\\n'; echo; exit 0", NSHomeDirectory()),
    ])
    func `A command gives the first line of its output`(command: String, secret: String) throws {
        #expect(try SecretReference.command(command).resolve() == secret)
    }

    @Test(arguments: [
        ("exit 3", SecretFailure.Reason.exit(status: 3)), ("true", .empty), ("kill -9 $$", .exit(status: 137)),
        ("head -c 100000 /dev/zero | tr '\\0' x", .tooLong), ("printf '\\377'", .notText),
        ("echo a; exit 1", .exit(status: 1)), ("no-such-command-here 2>/dev/null", .exit(status: 127)),
    ])
    func `A command that fails says how`(command: String, reason: SecretFailure.Reason) {
        #expect(failure(.command(command))?.reason == reason)
    }

    @Test func `A command that never ends is ended, its children too`() throws {
        let folder = try TestFolder(["mark": ""])
        let mark = folder.path + "/late"
        let late = "(sleep 2; touch '\(mark)') & sleep 600"
        #expect(SecretCommand.output(of: late, seconds: 1) == .failure(.timedOut))
        #expect(SecretCommand.output(of: "exec >&-; sleep 600", seconds: 1) == .failure(.timedOut))
        // Long enough for the child to have left its mark, had it lived.
        #expect(SecretCommand.output(of: "sleep 2") == .success([]))
        #expect(!FileManager.default.fileExists(atPath: mark))
    }

    @Test func `What is said of a failure never holds the secret`() throws {
        let folder = try TestFolder(["secret": "hunter2\n"])
        let path = folder.path + "/secret"
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let found = try #require(failure(.file(path)))
        #expect(!"\(found)".contains("hunter2"))
        #expect("\(found)".contains("chmod 600"))
    }
}

import Testing

@testable import Mailrules

@Suite struct RedactionTests {
    @Test(arguments: [
        "    password: hunter2",
        "{login: a, password: hunter2}",
        "  pasword: \"hunter2\"",
        "passwort: 'hunter2'   # the old one was hunter2",
        "API_TOKEN: x hunter2",
        "server: imaps://me:hunter2@host",
        "  \"password\": hunter2, and more hunter2",
        "client-secret:hunter2",
    ])
    func `A secret in a line is struck out`(line: String) {
        let struck = Redaction.strikingSecrets(in: line)
        #expect(!struck.prefix { $0 != "#" }.contains("hunter2"))
        #expect(struck.unicodeScalars.count == line.unicodeScalars.count)
    }

    @Test(arguments: [
        "password: env:SUPPORT_PASSWORD", "password: \"command:pass show mail\"", "{password: file:/run/x, start: now}",
        "name: Client One", "server: imaps://imap.example", "words: [password reset]",
    ])
    func `A line without a secret stays as it is`(line: String) {
        #expect(Redaction.strikingSecrets(in: line) == line)
    }

    @Test(arguments: [
        "password: [hunter2]", "password: {a: hunter2}", "pass: hunter2", "{login: x, password: ab,hunter2}",
        "password: 'x\n      hunter2'",
    ])
    func `No message about a mailbox repeats a secret`(line: String) throws {
        var files = Sound.files()
        let agency = Sound.agency.replacing("    password: env:SUPPORT_PASSWORD", with: "    \(line)")
        files["agency.yaml"] = line.hasPrefix("{") ? "agency: A\noutgoing: \(line)\n" : agency
        let diagnostics = try TestFolder(files).load().diagnostics
        #expect(!diagnostics.isEmpty)
        for diagnostic in diagnostics { #expect(!diagnostic.rendered.contains("hunter2")) }
    }
}

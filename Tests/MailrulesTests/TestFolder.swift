import Foundation
import Mailrules

/// A folder of operator's files that lives as long as its test.
final class TestFolder {
    let path: String

    init(_ files: [String: String]) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("mailrules-\(UUID().uuidString)").path
        for (name, text) in files { try write(text, to: name) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func write(_ text: String, to name: String) throws {
        let file = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    func load() -> ConfigurationResult {
        loadConfiguration(folder: path)
    }

    /// Folders and files beside the tests, and of the repository.
    static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    static let repository = tests.deletingLastPathComponent().deletingLastPathComponent()
}

/// A sound folder to change things in.
enum Sound {
    static let agency = """
        agency: Test Agency
        zone: Europe/Berlin
        languages: [en]
        mailboxes:
          support:
            server: imaps://imap.agency.example
            login: support@agency.example
            password: env:SUPPORT_PASSWORD
            addresses: [Support@Agency.example]
            start: now
            authserv: [mx.agency.example]
        outgoing:
          server: smtp://smtp.agency.example:2525
          login: support@agency.example
          password: file:secrets/smtp
          ca: own.pem
          from: Test Agency <support@agency.example>
        staff:
          ana: {name: Ana, address: ana@agency.example}
        calendars:
          office: {week: {mon-fri: ["09:00-12:30", "13:30-17:00"], sat: ["22:00-02:00"]}}

        """

    /// A plan with these lines besides what every plan needs; lines replace those of the same key.
    static func plan(_ lines: [String] = []) -> String {
        var fields = [
            "terms: standard",
            "included: {time: 3h, per: month, anchor: 1, first: prorata}",
            "fee: {amount: 240.00, currency: EUR, per: month}",
            "carry: none",
            "overdraft: forbidden",
            "overage: {rate: 95.00, approval: required}",
            "increment: {minutes: 15, per: entry}",
            "covers: {fix: c1}",
            "promise: {normal: {firstAnswer: 24h, by: elapsed}}",
            "acknowledge: {within: 24h, counts: no}",
        ]
        for line in lines {
            let key = line.prefix { $0 != ":" }
            fields.removeAll { $0.prefix { $0 != ":" } == key }
            fields.append(line)
        }
        return "plans:\n  standard:\n" + fields.map { "    \($0)\n" }.joined()
    }

    static let client = """
        client: one
        name: Client One
        contacts: {domains: [One.example]}
        plan: standard
        start: 2026-01-01
        zone: Europe/Berlin
        language: en

        """

    static let terms = "## c1 Corrections\nWe repair what worked before.\n"

    static func files(plan: String = plan(), client: String = client) -> [String: String] {
        [
            "agency.yaml": agency, "plans.yaml": plan, "clients/one.yaml": client, "terms/standard.en.md": terms,
        ]
    }
}

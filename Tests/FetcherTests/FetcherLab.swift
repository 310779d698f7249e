import Curl
import LabKit
import Testing
import WorkingTime

@testable import Fetcher

extension LabServer {
    /// A user that all servers of the lab know.
    func account(_ user: Int = 1, imap scheme: ServerAddress.Scheme = .imaps, password: String? = nil) -> Account {
        Account(
            name: name,
            address: scheme == .imaps ? imaps : imap,
            login: "tester\(user)",
            credential: .password(password ?? self.password),
            trust: trust,
            timeouts: Timeouts(connectSeconds: 20, silenceSeconds: 20)
        )
    }

    func session(_ user: Int = 1) throws -> IMAPSession {
        try IMAPSession(account(user))
    }
}

extension IMAPSession {
    /// A new mailbox with a name of its own, selected.
    @discardableResult func freshMailbox(_ word: String = "Box") throws -> String {
        let name = "\(word)-\(UInt64.random(in: 0...UInt64.max))"
        try create(name)
        try select(name)
        return name
    }

    func delete(_ mailbox: String) throws {
        try run(Command("DELETE ").then(string: wireName(of: mailbox)))
    }

    /// Everything after the cursor.
    func fetched(
        after cursor: Cursor? = nil,
        limits: FetchLimits = FetchLimits()
    ) throws -> (mails: [RawMail], report: FetchReport) {
        var mails: [RawMail] = []
        let report = try fetchNew(after: cursor, limits: limits) { mails += $0.mails }
        return (mails, report)
    }
}

/// Mails that look like mail and differ from each other.
enum SampleMail {
    /// A mail of about so many bytes, with what breaks careless readers: protocol words, quotes, 8-bit, long lines.
    static func bytes(_ number: Int, size: Int = 1000) -> [UInt8] {
        var text = """
            From: Ana Keller <ana@northlight.example>\r
            To: support@lab.example\r
            Subject: Sample \(number)\r
            Message-ID: <sample-\(number)@lab.example>\r
            Date: Mon, 2 Nov 2026 09:00:00 +0100\r
            Content-Type: text/plain; charset=utf-8\r
            Content-Transfer-Encoding: 8bit\r
            \r
            G\(number) OK done\r
            * BYE {17}\r
            ) "quoted \\ text" {5}\r
            Grüße, привет, 你好\r
            .\r

            """
        var line = number
        while text.utf8.count < size {
            line = (line &* 1_103_515_245 &+ 12_345) & 0x7FFF_FFFF
            text += "line \(line) of the message with number \(number)\r\n"
        }
        return Array(text.utf8)
    }
}

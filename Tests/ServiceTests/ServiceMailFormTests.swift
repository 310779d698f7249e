import Agreement
import Classifier
import Fetcher
import Foundation
import MIME
import Mailrules
import Responder
import Store
import Synchronization
import Testing
import Triage
import WorkingTime

@testable import Service

/// Every kind of mail as the service itself queues it, in three languages, through one week of an agency. `Tests/mailcheck`
/// takes them from GATEPOST_MAILS and has others judge them.
@Suite("Every kind of mail that the service sends") struct ServiceMailFormTests {
    /// A server that is away until it is there, and then takes everything.
    private final class Door: Transport {
        let isOpen = Mutex(false)
        var isAccountFailing: Bool { isOpen.withLock { !$0 } }

        func offer(_ envelope: OutgoingEnvelope) -> (outcome: DeliveryOutcome, isCopied: Bool) {
            (isAccountFailing ? .deferred("no connection") : .accepted, true)
        }

        func hasCopy(messageID: String) -> Bool { false }
    }

    private static let mails = [
        ("curator@harbor.example", "Contact form", "The contact form is broken: it shows error 500."),
        ("curator@harbor.example", "Newsletter", "Please build a box to sign up for our newsletter."),
        ("belova@severny.example", "Форма", "Не работает форма заявки: выдаёт ошибку 500."),
        ("belova@severny.example", "Выгрузка", "Добавьте, пожалуйста, выгрузку заявок в Excel."),
        ("chen@lotus.example", "购物车", "购物车坏了，显示错误500。"),
        ("chen@lotus.example", "优惠券", "请给网店增加一个优惠券功能。"),
    ]

    private static func instant(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

    private static func bytes(_ from: String, _ subject: String, _ body: String, _ index: Int) -> [UInt8] {
        let domain = from.drop { $0 != "@" }.dropFirst()
        let coded = Data(subject.utf8).base64EncodedString()
        return Array(
            """
            Authentication-Results: mx.northlight.example; dmarc=pass header.from=\(domain)\r
            From: <\(from)>\r
            To: support@northlight.example\r
            Subject: =?utf-8?B?\(coded)?=\r
            Date: Mon, 26 Oct 2026 10:00:00 +0100\r
            Message-ID: <\(index)@\(domain)>\r
            MIME-Version: 1.0\r
            Content-Type: text/plain; charset=utf-8\r
            Content-Transfer-Encoding: 8bit\r
            \r
            \(body)\r

            """.utf8
        )
    }

    @Test func `Each kind is made once for each reader, in form, and reads back as one whole`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("forms-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var configuration = try #require(loadConfiguration(folder: LabDesk.root + "/Mailrules").configuration)
        configuration.satisfaction = SatisfactionSettings(everyMinutes: 30 * 24 * 60)
        configuration.schedule.statements = Schedule.Statements(days: 1, minuteOfDay: 7 * 60)
        for index in configuration.policy.clients.indices { configuration.policy.clients[index].wantsDigest = true }
        let store = try Store(folder: folder, access: .exclusive)
        let instance = try Instance(configuration: configuration, store: store, isRehearsal: false)
        let start = try Self.instant("2026-10-26T09:00:00Z")
        let mailbox = try #require(configuration.mailboxes.first)
        let intake = Intake(instance: instance, mailbox: mailbox)
        let decider = Decider(instance: instance)
        let record = try intake.record(now: start)
        let raw = Self.mails.enumerated().map { index, mail in
            RawMail(
                uid: UInt32(index + 1),
                uidValidity: 1,
                internalDate: start,
                bytes: Self.bytes(mail.0, mail.1, mail.2, index)
            )
        }
        let batch = FetchBatch(mails: raw, cursor: Cursor(uidValidity: 1, lastUID: UInt32(raw.count)))
        try intake.admit(batch, record: record, now: start) { waiting in
            _ = try decider.decide(decider.understand(waiting), now: start)
        }
        let door = Door()
        func round(_ text: String) throws {
            let now = try Self.instant(text)
            _ = Round(instance: instance, now: { now }).deliver(over: door)
        }
        try round("2026-10-26T10:45:00Z")
        try round("2026-10-27T07:30:00Z")
        door.isOpen.withLock { $0 = true }
        try round("2026-10-27T08:35:00Z")
        let work = RequestWork(store: store, policy: instance.policy)
        for row in try store.requests(.init(states: [.open])) where row.label == .fix {
            try work.move(row.id, to: .closed, now: try Self.instant("2026-10-27T09:00:00Z"))
        }
        try round("2026-10-27T10:30:00Z")
        try round("2026-11-02T07:40:00Z")
        try round("2026-11-03T08:35:00Z")
        try check(store)
    }

    private func check(_ store: Store) throws {
        let entries = try store.outbox(all: true, limit: 10_000)
        let kinds = Dictionary(grouping: entries, by: \.kind).mapValues(\.count)
        for kind in [
            "acknowledgement", "brief", "client-digest", "digest", "escalation", "order", "satisfaction", "statement",
            "warning",
        ] {
            #expect(kinds[kind] ?? 0 > 0, "no \(kind) among \(kinds)")
        }
        #expect(kinds["acknowledgement"] == Self.mails.count)
        #expect(kinds["order"] == Self.mails.count)
        #expect(kinds["satisfaction"] == 3)
        #expect(kinds["client-digest"] == 3)
        let folder = ProcessInfo.processInfo.environment["GATEPOST_MAILS"]
        for entry in entries {
            guard case .composed(let bytes) = try store.outboxContent(entry.id) else {
                Issue.record("\(entry.key) was not sent")
                continue
            }
            let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            #expect(bytes.allSatisfy { $0 < 0x80 && $0 != 0 }, "\(entry.key)")
            #expect(lines.dropLast().allSatisfy { $0.last == UInt8(ascii: "\r") }, "\(entry.key)")
            // An identifier is one word, which no line break may part.
            let long = lines.filter { $0.count > 79 && !$0.starts(with: "Message-ID: <".utf8) }
            #expect(long.isEmpty, "\(entry.key)")
            let message = Message(bytes)
            #expect(message.content.defects.isEmpty, "\(entry.key)")
            #expect(message.header["Auto-Submitted"] != nil && message.header["X-Gatepost-Loop"] != nil, "\(entry.key)")
            if let folder {
                try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/service-\(entry.kind)-\(entry.id).eml"))
            }
        }
    }
}

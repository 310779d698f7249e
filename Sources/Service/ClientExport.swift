import Agreement
import Classifier
import Foundation
public import HourLedger
public import Store
import Triage
public import WorkingTime

/// A client's data as files that anybody can read without Gatepost.
public struct ClientExport {
    private let store: Store
    private let client: String
    private let ledger: LedgerDocument

    /// How much was written.
    public struct Count: Hashable, Sendable {
        public var requests = 0
        public var mails = 0
        public var sent = 0
    }

    public init(store: Store, client: String, ledger: LedgerDocument) {
        self.store = store
        self.client = client
        self.ledger = ledger
    }

    private struct Document: Encodable {
        var client: String
        var at: String
        var ledger: LedgerDocument
        var requests: [Request]
        var mails: [Mail]
        var sent: [Sent]
        var promises: [Promise]
    }

    private struct Request: Encodable {
        var id: Int
        var ticket: Int
        var mail: Int
        var label: String
        var verdict: String
        var clause: String?
        var state: String
        var askedAt: String
        var subject: String
        var text: String
        var estimateMinutes: Int?
        var quoteMinorUnits: Int?
        var quoteCurrency: String?
    }

    private struct Mail: Encodable {
        var id: Int
        var ticket: Int?
        var from: String
        var subject: String
        var messageID: String?
        var receivedAt: String
        var origin: String
        /// Nil when its bytes were erased.
        var file: String?
    }

    private struct Sent: Encodable {
        var id: Int
        var ticket: Int?
        var to: String
        var subject: String
        var messageID: String
        var state: String
        var createdAt: String
        var file: String?
    }

    private struct Promise: Encodable {
        var ticket: Int
        var name: String
        var startedAt: String
        var due: String
        var stoppedAt: String?
    }

    /// Writes the folder, which only its owner may read.
    ///
    /// - Throws: `StoreError.exists` when it is there already.
    public func write(to folder: String, now: Instant) throws -> Count {
        guard !FileManager.default.fileExists(atPath: folder) else { throw StoreError.exists(path: folder) }
        let requests = try store.requests(.init(client: client))
        let tickets = Set(requests.map(\.ticketID)).sorted()
        try makeFolder(folder)
        try makeFolder(folder + "/mails")
        try makeFolder(folder + "/sent")
        let mails = try writeMails(of: tickets, to: folder)
        let sent = try writeSent(to: folder)
        let document = Document(
            client: client,
            at: now.rfc3339,
            ledger: ledger,
            requests: requests.map(Self.view),
            mails: mails,
            sent: sent,
            promises: try tickets.flatMap { try store.clocks(ticket: $0) }.map(Self.view)
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try save(try encoder.encode(document), folder + "/client.json")
        return Count(requests: requests.count, mails: mails.count, sent: sent.count)
    }

    private func writeMails(of tickets: [Int], to folder: String) throws -> [Mail] {
        let ids = Set(
            try store.decisions().filter { $0.client == client }.map(\.mailID)
                + tickets.flatMap { try store.mails(ofTicket: $0) }
        )
        return try ids.sorted().compactMap { id in
            guard let row = try store.decisions(mail: id).first, let stored = try store.mail(id) else { return nil }
            var file: String?
            do {
                let bytes = try store.bytes(of: stored)
                file = "mails/\(id).eml"
                try save(Data(bytes), "\(folder)/mails/\(id).eml")
            } catch StoreError.erased {
                file = nil
            }
            return Mail(
                id: id,
                ticket: row.ticketID,
                from: row.sender,
                subject: row.subject,
                messageID: row.messageID,
                receivedAt: row.receivedAt.rfc3339,
                origin: row.origin,
                file: file
            )
        }
    }

    private func writeSent(to folder: String) throws -> [Sent] {
        try store.outbox(all: true, limit: .max).filter { $0.client == client }.reversed().map { entry in
            var bytes: [UInt8] = []
            if case .composed(let composed) = try store.outboxContent(entry.id) { bytes = composed }
            if !bytes.isEmpty { try save(Data(bytes), "\(folder)/sent/\(entry.id).eml") }
            return Sent(
                id: entry.id,
                ticket: entry.ticketID,
                to: entry.recipient,
                subject: entry.subject,
                messageID: entry.messageID,
                state: entry.state,
                createdAt: entry.createdAt.rfc3339,
                file: bytes.isEmpty ? nil : "sent/\(entry.id).eml"
            )
        }
    }

    private static func view(_ row: RequestRow) -> Request {
        Request(
            id: row.id,
            ticket: row.ticketID,
            mail: row.mailID,
            label: row.label.rawValue,
            verdict: row.verdict.rawValue,
            clause: row.clause?.name,
            state: row.state.rawValue,
            askedAt: row.askedAt.rfc3339,
            subject: row.subject,
            text: row.text,
            estimateMinutes: row.estimateMinutes,
            quoteMinorUnits: row.quote?.minorUnits,
            quoteCurrency: row.quote?.currency
        )
    }

    private static func view(_ clock: ClockRow) -> Promise {
        Promise(
            ticket: clock.ticketID,
            name: clock.name.rawValue,
            startedAt: clock.startedAt.rfc3339,
            due: clock.due.rfc3339,
            stoppedAt: clock.stoppedAt?.rfc3339
        )
    }

    private func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    private func save(_ data: Data, _ path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: data, attributes: [.posixPermissions: 0o600])
        else {
            throw StoreError.file(path: path, operation: "write", code: 0)
        }
    }
}

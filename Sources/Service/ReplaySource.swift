import Foundation
public import Store
public import WorkingTime

/// Where the old mail of a replay lies.
public enum ReplaySource: Sendable {
    /// Mail files, folders of them, Maildirs and mboxes.
    case files([String])
    /// The record's own spool, from an instant on.
    case record(Store, since: Instant)

    /// One old mail.
    struct Mail: Sendable {
        var path: String
        var arrival: Trial.Arrival
    }

    /// A batch ends at this many mails, or at this many bytes: what is in memory at a time.
    static let batchMails = 256
    static let batchBytes = 16 << 20

    /// Calls `body` with all mails in order of time, a batch at a time.
    ///
    /// - Parameter now: No mail is younger.
    func forEachBatch(now: Instant, _ body: ([Mail]) throws -> Void) throws {
        var batch: [Mail] = []
        var bytes = 0
        func take(_ mail: Mail) throws {
            batch.append(mail)
            bytes += mail.arrival.bytes.count
            guard batch.count >= Self.batchMails || bytes >= Self.batchBytes else { return }
            try body(batch)
            batch = []
            bytes = 0
        }
        switch self {
        case .files(let paths):
            var reader = FileReader()
            for (place, writtenAt) in try MailFiles.dated(in: paths, now: now) {
                let arrival = Trial.Arrival(receivedAt: writtenAt, bytes: try reader.mail(at: place))
                try take(Mail(path: place.path, arrival: arrival))
            }
        case .record(let store, let since):
            try store.forEachMail(since: since) { mail in
                let arrival = Trial.Arrival(receivedAt: mail.receivedAt, bytes: try store.bytes(of: mail))
                try take(Mail(path: "mail:\(mail.id)", arrival: arrival))
            }
        }
        if !batch.isEmpty { try body(batch) }
    }
}

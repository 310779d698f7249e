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

/// The clock that everything in the simulated year reads.
final class YearClock: Sendable {
    private let seconds: Mutex<Int64>

    init(minute: Int) { seconds = Mutex(Int64(minute) * 60) }

    var now: Instant { Instant(epochSeconds: seconds.withLock { $0 }) }

    func set(minute: Int) { seconds.withLock { $0 = Int64(minute) * 60 } }
}

/// The servers of the simulated year, in memory: an inbox, a Sent folder, and a way out that is down at times.
final class YearServers: Transport {
    struct Mail {
        var uid: UInt32
        var minute: Int
        var bytes: [UInt8]
    }

    struct Delivered {
        var recipient: String
        var messageID: String
        var inReplyTo: String?
        var isReply: Bool
        var subject: String
        var minute: Int
    }

    var inbox: [Mail] = []
    var sent: [Mail] = []
    private(set) var delivered: [Delivered] = []
    private var arrivedIDs: Set<String> = []
    var mailDown: [Range<Int>] = []
    var sendDown: [Range<Int>] = []
    var random: YearRandom
    private let clock: YearClock
    private(set) var uncertain = 0
    private(set) var deferred = 0

    init(clock: YearClock, random: YearRandom) {
        self.clock = clock
        self.random = random
    }

    private var minute: Int { Int(clock.now.epochSeconds / 60) }

    var isMailDown: Bool { mailDown.contains { $0.contains(minute) } }

    func receive(_ bytes: [UInt8], minute: Int) {
        inbox.append(Mail(uid: UInt32(inbox.count + 1), minute: minute, bytes: bytes))
    }

    func keep(_ bytes: [UInt8], minute: Int) {
        sent.append(Mail(uid: UInt32(sent.count + 1), minute: minute, bytes: bytes))
    }

    // MARK: - The way out

    var isAccountFailing: Bool { sendDown.contains { $0.contains(minute) } }

    func offer(_ envelope: OutgoingEnvelope) -> (outcome: DeliveryOutcome, isCopied: Bool) {
        guard !isAccountFailing else {
            deferred += 1
            return (.deferred("no connection"), true)
        }
        // Now and then the line breaks after the last dot, and only half of those mails have got through.
        let isDoubtful = random.below(200) == 0
        if isDoubtful { uncertain += 1 }
        if !isDoubtful || random.chance(50) { arrive(envelope) }
        return (isDoubtful ? .uncertain("the line broke") : .accepted, true)
    }

    func hasCopy(messageID: String) -> Bool { arrivedIDs.contains(messageID) }

    private func arrive(_ envelope: OutgoingEnvelope) {
        let message = Message(envelope.message)
        let id = message.messageID ?? ""
        arrivedIDs.insert(id)
        for recipient in envelope.recipients {
            delivered.append(
                Delivered(
                    recipient: recipient,
                    messageID: id,
                    inReplyTo: message.inReplyTo.first,
                    isReply: message.header["Auto-Submitted"] == "auto-replied",
                    subject: message.subject,
                    minute: minute
                )
            )
        }
    }
}

/// One process of Gatepost on those servers; a restart makes a new one on the same record.
struct YearProcess {
    let instance: Instance
    let decider: Decider
    let round: Round
    let intake: Intake
    let watch: SentWatch
    let clock: YearClock

    init(configuration: Mailrules.Configuration, folder: String, clock: YearClock) throws {
        let store = try Store(folder: folder, access: .exclusive)
        instance = try Instance(configuration: configuration, store: store, isRehearsal: false)
        decider = Decider(instance: instance)
        let now: @Sendable () -> Instant = { clock.now }
        round = Round(instance: instance, now: now)
        let mailbox = try #require(configuration.mailboxes.first)
        intake = Intake(instance: instance, mailbox: mailbox)
        watch = SentWatch(instance: instance, mailbox: mailbox, now: now)
        self.clock = clock
        try round.recover()
    }

    /// What a round does: reads the inbox and the Sent folder through the real admitting, deciding and recording, then
    /// queues what the calendar asks for and offers what is due.
    func turn(_ servers: YearServers) throws {
        if !servers.isMailDown {
            let record = try intake.record(now: clock.now)
            for batch in Self.batches(servers.inbox, after: record) {
                try intake.admit(batch, record: record, now: clock.now) { waiting in
                    _ = try decider.decide(decider.understand(waiting), now: clock.now)
                }
            }
            let name = "\(watch.mailbox.name)/Sent"
            let sent = try instance.store.mailbox(named: name, answersFrom: clock.now)
            if sent.uidValidity == nil {
                let last = UInt32(servers.sent.count)
                try instance.store.recording(at: clock.now) {
                    try $0.advance(mailbox: sent.id, lastUID: last, uidValidity: 1)
                }
            } else {
                for batch in Self.batches(servers.sent, after: sent) {
                    _ = try watch.take(batch, record: sent, folder: "Sent")
                }
            }
        }
        let report = round.deliver(over: servers)
        let unexpected = report.problems.filter { !$0.contains("not sent yet") && !$0.contains("nobody can tell") }
        #expect(unexpected.allSatisfy { $0.hasPrefix("outbox") }, "\(unexpected)")
    }

    private static func batches(_ mails: [YearServers.Mail], after record: MailboxRecord) -> [FetchBatch] {
        let new = mails.dropFirst(Int(record.lastUID))
        return Array(new).chunks(of: 50).map { part in
            FetchBatch(
                mails: part.map { mail in
                    RawMail(
                        uid: mail.uid,
                        uidValidity: 1,
                        internalDate: Instant(epochSeconds: Int64(mail.minute) * 60),
                        bytes: mail.bytes
                    )
                },
                cursor: Cursor(uidValidity: 1, lastUID: part.last?.uid ?? record.lastUID)
            )
        }
    }
}

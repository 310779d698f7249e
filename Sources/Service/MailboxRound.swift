import Curl
import Fetcher
import Mailrules
import Store
import WorkingTime

/// One look at one mailbox: decides what still waits, fetches and decides what is new, files what is recorded.
final class MailboxRound {
    private let instance: Instance
    private let decider: Decider
    private let mailbox: MailboxSettings
    private let now: @Sendable () -> Instant
    private let onDecided: @Sendable (DecidedMail) -> Void

    /// Mail between fetching and deciding takes at most this much memory, or a single larger mail.
    static let handOverBytes = 16 << 20
    /// Mails read together by one thread before the next may have them.
    static let partMails = 16
    /// Mails that were read and wait to be decided; their bytes are gone.
    static let handOverMails = 512
    /// Mails decided in one transaction: enough to share a disk sync, few enough to be seen soon.
    static let batchMails = 256

    init(
        instance: Instance,
        decider: Decider,
        mailbox: MailboxSettings,
        now: @escaping @Sendable () -> Instant,
        onDecided: @escaping @Sendable (DecidedMail) -> Void
    ) {
        self.instance = instance
        self.decider = decider
        self.mailbox = mailbox
        self.now = now
        self.onDecided = onDecided
    }

    /// Decides what a crash or a retry from quarantine left behind.
    func decideWaiting() throws {
        let settings = mailbox
        let records = Dictionary(uniqueKeysWithValues: try instance.store.mailboxes().map { ($0.id, $0) })
        var last = 0
        while true {
            let waiting = try instance.store.waitingMail(after: last, limit: Self.batchMails)
            guard let end = waiting.last else { return }
            last = end.id
            var batch: [Decider.Understood] = []
            // One mail's bytes at a time: nobody knows how large those are that wait.
            for mail in waiting {
                guard let record = records[mail.mailboxID], record.name == "\(settings.name)/\(settings.inbox)" else {
                    continue
                }
                do {
                    let one = Decider.Waiting(
                        mail: mail,
                        bytes: try instance.store.bytes(of: mail),
                        mailbox: settings,
                        answersFrom: record.answersFrom
                    )
                    batch += decider.understand([one])
                } catch StoreError.damagedMail {
                    try instance.store.quarantine(
                        mail: mail.id,
                        reason: "its bytes in the spool are damaged",
                        now: now()
                    )
                }
            }
            for decided in try decider.decide(batch, now: now()) { onDecided(decided) }
        }
    }

    /// Fetches over an open session while a second thread reads what came and a third decides.
    func fetchAndDecide(over session: IMAPSession) throws -> IntakeReport {
        let intake = Intake(instance: instance, mailbox: mailbox)
        let record = try intake.record(now: now())
        let fetched = HandOver<[Decider.Waiting]>(limit: Self.handOverBytes)
        let understood = HandOver<[Decider.Understood]>(limit: Self.handOverMails)
        let reading = Worker(name: "read \(mailbox.name)") { [decider] in
            Self.pass(from: fetched, to: understood) { decider.understand($0) }
        }
        let deciding = Worker(name: "decide \(mailbox.name)") { [decider, now, onDecided] in
            do {
                while let batches = understood.take(upTo: Self.batchMails) {
                    for decided in try decider.decide(Array(batches.joined()), now: now()) { onDecided(decided) }
                }
            } catch {
                understood.fail(error)
            }
        }
        defer {
            fetched.close()
            reading.join()
            deciding.join()
        }
        let report = try intake.fetch(over: session, record: record, now: now) { batch in
            for part in batch.chunks(of: Self.partMails) {
                try fetched.give(part, size: part.reduce(0) { $0 + $1.bytes.count })
            }
        }
        fetched.close()
        reading.join()
        deciding.join()
        if let error = understood.error ?? fetched.error { throw error }
        return report
    }

    /// Takes what one thread gives, works on it and gives it to the next; the end and failures are passed on as well.
    private static func pass<In, Out>(
        from source: HandOver<[In]>,
        to target: HandOver<[Out]>,
        _ work: ([In]) -> [Out]
    ) {
        do {
            while let batches = source.take(upTo: 0) {
                for batch in batches { try target.give(work(batch), size: batch.count) }
            }
            target.close()
        } catch {
            source.fail(error)
        }
    }

    /// Looks at what people sent, and keeps in mind how the mailbox is doing.
    func seeAnswers(over session: IMAPSession) throws -> SentWatch.Report {
        let report = try SentWatch(instance: instance, mailbox: mailbox, now: now).look(over: session)
        let problem =
            report.folder == nil ? "the server names no Sent folder; say which with `sent:` in agency.yaml" : nil
        try instance.store.setHealth(of: mailbox.name, problem: problem, isRead: true, now: now())
        return report
    }

    /// Keeps in mind that the mailbox could not be read.
    func noteFailure(_ error: any Error) {
        // When not even this can be written, whoever asked for the round is told all the same.
        try? instance.store.setHealth(of: mailbox.name, problem: "\(error)", isRead: false, now: now())
    }

    /// Moves recorded mail to its folders; a folder that is missing is made.
    func file(over session: IMAPSession) throws {
        guard !instance.isRehearsal else { return }
        let record = try Intake(instance: instance, mailbox: mailbox).record(now: now())
        try Errands(instance: instance, now: now).flag(mailbox: record.id, over: session, inbox: mailbox.inbox)
        while true {
            let tasks = try instance.store.waitingFilings(mailbox: record.id, limit: Self.filingsAtOnce)
            guard let folder = tasks.first?.folder else { return }
            let together = tasks.filter { $0.folder == folder }
            let state = try session.select(mailbox.inbox)
            let present = together.filter { $0.uidValidity == state.uidValidity }
            let stale = together.filter { $0.uidValidity != state.uidValidity }
            if !present.isEmpty { try file(present, in: folder, over: session) }
            if !stale.isEmpty {
                try instance.store.finishFilings(
                    stale.map(\.mailID),
                    problem: "the mailbox was recreated meanwhile",
                    now: now()
                )
            }
        }
    }

    private func file(_ tasks: [FilingTask], in folder: String, over session: IMAPSession) throws {
        var target: String? = folder
        if folder == FilingTask.sentFolder { target = try session.sentFolder(mailbox.sent) }
        if let target {
            try session.ensureMailbox(target)
            _ = try session.move(UIDSet(tasks.map(\.uid)), to: target)
        }
        try instance.store.finishFilings(
            tasks.map(\.mailID),
            problem: target == nil ? "the server marks no folder of sent mail" : nil,
            now: now()
        )
    }

    /// Keeps commands short (some servers refuse 8 KB) and work between two records small.
    static let filingsAtOnce = 200
}

extension Array {
    /// The array in pieces of at most `count`.
    func chunks(of count: Int) -> [[Element]] {
        stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
    }
}

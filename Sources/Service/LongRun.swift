import Triage
import Curl
import Fetcher
import Foundation
public import Logging
import Mailrules
public import ServiceLifecycle
import Store
public import WorkingTime

/// The long run: one thread a mailbox that waits for new mail, one for the outbox and the calendar, until asked to stop.
public struct LongRun: Service {
    private let instance: Instance
    private let round: Round
    private let log: Logger
    private let now: @Sendable () -> Instant

    /// How long the outbox rests when nothing wakes it.
    static let outboxSeconds = 15
    /// How often a server without IDLE is asked.
    static let pollSeconds = 60

    public init(instance: Instance, log: Logger, now: @escaping @Sendable () -> Instant) {
        self.instance = instance
        self.log = log
        self.now = now
        round = Round(instance: instance, now: now)
    }

    /// Runs until a graceful shutdown is asked for; work in hand is finished, nothing is begun.
    public func run() async throws {
        guard let stop = WakeSignal() else { throw ConnectionSetupError(description: "no wake signal can be made") }
        let outbox = OutboxBell()
        try round.recover()
        log.info("watching", metadata: ["mailboxes": "\(instance.configuration.mailboxes.map(\.name))"])
        var workers: [Worker] = []
        for mailbox in instance.configuration.mailboxes {
            workers.append(Worker(name: "watch \(mailbox.name)") { watch(mailbox, stop: stop, outbox: outbox) })
        }
        workers.append(Worker(name: "outbox") { serveOutbox(stop: stop, outbox: outbox) })
        let running = workers
        await withGracefulShutdownHandler {
            await withCheckedContinuation { continuation in
                _ = Worker(name: "wait") {
                    for worker in running { worker.join() }
                    continuation.resume()
                }
            }
        } onGracefulShutdown: {
            stop.raise()
            outbox.ring()
        }
        log.info("stopped")
    }

    private func watch(_ mailbox: MailboxSettings, stop: WakeSignal, outbox: OutboxBell) {
        guard
            let work = round.mailboxRound(
                mailbox.name,
                onDecided: { decided in
                    report(decided)
                    outbox.ring()
                }
            )
        else { return }
        var backoff = Backoff()
        while !stop.isRaised {
            do {
                try work.decideWaiting()
                let session = try IMAPSession(try mailbox.account(), interrupt: stop)
                defer { session.logout() }
                try stay(on: session, work: work, mailbox: mailbox, stop: stop) { backoff.reset() }
            } catch {
                if stop.isRaised { return }
                work.noteFailure(error)
                let seconds = backoff.wait(random: UInt64.random(in: .min ... .max))
                log.warning(
                    "mailbox cannot be read, trying again",
                    metadata: ["mailbox": "\(mailbox.name)", "problem": "\(error)", "inSeconds": "\(seconds)"]
                )
                stop.wait(seconds: seconds)
            }
        }
    }

    /// Reads, files and waits on one session until it breaks or the stop is raised.
    private func stay(
        on session: IMAPSession,
        work: MailboxRound,
        mailbox: MailboxSettings,
        stop: WakeSignal,
        onRead: () -> Void
    ) throws {
        while !stop.isRaised {
            let intake = try work.fetchAndDecide(over: session)
            if intake.fetchedMails > 0 {
                log.info(
                    "fetched",
                    metadata: ["mailbox": "\(mailbox.name)", "mails": "\(intake.fetchedMails)"]
                )
            }
            let answers = try work.seeAnswers(over: session).answers
            if answers > 0 {
                log.info("answered", metadata: ["mailbox": "\(mailbox.name)", "answers": "\(answers)"])
            }
            try work.file(over: session)
            onRead()
            _ = try session.select(mailbox.inbox)
            if try session.idle(upTo: 300, wake: stop) == .notSupported { stop.wait(seconds: Self.pollSeconds) }
        }
    }

    private func serveOutbox(stop: WakeSignal, outbox: OutboxBell) {
        while !stop.isRaised {
            let report = round.deliver(stop: stop)
            if report.accepted > 0 { log.info("sent", metadata: ["mails": "\(report.accepted)"]) }
            for problem in report.problems { log.warning("\(problem)") }
            outbox.wait(seconds: Self.outboxSeconds)
        }
    }

    /// One line a mail: ids and kinds, never a client's words or address.
    private func report(_ decided: DecidedMail) {
        if let problem = decided.deliveryProblem { log.warning("\(problem)") }
        log.info(
            "decided",
            metadata: [
                "mail": "\(decided.mailID)",
                "ticket": "\(decided.ticketID.map(String.init) ?? "none")",
                "filed": "\(decided.decision.filing.rawValue)",
                "acknowledged": "\(decided.decision.acknowledgement.isSent)",
            ]
        )
    }
}

/// Wakes the outbox when there is something to send.
final class OutboxBell: @unchecked Sendable {
    // The flag is only touched with the condition locked.
    private let condition = NSCondition()
    private var isRung = false

    func ring() {
        condition.lock()
        defer { condition.unlock() }
        isRung = true
        condition.signal()
    }

    func wait(seconds: Int) {
        condition.lock()
        defer { condition.unlock() }
        let deadline = Date(timeIntervalSinceNow: TimeInterval(seconds))
        while !isRung, condition.wait(until: deadline) {}
        isRung = false
    }
}

extension WakeSignal {
    /// Sleeps, but no longer than until the signal is raised.
    func wait(seconds: Int) {
        let end = Date(timeIntervalSinceNow: TimeInterval(seconds))
        while !isRaised, Date() < end { Thread.sleep(forTimeInterval: 0.1) }
    }
}

extension LongRun: CustomStringConvertible, CustomDebugStringConvertible {
    /// Short, because the service group logs its services, and all the operator's settings hang on this one.
    public var description: String { "mailboxes and outbox" }
    public var debugDescription: String { description }
}

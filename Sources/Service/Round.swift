import Curl
import Mailrules
import Fetcher
import Responder
import Store
import Synchronization
public import WorkingTime

/// What one round came to.
public struct RoundReport: Sendable {
    public var fetchedMails = 0
    public var fetchedBytes = 0
    public var decidedMails = 0
    public var delivery = DeliveryReport()
    /// What a person should know, one line each; empty when all went well.
    public var problems: [String] = []
}

/// One round of the main job: what waits is decided, every mailbox is read, what is due is sent, mail is filed.
public struct Round: Sendable {
    private let instance: Instance
    private let decider: Decider
    private let retention: RetentionSweep
    private let locks = MailboxLocks()
    private let now: @Sendable () -> Instant

    public init(instance: Instance, now: @escaping @Sendable () -> Instant) {
        self.instance = instance
        self.now = now
        decider = Decider(instance: instance)
        retention = RetentionSweep(instance: instance)
    }

    /// Takes the mailboxes for this process and settles what the one before it left half done. Once, before the first
    /// round.
    ///
    /// - Throws: `ConnectionSetupError` when another Gatepost of this machine works on a mailbox.
    public func recover() throws {
        if !instance.isRehearsal { try locks.take(instance.configuration.mailboxes) }
        let window = Delivery.evidenceWindowMinutes
        _ = try instance.store.markInterruptedTransmissions(lookAt: now().adding(minutes: window))
    }

    /// Runs the round. A mailbox that cannot be read is reported and does not hold up the others.
    public func run(onDecided: @escaping @Sendable (DecidedMail) -> Void) -> RoundReport {
        var report = RoundReport()
        let returned = Mutex<[String]>([])
        let tell = onDecided
        let onDecided: @Sendable (DecidedMail) -> Void = { decided in
            if let problem = decided.deliveryProblem { returned.withLock { $0.append(problem) } }
            tell(decided)
        }
        var filings: [(MailboxRound, IMAPSession)] = []
        for mailbox in instance.configuration.mailboxes {
            let round = MailboxRound(
                instance: instance,
                decider: decider,
                mailbox: mailbox,
                now: now,
                onDecided: onDecided
            )
            do {
                try round.decideWaiting()
                let session = try IMAPSession(try mailbox.account())
                let intake = try round.fetchAndDecide(over: session)
                report.fetchedMails += intake.fetchedMails
                report.fetchedBytes += intake.fetchedBytes
                if intake.unfetchable > 0 {
                    report.problems.append(
                        "mailbox \(mailbox.name): the server lists \(intake.unfetchable) mails but does not give them"
                    )
                }
                if try round.seeAnswers(over: session).folder == nil {
                    report.problems.append(
                        "mailbox \(mailbox.name): no Sent folder is named by the server, so answers are not seen; "
                            + "name it with `sent:` in agency.yaml"
                    )
                }
                filings.append((round, session))
            } catch {
                round.noteFailure(error)
                report.problems.append("mailbox \(mailbox.name): \(error)")
            }
        }
        report.problems += returned.withLock { $0 }
        report.delivery = deliver()
        report.problems += report.delivery.problems
        for (round, session) in filings {
            do {
                try round.file(over: session)
            } catch {
                report.problems.append("filing: \(error)")
            }
            session.logout()
        }
        return report
    }

    /// Queues what the calendar asks for and sends what is due.
    func deliver(stop: WakeSignal? = nil, over transport: (any Transport)? = nil) -> DeliveryReport {
        var problems: [String] = []
        do {
            try Mailings(instance: instance).queueDue(now: now())
        } catch {
            problems.append("digest: \(error)")
        }
        do {
            if instance.agenda.isDue(.duties, now: now()) {
                let work = DutyWork(store: instance.store, policy: instance.policy)
                try work.openDue(now: now())
                instance.agenda.rest(.duties, until: work.nextDay(after: now()))
            }
        } catch {
            problems.append("duties: \(error)")
        }
        do {
            try Satisfaction(instance: instance).queueDue(now: now())
        } catch {
            problems.append("satisfaction: \(error)")
        }
        do {
            try Warnings(instance: instance).queueDue(now: now())
        } catch {
            problems.append("warnings: \(error)")
        }
        do {
            try Briefs(instance: instance).queueDue(now: now())
        } catch {
            problems.append("brief: \(error)")
        }
        do {
            try Errands(instance: instance, now: now).queueForwards()
        } catch {
            problems.append("forwarding: \(error)")
        }
        do {
            try retention.run(now: now())
        } catch {
            problems.append("retention: \(error)")
        }
        do {
            problems += try Escalation(instance: instance).queueDue(now: now())
        } catch {
            problems.append("escalation: \(error)")
        }
        var report = DeliveryRound(instance: instance, now: now, stop: stop, transport: transport).run()
        report.problems = problems + report.problems
        return report
    }

    func mailboxRound(_ name: String, onDecided: @escaping @Sendable (DecidedMail) -> Void) -> MailboxRound? {
        instance.configuration.mailbox(name).map {
            MailboxRound(instance: instance, decider: decider, mailbox: $0, now: now, onDecided: onDecided)
        }
    }
}

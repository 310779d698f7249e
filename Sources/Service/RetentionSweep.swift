import Mailrules
import Store
import Synchronization
import WorkingTime

/// Erases mail that has been kept as long as the operator wants; at most once an hour, since a day more or less is the same.
final class RetentionSweep: Sendable {
    private let instance: Instance
    private let last = Mutex<Instant?>(nil)

    static let pauseMinutes = 60

    init(instance: Instance) {
        self.instance = instance
    }

    func run(now: Instant) throws {
        guard !instance.isRehearsal, isDue(now) else { return }
        let retention = instance.configuration.retention
        let people = retention.mailMinutes.map { now.adding(minutes: -$0) }
        let machines = (retention.machineMinutes ?? retention.mailMinutes).map { now.adding(minutes: -$0) }
        try instance.store.erase(people: people, machines: machines, now: now)
    }

    private func isDue(_ now: Instant) -> Bool {
        last.withLock { last in
            // A clock that was put back must not put the sweep off.
            if let last, (0..<Self.pauseMinutes).contains(now.minutes(since: last)) { return false }
            last = now
            return true
        }
    }
}

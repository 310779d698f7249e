import Synchronization
import WorkingTime

/// When a round next has to look for what the calendar brings, so that the rounds in between cost nothing. A new process
/// looks at once.
final class Agenda: Sendable {
    enum Matter: Hashable, Sendable { case duties, satisfaction, statements }

    private let times = Mutex<[Matter: Instant]>([:])

    func isDue(_ matter: Matter, now: Instant) -> Bool {
        times.withLock { $0[matter].map { $0 <= now } ?? true }
    }

    func rest(_ matter: Matter, until time: Instant) {
        times.withLock { $0[matter] = time }
    }
}

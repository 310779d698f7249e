import Curl
import Fetcher
import Glibc

/// Looks at an unchanged mailbox over and over on one session: the cheap question that a poll begins with, and the
/// whole look that a round takes (open the mailbox, ask for mail after the cursor, find none).
enum PollBenchmark {
    static func run(_ arguments: [String]) -> Int32 {
        guard arguments.count >= 3, let address = ServerAddress(arguments[0]), let secret = password() else {
            print("usage: SUPPORT_PASSWORD=... Benchmarks poll imaps://HOST:PORT LOGIN AUTHORITY-FILE")
            return 64
        }
        let account = Account(
            name: "poll",
            address: address,
            login: arguments[1],
            credential: .password(secret),
            trust: .file(arguments[2])
        )
        do {
            try measure(try IMAPSession(account))
            return 0
        } catch {
            print("poll: \(error)")
            return 1
        }
    }

    private static func measure(_ session: IMAPSession) throws {
        defer { session.logout() }
        let state = try session.select("INBOX")
        let last = try session.uids(in: 1...UInt32.max).last ?? 0
        let cursor = Cursor(uidValidity: state.uidValidity, lastUID: last)
        let asking = try timed { _ = try session.status("INBOX") }
        let looking = try timed {
            _ = try session.select("INBOX")
            let report = try session.fetchNew(after: cursor) { _ in }
            guard report.fetchedMails == 0 else { throw FetchError(scope: .account, cause: .interrupted) }
        }
        print(
            "polling \(state.exists) unchanged mails on a kept session (median, 95th of 100, of \(repetitions)):",
            "STATUS \(asking.median) ms, \(asking.high) ms; open and search \(looking.median) ms, \(looking.high) ms"
        )
    }

    private static let repetitions = 200

    /// Milliseconds that `body` takes on the clock.
    private static func timed(_ body: () throws -> Void) rethrows -> (median: Double, high: Double) {
        var samples: [Int] = []
        for _ in 0..<repetitions {
            let start = microseconds()
            try body()
            samples.append(microseconds() - start)
        }
        samples.sort()
        return (Double(samples[repetitions / 2]) / 1_000, Double(samples[repetitions * 95 / 100]) / 1_000)
    }

    private static func microseconds() -> Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
    }

    private static func password() -> String? {
        unsafe getenv("SUPPORT_PASSWORD").map { unsafe String(cString: $0) }
    }
}

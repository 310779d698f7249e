import Agreement
import HourLedger
import Store
import Synchronization
import Triage

/// The clients' ledgers as deciding needs them, read once and kept while this process is the only one to add to them.
final class Ledgers: Sendable {
    private let policy: Policy
    private let kept = Mutex<[String: Ledger]>([:])

    init(policy: Policy) {
        self.policy = policy
    }

    /// A client's ledger with all postings recorded so far, those of the running transaction included.
    func ledger(of client: String, through recorder: Recorder) throws -> Ledger? {
        guard let agreement = policy.client(client) else { return nil }
        let count = try recorder.postingCount(client: client)
        if let ledger = kept.withLock({ $0[client] }), ledger.postings.count == count { return ledger }
        let ledger = Ledger(
            agreement: agreement,
            postings: try recorder.postings(client: client),
            calendars: policy.calendars
        )
        kept.withLock { $0[client] = ledger }
        return ledger
    }

    /// Keeps a ledger after its postings were recorded.
    func keep(_ ledger: Ledger, of client: String) {
        kept.withLock { $0[client] = ledger }
    }

    /// Forgets everything, after a transaction whose end is not known.
    func forget() {
        kept.withLock { $0 = [:] }
    }
}

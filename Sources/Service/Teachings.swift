import Store
import Synchronization
import Triage

/// What was taught by correcting, read again only when somebody has corrected something since, in whatever process.
final class Teachings: Sendable {
    private struct Known {
        var version: [Int]
        var corrections: Corrections
    }

    private let known = Mutex<Known?>(nil)

    func corrections(through recorder: Recorder) throws -> Corrections {
        let version = try recorder.correctionsVersion()
        if let corrections = known.withLock({ $0?.version == version ? $0?.corrections : nil }) { return corrections }
        let corrections = Corrections(try recorder.corrections())
        known.withLock { $0 = Known(version: version, corrections: corrections) }
        return corrections
    }

    /// Forgets everything, after a transaction whose end is not known.
    func forget() {
        known.withLock { $0 = nil }
    }
}

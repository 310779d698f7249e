import Curl
import Dispatch
import Synchronization

/// Reads on one thread what another delivers, with a bound on what lies between.
///
/// The store's work on one batch and the network's on the next then take turns for nobody.
final class ReadAhead: Sendable {
    private struct State: Sendable {
        var waiting: FetchBatch?
        var heldBytes = 0
        var isEnded = false
        var isCancelled = false
        var error: FetchError?
    }

    private let state = Mutex(State())
    private let limit: Int
    /// Signalled when something is there to deliver or the reader has ended.
    private let arrived = DispatchSemaphore(value: 0)
    /// Signalled when a batch was delivered or nothing more is wanted.
    private let delivered = DispatchSemaphore(value: 0)

    init(heldBytes: Int) {
        limit = heldBytes
    }

    /// Delivers everything that `run` gives, in order; returns or throws only after the reading thread has ended.
    func deliver(from run: FetchRun, session: IMAPSession, _ deliver: (FetchBatch) throws -> Void) throws {
        let socket = session.connection.socketForShutDown
        // The run and its session belong to the reading thread until it has ended; this thread does not touch them.
        nonisolated(unsafe) let reading = run
        DispatchQueue(label: "gatepost.read-ahead").async {
            unsafe self.read(reading)
        }
        do {
            while let batch = nextBatch() {
                try deliver(batch)
                release(batch)
            }
        } catch {
            cancel()
            RawConnection.shutDown(socket)
            while nextBatch() != nil {}
            session.isOver = true
            throw error
        }
        if let error = state.withLock({ $0.error }) { throw error }
    }

    private func read(_ run: FetchRun) {
        do throws(FetchError) {
            while waitForRoom(), let batch = try run.next() {
                add(batch)
            }
            end(nil)
        } catch {
            end(error)
        }
    }

    /// False when nothing more is wanted.
    private func waitForRoom() -> Bool {
        while true {
            let (isCancelled, heldBytes) = state.withLock { ($0.isCancelled, $0.heldBytes) }
            if isCancelled { return false }
            if heldBytes < limit { return true }
            delivered.wait()
        }
    }

    /// Batches that wait together are delivered together: fewer, larger transactions when the store is slower.
    private func add(_ batch: FetchBatch) {
        state.withLock { state in
            state.heldBytes += Self.size(batch)
            guard state.waiting != nil else {
                state.waiting = batch
                return
            }
            state.waiting?.mails += batch.mails
            state.waiting?.unfetchable += batch.unfetchable
            state.waiting?.cursor = batch.cursor
        }
        arrived.signal()
    }

    private func end(_ error: FetchError?) {
        state.withLock {
            $0.isEnded = true
            $0.error = error
        }
        arrived.signal()
    }

    /// The next batch, or nil once the reader has ended and everything was given out.
    private func nextBatch() -> FetchBatch? {
        while true {
            let (batch, isEnded) = state.withLock { state in
                defer { state.waiting = nil }
                return (state.waiting, state.isEnded)
            }
            if let batch { return batch }
            if isEnded { return nil }
            arrived.wait()
        }
    }

    private func release(_ batch: FetchBatch) {
        state.withLock { $0.heldBytes -= Self.size(batch) }
        delivered.signal()
    }

    private func cancel() {
        state.withLock { $0.isCancelled = true }
        delivered.signal()
    }

    private static func size(_ batch: FetchBatch) -> Int {
        batch.mails.reduce(0) { $0 + $1.bytes.count }
    }
}

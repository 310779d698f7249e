import Foundation

/// Hands batches from the thread that fetches to the thread that decides. Bounded by bytes, so that a fast server and a
/// slow disk meet in little memory.
final class HandOver<Batch: Sendable>: @unchecked Sendable {
    // All state is only touched with the condition locked.
    private let condition = NSCondition()
    private var batches: [(batch: Batch, bytes: Int)] = []
    private var heldBytes = 0
    private var isClosed = false
    private var failure: (any Error)?
    private let limitBytes: Int

    init(limitBytes: Int) {
        self.limitBytes = limitBytes
    }

    /// Gives a batch, waiting while the other side is behind. Throws what the other side failed with.
    func give(_ batch: Batch, bytes: Int) throws {
        condition.lock()
        defer { condition.unlock() }
        while failure == nil, heldBytes > 0, heldBytes + bytes > limitBytes { condition.wait() }
        if let failure { throw failure }
        batches.append((batch, bytes))
        heldBytes += bytes
        condition.broadcast()
    }

    /// Takes the next batch, waiting for it; nil when nothing more comes.
    func take() -> Batch? {
        condition.lock()
        defer { condition.unlock() }
        while batches.isEmpty, !isClosed { condition.wait() }
        guard !batches.isEmpty else { return nil }
        let next = batches.removeFirst()
        heldBytes -= next.bytes
        condition.broadcast()
        return next.batch
    }

    /// Nothing more is given.
    func close() {
        condition.lock()
        defer { condition.unlock() }
        isClosed = true
        condition.broadcast()
    }

    /// The taking side has failed: whoever gives is told.
    func fail(_ error: any Error) {
        condition.lock()
        defer { condition.unlock() }
        failure = failure ?? error
        isClosed = true
        batches = []
        heldBytes = 0
        condition.broadcast()
    }

    /// What the taking side failed with, if it did.
    var error: (any Error)? {
        condition.lock()
        defer { condition.unlock() }
        return failure
    }
}

/// A thread of its own for blocking work, to be waited for.
final class Worker: @unchecked Sendable {
    private let done = DispatchSemaphore(value: 0)

    /// Starts the work at once.
    init(name: String, _ work: @escaping @Sendable () -> Void) {
        let done = done
        let thread = Thread {
            work()
            done.signal()
        }
        thread.name = name
        // Parsing hostile nesting stays far below this; the default of secondary threads is 512 KiB on some systems.
        thread.stackSize = 4 << 20
        thread.start()
    }

    /// Waits until the work is done.
    func join() {
        done.wait()
        done.signal()
    }
}

import Foundation

/// Hands batches from one thread to the next. Bounded, so that a fast server and a slow disk meet in little memory.
final class HandOver<Batch: Sendable>: @unchecked Sendable {
    // All state is only touched with the condition locked.
    private let condition = NSCondition()
    private var batches: [(batch: Batch, size: Int)] = []
    private var held = 0
    private var isClosed = false
    private var failure: (any Error)?
    private let limit: Int

    /// - Parameter limit: the size of all batches that may wait, in bytes or whatever `give` counts in; a single larger
    ///   one passes.
    init(limit: Int) {
        self.limit = limit
    }

    /// Gives a batch, waiting while the other side is behind. Throws what the other side failed with.
    func give(_ batch: Batch, size: Int) throws {
        condition.lock()
        defer { condition.unlock() }
        while failure == nil, held > 0, held + size > limit { condition.wait() }
        if let failure { throw failure }
        batches.append((batch, size))
        held += size
        condition.broadcast()
    }

    /// Takes the next batch, waiting for it, and with it as many more as wait and fit into `size`; nil when nothing more
    /// comes.
    func take(upTo size: Int) -> [Batch]? {
        condition.lock()
        defer { condition.unlock() }
        while batches.isEmpty, !isClosed { condition.wait() }
        guard !batches.isEmpty else { return nil }
        var taken: [Batch] = []
        var sum = 0
        while let next = batches.first, taken.isEmpty || sum + next.size <= size {
            taken.append(next.batch)
            sum += next.size
            batches.removeFirst()
        }
        held -= sum
        condition.broadcast()
        return taken
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
        held = 0
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
            // On Linux the system learns the name only from the thread itself.
            Thread.current.name = name
            work()
            done.signal()
        }
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

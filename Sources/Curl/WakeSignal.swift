import CurlShim

/// Wakes a thread that waits on a connection: raise it from any thread, and the wait returns at once.
///
/// It stays raised until cleared, so a signal raised just before the wait is not lost.
public final class WakeSignal: Sendable {
    let readEnd: Int32
    private let writeEnd: Int32

    /// Nil when the process has no file descriptors left.
    public init?() {
        var ends: (Int32, Int32) = (-1, -1)
        guard unsafe gatepost_pipe(&ends.0, &ends.1) == 0 else { return nil }
        (readEnd, writeEnd) = ends
    }

    deinit {
        gatepost_close(readEnd)
        gatepost_close(writeEnd)
    }

    /// Ends the wait of now, or the next one.
    public func raise() {
        gatepost_pipe_raise(writeEnd)
    }

    /// Takes the signal back.
    public func clear() {
        gatepost_pipe_drain(readEnd)
    }

    /// Whether it was raised and not cleared since.
    public var isRaised: Bool {
        gatepost_wait(readEnd, -1, 0, 0) != 0
    }
}

import CurlShim

/// How long a transfer may still take once its interrupt was raised.
final class Patience {
    private let interrupt: WakeSignal?
    private var raisedAtMilliseconds: Int64?

    init(interrupt: WakeSignal?) {
        self.interrupt = interrupt
    }

    private var isOver: Bool {
        guard let interrupt, interrupt.isRaised else { return false }
        let now = gatepost_monotonic_ms()
        let raised = raisedAtMilliseconds ?? now
        raisedAtMilliseconds = raised
        return now - raised >= Int64(SMTPSubmission.graceSeconds) * 1000
    }

    static let callback: gatepost_curl_progress = { context, _, _, _, _ in
        guard let context = unsafe context else { return 0 }
        return unsafe Unmanaged<Patience>.fromOpaque(context).takeUnretainedValue().isOver ? 1 : 0
    }
}

import CurlShim

/// How long a transfer may still take once its interrupt was raised.
final class Patience {
    private let interrupt: WakeSignal?
    private let handle: CurlHandle
    private var raisedAtMilliseconds: Int64?

    init(interrupt: WakeSignal?, handle: CurlHandle) {
        self.interrupt = interrupt
        self.handle = handle
    }

    private var isOver: Bool {
        guard let interrupt, interrupt.isRaised else { return false }
        let now = gatepost_monotonic_ms()
        let raised = raisedAtMilliseconds ?? now
        raisedAtMilliseconds = raised
        guard now - raised >= Int64(SMTPSubmission.graceSeconds) * 1000 else { return false }
        // libcurl says QUIT after the abort and would wait for its answer as long as for any other.
        handle.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, 1)
        return true
    }

    static let callback: gatepost_curl_progress = { context, _, _, _, _ in
        guard let context = unsafe context else { return 0 }
        return unsafe Unmanaged<Patience>.fromOpaque(context).takeUnretainedValue().isOver ? 1 : 0
    }
}

public import Curl

/// Why an IDLE ended.
public enum IdleResult: Hashable, Sendable {
    /// The server announced a change. Look with `status` or `fetchNew`: what changed is not told reliably.
    case changed
    case timedOut
    /// The wake signal was raised.
    case woken
    /// The server has no IDLE: ask with `status` from time to time.
    case notSupported
}

extension IMAPSession {
    /// Waits until the selected mailbox changes, the signal is raised, or the time is over (RFC 2177).
    ///
    /// - Parameter seconds: At most five minutes are waited: routers forget quiet connections, some servers end them.
    public func idle(upTo seconds: Int, wake: WakeSignal?) throws(FetchError) -> IdleResult {
        _ = try opened()
        guard has("IDLE") else { return .notSupported }
        let tag = try begin(Command("IDLE"))
        var result = try awaitContinuation(tag: tag)
        let deadline = RawConnection.monotonicMilliseconds() + max(0, min(seconds, Self.longestIdleSeconds)) * 1000
        while result == nil {
            if let response = try availableResponse() {
                result = Self.meaning(of: response)
                continue
            }
            let left = deadline - RawConnection.monotonicMilliseconds()
            guard left > 0 else {
                result = .timedOut
                break
            }
            if try wait(milliseconds: left, wake: wake) == .woken { result = .woken }
        }
        dialogue.submit(line: "DONE")
        while true {
            let response = try nextResponse()
            if case .tagged(tag, let status) = response {
                _ = try accepted(status, scope: .account)
                return result ?? .timedOut
            }
            if result != .woken, let meaning = Self.meaning(of: response) { result = meaning }
        }
    }

    /// Reads up to the `+`; a change told before it counts.
    private func awaitContinuation(tag: String) throws(FetchError) -> IdleResult? {
        var result: IdleResult?
        while true {
            let response = try nextResponse()
            switch response {
            case .continuation: return result
            case .tagged(tag, let status):
                _ = try accepted(status, scope: .account)
                // OK without ever going idle: nothing was watched.
                throw end(.protocolViolation, status)
            default: result = Self.meaning(of: response) ?? result
            }
        }
    }

    private static func meaning(of response: Response) -> IdleResult? {
        switch response {
        case .exists, .expunge, .vanished, .fetch: .changed
        default: nil
        }
    }

    /// RFC 2177 allows 29 minutes; networks and servers in practice do not.
    private static let longestIdleSeconds = 300
}

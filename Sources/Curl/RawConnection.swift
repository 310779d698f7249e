import CurlShim

/// A logged-in, encrypted IMAP session on which the caller speaks the protocol itself.
///
/// libcurl connects, starts TLS and logs in (CONNECT_ONLY), then hands over the bytes. Confined to one thread at a
/// time; only `shutDown` may be called from another. What the server sent in one packet with its login answer is
/// lost inside libcurl, so begin with a command of your own.
@safe public final class RawConnection {
    /// What a read brought.
    public enum Received: Hashable, Sendable {
        case bytes(Int)
        /// Nothing there yet: wait.
        case nothing
        /// The end. A cut TLS stream looks the same, so whether an answer is complete must come from the protocol.
        case closed
    }

    /// What a wait ended with.
    public struct Readiness: OptionSet, Sendable {
        public let rawValue: Int32

        public init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        /// Data, the end, or an error: the next read tells.
        public static let readable = Readiness(rawValue: 1)
        public static let writable = Readiness(rawValue: 2)
        public static let woken = Readiness(rawValue: 4)
    }

    public let address: ServerAddress
    /// What the server sent until the login was done, without secrets.
    public let serverLines: [String]
    private let handle: CurlHandle
    private let socket: Int32
    private let redaction: Redaction

    private var outgoing: [UInt8] = []
    private var taken = 0
    private let chunk: UnsafeMutableRawBufferPointer
    private var chunkLength = 0
    private var chunkSent = 0

    /// OpenSSL wants a send that could not be done repeated with the same bytes from the same place.
    private static let chunkBytes = 16 * 1024
    /// Connects, encrypts, verifies and logs in.
    public init(
        to address: ServerAddress,
        login: String,
        credential: Credential,
        trust: TrustAnchors,
        timeouts: Timeouts
    ) throws(ConnectionFailure) {
        guard !login.isEmpty else { throw ConnectionFailure(cause: .loginNameMissing, address: address) }
        let opening = Opening(
            address: address,
            login: login,
            credential: credential,
            trust: trust,
            timeouts: timeouts
        )
        let handle = try opening.run()
        let socket = handle.socket
        guard socket >= 0 else { throw ConnectionFailure(cause: .closed, address: address) }
        self.address = address
        self.handle = handle
        self.socket = socket
        redaction = opening.redaction
        serverLines = handle.lines.map { [redaction] in redaction.clean($0) }
        unsafe chunk = .allocate(byteCount: Self.chunkBytes, alignment: 16)
    }

    deinit {
        unsafe chunk.deallocate()
    }

    /// Appends up to `limit` bytes to `bytes`; room must be reserved by the caller if growth is to be avoided.
    public func receive(into bytes: inout [UInt8], limit: Int) throws(ConnectionFailure) -> Received {
        var code = CURLE_OK
        var count = 0
        bytes.append(addingCapacity: limit) { output in
            unsafe output.withUnsafeMutableBufferPointer { room, initialized in
                code = unsafe curl_easy_recv(
                    handle.raw,
                    room.baseAddress.map { unsafe $0 + initialized },
                    limit,
                    &count
                )
                if code == CURLE_OK { initialized += count }
            }
        }
        switch code {
        case CURLE_OK: return count == 0 ? .closed : .bytes(count)
        case CURLE_AGAIN: return .nothing
        default: throw handle.failure(code, to: address, redaction: redaction)
        }
    }

    /// Queues bytes to be sent by `flush`.
    public func enqueue(_ bytes: [UInt8]) {
        if taken == outgoing.count {
            outgoing = bytes
            taken = 0
        } else {
            outgoing.append(contentsOf: bytes)
        }
    }

    /// Whether queued bytes still wait to be sent.
    public var hasUnsent: Bool {
        chunkSent < chunkLength || taken < outgoing.count
    }

    /// Sends what the network takes now, without waiting.
    public func flush() throws(ConnectionFailure) {
        while hasUnsent {
            if chunkSent == chunkLength { loadChunk() }
            var count = 0
            let code = unsafe curl_easy_send(
                handle.raw,
                chunk.baseAddress.map { unsafe $0 + chunkSent },
                chunkLength - chunkSent,
                &count
            )
            switch code {
            case CURLE_OK: chunkSent += count
            case CURLE_AGAIN: return
            default: throw handle.failure(code, to: address, redaction: redaction)
            }
        }
        outgoing = []
        taken = 0
    }

    /// Waits until something can be read, or written when `toWrite`, or the signal is raised; empty when time is over.
    public func wait(
        toWrite: Bool,
        milliseconds: Int,
        wake: WakeSignal? = nil
    ) throws(ConnectionFailure) -> Readiness {
        let limit = Int32(clamping: max(0, milliseconds))
        let bits = gatepost_wait(socket, wake?.readEnd ?? -1, toWrite ? 1 : 0, limit)
        guard bits & Int32(GATEPOST_WAIT_FAILED) == 0 else {
            throw ConnectionFailure(cause: .closed, address: address)
        }
        return Readiness(rawValue: bits)
    }

    /// Ends the connection under a thread that reads from it. The one call that is safe from any thread, as long as
    /// the connection is alive.
    public nonisolated static func shutDown(_ socket: Socket) {
        gatepost_shut_down(socket.descriptor)
    }

    /// The socket, for `shutDown` only.
    public struct Socket: Sendable {
        let descriptor: Int32
    }

    public var socketForShutDown: Socket { Socket(descriptor: socket) }

    /// A text from the server without our secrets and control characters, for people to read.
    public func redacted(_ bytes: some Collection<UInt8>) -> String {
        redaction.clean(bytes)
    }

    /// Milliseconds of a clock that never goes back, for inactivity limits only.
    public static func monotonicMilliseconds() -> Int {
        Int(gatepost_monotonic_ms())
    }

    private func loadChunk() {
        let length = min(Self.chunkBytes, outgoing.count - taken)
        let range = taken..<(taken + length)
        unsafe outgoing.withUnsafeBytes { unsafe chunk.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[range])) }
        taken += length
        chunkLength = length
        chunkSent = 0
    }
}

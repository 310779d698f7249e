import CurlShim

/// Hands mails to a submission server (RFC 6409), over one connection that is kept between mails.
///
/// Synchronous and confined to one thread. A mail is offered once; whether to try again is the caller's decision.
public final class SMTPSubmission {
    /// What became of one mail.
    public enum Outcome: Hashable, Sendable {
        /// The server took responsibility: 250 after the final dot.
        case accepted
        /// A permanent no; nothing was sent on.
        case refused(code: Int, text: String)
        /// Not sent: a later try may work. No code when the failure was ours or the network's.
        case deferred(code: Int?, text: String)
        /// The mail was complete at the server when the connection failed: sent or not, nobody can tell. Look for
        /// evidence before offering it again (RFC 5321 section 4.1.1.4 and RFC 1047).
        case uncertain(text: String)
    }

    /// The failure, when the last mail was deferred for a reason that concerns every mail of the account: no
    /// connection, no encryption, no login.
    public private(set) var accountFailure: ConnectionFailure?

    /// Whether the server was given any of the last mail's text; before that its no is about the envelope.
    public var hasOfferedText: Bool { source.isTouched }

    private let address: ServerAddress
    private let handle: CurlHandle
    private let redaction: Redaction
    private let source = MailSource()
    private let patience: Patience

    /// Prepares a submission; the connection is made with the first mail.
    ///
    /// - Parameters:
    ///   - name: The name we give in EHLO: our host's, or an address literal as `[127.0.0.1]`.
    ///   - interrupt: When it is raised, the server has `graceSeconds` left for the mail in hand.
    public init(
        to address: ServerAddress,
        login: String,
        credential: Credential,
        trust: TrustAnchors,
        timeouts: Timeouts,
        name: String,
        interrupt: WakeSignal? = nil
    ) throws(ConnectionFailure) {
        guard !login.isEmpty else { throw ConnectionFailure(cause: .loginNameMissing, address: address) }
        guard let handle = CurlHandle() else {
            throw ConnectionFailure(cause: .unsupported(Int(CURLE_FAILED_INIT.rawValue)), address: address)
        }
        self.address = address
        self.handle = handle
        redaction = Redaction(login: login, credential: credential)
        patience = Patience(interrupt: interrupt)
        handle.set(CURLOPT_URL, "\(address)/\(Self.greetingName(name))")
        handle.secure(address, login: login, credential: credential, trust: trust)
        handle.set(CURLOPT_UPLOAD, 1)
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, timeouts.connectSeconds * 1000)
        handle.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, timeouts.finalReplySeconds)
        unsafe gatepost_curl_set_read(
            handle.raw,
            MailSource.callback,
            Unmanaged.passUnretained(source).toOpaque()
        )
        unsafe gatepost_curl_set_progress(
            handle.raw,
            Patience.callback,
            Unmanaged.passUnretained(patience).toOpaque()
        )
    }

    /// A server that takes a mail mostly says so within this time; one that is slower leaves the mail in doubt.
    public static let graceSeconds = 15

    /// Offers one mail. All recipients are accepted or none is: one refused recipient refuses the mail.
    ///
    /// - Parameters:
    ///   - sender: The envelope sender; empty for mail that must not be answered (RFC 3834 section 3.3).
    ///   - recipients: At least one address.
    ///   - message: Complete, with CRLF line ends and 7-bit; the dots are stuffed here.
    public func submit(from sender: String, to recipients: [String], message: [UInt8]) -> Outcome {
        accountFailure = nil
        guard !recipients.isEmpty, ([sender] + recipients).allSatisfy(Self.isEnvelopeSafe) else {
            return .refused(code: 553, text: "an envelope address is empty or holds a forbidden character")
        }
        var list: UnsafeMutablePointer<curl_slist>?
        for recipient in recipients {
            unsafe list = unsafe curl_slist_append(list, "<\(recipient)>")
        }
        unsafe gatepost_curl_set_slist(handle.raw, CURLOPT_MAIL_RCPT, list)
        handle.set(CURLOPT_MAIL_FROM, "<\(sender)>")
        unsafe gatepost_curl_set_off(handle.raw, CURLOPT_INFILESIZE_LARGE, curl_off_t(message.count))
        defer {
            unsafe gatepost_curl_set_slist(handle.raw, CURLOPT_MAIL_RCPT, nil)
            unsafe curl_slist_free_all(list)
            source.release()
        }
        source.load(message)
        var code = handle.perform()
        if wasStaleConnection(code) {
            handle.set(CURLOPT_FRESH_CONNECT, 1)
            source.load(message)
            code = handle.perform()
            handle.set(CURLOPT_FRESH_CONNECT, 0)
        }
        // libcurl keeps the connection and would say QUIT to a server that does not answer, and wait for two minutes.
        if code == CURLE_ABORTED_BY_CALLBACK { handle.cutConnection() }
        return outcome(code, messageBytes: message.count)
    }

    private func outcome(_ code: CURLcode, messageBytes: Int) -> Outcome {
        if code == CURLE_OK { return .accepted }
        let reply = handle.number(CURLINFO_RESPONSE_CODE)
        // The line of the verdict; libcurl may have said QUIT after it and been answered.
        let verdict = handle.lines.last { $0.starts(with: String(reply).utf8) }
        let words = redaction.clean(verdict ?? Array(handle.detail(of: code).utf8))
        // 354 and everything uploaded: the final dot was on its way, and no verdict on it came back.
        if reply == 354 {
            guard handle.offset(CURLINFO_SIZE_UPLOAD_T) < messageBytes else {
                return .uncertain(text: redaction.clean(handle.detail(of: code).utf8))
            }
            return .deferred(code: nil, text: redaction.clean(handle.detail(of: code).utf8))
        }
        switch code {
        case CURLE_SEND_ERROR, CURLE_WEIRD_SERVER_REPLY, CURLE_RECV_ERROR:
            if (400...499).contains(reply) { return .deferred(code: reply, text: words) }
            if (500...599).contains(reply) { return .refused(code: reply, text: words) }
            if code == CURLE_WEIRD_SERVER_REPLY, source.isExhausted {
                return .uncertain(text: words)
            }
        default: break
        }
        if code == CURLE_ABORTED_BY_CALLBACK {
            accountFailure = ConnectionFailure(cause: .closed, address: address)
            return .deferred(code: nil, text: "not sent, since the program was asked to end")
        }
        let failure = handle.failure(code, to: address, redaction: redaction)
        accountFailure = failure
        return .deferred(code: reply >= 400 ? reply : nil, text: failure.description)
    }

    /// A kept connection that the server had closed meanwhile fails before DATA: that says nothing about this mail.
    private func wasStaleConnection(_ code: CURLcode) -> Bool {
        guard code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR || code == CURLE_GOT_NOTHING else { return false }
        let reply = handle.number(CURLINFO_RESPONSE_CODE)
        return handle.number(CURLINFO_NUM_CONNECTS) == 0 && (reply < 300 || reply == 421) && !source.isTouched
    }

    /// Letters, digits and what address literals need; anything else would change the URL.
    private static func greetingName(_ name: String) -> String {
        let kept = name.unicodeScalars.filter {
            $0.isASCII
                && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || ".-[]:".unicodeScalars.contains($0))
        }
        return kept.isEmpty ? "localhost" : String(String.UnicodeScalarView(kept))
    }

    /// Keeps an address from ending its command: no brackets, spaces or control characters (RFC 5321 section 4.1.2).
    private static func isEnvelopeSafe(_ address: String) -> Bool {
        address.utf8.count <= 320 && !address.utf8.contains { $0 <= 0x20 || $0 == 0x7F || $0 == 0x3C || $0 == 0x3E }
    }
}

/// The mail as libcurl reads it.
private final class MailSource {
    private var bytes: [UInt8] = []
    private var position = 0
    private(set) var isTouched = false

    var isExhausted: Bool { isTouched && position == bytes.count }

    func load(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = 0
        isTouched = false
    }

    /// Lets go of the bytes; whether they were read is still known.
    func release() {
        bytes = []
        position = 0
    }

    private func read(into room: UnsafeMutableRawBufferPointer) -> Int {
        isTouched = true
        let count = min(room.count, bytes.count - position)
        let range = position..<(position + count)
        unsafe bytes.withUnsafeBytes { unsafe room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[range])) }
        position += count
        return count
    }

    static let callback: gatepost_curl_callback = { bytes, size, count, context in
        guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
        let source = unsafe Unmanaged<MailSource>.fromOpaque(context).takeUnretainedValue()
        return unsafe source.read(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
    }
}

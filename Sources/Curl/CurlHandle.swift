import CurlShim
import Glibc

/// One libcurl easy handle, confined to the thread that made it.
@safe final class CurlHandle {
    let raw: UnsafeMutableRawPointer
    private let words: UnsafeMutablePointer<CChar>
    private let transcript: Transcript

    /// Nil when libcurl cannot start, which means no memory.
    init?() {
        guard gatepost_curl_start() == CURLE_OK, let raw = unsafe curl_easy_init() else { return nil }
        unsafe self.raw = unsafe raw
        unsafe words = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        transcript = Transcript()
        unsafe gatepost_curl_set_error_buffer(raw, words)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        // A proxy from the environment would see the address we talk to, and libcurl has none for these protocols.
        set(CURLOPT_PROXY, "")
        unsafe gatepost_curl_set_header(raw, Transcript.callback, Unmanaged.passUnretained(transcript).toOpaque())
    }

    deinit {
        unsafe curl_easy_cleanup(raw)
        unsafe words.deallocate()
    }

    func set(_ option: CURLoption, _ value: Int) {
        unsafe gatepost_curl_set_long(raw, option, value)
    }

    func set(_ option: CURLoption, _ value: String?) {
        guard let value else {
            unsafe gatepost_curl_set_string(raw, option, nil)
            return
        }
        _ = unsafe value.withCString { unsafe gatepost_curl_set_string(raw, option, $0) }
    }

    /// Everything that makes the session safe: TLS required and verified, our protocols, our mechanisms.
    func secure(_ address: ServerAddress, login: String, credential: Credential, trust: TrustAnchors) {
        unsafe gatepost_curl_set_protocols(raw, "imap,imaps,smtp,smtps")
        // ALL fails without STARTTLS; TRY would send the password in clear.
        set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        if case .file(let path) = trust {
            set(CURLOPT_CAINFO, path)
            set(CURLOPT_CAPATH, nil)
        }
        set(CURLOPT_USERNAME, login)
        switch credential {
        case .password(let password):
            set(CURLOPT_PASSWORD, password)
            // Named, because libcurl's own choice would try GSSAPI, DIGEST-MD5 or CRAM-MD5 first and die with them.
            set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN")
        case .token(let token):
            set(CURLOPT_XOAUTH2_BEARER, token)
            set(CURLOPT_LOGIN_OPTIONS, "AUTH=OAUTHBEARER;AUTH=XOAUTH2")
        }
    }

    func perform() -> CURLcode {
        transcript.lines = []
        unsafe words.pointee = 0
        return unsafe curl_easy_perform(raw)
    }

    /// The lines received during the last `perform`, without their line ends.
    var lines: [[UInt8]] { transcript.lines }

    var socket: Int32 { unsafe gatepost_curl_socket(raw) }

    /// Ends the connection without a word; whatever libcurl says to it afterwards fails at once.
    func cutConnection() {
        let descriptor = socket
        if descriptor >= 0 { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    func number(_ info: CURLINFO) -> Int {
        var value = 0
        return unsafe gatepost_curl_get_long(raw, info, &value) == CURLE_OK ? value : 0
    }

    func offset(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        return unsafe gatepost_curl_get_off(raw, info, &value) == CURLE_OK ? Int(value) : 0
    }

    func detail(of code: CURLcode) -> String {
        let own = unsafe String(cString: words)
        if !own.isEmpty { return own }
        return unsafe curl_easy_strerror(code).map { unsafe String(cString: $0) } ?? ""
    }

    /// What a failed `perform` means; the protocol's own answer must have been looked at before.
    func failure(_ code: CURLcode, to address: ServerAddress, redaction: Redaction) -> ConnectionFailure {
        let cause: ConnectionFailure.Cause =
            switch code {
            case CURLE_COULDNT_RESOLVE_HOST: .hostNotFound
            case CURLE_COULDNT_CONNECT: .unreachable
            case CURLE_OPERATION_TIMEDOUT: .timedOut
            case CURLE_SSL_CONNECT_ERROR: .noTLS
            case CURLE_PEER_FAILED_VERIFICATION: .certificateNotTrusted
            case CURLE_SSL_CACERT_BADFILE: .trustAnchorsUnreadable
            case CURLE_USE_SSL_FAILED: .encryptionNotOffered
            case CURLE_LOGIN_DENIED: .loginRefused
            case CURLE_WEIRD_SERVER_REPLY: .protocolViolation
            case CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING: .closed
            default: .unsupported(Int(code.rawValue))
            }
        return ConnectionFailure(
            cause: cause,
            address: address,
            serverLines: lines.map { redaction.clean($0) },
            detail: redaction.clean(detail(of: code).utf8)
        )
    }
}

/// The lines a server sends while libcurl does the talking, the first and the last of them.
private final class Transcript {
    /// A greeting, capabilities twice, a login dialogue and SMTP's longest EHLO answer fit; more is dropped.
    static let maximumLines = 200
    static let maximumLineBytes = 8192

    var lines: [[UInt8]] = []

    private func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        var line = unsafe Array(bytes.prefix(Self.maximumLineBytes))
        while line.last == 0x0A || line.last == 0x0D { line.removeLast() }
        if lines.count == Self.maximumLines { lines.removeLast() }
        lines.append(line)
    }

    static let callback: gatepost_curl_callback = { bytes, size, count, context in
        let length = size * count
        guard let bytes = unsafe bytes, let context = unsafe context else { return length }
        let transcript = unsafe Unmanaged<Transcript>.fromOpaque(context).takeUnretainedValue()
        unsafe bytes.withMemoryRebound(to: UInt8.self, capacity: length) {
            unsafe transcript.append(UnsafeBufferPointer(start: $0, count: length))
        }
        return length
    }
}

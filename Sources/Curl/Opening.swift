import CurlShim

/// One way into a server: connect, encrypt, verify, log in.
struct Opening {
    let address: ServerAddress
    let login: String
    let credential: Credential
    let trust: TrustAnchors
    let timeouts: Timeouts
    let redaction: Redaction

    /// libcurl's receive buffer, and so the most that one read brings; its own 16 KiB costs three times the calls.
    private static let receiveBytes = 512 * 1024

    init(address: ServerAddress, login: String, credential: Credential, trust: TrustAnchors, timeouts: Timeouts) {
        self.address = address
        self.login = login
        self.credential = credential
        self.trust = trust
        self.timeouts = timeouts
        redaction = Redaction(login: login, credential: credential)
    }

    /// Gives a handle that is logged in.
    func run() throws(ConnectionFailure) -> CurlHandle {
        let (handle, code) = try attempt(anyMechanism: false)
        if code == CURLE_OK { return handle }
        guard code == CURLE_LOGIN_DENIED, case .password = credential,
            LoginDialogue(handle.lines).leavesOnlyLoginCommand
        else {
            throw failure(handle, code)
        }
        // With a mechanism named libcurl never uses the LOGIN command; a handle makes one connection only.
        let (second, secondCode) = try attempt(anyMechanism: true)
        if secondCode == CURLE_OK { return second }
        throw failure(second, secondCode)
    }

    private func attempt(anyMechanism: Bool) throws(ConnectionFailure) -> (CurlHandle, CURLcode) {
        guard let handle = CurlHandle() else {
            throw ConnectionFailure(cause: .unsupported(Int(CURLE_FAILED_INIT.rawValue)), address: address)
        }
        handle.set(CURLOPT_URL, "\(address)/")
        handle.secure(address, login: login, credential: credential, trust: trust)
        if anyMechanism { handle.set(CURLOPT_LOGIN_OPTIONS, nil) }
        handle.set(CURLOPT_CONNECT_ONLY, 1)
        handle.set(CURLOPT_BUFFERSIZE, Self.receiveBytes)
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, timeouts.connectSeconds * 1000)
        return (handle, handle.perform())
    }

    private func failure(_ handle: CurlHandle, _ code: CURLcode) -> ConnectionFailure {
        let base = handle.failure(code, to: address, redaction: redaction)
        let dialogue = LoginDialogue(handle.lines)
        let cause: ConnectionFailure.Cause =
            switch base.cause {
            case .loginRefused: isJudged(dialogue) ? .loginRefused : .loginNotPossible
            case .closed, .protocolViolation: dialogue.hasBye ? .endedByServer : base.cause
            default: base.cause
            }
        return ConnectionFailure(
            cause: cause,
            address: address,
            serverLines: base.serverLines,
            detail: base.detail
        )
    }

    private func isJudged(_ dialogue: LoginDialogue) -> Bool {
        if case .token = credential, dialogue.endsWithChallenge { return true }
        return dialogue.hasVerdict
    }
}

/// What the lines of the connect phase tell that libcurl's code does not.
struct LoginDialogue {
    /// The last capabilities announced, upper case.
    private(set) var capabilities: Set<String> = []
    /// The server said BYE.
    private(set) var hasBye = false
    /// A tagged NO or BAD was the last answer: the server judged a login attempt.
    private(set) var hasVerdict = false
    /// The last word was `+` with a text: XOAUTH2 reports a refused token so, and libcurl leaves it at that.
    private(set) var endsWithChallenge = false

    init(_ lines: [[UInt8]]) {
        for line in lines {
            endsWithChallenge = line.first == UInt8(ascii: "+") && line.count > 2
            let words = line.split(whereSeparator: { $0 == 0x20 || $0 == 0x5B || $0 == 0x5D })
                .map { String(decoding: $0, as: UTF8.self).uppercased() }
            guard words.count > 1 else { continue }
            if words[0] == "*" {
                if words[1] == "BYE" { hasBye = true }
                if let start = words.firstIndex(of: "CAPABILITY") { capabilities = Set(words[(start + 1)...]) }
            } else if words[0] != "+" {
                hasVerdict = words[1] == "NO" || words[1] == "BAD"
            }
        }
    }

    /// Whether the capabilities leave nothing but the LOGIN command (RFC 3501 section 6.2.3).
    var leavesOnlyLoginCommand: Bool {
        !hasVerdict && !capabilities.isEmpty
            && capabilities.isDisjoint(with: ["AUTH=PLAIN", "AUTH=LOGIN", "LOGINDISABLED"])
    }
}

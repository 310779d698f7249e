public import Curl

/// One logged-in IMAP session, synchronous, confined to one thread at a time.
///
/// A failure that `endsSession` closes it for good: make a new one, after the wait that a `Backoff` tells.
public final class IMAPSession {
    public let account: Account
    /// As the server announced them after login, upper case.
    public internal(set) var capabilities: Set<String> = []
    /// The mailbox that `select` opened last, kept up to date by what the server tells meanwhile.
    public internal(set) var selected: MailboxState?
    /// What the server wants people to read (RFC 3501 section 7.1, ALERT); the first few.
    public private(set) var alerts: [String] = []
    /// The server said that it slows us down; ask less often.
    public private(set) var isThrottled = false
    /// Nothing more can be done with this session.
    public internal(set) var isOver = false

    /// What ENABLE switched on (RFC 5161).
    private(set) var enabled: Set<String> = []
    /// The wire name of `selected`.
    var selectedName: [UInt8] = []
    let connection: RawConnection
    var dialogue: Dialogue
    private let interrupt: WakeSignal?
    /// Wire names by the names for people, to send back exactly what LIST gave.
    var wireNames: [String: String] = [:]
    var namespace: NamespaceEntry?

    /// The most read at once into the shared buffer; literals are read in larger pieces.
    private static let readBytes = 64 << 10
    private static let literalReadBytes = 512 << 10
    private static let maximumAlerts = 20

    /// Connects, encrypts, logs in and asks for the capabilities.
    ///
    /// - Parameter interrupt: Raising it makes whatever the session does end with `interrupted`, at once.
    public init(_ account: Account, interrupt: WakeSignal? = nil) throws(FetchError) {
        self.account = account
        self.interrupt = interrupt
        dialogue = Dialogue()
        do throws(ConnectionFailure) {
            connection = try RawConnection(
                to: account.address,
                login: account.login,
                credential: account.credential,
                trust: account.trust,
                timeouts: account.timeouts
            )
        } catch {
            throw FetchError(opening: error)
        }
        try prepare()
    }

    /// Whether the server announced a capability.
    public func has(_ capability: String) -> Bool {
        capabilities.contains(capability)
    }

    /// Asks nothing, so that the server can tell what changed and keeps the session.
    public func noop() throws(FetchError) {
        try run(Command("NOOP"))
    }

    /// Says goodbye; failures are of no interest any more.
    public func logout() {
        guard !isOver else { return }
        _ = dialogue.submit(Command("LOGOUT"))
        while let response = try? nextResponse() {
            if case .tagged = response { break }
        }
        isOver = true
    }

    // Bytes that came in one packet with the login answer are lost in libcurl: our own CAPABILITY finds out anew.
    private func prepare() throws(FetchError) {
        try run(Command("CAPABILITY"))
        if has("LITERAL+") {
            dialogue.literalRule = .any
        } else if has("LITERAL-") {
            dialogue.literalRule = .small
        }
        var commands: [Command] = []
        if has("ENABLE"), has("QRESYNC") { commands.append(Command("ENABLE QRESYNC")) }
        // Some providers refuse or slow down clients that do not say who they are (RFC 2971).
        if has("ID") { commands.append(Command(#"ID ("name" "gatepost")"#)) }
        for command in commands {
            do throws(FetchError) {
                try run(command)
            } catch  where !error.endsSession {
                continue
            }
        }
    }
}

extension IMAPSession {
    /// Runs one command to its tagged response; NO and BAD are errors.
    @discardableResult
    func run(
        _ command: Command,
        scope: FetchError.Scope = .account,
        _ collect: (Response) -> Void = { _ in }
    ) throws(FetchError) -> StatusResponse {
        let tag = try begin(command)
        while true {
            let response = try nextResponse()
            if case .tagged(tag, let status) = response { return try accepted(status, scope: scope) }
            collect(response)
        }
    }

    func begin(_ command: Command) throws(FetchError) -> String {
        guard !isOver else { throw FetchError(scope: .account, cause: .closed) }
        return dialogue.submit(command)
    }

    func accepted(_ status: StatusResponse, scope: FetchError.Scope) throws(FetchError) -> StatusResponse {
        if status.kind == .ok { return status }
        throw FetchError(
            scope: scope,
            cause: status.kind == .no ? .refused : .notUnderstood,
            code: status.code,
            serverText: connection.redacted(status.text)
        )
    }

    /// The next response, waiting for it as long as the account allows silence.
    ///
    /// What concerns the session as a whole is noted here, before the caller sees it; BYE is thrown.
    func nextResponse() throws(FetchError) -> Response {
        while true {
            if let response = try availableResponse() { return response }
            switch try wait(milliseconds: account.timeouts.silenceSeconds * 1000, wake: interrupt) {
            case .ready: continue
            case .woken: throw end(.interrupted)
            case .timedOut: throw end(.timedOut)
            }
        }
    }

    /// A response that can be had without waiting, after sending what the network takes.
    func availableResponse() throws(FetchError) -> Response? {
        while true {
            if let response = try parsedResponse() {
                note(response)
                if case .status(let status) = response, status.kind == .bye { throw end(.endedByServer, status) }
                return response
            }
            switch try transfer() {
            case .bytes: continue
            case .nothing: return nil
            case .closed: throw end(.closed)
            }
        }
    }

    enum Waited {
        case ready, woken, timedOut
    }

    func wait(milliseconds: Int, wake: WakeSignal?) throws(FetchError) -> Waited {
        do throws(ConnectionFailure) {
            // Reading goes on while commands wait to be sent, or both sides would block each other.
            let ready = try connection.wait(toWrite: connection.hasUnsent, milliseconds: milliseconds, wake: wake)
            if ready.contains(.woken) { return .woken }
            return ready.isEmpty ? .timedOut : .ready
        } catch {
            throw end(.closed)
        }
    }

    /// Closes the session and gives the error to throw.
    func end(_ cause: FetchError.Cause, _ status: StatusResponse? = nil) -> FetchError {
        isOver = true
        return FetchError(
            scope: .account,
            cause: cause,
            code: status?.code,
            serverText: status.map { connection.redacted($0.text) } ?? ""
        )
    }

    private func parsedResponse() throws(FetchError) -> Response? {
        do throws(ResponseFramer.Mistake) {
            return try dialogue.next()
        } catch {
            switch error {
            case .malformed: throw end(.protocolViolation)
            case .responseTooLong, .tooManyLiterals: throw end(.answerTooLarge)
            }
        }
    }

    private func transfer() throws(FetchError) -> RawConnection.Received {
        do throws(ConnectionFailure) {
            let outgoing = dialogue.takeOutgoing()
            if !outgoing.isEmpty { connection.enqueue(outgoing) }
            if connection.hasUnsent { try connection.flush() }
            let room = dialogue.literalRoom
            let limit = room > 0 ? min(room, Self.literalReadBytes) : Self.readBytes
            return try dialogue.receive { (bytes: inout [UInt8]) throws(ConnectionFailure) in
                try connection.receive(into: &bytes, limit: limit)
            }
        } catch {
            throw end(.closed)
        }
    }

    private func note(_ response: Response) {
        switch response {
        case .capability(let names): capabilities = Set(names)
        case .enabled(let names): enabled.formUnion(names)
        case .exists(let count): selected?.exists = count
        case .expunge:
            let exists = selected?.exists ?? 0
            selected?.exists = max(0, exists - 1)
        case .vanished(let uids):
            let exists = selected?.exists ?? 0
            selected?.exists = max(0, exists - uids.count)
        case .status(let status), .tagged(_, let status): note(status)
        default: break
        }
    }

    private func note(_ status: StatusResponse) {
        switch status.code {
        case .capability(let names)?: capabilities = Set(names)
        case .alert? where alerts.count < Self.maximumAlerts: alerts.append(connection.redacted(status.text))
        case .throttled?: isThrottled = true
        case .highestModSeq(let number)? where selected != nil: selected?.highestModSeq = number
        case .uidNext(let uid)? where selected != nil: selected?.uidNext = uid
        default: break
        }
    }
}

extension FetchError {
    /// What a session that did not come about means, by the response code the server gave, when it gave one.
    init(opening failure: ConnectionFailure) {
        var code: ResponseCode?
        for line in failure.serverLines.reversed() {
            var parser = ResponseParser()
            parser.append(Array("\(line)\r\n".utf8))
            switch try? parser.next() {
            case .tagged(_, let status)?, .status(let status)?:
                if case .capability? = status.code { continue }
                code = status.code
            default: continue
            }
            if code != nil { break }
        }
        self.init(
            scope: .account,
            cause: .connection(failure.cause),
            code: code,
            serverText: failure.serverLines.last ?? "",
            detail: failure.detail
        )
    }
}

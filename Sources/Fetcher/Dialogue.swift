/// The client's side of an IMAP session as a state machine: commands and bytes in, bytes and responses out.
///
/// Knows which tags await their answer and which literals await their `+`; reads and writes nothing itself.
struct Dialogue: Sendable {
    /// When a literal may follow without waiting (RFC 7888).
    enum LiteralRule: Sendable {
        case wait
        /// LITERAL-: at once up to 4096 bytes.
        case small
        /// LITERAL+: at once.
        case any

        func needsWait(_ count: Int) -> Bool {
            switch self {
            case .wait: true
            case .small: count > 4096
            case .any: false
            }
        }
    }

    private enum Outgoing: Sendable {
        case bytes([UInt8])
        case waitForContinuation(tag: String)
    }

    var literalRule = LiteralRule.wait
    private var parser: ResponseParser
    private var queue: [Outgoing] = []
    private var unanswered: Set<String> = []
    private var tagCount = 0

    init(limits: ParserLimits = ParserLimits()) {
        parser = ResponseParser(limits: limits)
    }

    /// Queues a command and gives its tag. libcurl has used A001 and so on in this session; ours begin with G.
    mutating func submit(_ command: Command) -> String {
        tagCount += 1
        let tag = "G\(tagCount)"
        unanswered.insert(tag)
        var line = Array("\(tag) ".utf8)
        for piece in command.pieces {
            switch piece {
            case .text(let text): line.append(contentsOf: text)
            case .literal(let bytes):
                let waits = literalRule.needsWait(bytes.count)
                line.append(contentsOf: Array("{\(bytes.count)\(waits ? "" : "+")}\r\n".utf8))
                if waits {
                    queue.append(.bytes(line))
                    queue.append(.waitForContinuation(tag: tag))
                    line = []
                }
                line.append(contentsOf: bytes)
            }
        }
        line.append(contentsOf: [0x0D, 0x0A])
        queue.append(.bytes(line))
        return tag
    }

    /// Queues a line that is no command: the DONE of IDLE.
    mutating func submit(line: String) {
        queue.append(.bytes(Array("\(line)\r\n".utf8)))
    }

    /// The bytes that may be sent now, empty when there are none.
    mutating func takeOutgoing() -> [UInt8] {
        guard !queue.isEmpty else { return [] }
        var bytes: [UInt8] = []
        var count = 0
        for entry in queue {
            guard case .bytes(let next) = entry else { break }
            if bytes.isEmpty { bytes = next } else { bytes.append(contentsOf: next) }
            count += 1
        }
        queue.removeFirst(count)
        return bytes
    }

    /// Literals longer than this are read over and not kept.
    var literalBytes: UInt64 {
        get { parser.literalBytes }
        set { parser.literalBytes = newValue }
    }

    mutating func append(_ bytes: some Collection<UInt8>) {
        parser.append(bytes)
    }

    /// How many bytes may be read straight into the literal that is arriving; 0 when there is none.
    var literalRoom: Int { parser.literalRoom }

    /// Lets `read` append the next bytes to where they belong, at most `literalRoom` unless that is 0.
    mutating func receive<Result, Failure: Error>(
        _ read: (inout [UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try parser.receive(read)
    }

    /// The next whole response, or nil until more bytes are here.
    ///
    /// A `+` that a literal waits for is used up here. An answer to a tag we never gave means the stream is out of
    /// step and nothing after it can be believed.
    mutating func next() throws(ResponseFramer.Mistake) -> Response? {
        while let response = try parser.next() {
            switch response {
            case .continuation:
                if case .waitForContinuation? = queue.first {
                    queue.removeFirst()
                    continue
                }
            case .tagged(let tag, _):
                guard unanswered.remove(tag) != nil else { throw .malformed }
                abandonLiteral(of: tag)
            default: break
            }
            return response
        }
        return nil
    }

    /// A server may answer NO instead of `+`: the literal and what follows it must then not be sent.
    private mutating func abandonLiteral(of tag: String) {
        guard case .waitForContinuation(tag)? = queue.first else { return }
        queue.removeFirst()
        if !queue.isEmpty { queue.removeFirst() }
        while case .waitForContinuation(tag)? = queue.first {
            queue.removeFirst()
            if !queue.isEmpty { queue.removeFirst() }
        }
    }
}

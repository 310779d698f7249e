/// Cuts a byte stream into responses: bytes in, whole responses out, literals read straight into their place.
///
/// Reads nothing itself. Everything is bounded by `ParserLimits`, whatever the server sends.
struct ResponseFramer: Sendable {
    /// Why the stream cannot be read on.
    enum Mistake: Error, Hashable, Sendable {
        case responseTooLong
        case tooManyLiterals
        case malformed
    }

    /// One response as received: `text` holds the `{n}` CRLF of each literal, `literals` their contents in order.
    struct RawResponse: Sendable {
        var text: [UInt8] = []
        var literals: [Literal] = []
    }

    enum Literal: Hashable, Sendable {
        case whole([UInt8])
        /// Read over without being kept, because it was longer than `literalBytes`.
        case dropped(UInt64)
    }

    var limits: ParserLimits
    private var buffer: [UInt8] = []
    private var head = 0
    /// Up to here `buffer` was searched for a line end in vain.
    private var searched = 0
    private var current = RawResponse()
    private var keptBytes: UInt64 = 0
    /// Whether a `{n}` at the end of a line announces a literal: not in the free text of status responses.
    private var mayHoldLiterals = true
    private var filling: Filling?

    private struct Filling: Sendable {
        var bytes: [UInt8] = []
        var missing: Int
        var isKept: Bool
        var length: UInt64
    }

    init(limits: ParserLimits = ParserLimits()) {
        self.limits = limits
    }

    /// Takes over bytes that arrived.
    mutating func append(_ bytes: some Collection<UInt8>) {
        compact()
        buffer.append(contentsOf: bytes)
    }

    /// Lets `read` append to the buffer and gives back what it gave.
    mutating func receive<Result, Failure: Error>(
        _ read: (inout [UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        compact()
        return try read(&buffer)
    }

    /// How many bytes of a literal may be read straight into it now; 0 when the buffer must be used.
    var literalRoom: Int {
        guard let filling, filling.isKept, head == buffer.count else { return 0 }
        return filling.missing
    }

    /// Lets `read` append at most `literalRoom` bytes to the literal.
    mutating func receiveLiteral<Result, Failure: Error>(
        _ read: (inout [UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard var open = filling else { return try receive(read) }
        filling = nil
        let before = open.bytes.count
        defer {
            open.missing -= open.bytes.count - before
            filling = open
        }
        return try read(&open.bytes)
    }

    /// The next response that is whole, or nil until more bytes are here.
    mutating func next() throws(Mistake) -> RawResponse? {
        while true {
            if filling != nil {
                guard fill() else { return nil }
                continue
            }
            guard let line = takeLine() else {
                guard current.text.count + buffer.count - head <= limits.responseTextBytes else {
                    throw .responseTooLong
                }
                return nil
            }
            if current.text.isEmpty { mayHoldLiterals = Self.mayHoldLiterals(line) }
            guard current.text.count + line.count <= limits.responseTextBytes else { throw .responseTooLong }
            guard mayHoldLiterals, let length = Self.literalLength(line) else {
                current.text.append(contentsOf: line)
                let done = current
                current = RawResponse()
                keptBytes = 0
                return done
            }
            guard current.literals.count < limits.literals else { throw .tooManyLiterals }
            current.text.append(contentsOf: line)
            current.text.append(contentsOf: [0x0D, 0x0A])
            try open(length)
        }
    }

    private mutating func open(_ length: UInt64) throws(Mistake) {
        guard let missing = Int(exactly: length), length <= limits.droppedLiteralBytes else { throw .responseTooLong }
        // The bound holds for all literals of one response together.
        let isKept = length <= limits.literalBytes && keptBytes + length <= limits.literalBytes
        var new = Filling(missing: missing, isKept: isKept, length: length)
        if isKept {
            keptBytes += length
            new.bytes.reserveCapacity(missing)
        }
        filling = new
    }

    /// Moves buffered bytes into the open literal; true once it is whole.
    private mutating func fill() -> Bool {
        guard var open = filling else { return true }
        filling = nil
        let count = min(open.missing, buffer.count - head)
        if open.isKept { open.bytes.append(contentsOf: buffer[head..<(head + count)]) }
        head += count
        searched = head
        open.missing -= count
        guard open.missing == 0 else {
            filling = open
            return false
        }
        current.literals.append(open.isKept ? .whole(open.bytes) : .dropped(open.length))
        return true
    }

    /// The next line without its end; a bare LF ends one too.
    private mutating func takeLine() -> ArraySlice<UInt8>? {
        searched = max(searched, head)
        guard let end = buffer[searched...].firstIndex(of: 0x0A) else {
            searched = buffer.count
            return nil
        }
        var line = buffer[head..<end]
        if line.last == 0x0D { line = line.dropLast() }
        head = end + 1
        searched = head
        return line
    }

    private mutating func compact() {
        guard head > 0 else { return }
        if head == buffer.count {
            buffer.removeAll(keepingCapacity: true)
        } else {
            buffer.removeFirst(head)
        }
        searched = max(0, searched - head)
        head = 0
    }

    /// Continuations, tagged responses and untagged OK, NO, BAD, BYE, PREAUTH end in free text, which may well end
    /// in `{5}` (RFC 3501 section 9, `resp-text`).
    private static func mayHoldLiterals(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.first == UInt8(ascii: "*") else { return false }
        let word = line.dropFirst(2).prefix { $0 != 0x20 }
        let upper = word.map { (0x61...0x7A).contains($0) ? $0 - 32 : $0 }
        return !statusWords.contains(upper)
    }

    private static let statusWords = ["OK", "NO", "BAD", "BYE", "PREAUTH"].map { Array($0.utf8) }

    /// The length that a line's end announces: `{n}`, `{n+}` or the start of `~{n}` (RFC 3516).
    private static func literalLength(_ line: ArraySlice<UInt8>) -> UInt64? {
        guard line.last == UInt8(ascii: "}") else { return nil }
        var digits = line.dropLast()
        if digits.last == UInt8(ascii: "+") { digits = digits.dropLast() }
        guard let brace = digits.lastIndex(of: UInt8(ascii: "{")) else { return nil }
        return Decimal.number(digits[(brace + 1)...])
    }
}

/// Bounds on what the parser accepts from a server.
struct ParserLimits: Hashable, Sendable {
    /// A SEARCH answer naming a million UIDs is 8 MB.
    var responseTextBytes = 16 << 20
    /// A mail over the limit is answered with its header and some hundred parts.
    var literals = 512
    /// What all literals of one response may hold; further ones are read over and not kept.
    var literalBytes: UInt64 = 32 << 20
    /// Even reading over has an end: beyond this the connection is worth less than the time.
    var droppedLiteralBytes: UInt64 = 1 << 30
    /// BODYSTRUCTURE nests with the message; deeper ones are refused, not recursed into.
    var nesting = 100
}

/// Turns framed responses into `Response` values. Total: what is malformed becomes `.other`.
struct ResponseParser: Sendable {
    private var framer: ResponseFramer
    private let nestingLimit: Int

    init(limits: ParserLimits = ParserLimits()) {
        framer = ResponseFramer(limits: limits)
        nestingLimit = limits.nesting
    }

    var literalBytes: UInt64 {
        get { framer.limits.literalBytes }
        set { framer.limits.literalBytes = newValue }
    }

    mutating func append(_ bytes: some Collection<UInt8>) {
        framer.append(bytes)
    }

    /// How many bytes may be read straight into the literal that is arriving; see `receive`.
    var literalRoom: Int { framer.literalRoom }

    /// Lets `read` append to where the next bytes belong: the literal if `literalRoom` is not 0, else the buffer.
    mutating func receive<Result, Failure: Error>(
        _ read: (inout [UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        literalRoom > 0 ? try framer.receiveLiteral(read) : try framer.receive(read)
    }

    /// The next whole response, or nil until more bytes are here.
    mutating func next() throws(ResponseFramer.Mistake) -> Response? {
        guard let raw = try framer.next() else { return nil }
        var scanner = ResponseScanner(raw, nestingLimit: nestingLimit)
        return try Self.response(&scanner)
    }

    private static func response(_ scanner: inout ResponseScanner) throws(ResponseFramer.Mistake) -> Response {
        if scanner.take(UInt8(ascii: "+")) { return .continuation }
        if scanner.take(UInt8(ascii: "*")) {
            scanner.skipSpaces()
            return untagged(&scanner) ?? .other
        }
        // Neither: the stream is out of step, and going on would attribute answers to the wrong command.
        guard let tag = scanner.takeAtom(), scanner.peek == 0x20 else { throw .malformed }
        scanner.skipSpaces()
        guard let kind = scanner.takeWord().flatMap(StatusResponse.Kind.init(rawValue:)) else { throw .malformed }
        return .tagged(tag: String(decoding: tag, as: UTF8.self), status(kind, &scanner))
    }

    private static func untagged(_ scanner: inout ResponseScanner) -> Response? {
        if let number = scanner.takeNumber() {
            scanner.skipSpaces()
            return numbered(number, &scanner)
        }
        guard let word = scanner.takeWord() else { return nil }
        if let kind = StatusResponse.Kind(rawValue: word) { return .status(status(kind, &scanner)) }
        scanner.skipSpaces()
        switch word {
        case "CAPABILITY": return .capability(words(&scanner))
        case "ENABLED": return .enabled(words(&scanner))
        case "SEARCH": return .search(searchResult(&scanner))
        case "ESEARCH": return extendedSearch(&scanner).map(Response.search)
        case "LIST", "LSUB", "XLIST": return listEntry(&scanner).map(Response.list)
        case "NAMESPACE": return .namespace(namespaces(&scanner))
        case "STATUS": return mailboxStatus(&scanner).map(Response.mailboxStatus)
        case "FLAGS": return scanner.takeWords().map(Response.flags)
        case "VANISHED":
            if scanner.peek == UInt8(ascii: "(") { guard scanner.takeWords() != nil else { return nil } }
            scanner.skipSpaces()
            return scanner.takeAtom().flatMap { UIDSet(parsing: $0) }.map(Response.vanished)
        default: return nil
        }
    }

    private static func numbered(_ number: UInt64, _ scanner: inout ResponseScanner) -> Response? {
        switch scanner.takeWord() {
        case "EXISTS": return Int(exactly: number).map(Response.exists)
        case "EXPUNGE": return .expunge
        case "FETCH":
            scanner.skipSpaces()
            return fetchedItem(&scanner).map(Response.fetch)
        default: return nil
        }
    }

    private static func words(_ scanner: inout ResponseScanner) -> [String] {
        var words: [String] = []
        while !scanner.isAtEnd {
            scanner.skipSpaces()
            guard let word = scanner.takeWord() else { break }
            words.append(word)
        }
        return words
    }

    private static func searchResult(_ scanner: inout ResponseScanner) -> UIDSet {
        var uids: [UInt32] = []
        while !scanner.isAtEnd {
            scanner.skipSpaces()
            guard let number = scanner.takeNumber() else { break }
            if let uid = UInt32(exactly: number) { uids.append(uid) }
        }
        return UIDSet(uids)
    }

    /// RFC 4731 section 3.1; without ALL nothing was found.
    private static func extendedSearch(_ scanner: inout ResponseScanner) -> UIDSet? {
        if scanner.peek == UInt8(ascii: "(") { guard scanner.skipValue() else { return nil } }
        var found = UIDSet()
        while !scanner.isAtEnd {
            scanner.skipSpaces()
            guard let word = scanner.takeWord() else { break }
            scanner.skipSpaces()
            switch word {
            case "UID": break
            case "ALL":
                guard let set = scanner.takeAtom().flatMap({ UIDSet(parsing: $0) }) else { return nil }
                found = set
            default:
                guard scanner.skipValue() else { return nil }
            }
        }
        return found
    }

    private static func listEntry(_ scanner: inout ResponseScanner) -> ListEntry? {
        guard let attributes = scanner.takeWords() else { return nil }
        scanner.skipSpaces()
        guard let delimiter = scanner.takeToken() else { return nil }
        scanner.skipSpaces()
        guard let name = scanner.takeString() else { return nil }
        return ListEntry(attributes: attributes, delimiter: character(delimiter), name: name)
    }

    private static func namespaces(_ scanner: inout ResponseScanner) -> [NamespaceEntry] {
        var entries: [NamespaceEntry] = []
        guard scanner.take(UInt8(ascii: "(")) else { return entries }
        while scanner.take(UInt8(ascii: "(")) {
            guard let prefix = scanner.takeString() else { return entries }
            scanner.skipSpaces()
            guard let delimiter = scanner.takeToken() else { return entries }
            entries.append(NamespaceEntry(prefix: prefix, delimiter: character(delimiter)))
            // Extensions of a namespace follow in the same brackets.
            while let byte = scanner.peek, byte != UInt8(ascii: ")") {
                guard scanner.skipValue() else { return entries }
                scanner.skipSpaces()
            }
            _ = scanner.take(UInt8(ascii: ")"))
            scanner.skipSpaces()
        }
        return entries
    }

    private static func character(_ token: ResponseScanner.Token) -> UInt8? {
        if case .quoted(let bytes) = token { bytes.first } else { nil }
    }

    private static func mailboxStatus(_ scanner: inout ResponseScanner) -> MailboxStatus? {
        guard let name = scanner.takeString() else { return nil }
        var status = MailboxStatus(name: name)
        scanner.skipSpaces()
        guard scanner.take(UInt8(ascii: "(")) else { return nil }
        while true {
            scanner.skipSpaces()
            if scanner.take(UInt8(ascii: ")")) { return status }
            guard let word = scanner.takeWord() else { return nil }
            scanner.skipSpaces()
            guard let number = scanner.takeNumber() else {
                guard scanner.skipValue() else { return nil }
                continue
            }
            switch word {
            case "MESSAGES": status.messages = Int(exactly: number)
            case "UIDNEXT": status.uidNext = UInt32(exactly: number)
            case "UIDVALIDITY": status.uidValidity = UInt32(exactly: number)
            case "HIGHESTMODSEQ": status.highestModSeq = number
            default: break
            }
        }
    }
}

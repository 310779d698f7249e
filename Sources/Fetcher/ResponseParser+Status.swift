extension ResponseParser {
    /// The part after OK, NO, BAD, BYE or PREAUTH: a code in brackets, perhaps, then words for people.
    static func status(_ kind: StatusResponse.Kind, _ scanner: inout ResponseScanner) -> StatusResponse {
        scanner.skipSpaces()
        var code: ResponseCode?
        if scanner.peek == UInt8(ascii: "[") {
            var probe = scanner
            if let inner = probe.takeBracketed() {
                scanner = probe
                code = responseCode(inner)
            }
        }
        scanner.skipSpaces()
        return StatusResponse(kind: kind, code: code, text: Array(scanner.rest.prefix(maximumTextBytes)))
    }

    /// Servers write a sentence; the rest of a longer one is not kept.
    private static let maximumTextBytes = 1024

    static func responseCode(_ inner: some Collection<UInt8>) -> ResponseCode? {
        var scanner = ResponseScanner(ResponseFramer.RawResponse(text: Array(inner)))
        guard let word = scanner.takeWord() else { return nil }
        if let plain = ResponseCode.plain[word] { return plain }
        scanner.skipSpaces()
        let coded: ResponseCode? =
            switch word {
            case "UIDNEXT": number32(&scanner).map(ResponseCode.uidNext)
            case "UIDVALIDITY": number32(&scanner).map(ResponseCode.uidValidity)
            case "UNSEEN": number32(&scanner).map(ResponseCode.unseen)
            case "HIGHESTMODSEQ": scanner.takeNumber().map(ResponseCode.highestModSeq)
            case "PERMANENTFLAGS": scanner.takeWords().map(ResponseCode.permanentFlags)
            case "CAPABILITY":
                .capability(scanner.rest.split(separator: 0x20).map { ResponseScanner.upper($0) })
            case "APPENDUID": appendUID(&scanner)
            case "COPYUID": copyUID(&scanner)
            default: nil
            }
        return coded ?? .other(word)
    }

    private static func number32(_ scanner: inout ResponseScanner) -> UInt32? {
        scanner.takeNumber().flatMap { UInt32(exactly: $0) }
    }

    private static func appendUID(_ scanner: inout ResponseScanner) -> ResponseCode? {
        guard let validity = number32(&scanner) else { return nil }
        scanner.skipSpaces()
        guard let uids = scanner.takeAtom().flatMap({ UIDSet(parsing: $0) }) else { return nil }
        return .appendUID(uidValidity: validity, uids: uids)
    }

    /// The two sets are in the order of the copy and pair one to one (RFC 4315 section 3).
    private static func copyUID(_ scanner: inout ResponseScanner) -> ResponseCode? {
        guard let validity = number32(&scanner) else { return nil }
        scanner.skipSpaces()
        guard let sources = scanner.takeAtom().flatMap({ UIDSet.parsed($0) }) else { return nil }
        scanner.skipSpaces()
        guard let targets = scanner.takeAtom().flatMap({ UIDSet.parsed($0) }) else { return nil }
        let count = sources.reduce(0) { $0 + $1.count }
        guard count == targets.reduce(0, { $0 + $1.count }), count <= maximumCopied else { return nil }
        let pairs = zip(sources.joined(), targets.joined()).map { ResponseCode.UIDPair(source: $0, target: $1) }
        return .copyUID(uidValidity: validity, pairs: pairs)
    }

    /// More than one command of ours can name; a hostile `1:4294967295` is not expanded.
    private static let maximumCopied = 100_000
}

/// The part tree of a message as BODYSTRUCTURE tells it (RFC 3501 section 7.4.2), as much as choosing parts needs.
indirect enum BodyStructure: Hashable, Sendable {
    case multipart([BodyStructure], boundary: [UInt8]?)
    /// Type and subtype in upper case, and the encoded size.
    case leaf(type: String, subtype: String, octets: Int)

    /// Deeper than mail programs nest; the rest of such a message is not looked into.
    static let nestingLimit = 30

    init?(_ scanner: inout ResponseScanner, depth: Int = 0) {
        guard depth < Self.nestingLimit, scanner.take(UInt8(ascii: "(")) else { return nil }
        if scanner.peek == UInt8(ascii: "(") {
            guard let multipart = Self.multipart(&scanner, depth: depth) else { return nil }
            self = multipart
        } else {
            guard let leaf = Self.leaf(&scanner) else { return nil }
            self = leaf
        }
        guard Self.skipToEnd(&scanner) else { return nil }
    }

    private static func multipart(_ scanner: inout ResponseScanner, depth: Int) -> BodyStructure? {
        var parts: [BodyStructure] = []
        while scanner.peek == UInt8(ascii: "(") {
            guard let part = BodyStructure(&scanner, depth: depth + 1) else { return nil }
            parts.append(part)
            scanner.skipSpaces()
        }
        guard scanner.takeString() != nil else { return nil }
        scanner.skipSpaces()
        var boundary: [UInt8]?
        if scanner.peek == UInt8(ascii: "("), let words = scanner.takeWords() {
            for index in stride(from: 0, to: words.count - 1, by: 2) where words[index].lowercased() == "boundary" {
                boundary = Array(words[index + 1].utf8)
            }
        }
        return .multipart(parts, boundary: boundary)
    }

    private static func leaf(_ scanner: inout ResponseScanner) -> BodyStructure? {
        guard let type = scanner.takeString() else { return nil }
        scanner.skipSpaces()
        guard let subtype = scanner.takeString() else { return nil }
        // Parameters, id, description, encoding; then the size.
        for _ in 0..<4 {
            guard scanner.skipValue() else { return nil }
        }
        scanner.skipSpaces()
        let octets = scanner.takeNumber().flatMap { Int(exactly: $0) } ?? 0
        return .leaf(type: ResponseScanner.upper(type), subtype: ResponseScanner.upper(subtype), octets: octets)
    }

    private static func skipToEnd(_ scanner: inout ResponseScanner) -> Bool {
        while true {
            scanner.skipSpaces()
            if scanner.take(UInt8(ascii: ")")) { return true }
            guard scanner.skipValue() else { return false }
        }
    }
}

/// Reads the tokens of one response (RFC 3501 section 9). Every function stays in bounds and ends.
struct ResponseScanner {
    private let text: [UInt8]
    private var literals: [ResponseFramer.Literal]
    private var nextLiteral = 0
    private(set) var position = 0
    private let nestingLimit: Int

    init(_ response: ResponseFramer.RawResponse, nestingLimit: Int = ParserLimits().nesting) {
        text = response.text
        literals = response.literals
        self.nestingLimit = nestingLimit
    }

    enum Token: Hashable, Sendable {
        /// An atom, number or flag, as written.
        case atom([UInt8])
        case quoted([UInt8])
        case literal(ResponseFramer.Literal)
        case null
    }

    var isAtEnd: Bool { position >= text.count }

    var peek: UInt8? { position < text.count ? text[position] : nil }

    var rest: ArraySlice<UInt8> { text[min(position, text.count)...] }

    mutating func skipSpaces() {
        while peek == 0x20 { position += 1 }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    /// The bytes up to a space, bracket or quote; brackets after `BODY` belong to the section and are not taken.
    mutating func takeAtom() -> [UInt8]? {
        let start = position
        while position < text.count, Self.isAtomByte(text[position]) { position += 1 }
        return position > start ? Array(text[start..<position]) : nil
    }

    /// An atom in upper case ASCII.
    mutating func takeWord() -> String? {
        takeAtom().map(Self.upper)
    }

    mutating func takeNumber() -> UInt64? {
        let start = position
        guard let atom = takeAtom(), let number = Decimal.number(atom) else {
            position = start
            return nil
        }
        return number
    }

    /// A string in any form, an atom, or NIL.
    mutating func takeToken() -> Token? {
        switch peek {
        case UInt8(ascii: "\""): return takeQuoted().map(Token.quoted)
        case UInt8(ascii: "{"), UInt8(ascii: "~"): return takeLiteral().map(Token.literal)
        default:
            guard let atom = takeAtom() else { return nil }
            return Self.upper(atom) == "NIL" ? .null : .atom(atom)
        }
    }

    /// A string's bytes; nil for NIL, for a dropped literal and for anything else.
    mutating func takeString() -> [UInt8]? {
        switch takeToken() {
        case .atom(let bytes), .quoted(let bytes), .literal(.whole(let bytes)): bytes
        default: nil
        }
    }

    /// `(a b c)` as its words, each an atom or string.
    mutating func takeWords() -> [String]? {
        guard take(UInt8(ascii: "(")) else { return nil }
        var words: [String] = []
        while true {
            skipSpaces()
            if take(UInt8(ascii: ")")) { return words }
            guard let word = takeString() else { return nil }
            words.append(String(decoding: word, as: UTF8.self))
        }
    }

    /// Passes over one value, whatever it is.
    mutating func skipValue() -> Bool {
        var depth = 0
        repeat {
            skipSpaces()
            switch peek {
            case nil: return false
            case UInt8(ascii: "("):
                position += 1
                depth += 1
                guard depth <= nestingLimit else { return false }
            case UInt8(ascii: ")"):
                guard depth > 0 else { return false }
                position += 1
                depth -= 1
            default:
                guard takeToken() != nil else { return false }
                // ENVELOPE and the like: `BODY[...]`-style brackets stick to the atom before them.
                if peek == UInt8(ascii: "[") { guard takeBracketed() != nil else { return false } }
            }
        } while depth > 0
        return true
    }

    /// The text between `[` and its `]`, where a quoted string may hold a `]`.
    mutating func takeBracketed() -> ArraySlice<UInt8>? {
        guard take(UInt8(ascii: "[")) else { return nil }
        let start = position
        while let byte = peek {
            if byte == UInt8(ascii: "]") {
                position += 1
                return text[start..<(position - 1)]
            }
            if byte == UInt8(ascii: "\"") {
                guard takeQuoted() != nil else { return nil }
            } else {
                position += 1
            }
        }
        return nil
    }

    private mutating func takeQuoted() -> [UInt8]? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        var bytes: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return bytes
            case UInt8(ascii: "\\"):
                guard let escaped = peek else { return nil }
                bytes.append(escaped)
                position += 1
            default: bytes.append(byte)
            }
        }
        return nil
    }

    private mutating func takeLiteral() -> ResponseFramer.Literal? {
        _ = take(UInt8(ascii: "~"))
        guard take(UInt8(ascii: "{")), let end = text[position...].firstIndex(of: 0x0A),
            nextLiteral < literals.count
        else { return nil }
        position = end + 1
        // Moved out rather than copied: a mail has one owner from the socket to the store.
        let literal = literals[nextLiteral]
        literals[nextLiteral] = .dropped(0)
        nextLiteral += 1
        return literal
    }

    private static func isAtomByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7F, UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\""), UInt8(ascii: "["),
            UInt8(ascii: "]"), UInt8(ascii: "{"):
            false
        default: true
        }
    }

    static func upper(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.map { (0x61...0x7A).contains($0) ? $0 - 32 : $0 }, as: UTF8.self)
    }
}

/// Reads an address list as mail really writes it (RFC 5322 sections 3.4 and 4.4): comments, groups, quoted and encoded
/// names, source routes, missing brackets, semicolons for commas, raw bytes above 127.
struct AddressParser {
    private let hint: Charset?
    private let limits: Limits
    private var defects = DefectSet()
    private var result: [Address] = []
    private var groupName: String?
    private var members: [Mailbox] = []
    private var count = 0

    /// The words before an angle bracket, quotes taken off and one space between them.
    private var phrase: [UInt8] = []
    /// The same as an address would need them: quotes kept, no blanks beside dots and at signs.
    private var bare: [UInt8] = []
    private var words = 0
    /// Whether `bare` holds an at sign.
    private var hasAt = false
    private var comment: [UInt8] = []
    /// What the angle brackets hold.
    private var angle: [UInt8]?
    private var isSpaced = false
    /// Quotes and parentheses that nothing closed; beyond the limit no partner is searched for any more.
    private var unclosed = 0
    private static let unclosedLimit = 16

    static func parse(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        hint: Charset?,
        limits: Limits,
        _ defects: inout DefectSet
    ) -> [Address] {
        var parser = AddressParser(hint: hint, limits: limits)
        parser.run(bytes.extracting(range))
        defects.formUnion(parser.defects)
        return parser.result
    }

    private init(hint: Charset?, limits: Limits) {
        self.hint = hint
        self.limits = limits
    }

    private mutating func run(_ bytes: Span<UInt8>) {
        var index = 0
        let end = bytes.count
        while index < end {
            guard count < limits.addresses else {
                defects.insert(.badAddress)
                break
            }
            index = token(bytes, index, end)
        }
        finishMailbox()
        if groupName != nil { defects.insert(.badAddress) }
        finishGroup()
    }

    /// Reads the token at `index`; answers where the next begins.
    private mutating func token(_ bytes: Span<UInt8>, _ index: Int, _ end: Int) -> Int {
        let byte = bytes[index]
        switch byte {
        case _ where byte.isWhitespace || byte == 0:
            isSpaced = true
            return index + 1
        case ASCII.comma:
            finishMailbox()
            return index + 1
        case ASCII.semicolon:
            finishMailbox()
            finishGroup()
            return index + 1
        case ASCII.colon where groupName == nil && angle == nil && !hasAt:
            startGroup()
            return index + 1
        case ASCII.leftParenthesis: return readComment(bytes, index, end)
        case ASCII.quote: return readQuoted(bytes, index, end)
        case ASCII.less: return readAngle(bytes, index, end)
        case ASCII.greater:
            defects.insert(.badAddress)
            return index + 1
        case ASCII.leftBracket:
            let close = bytes.firstIndex(of: ASCII.rightBracket, in: index..<Swift.min(end, index + 256))
            let stop = close.map { $0 + 1 } ?? index + 1
            append(bytes, index..<stop)
            return stop
        default:
            return readAtom(bytes, index, end)
        }
    }

    private mutating func readAtom(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        if bytes[start] == ASCII.equals, let word = EncodedWord(bytes, at: start), word.end <= end, word.isTerminated {
            append(bytes, start..<word.end)
            return word.end
        }
        var index = start + 1
        while index < end, !Self.endsAtom(bytes[index]) { index += 1 }
        append(bytes, start..<index)
        return index
    }

    private static func endsAtom(_ byte: UInt8) -> Bool {
        switch byte {
        case ASCII.comma, ASCII.semicolon, ASCII.colon, ASCII.leftParenthesis, ASCII.quote, ASCII.less,
            ASCII.greater, ASCII.leftBracket, 0:
            true
        default: byte.isWhitespace
        }
    }

    private mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        if isSpaced, !phrase.isEmpty { phrase.append(ASCII.space) }
        startBareWord(first: bytes[range.lowerBound])
        phrase.append(bytes, range)
        bare.append(bytes, range)
        hasAt = hasAt || bytes.firstIndex(of: ASCII.at, in: range) != nil
    }

    /// Blanks separate words of an address, but not beside its dots and at sign.
    private mutating func startBareWord(first: UInt8) {
        if bare.isEmpty {
            words = 1
        } else if isSpaced, let last = bare.last, !Self.joins(last), !Self.joins(first) {
            bare.append(ASCII.space)
            words += 1
        }
        isSpaced = false
    }

    private static func joins(_ byte: UInt8) -> Bool { byte == ASCII.dot || byte == ASCII.at }

    private mutating func readComment(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var depth = 0
        var index = start
        var text: [UInt8] = []
        while index < end, unclosed < Self.unclosedLimit {
            let byte = bytes[index]
            if byte == ASCII.leftParenthesis {
                depth += 1
                if depth > 1 { text.append(byte) }
            } else if byte == ASCII.rightParenthesis {
                depth -= 1
                if depth == 0 { break }
                text.append(byte)
            } else if byte == ASCII.backslash, index + 1 < end {
                index += 1
                text.append(bytes[index])
            } else {
                text.append(byte)
            }
            index += 1
        }
        isSpaced = true
        guard depth == 0, index < end else { return passOver(start) }
        comment = text
        return index + 1
    }

    /// Passes over a mark that opens something nobody closes, so that it does not swallow the rest of the list.
    private mutating func passOver(_ start: Int) -> Int {
        defects.insert(.badAddress)
        unclosed += 1
        return start + 1
    }

    private mutating func readQuoted(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        guard unclosed < Self.unclosedLimit, let close = Self.closingQuote(bytes, start, end) else {
            return passOver(start)
        }
        if isSpaced, !phrase.isEmpty { phrase.append(ASCII.space) }
        startBareWord(first: ASCII.quote)
        bare.append(ASCII.quote)
        var index = start + 1
        while index < close {
            if bytes[index] == ASCII.backslash, index + 1 < close {
                bare.append(bytes[index])
                index += 1
            }
            if bytes[index] != ASCII.carriageReturn, bytes[index] != ASCII.lineFeed {
                phrase.append(bytes[index])
                bare.append(bytes[index])
            }
            index += 1
        }
        bare.append(ASCII.quote)
        return close + 1
    }

    /// The quote that closes the one at `start`.
    private static func closingQuote(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        var index = start + 1
        while index < end {
            if bytes[index] == ASCII.quote { return index }
            index += bytes[index] == ASCII.backslash ? 2 : 1
        }
        return nil
    }

    private mutating func readAngle(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var index = start + 1
        var inner: [UInt8] = []
        while index < end {
            let byte = bytes[index]
            if byte == ASCII.greater { break }
            // A comma or another bracket inside means that the closing one is missing.
            if byte == ASCII.less || (byte == ASCII.comma && inner.first != ASCII.at) {
                defects.insert(.badAddress)
                index -= 1
                break
            }
            // Only a local part as a whole is quoted (RFC 5322 section 3.4.1), and no longer than a line.
            let reach = Swift.min(end, index + 998)
            if byte == ASCII.quote, inner.isEmpty, let close = Self.closingQuote(bytes, index, reach) {
                inner.append(bytes, index..<close + 1)
                index = close + 1
                continue
            }
            if byte == ASCII.quote { defects.insert(.badAddress) }
            if !byte.isWhitespace { inner.append(byte) }
            index += 1
        }
        if index >= end { defects.insert(.badAddress) }
        // Of several the first counts that can be an address.
        if angle != nil { defects.insert(.badAddress) }
        if angle?.contains(ASCII.at) != true { angle = Self.withoutRoute(inner) }
        isSpaced = true
        return Swift.min(index + 1, end)
    }

    /// Takes a source route (`@a,@b:`, RFC 5322 section 4.4) off an address.
    private static func withoutRoute(_ inner: [UInt8]) -> [UInt8] {
        guard inner.first == ASCII.at, let colon = inner.firstIndex(of: ASCII.colon) else { return inner }
        return Array(inner[(colon + 1)...])
    }

    private mutating func startGroup() {
        groupName = decoded(phrase)
        clear()
    }

    private mutating func finishGroup() {
        guard let name = groupName else { return }
        result.append(.group(name: name, members: members))
        groupName = nil
        members = []
    }

    private mutating func clear() {
        phrase = []
        bare = []
        comment = []
        angle = nil
        words = 0
        hasAt = false
        isSpaced = false
    }

    private mutating func finishMailbox() {
        defer { clear() }
        guard let mailbox = mailbox() else { return }
        count += 1
        if groupName != nil { members.append(mailbox) } else { result.append(.mailbox(mailbox)) }
    }

    private mutating func mailbox() -> Mailbox? {
        if let angle {
            if angle.isEmpty, phrase.isEmpty { return nil }
            if !angle.contains(ASCII.at) { defects.insert(.badAddress) }
            return make(name: phrase.isEmpty ? comment : phrase, spec: angle)
        }
        guard !bare.isEmpty else { return nil }
        guard words > 1 else {
            if !bare.contains(ASCII.at) { defects.insert(.badAddress) }
            return make(name: comment, spec: bare)
        }
        defects.insert(.badAddress)
        // Words without brackets: the one with an at sign is the address.
        let pieces = bare.split(separator: ASCII.space)
        guard let place = pieces.lastIndex(where: { $0.contains(ASCII.at) }) else {
            return make(name: phrase, spec: [])
        }
        let others = pieces.indices.filter { $0 != place }.map { pieces[$0].filter { $0 != ASCII.quote } }
        return make(name: Array(others.joined(separator: [ASCII.space])), spec: Array(pieces[place]))
    }

    private mutating func make(name: [UInt8], spec: [UInt8]) -> Mailbox {
        let text = HeaderText(hint: hint).decode(spec.span, 0..<spec.count, &defects)
        guard let at = text.lastIndex(of: "@") else {
            return Mailbox(name: decoded(name), localPart: Self.unquoted(text), domain: "")
        }
        var domain = text[text.index(after: at)...]
        while domain.hasSuffix(".") { domain.removeLast() }
        return Mailbox(name: decoded(name), localPart: Self.unquoted(String(text[..<at])), domain: String(domain))
    }

    private mutating func decoded(_ bytes: [UInt8]) -> String {
        HeaderText(hint: hint).decode(bytes.span, 0..<bytes.count, &defects)
    }

    /// Takes needless quotes off a local part: `"joe"@x` and `joe@x` are one address (RFC 5321 section 4.1.2).
    private static func unquoted(_ local: String) -> String {
        let bytes = Array(local.utf8)
        guard bytes.count > 2, bytes.first == ASCII.quote, bytes.last == ASCII.quote else { return local }
        let inner = bytes[1..<bytes.count - 1]
        let isAtom = inner.allSatisfy { byte in
            byte.isLetter || byte.isDigit || byte == ASCII.dot || byte == ASCII.hyphen || byte == ASCII.underscore
                || byte == ASCII.plus || byte >= 0x80
        }
        return isAtom ? Array(inner).text : local
    }
}

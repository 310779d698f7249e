/// A header value of the form `token; name=value; ...` (RFC 2045 section 5.1, RFC 2183, RFC 3834 section 5), with the
/// continuations and charsets of RFC 2231.
public struct ParameterizedValue: Sendable, Hashable {
    /// One parameter, its pieces joined and decoded.
    public struct Parameter: Sendable, Hashable {
        /// The name in lower case, without the marks of RFC 2231.
        public let name: String
        public let value: String
    }

    /// What stands before the first semicolon, in lower case and without comments: `attachment`, `auto-replied`.
    public let value: String
    /// The parameters in the order of their first appearance.
    public let parameters: [Parameter]
    let found: DefectSet

    /// What was wrong with the value.
    public var defects: [MessageDefect] { found.list }

    /// Reads the value of a header field, as it is written.
    public init(parsing text: String) {
        let bytes = Array(text.utf8)
        self.init(bytes.span, 0..<bytes.count, hint: nil, limits: .standard)
    }

    /// The first parameter of that name, compared without case.
    public subscript(name: String) -> String? {
        let wanted = name.lowercased()
        return parameters.first { $0.name == wanted }?.value
    }

    init(_ bytes: Span<UInt8>, _ range: Range<Int>, hint: Charset?, limits: Limits) {
        var reader = ParameterReader(limit: limits.parameters)
        reader.read(bytes, range)
        value = reader.token.text
        parameters = reader.joined(hint: hint)
        found = reader.defects
    }
}

/// Reads parameters piece by piece, then joins the pieces.
private struct ParameterReader {
    /// One written parameter, perhaps a section of a longer one.
    struct Piece {
        var name: [UInt8]
        /// The number of the section, nil for a parameter in one piece.
        var section: Int?
        /// Whether the value is percent-encoded and the first section names a charset.
        var isExtended: Bool
        var value: [UInt8]
    }

    let limit: Int
    var token: [UInt8] = []
    var pieces: [Piece] = []
    var defects = DefectSet()

    init(limit: Int) { self.limit = limit }

    mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var index = range.lowerBound
        let end = range.upperBound
        while index < end, bytes[index] != ASCII.semicolon {
            if bytes[index] == ASCII.leftParenthesis {
                index = Self.skipComment(bytes, index, end)
            } else {
                if bytes[index] > ASCII.space, bytes[index] != ASCII.delete { token.append(bytes[index].lowered) }
                index += 1
            }
        }
        while index < end {
            guard pieces.count < limit else {
                defects.insert(.badParameter)
                return
            }
            index = parameter(bytes, index, end)
        }
    }

    /// Reads one parameter from `start` on; answers where the next begins.
    private mutating func parameter(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var index = start
        while index < end, bytes[index].isWhitespace || bytes[index] == ASCII.semicolon { index += 1 }
        if index < end, bytes[index] == ASCII.leftParenthesis { return Self.skipComment(bytes, index, end) }
        let nameStart = index
        while index < end, bytes[index] != ASCII.equals, bytes[index] != ASCII.semicolon { index += 1 }
        let name = bytes.trimmed(nameStart..<index)
        guard index < end, bytes[index] == ASCII.equals else {
            if !name.isEmpty { defects.insert(.badParameter) }
            return index
        }
        index += 1
        while index < end, bytes[index].isWhitespace { index += 1 }
        var piece = piece(named: bytes.bytes(in: name).map(\.lowered).filter { $0 > ASCII.space })
        if index < end, bytes[index] == ASCII.quote {
            index = quoted(bytes, index + 1, end, &piece.value)
            while index < end, bytes[index].isWhitespace { index += 1 }
            if index < end, bytes[index] != ASCII.semicolon, bytes[index] != ASCII.leftParenthesis {
                defects.insert(.badParameter)
            }
        } else {
            index = unquoted(bytes, index, end, &piece)
        }
        if piece.name.isEmpty { defects.insert(.badParameter) } else { pieces.append(piece) }
        return index
    }

    /// Takes the marks of RFC 2231 section 3 and 4 off a name: `name*`, `name*1`, `name*1*`.
    private func piece(named written: [UInt8]) -> Piece {
        var name = written
        var isExtended = false
        if name.last == ASCII.star {
            isExtended = true
            name.removeLast()
        }
        guard let star = name.lastIndex(of: ASCII.star), star + 1 < name.count, name.count - star <= 6 else {
            return Piece(name: name, section: nil, isExtended: isExtended, value: [])
        }
        var section = 0
        for byte in name[(star + 1)...] {
            guard byte.isDigit else { return Piece(name: written, section: nil, isExtended: false, value: []) }
            section = section * 10 + Int(byte - ASCII.zero)
        }
        return Piece(name: Array(name[..<star]), section: section, isExtended: isExtended, value: [])
    }

    /// Reads a quoted string behind its opening quote. Only quotes and backslashes are unescaped: Windows paths occur.
    private mutating func quoted(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ value: inout [UInt8]) -> Int {
        var index = start
        while index < end {
            let byte = bytes[index]
            if byte == ASCII.quote { return index + 1 }
            if byte == ASCII.backslash, index + 1 < end,
                bytes[index + 1] == ASCII.quote || bytes[index + 1] == ASCII.backslash
            {
                value.append(bytes[index + 1])
                index += 2
                continue
            }
            // A fold is no part of the value; the blank behind it is.
            if byte != ASCII.carriageReturn, byte != ASCII.lineFeed { value.append(byte) }
            index += 1
        }
        defects.insert(.badParameter)
        return end
    }

    /// Reads a value without quotes. File names run to the semicolon, blanks and parentheses included, for that is how
    /// careless senders write them; other values end at a blank or comment.
    private func unquoted(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ piece: inout Piece) -> Int {
        let isName = piece.name == Array("filename".utf8) || piece.name == Array("name".utf8)
        var index = start
        while index < end, bytes[index] != ASCII.semicolon {
            if !isName, bytes[index].isWhitespace || bytes[index] == ASCII.leftParenthesis { break }
            index += 1
        }
        piece.value = bytes.bytes(in: bytes.trimmed(start..<index))
        if isName { piece.value.removeAll { $0 == ASCII.carriageReturn || $0 == ASCII.lineFeed } }
        return index
    }

    private static func skipComment(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var depth = 0
        var index = start
        while index < end {
            switch bytes[index] {
            case ASCII.leftParenthesis: depth += 1
            case ASCII.rightParenthesis: depth -= 1
            case ASCII.backslash: index += 1
            default: break
            }
            index += 1
            if depth == 0 { break }
        }
        return Swift.min(index, end)
    }

    /// One parameter a name: extended forms win over plain ones (RFC 6266 section 4.3), the first over repeats.
    mutating func joined(hint: Charset?) -> [ParameterizedValue.Parameter] {
        var order: [[UInt8]] = []
        var groups: [[UInt8]: [Piece]] = [:]
        for piece in pieces {
            if groups[piece.name] == nil { order.append(piece.name) }
            groups[piece.name, default: []].append(piece)
        }
        return order.map { name in
            ParameterizedValue.Parameter(name: name.text, value: value(of: groups[name] ?? [], hint: hint))
        }
    }

    private mutating func value(of pieces: [Piece], hint: Charset?) -> String {
        if pieces.count == 1, let only = pieces.first, !only.isExtended {
            if only.section != nil, only.section != 0 { defects.insert(.badParameter) }
            return plain(only.value, hint: hint)
        }
        if let whole = pieces.first(where: { $0.section == nil && $0.isExtended }) { return extended([whole]) }
        var sections = pieces.filter { $0.section != nil }
        if sections.isEmpty {
            defects.insert(.badParameter)
            return plain(pieces.first?.value ?? [], hint: hint)
        }
        sections.sort { ($0.section ?? 0) < ($1.section ?? 0) }
        var chain: [Piece] = []
        for piece in sections where piece.section != chain.last?.section { chain.append(piece) }
        if chain.last?.section != chain.count - 1 || chain.count != sections.count { defects.insert(.badParameter) }
        if chain.contains(where: \.isExtended) { return extended(chain) }
        return plain(chain.flatMap(\.value), hint: hint)
    }

    private mutating func plain(_ value: [UInt8], hint: Charset?) -> String {
        HeaderText(hint: hint).decode(value.span, 0..<value.count, &defects)
    }

    /// Joins percent-encoded sections and decodes them together, for characters are split between them.
    private mutating func extended(_ pieces: [Piece]) -> String {
        var label: [UInt8] = []
        var bytes: [UInt8] = []
        for (number, piece) in pieces.enumerated() {
            var value = piece.value[...]
            if number == 0, piece.isExtended {
                if let first = value.firstIndex(of: ASCII.apostrophe),
                    let second = value[(first + 1)...].firstIndex(of: ASCII.apostrophe)
                {
                    label = Array(value[..<first])
                    value = value[(second + 1)...]
                } else {
                    defects.insert(.badParameter)
                }
            }
            if piece.isExtended { percentDecoded(value, into: &bytes) } else { bytes.append(contentsOf: value) }
        }
        let charset = Charset(label: label.text)
        if charset == nil, !label.isEmpty { defects.insert(.unknownCharset) }
        let read = LabelledText.decode(bytes.span, as: charset, hint: nil)
        if !read.defects.isEmpty, charset != nil { defects.insert(.badParameter) }
        var utf8 = read.utf8
        utf8.blankControls()
        let text = utf8.trustedText
        // Some programs percent-encode nothing and put encoded-words here instead.
        return text.contains("=?") ? plain(Array(text.utf8), hint: nil) : text
    }

    private mutating func percentDecoded(_ value: ArraySlice<UInt8>, into out: inout [UInt8]) {
        var index = value.startIndex
        while index < value.endIndex {
            if value[index] == ASCII.percent {
                if index + 2 < value.endIndex, let high = value[index + 1].hexValue, let low = value[index + 2].hexValue
                {
                    out.append(high << 4 | low)
                    index += 3
                    continue
                }
                defects.insert(.badParameter)
            }
            out.append(value[index])
            index += 1
        }
    }
}

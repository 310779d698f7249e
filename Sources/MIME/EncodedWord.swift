/// The readable text of header values: unfolding (RFC 5322 section 2.2.3), encoded-words (RFC 2047) and raw bytes
/// above 127 (RFC 6532, or whatever the sender's program took for granted).
struct HeaderText {
    /// The charset of the message's body, tried for raw bytes that are not UTF-8.
    let hint: Charset?

    /// Unfolds `range` and decodes its encoded-words.
    func decode(_ bytes: Span<UInt8>, _ range: Range<Int>, _ defects: inout DefectSet) -> String {
        let inner = bytes.trimmed(range)
        switch Self.content(bytes, inner) {
        case .plain: return bytes.string(in: inner)
        case .folded: return plain(Self.unfolded(bytes, inner), &defects)
        case .encoded:
            let line = Self.unfolded(bytes, inner)
            var reader = EncodedWordReader(hint: hint)
            return reader.read(line.span, &defects)
        }
    }

    /// Unfolds `range` and leaves encoded-words as they are written.
    func unfold(_ bytes: Span<UInt8>, _ range: Range<Int>, _ defects: inout DefectSet) -> String {
        let inner = bytes.trimmed(range)
        if Self.content(bytes, inner) == .plain { return bytes.string(in: inner) }
        return plain(Self.unfolded(bytes, inner), &defects)
    }

    private func plain(_ line: [UInt8], _ defects: inout DefectSet) -> String {
        var text = RawText.decode(line.span, hint: hint, eightBitDefect: .rawEightBitHeader, &defects)
        text.blankControls()
        return text.trustedText
    }

    private enum Content {
        case plain, folded, encoded
    }

    /// Whether there is anything to do: most values are one line of ASCII.
    private static func content(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Content {
        var content = Content.plain
        var previous: UInt8 = 0
        for index in range {
            let byte = bytes[index]
            if byte == ASCII.question, previous == ASCII.equals { return .encoded }
            if byte < ASCII.space || byte >= ASCII.delete { content = .folded }
            previous = byte
        }
        return content
    }

    /// One line: each fold becomes a space, and so does every other control but the escape of ISO-2022.
    static func unfolded(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            let start = index
            while index < range.upperBound, isOrdinary(bytes[index]) { index += 1 }
            line.append(bytes, start..<index)
            guard index < range.upperBound else { break }
            let isFold = bytes[index] == ASCII.carriageReturn || bytes[index] == ASCII.lineFeed
            index += 1
            if isFold {
                while index < range.upperBound, bytes[index].isWhitespace { index += 1 }
            }
            line.append(ASCII.space)
        }
        return line
    }

    @inline(__always)
    private static func isOrdinary(_ byte: UInt8) -> Bool {
        byte >= ASCII.space && byte != ASCII.delete || byte == ASCII.escape
    }
}

/// Reads one unfolded line with encoded-words. Neighbours of one charset are joined before they are decoded, for
/// senders split characters between them.
struct EncodedWordReader {
    private let hint: Charset?
    private var out: [UInt8] = []
    /// Bytes of the encoded-words read since the last other text, and their label.
    private var pending: [UInt8] = []
    private var label: Range<Int> = 0..<0
    private var hasPending = false
    /// Base64 letters left over by a word that ended inside a quantum.
    private var carry: [UInt8] = []

    init(hint: Charset?) { self.hint = hint }

    mutating func read(_ line: Span<UInt8>, _ defects: inout DefectSet) -> String {
        var index = 0
        var plainStart = 0
        while let sign = line.firstIndex(of: ASCII.equals, in: index..<line.count) {
            guard let word = EncodedWord(line, at: sign) else {
                index = sign + 1
                continue
            }
            if !word.isTerminated { defects.insert(.badEncodedWord) }
            let between = plainStart..<sign
            if !(hasPending && Self.isBlank(line, between)) {
                flush(line, &defects)
                plain(line, between, &defects)
            }
            append(word, line, &defects)
            index = word.end
            plainStart = index
        }
        flush(line, &defects)
        plain(line, plainStart..<line.count, &defects)
        out.blankControls()
        return out.trustedText
    }

    private mutating func append(_ word: EncodedWord, _ line: Span<UInt8>, _ defects: inout DefectSet) {
        if hasPending, !Self.areSame(line, label, word.charset) { flush(line, &defects) }
        label = word.charset
        hasPending = true
        guard word.isBase64 else {
            closeCarry(&defects)
            QuotedPrintable.decodeWord(line, word.text, into: &pending, &defects)
            return
        }
        var letters = carry
        carry = []
        letters.append(line, word.text)
        let rest = Self.openLetters(letters.span)
        if rest > 0 {
            carry = Array(letters.suffix(rest))
            letters.removeLast(rest)
        }
        decodeBase64(letters, &defects)
    }

    /// How many letters at the end belong to a quantum that the next word will finish: none when the data is whole,
    /// padded, or merely lacks its padding (then the bits behind the last byte are zero).
    private static func openLetters(_ letters: Span<UInt8>) -> Int {
        var count = 0
        for index in 0..<letters.count {
            if letters[index] == ASCII.equals { return 0 }
            if !letters[index].isWhitespace { count += 1 }
        }
        let rest = count % 4
        guard rest > 0, let last = Base64.value(letters[letters.count - 1]) else { return 0 }
        if rest == 2, last & 0x0F == 0 { return 0 }
        if rest == 3, last & 0x03 == 0 { return 0 }
        return rest
    }

    private mutating func decodeBase64(_ letters: [UInt8], _ defects: inout DefectSet) {
        var found = DefectSet()
        pending.append(contentsOf: Base64.decode(letters.span, 0..<letters.count, &found))
        if !found.isEmpty { defects.insert(.badEncodedWord) }
    }

    private mutating func closeCarry(_ defects: inout DefectSet) {
        guard !carry.isEmpty else { return }
        decodeBase64(carry, &defects)
        carry = []
    }

    private mutating func flush(_ line: Span<UInt8>, _ defects: inout DefectSet) {
        guard hasPending else { return }
        closeCarry(&defects)
        hasPending = false
        let bytes = pending
        pending = []
        let name = line.string(in: label)
        guard let charset = Charset(label: name) else {
            defects.insert(.unknownCharset)
            var ignored = DefectSet()
            out.append(
                contentsOf: RawText.decode(bytes.span, hint: hint, eightBitDefect: .badEncodedWord, &ignored)
            )
            return
        }
        let read = LabelledText.decode(bytes.span, as: charset, hint: nil)
        if !read.defects.isEmpty { defects.insert(.badEncodedWord) }
        out.append(contentsOf: read.utf8)
    }

    private mutating func plain(_ line: Span<UInt8>, _ range: Range<Int>, _ defects: inout DefectSet) {
        guard !range.isEmpty else { return }
        let part = line.extracting(range)
        out.append(contentsOf: RawText.decode(part, hint: hint, eightBitDefect: .rawEightBitHeader, &defects))
    }

    private static func isBlank(_ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range where !line[index].isWhitespace { return false }
        return true
    }

    private static func areSame(_ line: Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>) -> Bool {
        guard left.count == right.count else { return false }
        for offset in 0..<left.count
        where line[left.lowerBound + offset].lowered != line[right.lowerBound + offset].lowered {
            return false
        }
        return true
    }
}

/// The places of one encoded-word: `=?charset*language?encoding?text?=` (RFC 2047 section 2, RFC 2231 section 5).
struct EncodedWord {
    let charset: Range<Int>
    let isBase64: Bool
    let text: Range<Int>
    /// Behind the word.
    let end: Int
    /// Whether its closing `?=` was there.
    let isTerminated: Bool

    /// Longest label that is taken for one.
    private static let labelLimit = 60

    init?(_ line: Span<UInt8>, at start: Int) {
        guard start + 6 <= line.count, line[start] == ASCII.equals, line[start + 1] == ASCII.question else {
            return nil
        }
        var index = start + 2
        let labelStart = index
        var labelEnd: Int?
        while index < line.count, line[index] != ASCII.question {
            let byte = line[index]
            if byte <= ASCII.space || byte >= ASCII.delete || index - labelStart > Self.labelLimit { return nil }
            if byte == ASCII.star, labelEnd == nil { labelEnd = index }
            index += 1
        }
        guard index > labelStart, index + 2 < line.count, line[index + 2] == ASCII.question else { return nil }
        switch line[index + 1] {
        case 0x42, 0x62: isBase64 = true
        case 0x51, 0x71: isBase64 = false
        default: return nil
        }
        charset = labelStart..<(labelEnd ?? index)
        let textStart = index + 3
        if let close = Self.close(line, textStart, isBase64: isBase64) {
            text = textStart..<close
            end = close + 2
            isTerminated = true
        } else {
            var stop = textStart
            while stop < line.count, !line[stop].isWhitespace { stop += 1 }
            text = textStart..<stop
            end = stop
            isTerminated = false
        }
    }

    /// The place of the closing `?=`. In Q text an unencoded question mark may stand before an encoded byte, so there
    /// `?=` with two hexadecimal digits behind it closes only if nothing else does before the next blank.
    private static func close(_ line: Span<UInt8>, _ start: Int, isBase64: Bool) -> Int? {
        var candidate: Int?
        var index = start
        while let mark = line.firstIndex(of: ASCII.question, in: index..<line.count) {
            guard mark + 1 < line.count else { break }
            if candidate != nil, hasBlank(line, index..<mark) { break }
            if line[mark + 1] == ASCII.equals {
                let isDoubtful =
                    !isBase64 && mark + 3 < line.count && line[mark + 2].hexValue != nil
                    && line[mark + 3].hexValue != nil
                guard isDoubtful else { return mark }
                candidate = candidate ?? mark
            } else if line[mark - 1] == ASCII.equals {
                // The next encoded-word begins here: this one ends before it at the latest.
                break
            }
            index = mark + 1
        }
        return candidate
    }

    private static func hasBlank(_ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range where line[index].isWhitespace { return true }
        return false
    }
}

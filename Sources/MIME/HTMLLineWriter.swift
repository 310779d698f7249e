/// Builds lines of text: blanks run together, breaks counted, quotation marks in front.
struct HTMLLineWriter {
    private var out: [UInt8] = []
    private let limit: Int
    /// Line breaks due before the next text, at most two: an empty line.
    private var breaks = 0
    /// The blank due before the next text in the same line; 0 for none.
    private var blank: UInt8 = 0
    private var hasText = false
    private var lineDepth = 0
    /// Whether the output has reached its limit.
    private(set) var isFull = false

    /// Quotation marks in front of a line; deeper quotations look no different.
    private static let depthLimit = 12

    init(limit: Int) { self.limit = limit }

    consuming func finished() -> [UInt8] {
        if isFull { out.dropPartialCharacter() }
        if !out.isEmpty { out.append(ASCII.lineFeed) }
        return out
    }

    /// At least `count` line breaks before the next text.
    mutating func block(_ count: Int) {
        if hasText { breaks = Swift.max(breaks, count) }
        blank = 0
    }

    mutating func lineBreak() {
        breaks = Swift.min(2, breaks + 1)
        blank = 0
    }

    /// Separates cells of one row.
    mutating func cell() {
        if hasText, breaks == 0 { blank = ASCII.tab }
    }

    mutating func marker(_ text: String, _ state: HTMLState) {
        for byte in text.utf8 { put(byte, state) }
        blank = 0
    }

    /// The line by which mail programs set an older message apart.
    mutating func rule(_ state: HTMLState) {
        block(1)
        for _ in 0..<32 { put(ASCII.underscore, state) }
        block(1)
    }

    mutating func write(_ html: Span<UInt8>, _ range: Range<Int>, _ state: HTMLState) {
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = html[index]
            if byte.isWhitespace {
                space(byte, state)
                index += 1
            } else if byte == 0x26 {
                index = entity(html, index, range.upperBound, state)
            } else if Self.isPlain(byte) {
                var stop = index + 1
                while stop < range.upperBound, Self.isPlain(html[stop]) { stop += 1 }
                run(html, index..<stop, state)
                index = stop
            } else {
                let length = Swift.min(Self.length(byte), range.upperBound - index)
                character(html, index..<index + length, state)
                index += length
            }
            if isFull { return }
        }
    }

    /// Whether a byte stands for itself: no blank, no ampersand, and no first byte of the characters that
    /// `character` treats.
    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        if byte < 0x80 { return byte > ASCII.space && byte != 0x26 }
        return byte != 0xC2 && byte != 0xCD && byte != 0xE2 && byte != 0xEF
    }

    private mutating func run(_ html: Span<UInt8>, _ range: Range<Int>, _ state: HTMLState) {
        if breaks > 0 || blank != 0 || !hasText { separate(state) }
        let room = limit - out.count
        if range.count <= room {
            out.append(html, range)
        } else {
            isFull = true
        }
    }

    private mutating func space(_ byte: UInt8, _ state: HTMLState) {
        guard state.isPreformatted else {
            if blank == 0 { blank = ASCII.space }
            return
        }
        if byte == ASCII.lineFeed { lineBreak() } else { put(byte, state) }
    }

    private static func length(_ lead: UInt8) -> Int { lead >= 0xF0 ? 4 : (lead >= 0xE0 ? 3 : (lead >= 0xC0 ? 2 : 1)) }

    /// Writes a character beyond ASCII. Characters without width go, for senders pad previews with them; hard blanks
    /// are blanks.
    private mutating func character(_ bytes: Span<UInt8>, _ range: Range<Int>, _ state: HTMLState) {
        let start = range.lowerBound
        if range.count == 2 {
            switch (bytes[start], bytes[start + 1]) {
            case (0xC2, 0xA0): return space(ASCII.space, state)
            case (0xC2, 0xAD), (0xCD, 0x8F): return
            default: break
            }
        } else if range.count == 3 {
            switch (bytes[start], bytes[start + 1], bytes[start + 2]) {
            case (0xE2, 0x80, 0x8B), (0xEF, 0xBB, 0xBF): return
            default: break
            }
        }
        for index in range { put(bytes[index], state) }
    }

    private mutating func entity(_ html: Span<UInt8>, _ start: Int, _ end: Int, _ state: HTMLState) -> Int {
        guard let (scalar, next) = HTMLEntities.read(html, start, end) else {
            put(0x26, state)
            return start + 1
        }
        let bytes = Array(String(scalar).utf8)
        if bytes.count == 1 {
            if bytes[0].isWhitespace { space(bytes[0], state) } else { put(bytes[0], state) }
        } else {
            character(bytes.span, 0..<bytes.count, state)
        }
        return next
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8, _ state: HTMLState) {
        if breaks > 0 || blank != 0 || !hasText { separate(state) }
        if out.count < limit { out.append(byte) } else { isFull = true }
    }

    /// Writes what is due before the next text.
    private mutating func separate(_ state: HTMLState) {
        let depth = Swift.min(state.quoteDepth, Self.depthLimit)
        if !hasText {
            hasText = true
            prefix(depth, isEmptyLine: false)
        } else if breaks > 0 || depth != lineDepth {
            for number in 1...Swift.max(1, breaks) {
                out.append(ASCII.lineFeed)
                let isLast = number == Swift.max(1, breaks)
                prefix(isLast ? depth : Swift.min(depth, lineDepth), isEmptyLine: !isLast)
            }
        } else if blank != 0 {
            out.append(blank)
        }
        lineDepth = depth
        breaks = 0
        blank = 0
    }

    private mutating func prefix(_ depth: Int, isEmptyLine: Bool) {
        for number in 0..<depth {
            out.append(ASCII.greater)
            if !isEmptyLine || number < depth - 1 { out.append(ASCII.space) }
        }
    }
}

/// What an element means for plain text.
enum HTMLTag {
    case inline, void, raw, lineBreak, rule, paragraph, block, heading, list, numberedList, item, quotation, row, cell,
        preformatted

    /// Elements by name; every other one is inline.
    static let known: [UInt64: HTMLTag] = {
        var known: [UInt64: HTMLTag] = [:]
        for (tag, names) in names {
            for name in names.split(separator: " ") {
                var place = 0
                known[Self.name(Array(name.utf8).span, &place)] = tag
            }
        }
        return known
    }()

    private static let names: [(HTMLTag, String)] = [
        (.void, "area base col embed img input link meta param source track wbr"),
        (.raw, "script style title textarea template noframes iframe object xml svg math"),
        (.lineBreak, "br"),
        (.rule, "hr"),
        (.paragraph, "p"),
        (.heading, "h1 h2 h3 h4 h5 h6"),
        (
            .block,
            "div table tbody thead tfoot caption center article section header footer main nav aside address body "
                + "html head form fieldset figure figcaption dl dt dd details summary"
        ),
        (.list, "ul menu dir"),
        (.numberedList, "ol"),
        (.item, "li"),
        (.quotation, "blockquote"),
        (.row, "tr"),
        (.cell, "td th"),
        (.preformatted, "pre listing xmp plaintext"),
    ]

    /// Reads an element name as a number: its first bytes in lower case, and its length. `index` moves behind it.
    @inline(__always)
    static func name(_ html: Span<UInt8>, _ index: inout Int) -> UInt64 {
        var name: UInt64 = 0
        var length: UInt64 = 0
        while index < html.count {
            let byte = html[index]
            if byte.isWhitespace || byte == ASCII.greater || byte == ASCII.slash || byte == ASCII.less { break }
            if length < 7 { name = name << 8 | UInt64(byte.lowered) }
            length += 1
            index += 1
        }
        return name | Swift.min(length, 255) << 56
    }
}

/// The attributes that decide whether and how text shows.
struct HTMLAttributes {
    private(set) var isInvisible = false
    /// Whether the letters inside have no size; nil when the element does not say.
    private(set) var hasNoSize: Bool?
    private var hasNoBorder = false
    private var isMarkedQuote = false
    private var hidesOverflow = false
    private var hasNoHeight = false

    /// Longest style that is read.
    private static let styleLimit = 4_096

    /// Whether a quotation element only indents, as editors use it: no border, and nothing says that it quotes.
    var isIndentation: Bool { hasNoBorder && !isMarkedQuote }

    mutating func note(_ html: Span<UInt8>, name: Range<Int>, value: Range<Int>) {
        if html.equals("style", in: name) {
            style(html, value)
        } else if html.equals("hidden", in: name) {
            isInvisible = true
        } else if html.equals("type", in: name) || html.equals("cite", in: name) {
            isMarkedQuote = true
        } else if html.equals("class", in: name) {
            isMarkedQuote = isMarkedQuote || !value.isEmpty
        }
    }

    private mutating func style(_ html: Span<UInt8>, _ value: Range<Int>) {
        let end = Swift.min(value.upperBound, value.lowerBound + Self.styleLimit)
        var key: [UInt8] = []
        var word: [UInt8] = []
        var isValue = false
        for index in value.lowerBound..<end {
            let byte = html[index]
            if byte == ASCII.semicolon {
                declaration(key, word)
                key.removeAll(keepingCapacity: true)
                word.removeAll(keepingCapacity: true)
                isValue = false
            } else if byte == ASCII.colon, !isValue {
                isValue = true
            } else if !byte.isWhitespace {
                if isValue { word.append(byte.lowered) } else { key.append(byte.lowered) }
            }
        }
        declaration(key, word)
    }

    private mutating func declaration(_ key: [UInt8], _ value: [UInt8]) {
        let word = value.span
        switch key.count {
        case 6 where key.span.equals("border", in: 0..<6):
            hasNoBorder = word.starts(with: "none", at: 0, to: word.count) || Self.isZero(word)
        case 7 where key.span.equals("display", in: 0..<7):
            if word.starts(with: "none", at: 0, to: word.count) { isInvisible = true }
        case 7 where key.span.equals("opacity", in: 0..<7):
            if Self.isZero(word) { isInvisible = true }
        case 8 where key.span.equals("mso-hide", in: 0..<8):
            if word.starts(with: "all", at: 0, to: word.count) { isInvisible = true }
        case 8 where key.span.equals("overflow", in: 0..<8):
            hidesOverflow = word.starts(with: "hidden", at: 0, to: word.count)
        case 9 where key.span.equals("font-size", in: 0..<9): hasNoSize = Self.isZero(word)
        case 10 where key.span.equals("visibility", in: 0..<10):
            if word.starts(with: "hidden", at: 0, to: word.count) { isInvisible = true }
        case 10 where key.span.equals("max-height", in: 0..<10): hasNoHeight = Self.isZero(word)
        default: break
        }
        if hidesOverflow, hasNoHeight { isInvisible = true }
    }

    /// `0`, `0px`, `0.0em`: a number of zeros, whatever its unit.
    private static func isZero(_ word: Span<UInt8>) -> Bool {
        guard word.count > 0, word[0] == ASCII.zero else { return false }
        for index in 0..<word.count {
            let byte = word[index]
            if byte > ASCII.zero, byte <= ASCII.nine { return false }
        }
        return true
    }
}

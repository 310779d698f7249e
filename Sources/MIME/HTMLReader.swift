/// Walks through HTML in UTF-8 once and hands its visible text to a line writer.
struct HTMLReader {
    private let limits: Limits
    private(set) var defects = DefectSet()
    private var writer: HTMLLineWriter
    private var stack: [Element] = []
    private var state = HTMLState()
    /// Open elements that the stack had no room for.
    private var overflow = 0
    /// Whether the rest holds no closing quote of the kind, so that nobody searches for it again.
    private var lacksQuote = false
    private var lacksApostrophe = false

    private struct Element {
        let name: UInt64
        /// The state outside, to go back to.
        let outer: HTMLState
    }

    init(limits: Limits) {
        self.limits = limits
        writer = HTMLLineWriter(limit: limits.textBytes)
    }

    mutating func read(_ html: Span<UInt8>) {
        var index = 0
        while index < html.count, !writer.isFull {
            let sign = html.firstIndex(of: ASCII.less, in: index..<html.count) ?? html.count
            if sign > index { text(html, index..<sign) }
            guard sign < html.count else { break }
            index = markup(html, sign)
        }
        if writer.isFull { defects.insert(.textTooLarge) }
    }

    consuming func finished() -> [UInt8] { writer.finished() }

    /// Reads what begins with `<` at `start`; answers where it ends.
    private mutating func markup(_ html: Span<UInt8>, _ start: Int) -> Int {
        guard start + 1 < html.count else {
            text(html, start..<html.count)
            return html.count
        }
        let next = html[start + 1]
        if next.isLetter { return startTag(html, start + 1) }
        if next == ASCII.slash, start + 2 < html.count, html[start + 2].isLetter { return endTag(html, start + 2) }
        if html.starts(with: "<!--", at: start, to: html.count) { return Self.afterComment(html, start + 4) }
        if next == 0x21 || next == ASCII.question || next == ASCII.slash {
            return (html.firstIndex(of: ASCII.greater, in: start..<html.count) ?? html.count - 1) + 1
        }
        text(html, start..<start + 1)
        return start + 1
    }

    private static func afterComment(_ html: Span<UInt8>, _ start: Int) -> Int {
        // <!--> is a whole comment.
        var index = Swift.max(0, start - 2)
        while let close = html.firstIndex(of: ASCII.greater, in: index..<html.count) {
            if close >= start - 1, close >= 2, html[close - 1] == ASCII.hyphen, html[close - 2] == ASCII.hyphen {
                return close + 1
            }
            index = close + 1
        }
        return html.count
    }

    private mutating func text(_ html: Span<UInt8>, _ range: Range<Int>) {
        guard !state.isHidden else {
            if Self.hasInk(html, range) { defects.insert(.hiddenText) }
            return
        }
        writer.write(html, range, state)
    }

    /// Whether text has a character that would show: hiding blanks hides nothing.
    private static func hasInk(_ html: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = html[index]
            if byte == 0x26, let (scalar, next) = HTMLEntities.read(html, index, range.upperBound) {
                if !isBlank(scalar) { return true }
                index = next
            } else if byte < 0x80 {
                if !byte.isWhitespace { return true }
                index += 1
            } else {
                // Two bytes tell enough: U+00A0, U+00AD, U+034F and the signs around U+200B have no ink.
                let second = index + 1 < range.upperBound ? html[index + 1] : 0
                switch (byte, second) {
                case (0xC2, 0xA0), (0xC2, 0xAD), (0xCD, 0x8F): index += 2
                case (0xE2, 0x80), (0xEF, 0xBB): index += 3
                default: return true
                }
            }
        }
        return false
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x20, 0xA0, 0xAD, 0x34F, 0x2000...0x200F, 0xFEFF: true
        default: false
        }
    }

    private mutating func startTag(_ html: Span<UInt8>, _ start: Int) -> Int {
        var index = start
        let name = HTMLTag.name(html, &index)
        var attributes = HTMLAttributes()
        while index < html.count, html[index] != ASCII.greater { index = attribute(html, index, &attributes) }
        let end = Swift.min(index + 1, html.count)
        let tag = HTMLTag.known[name] ?? .inline
        if tag == .raw { return Self.afterRaw(html, end, name) }
        closeImplied(name, tag)
        if !state.isHidden { begin(tag) }
        if tag != .void, tag != .lineBreak, tag != .rule { push(name, tag, attributes) }
        return end
    }

    /// Reads one attribute or the blanks and slashes between two.
    private mutating func attribute(
        _ html: Span<UInt8>,
        _ start: Int,
        _ attributes: inout HTMLAttributes
    ) -> Int {
        var index = start
        if html[index].isWhitespace || html[index] == ASCII.slash || html[index] == ASCII.equals { return index + 1 }
        let nameStart = index
        while index < html.count, !html[index].isWhitespace, html[index] != ASCII.equals, html[index] != ASCII.greater,
            html[index] != ASCII.slash
        {
            index += 1
        }
        let name = nameStart..<index
        var next = index
        while next < html.count, html[next].isWhitespace { next += 1 }
        guard next < html.count, html[next] == ASCII.equals else {
            attributes.note(html, name: name, value: index..<index)
            return index
        }
        index = next + 1
        while index < html.count, html[index].isWhitespace { index += 1 }
        guard index < html.count else { return index }
        let value = value(html, &index)
        attributes.note(html, name: name, value: value)
        return index
    }

    private mutating func value(_ html: Span<UInt8>, _ index: inout Int) -> Range<Int> {
        let mark = html[index]
        let isMissing = mark == ASCII.quote ? lacksQuote : lacksApostrophe
        if mark == ASCII.quote || mark == ASCII.apostrophe, !isMissing {
            if let close = html.firstIndex(of: mark, in: index + 1..<html.count) {
                let value = index + 1..<close
                index = close + 1
                return value
            }
            if mark == ASCII.quote { lacksQuote = true } else { lacksApostrophe = true }
        }
        let start = index
        while index < html.count, !html[index].isWhitespace, html[index] != ASCII.greater { index += 1 }
        return start..<index
    }

    /// Passes over a script, style or the like: to its end tag, or to the end.
    private static func afterRaw(_ html: Span<UInt8>, _ start: Int, _ name: UInt64) -> Int {
        var index = start
        while let sign = html.firstIndex(of: ASCII.less, in: index..<html.count) {
            index = sign + 1
            guard index < html.count, html[index] == ASCII.slash else { continue }
            var after = index + 1
            if HTMLTag.name(html, &after) == name {
                return (html.firstIndex(of: ASCII.greater, in: after..<html.count) ?? html.count - 1) + 1
            }
        }
        return html.count
    }

    /// Ends what a start tag ends without saying so: a paragraph before a block, a cell before a cell.
    private mutating func closeImplied(_ name: UInt64, _ tag: HTMLTag) {
        guard let top = stack.last else { return }
        let topTag = HTMLTag.known[top.name] ?? .inline
        let isImplied =
            switch tag {
            case .paragraph, .block, .heading, .list, .numberedList, .quotation, .preformatted, .rule:
                topTag == .paragraph
            case .item, .cell: topTag == tag
            case .row: topTag == .cell || topTag == .row
            default: false
            }
        if isImplied { pop(to: stack.count - 1) }
    }

    private mutating func begin(_ tag: HTMLTag) {
        switch tag {
        case .lineBreak: writer.lineBreak()
        case .rule: writer.rule(state)
        case .paragraph, .heading, .list, .numberedList, .preformatted, .quotation:
            writer.block(tag == .list || tag == .numberedList || tag == .quotation ? 1 : 2)
        case .block, .row: writer.block(1)
        case .cell: writer.cell()
        case .item:
            writer.block(1)
            state.itemNumber += state.isNumbered ? 1 : 0
            writer.marker(state.isNumbered ? "\(state.itemNumber). " : "- ", state)
        case .inline, .void, .raw: break
        }
    }

    private mutating func push(_ name: UInt64, _ tag: HTMLTag, _ attributes: HTMLAttributes) {
        guard stack.count < limits.htmlDepth else {
            overflow += 1
            defects.insert(.htmlTooDeep)
            return
        }
        stack.append(Element(name: name, outer: state))
        state.enter(tag, attributes)
    }

    private mutating func endTag(_ html: Span<UInt8>, _ start: Int) -> Int {
        var index = start
        let name = HTMLTag.name(html, &index)
        let end = (html.firstIndex(of: ASCII.greater, in: index..<html.count) ?? html.count - 1) + 1
        if overflow > 0 {
            overflow -= 1
        } else if let place = stack.lastIndex(where: { $0.name == name }) {
            pop(to: place)
        }
        if !state.isHidden {
            switch HTMLTag.known[name] ?? .inline {
            case .paragraph, .heading, .preformatted: writer.block(2)
            case .block, .row, .item, .list, .numberedList, .quotation: writer.block(1)
            default: break
            }
        }
        return end
    }

    /// Leaves the elements from `place` on. The count of a list's items outlives each item.
    private mutating func pop(to place: Int) {
        let number = state.itemNumber
        let leavesItem = HTMLTag.known[stack[place].name] == .item
        state = stack[place].outer
        if leavesItem { state.itemNumber = Swift.max(state.itemNumber, number) }
        stack.removeLast(stack.count - place)
    }
}

/// What open elements make of the text inside them.
struct HTMLState {
    /// Not shown at all, whatever inner elements say.
    var isInvisible = false
    /// In letters of no size, until an inner element gives them one.
    var hasNoSize = false
    var isPreformatted = false
    var quoteDepth = 0
    var isNumbered = false
    var itemNumber = 0

    var isHidden: Bool { isInvisible || hasNoSize }

    mutating func enter(_ tag: HTMLTag, _ attributes: HTMLAttributes) {
        if attributes.isInvisible { isInvisible = true }
        if let hasNoSize = attributes.hasNoSize { self.hasNoSize = hasNoSize }
        switch tag {
        case .preformatted: isPreformatted = true
        case .quotation: if !attributes.isIndentation { quoteDepth += 1 }
        case .numberedList:
            isNumbered = true
            itemNumber = 0
        case .list: isNumbered = false
        default: break
        }
    }
}

/// A sentence or part of one, as the splitter first cuts the text.
struct Segment {
    enum Kind { case content, courtesy, noise }

    /// What parts it from the segment before.
    enum Boundary: Int, Comparable {
        /// A joint inside a sentence: a request of its own only if it turns out to be one.
        case joint
        case sentence
        case paragraph
        /// A list item.
        case item

        static func < (first: Self, second: Self) -> Bool { first.rawValue < second.rawValue }
    }

    /// Where it stands in the text, in scalars, without the list marker and surrounding white space.
    var range: Range<Int>
    var tokens: Range<Int>
    var kind: Kind
    var boundary: Boundary
    /// True inside a list item, also for its later sentences.
    var isInItem: Bool
    /// Begins with "also", "by the way" and the like.
    var hasConnective: Bool
    /// Asks outright: "please", "could you".
    var hasAsk: Bool
    /// Points back: "it", "this", or begins like a circumstance of what was said.
    var isDetail: Bool
    /// Asks for no more than a repair or its reason: "Please check that", "What is wrong there?".
    var isRepairCall: Bool
    /// Ends in a colon: leads in what follows.
    var endsInColon: Bool
    /// Ends in a question mark.
    var isQuestion: Bool
    /// Could be a name: begins a line, every word has a capital (or it is a few ideographs), and no full stop ends it.
    var looksLikeName: Bool
}

/// What stands between two tokens.
struct Gap {
    var newlines = 0
    var endsSentence = false
    var hasDot = false
    var comma = false
    var semicolon = false
    var colon = false
    var dash = false
    /// A list bullet at the head of the new line.
    var bullet = false
    /// Where the white space or the new line begins: the end of what came before with its punctuation.
    var closing = 0
    /// Where the next token's own opening punctuation begins.
    var opening = 0
    /// Length of the line that the first new line ends, in columns: an ideograph takes two.
    var lineLength = 0
    /// Where the last line in the gap begins, nil without a new line.
    var lineStart: Int?

    /// Reads the scalars from `start` up to `end`, the line having begun at `line`.
    init(_ text: [UInt32], from start: Int, to end: Int, line: Int) {
        closing = start
        var sawSpace = false
        var headOfLine = false
        var lastSolid = start
        var position = start
        opening = end
        while position < end {
            let scalar = text[position]
            switch scalar {
            case 0x0A:
                if newlines == 0 { lineLength = Self.columns(text, line, position) }
                newlines += 1
                lineStart = position + 1
                headOfLine = true
                sawSpace = true
                bullet = false
            case 0x20, 0x09, 0x0D, 0xA0, 0x3000: sawSpace = true
            default:
                note(scalar, headOfLine: headOfLine, next: position + 1 < end ? text[position + 1] : 0x61)
                if !sawSpace { lastSolid = position + 1 } else if !headOfLine { noteLate(scalar, position, &lastSolid) }
                headOfLine = false
            }
            position += 1
        }
        closing = lastSolid
        while opening > max(closing, lineStart ?? closing), Self.opens(text[opening - 1]) { opening -= 1 }
    }

    private static func columns(_ text: [UInt32], _ start: Int, _ end: Int) -> Int {
        var columns = 0
        for position in start..<end { columns += text[position] >= 0x2E80 ? 2 : 1 }
        return columns
    }

    private mutating func note(_ scalar: UInt32, headOfLine: Bool, next: UInt32) {
        switch scalar {
        case 0x2E: hasDot = true
        case 0x2026, 0x3002, 0xFF0E, 0xFF61: endsSentence = true
        case 0x3B, 0xFF1B: semicolon = true
        case 0x2C, 0xFF0C, 0x3001: comma = true
        case 0x3A, 0xFF1A: colon = true
        case 0x2D, 0x2A, 0x2B:
            if headOfLine, next == 0x20 || next == 0x09 || next >= 0x80 || next == 0x61 {
                bullet = true
            } else {
                dash = true
            }
        case 0x2013, 0x2014, 0x2012, 0x2212: if headOfLine { bullet = true } else { dash = true }
        case 0x2022, 0xB7, 0x25AA, 0x25E6, 0x2023, 0x25CF, 0x25CB, 0x25A0, 0x25A1, 0x2043, 0x27A2, 0x2794, 0x2192,
            0x2605, 0x2713, 0x2714, 0x30FB, 0x25B6, 0x25BA, 0x203A, 0x2219, 0x2460...0x2473, 0x2776...0x277F:
            bullet = true
        default: break
        }
    }

    /// Closing punctuation after a blank, as in "word !" of French typography.
    private func noteLate(_ scalar: UInt32, _ position: Int, _ lastSolid: inout Int) {
        if scalar == 0xBB || scalar == 0x3A || scalar == 0x3B || scalar == 0x2E { lastSolid = position + 1 }
    }

    private static func opens(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x22, 0x27, 0x28, 0x5B, 0xAB, 0x2018, 0x201C, 0x201E, 0x300C, 0x300E, 0x300A, 0xFF08, 0x3010, 0x23, 0x24,
            0x20AC, 0xA3, 0xA5, 0x2F, 0x2E, 0xBF, 0xA1:
            true
        default: false
        }
    }
}

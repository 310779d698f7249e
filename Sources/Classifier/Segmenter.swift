/// Cuts a text into sentences and joints, in one pass over its tokens, and sets courtesy and noise apart.
struct Segmenter {
    private let scalars: [UInt32]
    let text: TokenizedText
    let language: Language
    /// Phrases by the token they begin at: bit sets of names, and how far each reaches.
    private var marks: [Marks]
    private var segments: [Segment] = []
    private var listNumber = 0

    /// Longest line of the text: where a mail program wraps, if it does.
    private let longestLine: Int

    /// Sentences that are told apart; what follows is one more. Far more than are scored, it bounds the work on texts
    /// that no person wrote.
    static let limit = 4_000
    /// No program wraps shorter than this, in columns; an ideograph takes two.
    private static let leastWrap = 56
    /// What is longer was never wrapped and says nothing of the others.
    private static let mostWrap = 110
    /// Most words of a call for repair that names no other matter.
    private static let repairLimit = 9

    /// The phrases that begin at one token.
    private struct Marks {
        var bits: UInt16 = 0
        /// Last token of the longest of them, and of the greeting.
        var reach: Int32 = -1
    }

    init(_ scalars: [UInt32]) {
        self.scalars = scalars
        longestLine = Self.longestLine(scalars)
        text = TokenizedText(scalars, in: 0..<scalars.count)
        language = Language.detect(text, text.tokens.indices)
        marks = [Marks](repeating: Marks(), count: text.tokens.count)
        for match in SplitterPhrases.lexicon(language).matches(text) {
            marks[match.first].bits |= SplitterPhrases.names[match.cue].bit
            marks[match.first].reach = max(marks[match.first].reach, Int32(match.last))
        }
    }

    private static func longestLine(_ scalars: [UInt32]) -> Int {
        var longest = 0
        var columns = 0
        for scalar in scalars {
            if scalar == 0x0A {
                if columns <= mostWrap { longest = max(longest, columns) }
                columns = 0
            } else {
                columns += scalar >= 0x2E80 ? 2 : 1
            }
        }
        return longest
    }

    private func has(_ name: SplitterPhrases.Name, at token: Int) -> Bool {
        marks[token].bits & name.bit != 0
    }

    /// The sentences of the text in order. Together with white space, list markers and lines without any word they
    /// are the whole text.
    mutating func segment() -> [Segment] {
        let tokens = text.tokens
        guard let firstToken = tokens.first else { return [] }
        var line = 0
        let head = Gap(scalars, from: 0, to: Int(firstToken.start), line: 0)
        line = head.lineStart ?? 0
        var open = opening(at: 0, gap: head, boundary: .paragraph, line: line)
        for index in tokens.indices.dropFirst() where index >= open.first {
            let gap = Gap(scalars, from: Int(tokens[index - 1].end), to: Int(tokens[index].start), line: line)
            line = gap.lineStart ?? line
            guard index > open.first, segments.count < Self.limit,
                let boundary = boundary(before: index, gap, since: open)
            else { continue }
            close(open, before: index, gap)
            open = opening(at: index, gap: gap, boundary: boundary, line: line)
        }
        let tail = Gap(scalars, from: Int(tokens[tokens.count - 1].end), to: scalars.count, line: line)
        close(open, before: tokens.count, tail)
        var marked = segments
        Courtesy.mark(&marked, text: text) { name, token in has(name, at: token) }
        return marked
    }

    /// A segment that has begun.
    private struct Opening {
        var first: Int
        var start: Int
        var boundary: Segment.Boundary
        var isInItem: Bool
        var line: Int
        var startsLine: Bool
    }

    private mutating func opening(at index: Int, gap: Gap, boundary: Segment.Boundary, line: Int) -> Opening {
        let isNumbered = markerLength(at: index, gap: gap) > 0
        var isInItem = boundary == .item || (boundary < .paragraph && (segments.last?.isInItem ?? false))
        var kind = boundary
        if isNumbered || (gap.bullet && boundary != .item) {
            kind = .item
            isInItem = true
        }
        let first = isNumbered ? index + 1 : index
        let start = isNumbered ? Int(text.tokens[first].start) : gap.opening
        return Opening(
            first: first,
            start: start,
            boundary: kind,
            isInItem: isInItem,
            line: line,
            startsLine: index == 0 || gap.newlines > 0
        )
    }

    /// 1 when the token is the number of a list item ("2.", "3)", "一、") that continues the count; else 0.
    private mutating func markerLength(at index: Int, gap: Gap) -> Int {
        guard index == 0 || gap.newlines > 0, index + 1 < text.tokens.count else { return 0 }
        guard let number = listValue(text.tokens[index], next: Int(text.tokens[index + 1].start)) else { return 0 }
        guard number == 1 || number == listNumber + 1 else { return 0 }
        listNumber = number
        return 1
    }

    private func listValue(_ token: Token, next: Int) -> Int? {
        let end = Int(token.end)
        guard end < next, end < scalars.count else { return nil }
        let closes: Bool
        switch scalars[end] {
        case 0x2E, 0x29, 0x3001, 0xFF0E, 0xFF09, 0x3A, 0xFF1A: closes = true
        default: closes = false
        }
        guard closes else { return nil }
        let start = Int(token.start)
        if token.kind == .number, end - start <= 2 {
            return scalars[start..<end].reduce(0) { $0 * 10 + Int($1 & 0xF) }
        }
        if token.kind == .ideograph, let place = Self.numerals.firstIndex(of: scalars[start]) { return place + 1 }
        if token.kind == .word, end - start == 1, scalars[end] == 0x29 {
            let letter = scalars[start] | 0x20
            if letter >= 0x61, letter <= 0x6A { return Int(letter) - 0x60 }
        }
        return nil
    }

    /// One to ten in Chinese.
    private static let numerals: [UInt32] = "一二三四五六七八九十".unicodeScalars.map(\.value)

    private func boundary(before index: Int, _ gap: Gap, since open: Opening) -> Segment.Boundary? {
        if gap.bullet { return .item }
        if gap.newlines > 1 { return .paragraph }
        if gap.newlines == 1 {
            if let boundary = lineBoundary(before: index, gap) { return boundary }
            // A thought that goes on in the next line may still begin another: "and also could you".
            return has(.joint, at: index) && index - open.first >= 3 ? .joint : nil
        }
        let previous = text.tokens[index - 1]
        let ended = previous.kind == .question || previous.kind == .exclamation
        if text.tokens[index].kind == .question || text.tokens[index].kind == .exclamation { return nil }
        if gap.endsSentence || ended { return .sentence }
        if gap.hasDot, dotEnds(index, gap) { return .sentence }
        if gap.semicolon { return .joint }
        if has(.greeting, at: open.first), gap.comma || gap.colon || gap.dash,
            index - open.first <= 6, Int(marks[open.first].reach) < index
        {
            return .sentence
        }
        if has(.joint, at: index), index - open.first >= 3, jointStands(index, gap) { return .joint }
        return nil
    }

    /// A joint needs a comma or dash before it, unless it is long enough ("and could you") to stand alone.
    private func jointStands(_ index: Int, _ gap: Gap) -> Bool {
        gap.comma || gap.dash || gap.colon
            || (text.tokens[index].kind == .word && Int(marks[index].reach) >= index + 1)
    }

    private func dotEnds(_ index: Int, _ gap: Gap) -> Bool {
        let previous = text.tokens[index - 1]
        let next = text.tokens[index]
        guard Int(next.start) > gap.closing else { return next.kind == .ideograph }
        if has(.abbreviation, at: index - 1)
            || previous.lettersEnd - previous.lettersStart == 1 && previous.kind == .word
        {
            return false
        }
        if index >= 2, has(.abbreviation, at: index - 2), Int(marks[index - 2].reach) == index - 1 { return false }
        // An ordinal: "am 12. Mai", "le 1. mars".
        if previous.kind == .number, previous.end - previous.start <= 2, next.kind == .word { return false }
        return true
    }

    private func lineBoundary(before index: Int, _ gap: Gap) -> Segment.Boundary? {
        let previous = text.tokens[index - 1]
        let next = text.tokens[index]
        if next.kind == .question || next.kind == .exclamation { return nil }
        if isNumberedLine(index) { return .item }
        let ended = gap.hasDot || gap.endsSentence || previous.kind == .question || previous.kind == .exclamation
        if ended || gap.colon || gap.semicolon { return .sentence }
        // The line was broken by hand when the next word would have fitted, or when no line is long enough to wrap.
        let nextLength = next.kind == .ideograph ? 2 : Int(next.end - next.start)
        let isByHand = longestLine < Self.leastWrap || gap.lineLength + 1 + nextLength < longestLine
        let isThanks = has(.thanks, at: index) || has(.signoff, at: index)
        if !isByHand || (startsLower(next) && !gap.comma && !isThanks) { return nil }
        // A comma carries a thought on, except after the greeting.
        return gap.comma && !has(.greeting, at: lineStart(of: index - 1)) ? nil : .sentence
    }

    /// The first token of the line that token `index` stands in, or one not far before it.
    private func lineStart(of index: Int) -> Int {
        var first = index
        while first > 0, index - first < 6, text.tokens[first].start - text.tokens[first - 1].end <= 2,
            scalars[Int(text.tokens[first].start) - 1] != 0x0A
        {
            first -= 1
        }
        return first
    }

    private func isNumberedLine(_ index: Int) -> Bool {
        guard index + 1 < text.tokens.count else { return false }
        guard let number = listValue(text.tokens[index], next: Int(text.tokens[index + 1].start)) else { return false }
        return number == 1 || number == listNumber + 1
    }

    private func startsLower(_ token: Token) -> Bool {
        guard token.kind == .word, token.lettersStart < token.lettersEnd else { return false }
        return scalars[Int(token.start)] == text.letters[Int(token.lettersStart)]
    }

    private mutating func close(_ open: Opening, before index: Int, _ gap: Gap) {
        let tokens = text.tokens
        guard open.first < index else { return }
        let last = tokens[index - 1]
        segments.append(
            Segment(
                range: open.start..<max(gap.closing, Int(last.end)),
                tokens: open.first..<index,
                kind: .content,
                boundary: open.boundary,
                isInItem: open.isInItem,
                hasConnective: has(.connective, at: open.first)
                    || (open.boundary != .joint && has(.joint, at: open.first)),
                hasAsk: (open.first..<index).contains { has(.ask, at: $0) },
                isDetail: has(.detail, at: open.first) || (has(.anaphor, at: open.first) && !has(.ask, at: open.first)),
                isRepairCall: index - open.first <= Self.repairLimit
                    && (open.first..<index).contains { has(.repair, at: $0) },
                endsInColon: gap.colon,
                isQuestion: last.kind == .question,
                looksLikeName: looksLikeName(open, before: index, gap)
            )
        )
    }

    /// Most words of a name with its title or firm, and most ideographs of a Chinese name.
    private static let nameWords = 5
    private static let nameIdeographs = 4

    private func looksLikeName(_ open: Opening, before index: Int, _ gap: Gap) -> Bool {
        let tokens = text.tokens[open.first..<index]
        guard open.startsLine, !gap.endsSentence, !gap.hasDot, let first = tokens.first else { return false }
        if first.kind == .ideograph {
            return tokens.count <= Self.nameIdeographs && tokens.allSatisfy { $0.kind == .ideograph }
        }
        return tokens.count <= Self.nameWords && tokens.allSatisfy { $0.kind == .word && !startsLower($0) }
    }
}

extension SplitterPhrases.Name {
    /// Its place in a set of names.
    var bit: UInt16 {
        switch self {
        case .greeting: 1
        case .signoff: 2
        case .thanks: 4
        case .pleasantry: 8
        case .connective: 16
        case .joint: 32
        case .ask: 64
        case .anaphor: 128
        case .detail: 256
        case .abbreviation: 512
        case .postscript: 1024
        case .repair: 2048
        }
    }
}

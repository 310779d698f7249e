/// One piece of a text that features are made of.
struct Token {
    enum Kind: UInt8 {
        case word, ideograph, number, link, address, code, question, exclamation
    }

    var kind: Kind
    /// Where it stands in the text, in scalars, half open.
    var start: Int32
    var end: Int32
    /// Where its folded letters stand in `TokenizedText.letters`.
    var lettersStart: Int32
    var lettersEnd: Int32
    /// Hash of the folded letters; of the kind's own name for masks.
    var hash: UInt64
    /// True when nothing stood between it and the token before.
    var touchesPrevious: Bool
}

/// A text cut into words, ideographs and masks, in one pass.
struct TokenizedText {
    private(set) var tokens: [Token] = []
    private(set) var letters: [UInt32] = []
    /// The hash of each word up to and with each of its letters, in step with `letters`.
    private(set) var prefixes: [UInt64] = []

    /// Longest word that is kept whole; what is longer is not language.
    static let wordLimit = 48
    /// Longest `code` in single backticks, which close on the same line.
    static let inlineCodeLimit = 200

    init(_ text: [UInt32], in range: Range<Int>) {
        tokens.reserveCapacity(range.count / 4)
        letters.reserveCapacity(range.count)
        prefixes.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            position = scan(text, position, range.upperBound)
        }
    }

    /// Reads what begins at `position` and returns where it ends.
    private mutating func scan(_ text: [UInt32], _ position: Int, _ end: Int) -> Int {
        let scalar = text[position]
        switch Folding.kind(scalar) {
        case .space, .mark: return position + 1
        case .ideograph:
            appendIdeograph(scalar, at: position)
            return position + 1
        case .digit: return scanNumber(text, position, end)
        case .letter:
            if let link = Self.linkEnd(text, position, end) {
                appendMask(.link, position, link)
                return link
            }
            return scanWord(text, position, end)
        case .other: return scanSymbol(text, position, end)
        }
    }

    private mutating func scanSymbol(_ text: [UInt32], _ position: Int, _ end: Int) -> Int {
        switch text[position] {
        case 0x3F, 0xFF1F, 0x61F: appendMask(.question, position, position + 1)
        case 0x21, 0xFF01: appendMask(.exclamation, position, position + 1)
        case 0x60:
            if let close = Self.codeEnd(text, position, end) {
                appendMask(.code, position, close)
                return close
            }
        case 0x40:  // @
            if let close = mergeAddress(text, position, end) { return close }
        default: break
        }
        return position + 1
    }

    private mutating func scanWord(_ text: [UInt32], _ start: Int, _ end: Int) -> Int {
        let lettersStart = letters.count
        var position = start
        while position < end, letters.count - lettersStart < Self.wordLimit {
            let scalar = text[position]
            if scalar >= 0x61 && scalar <= 0x7A {
                letters.append(scalar)
            } else if scalar == 0x27 || scalar == 0x2019 {
                guard continuesAfterApostrophe(text, position, end, lettersStart) else { break }
            } else if !appendWordScalar(scalar) {
                break
            }
            position += 1
        }
        append(.word, start, position, lettersStart, hashLetters(from: lettersStart))
        return position
    }

    private mutating func hashLetters(from start: Int) -> UInt64 {
        var hash = FeatureHash.seed
        for index in start..<letters.count {
            hash = FeatureHash.step(hash, letters[index])
            prefixes.append(hash)
        }
        return hash
    }

    /// An apostrophe inside a word vanishes ("doesn't", "doesnt"), but one after an elided article or pronoun
    /// ("l'export", "qu'il", "I'd") parts two words.
    private func continuesAfterApostrophe(_ text: [UInt32], _ position: Int, _ end: Int, _ lettersStart: Int) -> Bool {
        guard position + 1 < end, Folding.kind(text[position + 1]) == .letter else { return false }
        let count = letters.count - lettersStart
        let elided = count <= 2 || (letters[letters.count - 2] == 0x71 && letters[letters.count - 1] == 0x75)
        return !elided
    }

    /// Folds one scalar of a word; false when the word ends before it.
    private mutating func appendWordScalar(_ scalar: UInt32) -> Bool {
        switch Folding.kind(scalar) {
        case .letter: Folding.appendLetter(scalar, to: &letters)
        case .digit: letters.append(0x30)
        case .mark:
            // A breve over a decomposed Cyrillic i makes another letter, not an accent.
            if scalar == 0x306, letters.last == 0x438 { letters[letters.count - 1] = 0x439 }
        case .other: return scalar == 0x5F
        case .space, .ideograph: return false
        }
        return true
    }

    private mutating func scanNumber(_ text: [UInt32], _ start: Int, _ end: Int) -> Int {
        var position = start + 1
        while position < end {
            let kind = Folding.kind(text[position])
            if kind == .digit {
                position += 1
                continue
            }
            let joins = position + 1 < end && Self.joinsDigits(text[position])
            guard joins, Folding.kind(text[position + 1]) == .digit else { break }
            position += 2
        }
        appendMask(.number, start, position)
        return position
    }

    private static func joinsDigits(_ scalar: UInt32) -> Bool {
        // . , : - / as in 3.5, 1,200, 10:30, 2026-01-02
        scalar == 0x2E || scalar == 0x2C || scalar == 0x3A || scalar == 0x2D || scalar == 0x2F
    }

    private mutating func appendIdeograph(_ scalar: UInt32, at position: Int) {
        let lettersStart = letters.count
        let folded = HanFolding.fold(scalar)
        letters.append(folded)
        append(.ideograph, position, position + 1, lettersStart, hashLetters(from: lettersStart))
    }

    private mutating func appendMask(_ kind: Token.Kind, _ start: Int, _ end: Int) {
        append(kind, start, end, letters.count, FeatureHash.mask(kind))
    }

    private mutating func append(_ kind: Token.Kind, _ start: Int, _ end: Int, _ lettersStart: Int, _ hash: UInt64) {
        tokens.append(
            Token(
                kind: kind,
                start: Int32(start),
                end: Int32(end),
                lettersStart: Int32(lettersStart),
                lettersEnd: Int32(letters.count),
                hash: hash,
                touchesPrevious: tokens.last.map { Int($0.end) == start } ?? false
            )
        )
    }

    /// Turns `first.last@host` into one mask: takes back the tokens that touch the sign from the left.
    private mutating func mergeAddress(_ text: [UInt32], _ sign: Int, _ end: Int) -> Int? {
        guard let last = tokens.last, Int(last.end) == sign, last.kind == .word || last.kind == .number else {
            return nil
        }
        var close = sign + 1
        while close < end, Self.isHostScalar(text[close]) { close += 1 }
        guard close > sign + 1 else { return nil }
        var start = Int(last.start)
        tokens.removeLast()
        while let previous = tokens.last, previous.kind == .word || previous.kind == .number,
            Int(previous.end) + 1 == start, Self.joinsLocalPart(text[Int(previous.end)])
        {
            start = Int(previous.start)
            tokens.removeLast()
        }
        appendMask(.address, start, close)
        return close
    }

    private static func joinsLocalPart(_ scalar: UInt32) -> Bool {
        // . _ + -
        scalar == 0x2E || scalar == 0x5F || scalar == 0x2B || scalar == 0x2D
    }

    private static func isHostScalar(_ scalar: UInt32) -> Bool {
        scalar == 0x2E || scalar == 0x2D || (scalar < 0x80 && isLetterOrDigit(scalar))
    }

    private static func isLetterOrDigit(_ scalar: UInt32) -> Bool {
        let kind = Folding.kind(scalar)
        return kind == .letter || kind == .digit
    }

    /// The end of a link that begins here: a scheme or `www.`, up to white space, an ideograph or a closing mark.
    static func linkEnd(_ text: [UInt32], _ start: Int, _ end: Int) -> Int? {
        let first = text[start] | 0x20
        guard first == 0x68 || first == 0x77 else { return nil }
        let heads = first == 0x68 ? linkHeads : webHeads
        guard heads.contains(where: { matches(text, start, end, $0) }) else { return nil }
        var position = start
        while position < end {
            let scalar = text[position]
            if scalar <= 0x20 || scalar == 0x3E || scalar == 0x29 || scalar == 0x22 { break }
            if scalar >= 0x80, Folding.kind(scalar) != .letter { break }
            position += 1
        }
        while position > start, text[position - 1] == 0x2E || text[position - 1] == 0x2C { position -= 1 }
        return position
    }

    private static let linkHeads = ["http://", "https://"].map { $0.unicodeScalars.map(\.value) }
    private static let webHeads = ["www."].map { $0.unicodeScalars.map(\.value) }

    private static func matches(_ text: [UInt32], _ start: Int, _ end: Int, _ head: [UInt32]) -> Bool {
        guard start + head.count <= end else { return false }
        for offset in head.indices where (text[start + offset] | 0x20) != (head[offset] | 0x20) { return false }
        return true
    }

    /// The end of a code span: a fence of three backticks up to the next (or the end of the text), or one backtick
    /// closed on the same line.
    private static func codeEnd(_ text: [UInt32], _ start: Int, _ end: Int) -> Int? {
        if start + 2 < end, text[start + 1] == 0x60, text[start + 2] == 0x60 {
            var position = start + 3
            while position + 2 < end {
                if text[position] == 0x60, text[position + 1] == 0x60, text[position + 2] == 0x60 {
                    return position + 3
                }
                position += 1
            }
            return end
        }
        var position = start + 1
        let limit = min(end, start + inlineCodeLimit)
        while position < limit, text[position] != 0x0A {
            if text[position] == 0x60 { return position + 1 }
            position += 1
        }
        return nil
    }
}

/// The hash of every feature: a multiplicative mix over scalars, the same on every machine.
enum FeatureHash {
    static let seed: UInt64 = 0x9E37_79B9_7F4A_7C15

    @inline(__always)
    static func step(_ hash: UInt64, _ scalar: UInt32) -> UInt64 {
        (hash ^ UInt64(scalar)) &* 0xFF51_AFD7_ED55_8CCD ^ (hash >> 29)
    }

    @inline(__always)
    static func combine(_ first: UInt64, _ second: UInt64) -> UInt64 {
        (first &* 0xC4CE_B9FE_1A85_EC53) ^ (second &+ 0x632B_E59B_D9B4_E019 &+ (first >> 31))
    }

    /// Spreads the bits before the low ones choose a bucket.
    @inline(__always)
    static func finish(_ hash: UInt64) -> UInt64 {
        var value = hash
        value ^= value >> 33
        value = value &* 0xFF51_AFD7_ED55_8CCD
        value ^= value >> 33
        return value
    }

    static func of(_ scalars: some Sequence<UInt32>) -> UInt64 {
        var hash = seed
        for scalar in scalars { hash = step(hash, scalar) }
        return hash
    }

    static func mask(_ kind: Token.Kind) -> UInt64 {
        step(seed &+ 1, UInt32(kind.rawValue))
    }
}

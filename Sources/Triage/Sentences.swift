/// A sentence in lower case, its words with one blank before and behind each, everything else gone.
struct Sentence {
    private var bytes: [UInt8]
    /// How many words; of scripts without blanks two characters count as one.
    let words: Int
    let isQuestion: Bool
    /// Whether a mail address or telephone number stands in it.
    let holdsAddress: Bool

    init(_ scalars: some Collection<Unicode.Scalar>) {
        var bytes: [UInt8] = [0x20]
        var words = 0
        var dense = 0
        var isQuestion = false
        // A single mark is an inch or a slip.
        let isQuoting = scalars.count(where: Self.isQuotationMark) > 1
        var isQuoted = false
        var digits = 0
        var holdsAddress = false
        for scalar in scalars {
            switch scalar {
            case "0"..."9": digits += 1
            case "-", " ", "/", "(", ")": break
            default: digits = 0
            }
            if scalar == "@" || digits > 8 { holdsAddress = true }
            if Self.isQuotationMark(scalar) { isQuoted.toggle() }
            // What stands in quotation marks is somebody else's words.
            if isQuoting && isQuoted { continue }
            if Self.isQuestionMark(scalar) { isQuestion = true }
            guard WordForm.isPart(scalar) else {
                if bytes.last != 0x20 {
                    bytes.append(0x20)
                    words += 1
                }
                continue
            }
            if WordForm.isDense(scalar) { dense += 1 }
            WordForm.append(scalar, to: &bytes)
        }
        if bytes.last != 0x20 {
            bytes.append(0x20)
            words += 1
        }
        self.bytes = bytes
        self.words = words + dense / 2
        self.isQuestion = isQuestion
        self.holdsAddress = holdsAddress
        self.bytes.append(WordForm.end)
    }

    private static func isQuestionMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "?", "？", "؟", "¿", "\u{37E}": true
        default: false
        }
    }

    private static func isQuotationMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "“", "”", "„", "«", "»", "「", "」", "『", "』": true
        default: false
        }
    }

    func has(_ cues: Words) -> Bool { cues.occur(in: bytes) }
    /// The set statements in it.
    var cues: CueCounts { CueCounts(of: bytes) }
    func begins(_ cues: Words) -> Bool { cues.begin(bytes[...]) || cues.begin(bytes.dropFirst()) }
}

/// Cuts a text into sentences: at full stops, question and exclamation marks, blank lines and short lines.
enum Sentences {
    /// A line shorter than this was ended by its writer, not by the width of a window.
    private static let wrapWidth = 45

    static func split(_ text: some Collection<Unicode.Scalar>) -> [Sentence] {
        var sentences: [Sentence] = []
        var current: [Unicode.Scalar] = []
        var lineLength = 0
        var previous: Unicode.Scalar = " "
        func close() {
            if !current.isEmpty { sentences.append(Sentence(current)) }
            current = []
        }
        for scalar in text {
            if scalar == "\n" {
                if lineLength < wrapWidth { close() } else { current.append(" ") }
                lineLength = 0
            } else {
                lineLength += WordForm.isDense(scalar) ? 2 : 1
                let isAfterStop = scalar == " " && (previous == "." || previous == "!" || previous == "?")
                current.append(scalar)
                if isAfterStop && !endsInNumber(current) || isFullStop(scalar) { close() }
            }
            previous = scalar
        }
        close()
        return sentences
    }

    /// A stop that needs no blank behind it.
    private static func isFullStop(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "。", "！", "？", "؟", "।": true
        default: false
        }
    }

    /// "23. November": the stop belongs to the number.
    private static func endsInNumber(_ scalars: [Unicode.Scalar]) -> Bool {
        guard scalars.count >= 3, scalars[scalars.count - 2] == "." else { return false }
        return ("0"..."9").contains(scalars[scalars.count - 3])
    }
}

/// The form in which words are compared.
enum WordForm {
    /// Letters, digits and marks; an apostrophe belongs to its word.
    static func isPart(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return (97...122).contains(scalar.value | 0x20) || (48...57).contains(scalar.value) || scalar == "'"
        }
        if scalar == "\u{2019}" { return true }
        if scalar.isBlank || (0x2000...0x206F).contains(scalar.value) || (0x3000...0x303F).contains(scalar.value)
            || (0xFF00...0xFF0F).contains(scalar.value) || (0xFF1A...0xFF20).contains(scalar.value)
        {
            return false
        }
        if (0x3040...0x9FFF).contains(scalar.value) || (0xAC00...0xD7A3).contains(scalar.value) { return true }
        let properties = scalar.properties
        return properties.isAlphabetic || properties.numericType != nil || properties.isGraphemeExtend
    }

    /// Scripts in which words are not parted by blanks, or carry what others write as words of their own.
    static func isDense(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E00...0x0E7F, 0x2E80...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
        default: false
        }
    }

    static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        if scalar == "\u{2019}" {
            bytes.append(UInt8(ascii: "'"))
        } else if let simple = scalar.simpleLowercase {
            bytes.append(simple)
        } else {
            for lower in scalar.properties.lowercaseMapping.unicodeScalars { bytes.append(lower) }
        }
    }

    /// Stands behind the last word of a sentence.
    static let end = UInt8(ascii: "$")

    /// A phrase as it is looked for: from the beginning of a word, to the middle of one unless a full stop closes it,
    /// or to the end of the sentence where a dollar sign does.
    static func phrase(_ text: String) -> String {
        var bytes: [UInt8] = []
        let isClosed = text.last == "." || text.last == "$"
        for scalar in text.unicodeScalars {
            if isPart(scalar) {
                append(scalar, to: &bytes)
            } else if bytes.last != 0x20, !bytes.isEmpty {
                bytes.append(0x20)
            }
        }
        if bytes.last == 0x20 { bytes.removeLast() }
        if isClosed { bytes.append(0x20) }
        if text.last == "$" { bytes.append(end) }
        let first = text.unicodeScalars.first ?? " "
        // Hebrew and Arabic put "and", "in" and "the" before a word without a blank.
        let standsAnywhere = isDense(first) || (0x0590...0x06FF).contains(first.value)
        return (standsAnywhere ? "" : " ") + String(decoding: bytes, as: UTF8.self)
    }
}

extension Words {
    /// Phrases for `Sentence`.
    init(phrases: [String]) {
        self.init(phrases.map(WordForm.phrase))
    }
}

/// What a scalar is to the tokenizer.
enum ScalarKind: UInt8 {
    case space, letter, digit, ideograph, mark, other
}

/// Folds scalars so that spellings that mean the same compare equal: lower case, no accents, compatibility forms
/// (full width, ligatures) as their plain letters. The result stands in for NFKC without any table but the code
/// charts' own arithmetic; clients leave accents out as often as they write them, so losing them loses little.
enum Folding {
    /// The kind of a scalar after folding.
    static func kind(_ scalar: UInt32) -> ScalarKind {
        if scalar < 0x80 {
            return asciiKind(scalar)
        }
        switch scalar {
        case 0x85, 0xA0, 0x1680, 0x2000...0x200B, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF: return .space
        case 0x300...0x36F, 0x483...0x489, 0x591...0x5BD, 0x610...0x61A, 0x64B...0x65F, 0x1AB0...0x1AFF,
            0x1DC0...0x1DFF, 0x200C...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0x20D0...0x20FF, 0xAD,
            0xFE00...0xFE0F, 0xFE20...0xFE2F, 0xE0100...0xE01EF:
            return .mark
        case 0xFF10...0xFF19, 0x660...0x669, 0x6F0...0x6F9, 0x966...0x96F: return .digit
        case 0xAA, 0xB5, 0xBA, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x482, 0x48A...0x52F:
            return .letter
        case 0x2E80...0x2FDF, 0x3005...0x3007, 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
            0x20000...0x3134F:
            return .ideograph
        case 0xFF21...0xFF3A, 0xFF41...0xFF5A, 0xFB00...0xFB06: return .letter
        case 0x2010...0x2E7F, 0x3001...0x303F, 0xFE30...0xFE4F, 0xFF00...0xFF65, 0xA1...0xBF, 0xD7, 0xF7, 0x80...0x9F:
            return .other
        default: return rareKind(scalar)
        }
    }

    private static func asciiKind(_ scalar: UInt32) -> ScalarKind {
        switch scalar {
        case 0x61...0x7A, 0x41...0x5A: .letter
        case 0x30...0x39: .digit
        case 0x00...0x20, 0x7F: .space
        default: .other
        }
    }

    /// Scripts beyond the charts above, by the standard library's Unicode tables.
    private static func rareKind(_ scalar: UInt32) -> ScalarKind {
        guard let value = Unicode.Scalar(scalar) else { return .other }
        switch value.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return .letter
        case .decimalNumber: return .digit
        case .nonspacingMark, .spacingMark, .enclosingMark, .format: return .mark
        case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control: return .space
        default: return .other
        }
    }

    /// Appends the folded letters of one letter scalar; at most three.
    static func appendLetter(_ scalar: UInt32, to folded: inout [UInt32]) {
        if scalar < 0x80 {
            folded.append(scalar >= 0x41 && scalar <= 0x5A ? scalar + 0x20 : scalar)
            return
        }
        switch scalar {
        case 0xC0...0x17F: appendLatin(scalar, to: &folded)
        case 0x410...0x42F: folded.append(scalar + 0x20)
        case 0x401, 0x451: folded.append(0x435)
        case 0x400...0x40F: folded.append(scalar + 0x50)
        case 0x430...0x45F: folded.append(scalar)
        case 0x391...0x3A9: folded.append(scalar + 0x20)
        case 0xFF21...0xFF3A: folded.append(scalar - 0xFF21 + 0x61)
        case 0xFF41...0xFF5A: folded.append(scalar - 0xFF41 + 0x61)
        case 0xFB00...0xFB06: folded.append(contentsOf: ligatures[Int(scalar - 0xFB00)])
        case 0x4E00...0x9FFF: folded.append(HanFolding.fold(scalar))
        case 0x3041...0x30FF, 0x3400...0x4DBF: folded.append(scalar)
        default: appendRare(scalar, to: &folded)
        }
    }

    private static func appendRare(_ scalar: UInt32, to folded: inout [UInt32]) {
        guard let value = Unicode.Scalar(scalar), value.properties.isUppercase else {
            folded.append(scalar)
            return
        }
        folded.append(value.properties.lowercaseMapping.unicodeScalars.first?.value ?? scalar)
    }

    private static func appendLatin(_ scalar: UInt32, to folded: inout [UInt32]) {
        let base = latinBase[Int(scalar - 0xC0)]
        switch base {
        case UInt8(ascii: "1"): folded += [0x61, 0x65]  // ae
        case UInt8(ascii: "2"): folded += [0x73, 0x73]  // ss
        case UInt8(ascii: "3"): folded += [0x6F, 0x65]  // oe
        case UInt8(ascii: "4"): folded += [0x74, 0x68]  // th
        case UInt8(ascii: "5"): folded += [0x69, 0x6A]  // ij
        case UInt8(ascii: "."): folded.append(scalar)
        default: folded.append(UInt32(base))
        }
    }

    /// The plain letters of U+00C0...U+017F in order; digits stand for the pairs named in `appendLatin`.
    private static let latinBase: [UInt8] = Array(
        ("aaaaaa1ceeeeiiiidnooooo.ouuuuy42aaaaaa1ceeeeiiiidnooooo.ouuuuy4y"
            + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii55jjkkk"
            + "llllllllllnnnnnnnnnoooooo33rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs").utf8
    )

    private static let ligatures: [[UInt32]] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"].map {
        $0.unicodeScalars.map(\.value)
    }
}

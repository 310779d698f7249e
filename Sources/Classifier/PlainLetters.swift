/// Letters without case and accents, the same for every spelling of a word that people use.
public enum PlainLetters {
    /// A letter as one to three plain ones in lower case: `É` is `e`, `ß` is `ss`, `Й` is `и`.
    public static func of(_ letter: Unicode.Scalar) -> String.UnicodeScalarView {
        var folded: [UInt32] = []
        Folding.appendLetter(letter.value, to: &folded)
        var plain = String.UnicodeScalarView()
        for value in folded {
            // Composed й is a letter of its own to people; decomposed its mark is left out. Both shall be the same.
            if let scalar = Unicode.Scalar(value == 0x439 ? 0x438 : value) { plain.append(scalar) }
        }
        return plain
    }
}

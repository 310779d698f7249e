import Classifier

/// A text by its words and pairs of words, for telling how alike two requests are worded.
///
/// Case, accents, digits and the last letters of long words do not count; Chinese is taken by single characters and
/// pairs. Unlike `SignificantWords` it keeps the small words: "does not", "please add" are what tells requests apart.
public struct Likeness: Hashable, Sendable {
    /// Hashes of the words and pairs, each once, in rising order.
    public let features: [UInt64]

    /// More of a text is not compared.
    static let longestText = 2_000
    /// Words are compared by this many letters.
    static let stemLength = 6

    public init(_ text: String) {
        var words: [UInt64] = []
        var hash = Self.seed
        var length = 0
        func close() {
            if length > 0 { words.append(hash) }
            hash = Self.seed
            length = 0
        }
        for scalar in text.unicodeScalars.prefix(Self.longestText) {
            let properties = scalar.properties
            if properties.generalCategory == .nonspacingMark { continue }
            if properties.isIdeographic {
                close()
                words.append(Self.step(Self.seed, scalar.value))
            } else if properties.numericType != nil {
                // 2026-11 and 2026-12 are the same mail a month later.
                if length == 0 { hash = Self.step(hash, 0x30) }
                length += 1
            } else if properties.isAlphabetic {
                for letter in PlainLetters.of(scalar) {
                    if length < Self.stemLength { hash = Self.step(hash, letter.value) }
                    length += 1
                }
            } else {
                close()
            }
        }
        close()
        var features = Set(words)
        for (first, second) in zip(words, words.dropFirst()) { features.insert(first &* 0x100_0000_01B3 ^ second) }
        self.features = features.sorted()
    }

    /// How alike two texts are, 0...1; the cosine of the angle between their words.
    public func to(_ other: Likeness) -> Double {
        var (left, right, common) = (0, 0, 0)
        while left < features.count, right < other.features.count {
            if features[left] == other.features[right] {
                common += 1
                left += 1
                right += 1
            } else if features[left] < other.features[right] {
                left += 1
            } else {
                right += 1
            }
        }
        guard common > 0 else { return 0 }
        return Double(common) / Double(features.count * other.features.count).squareRoot()
    }

    // FNV-1a, 64 bit.
    private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

    private static func step(_ hash: UInt64, _ value: UInt32) -> UInt64 {
        (hash ^ UInt64(value)) &* 0x100_0000_01B3
    }
}

import Foundation

/// Finds the same wish said again: by the same client in another mail, or by another client in other words.
///
/// Words are compared without case, accents, endings and the small words of six languages; Chinese by pairs of
/// characters. The order of the rows decides and nothing else, so that the same record always gives the same groups.
enum WishGrouping {
    /// Share of common words (Dice, in hundredths) from which two texts are the same wish.
    static let sameFromPercent = 60
    /// Common words below this prove nothing, unless the texts have no others.
    static let fewestCommon = 2
    /// Only the first words count; more would let a long mail resemble everything.
    static let mostWords = 40
    /// Words are compared by this many letters, which drops most endings of inflected languages.
    static let stemLength = 6

    /// Indices of the rows that say the same, each group and the groups in the order of the rows.
    static func groups(of texts: [String]) -> [[Int]] {
        var groups: [(leader: Set<String>, members: [Int])] = []
        var groupsByWord: [String: [Int]] = [:]
        for (index, text) in texts.enumerated() {
            let words = significantWords(text)
            if let group = nearest(to: words, in: groups.map(\.leader), byWord: groupsByWord) {
                groups[group].members.append(index)
                continue
            }
            for word in words { groupsByWord[word, default: []].append(groups.count) }
            groups.append((words, [index]))
        }
        return groups.map(\.members)
    }

    /// The group whose first text has most in common, the earliest of equals; nil when none has enough.
    private static func nearest(to words: Set<String>, in leaders: [Set<String>], byWord: [String: [Int]]) -> Int? {
        var common: [Int: Int] = [:]
        for word in words {
            for group in byWord[word] ?? [] { common[group, default: 0] += 1 }
        }
        var best: (group: Int, percent: Int)?
        for (group, count) in common.sorted(by: { $0.key < $1.key }) {
            let smaller = min(words.count, leaders[group].count)
            guard count >= min(fewestCommon, smaller) else { continue }
            let percent = 200 * count / (words.count + leaders[group].count)
            if percent >= sameFromPercent, percent > best?.percent ?? 0 { best = (group, percent) }
        }
        return best?.group
    }

    /// The words that carry a wish, cut to their stems.
    static func significantWords(_ text: String) -> Set<String> {
        var words: Set<String> = []
        for word in letters(of: text) where words.count < mostWords {
            if isIdeographic(word) {
                words.formUnion(pairs(word))
            } else if !smallWords.contains(word) {
                words.insert(String(word.prefix(stemLength)))
            }
        }
        return words
    }

    /// Runs of letters and digits, lower case and without accents; Chinese and other scripts apart.
    private static func letters(of text: String) -> [String] {
        var words: [String] = []
        var current = ""
        func close() {
            if !current.isEmpty { words.append(current) }
            current = ""
        }
        // Decomposed, an accent is a scalar of its own and can be left out; й and ё lose theirs on both sides alike.
        for scalar in text.lowercased().decomposed.unicodeScalars.prefix(4000) {
            if scalar.properties.generalCategory == .nonspacingMark { continue }
            guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else {
                close()
                continue
            }
            if let last = current.unicodeScalars.last, last.properties.isIdeographic != scalar.properties.isIdeographic
            {
                close()
            }
            current.unicodeScalars.append(scalar)
        }
        close()
        return words
    }

    private static func isIdeographic(_ word: String) -> Bool {
        word.unicodeScalars.first?.properties.isIdeographic ?? false
    }

    /// Chinese is written without spaces; two characters next to each other come close to a word.
    private static func pairs(_ word: String) -> [String] {
        let characters = word.filter { !chineseSmallWords.contains($0) }.map(String.init)
        guard characters.count > 1 else { return characters }
        return zip(characters, characters.dropFirst()).map { $0 + $1 }
    }

    private static let chineseSmallWords = Set<Character>("的了吗呢吧啊请您你我们能可以在一个是把给帮想要和")

    private static let smallWords = Set(
        """
        a an the and or of to for in on at by with from is are be it its this that we us our you your i me my can \
        could would should will please like want need add have has new some also do does there which when how if \
        und oder der die das den dem des ein eine einen einer eines zu zum zur im am auf mit von fur ist sind wir uns \
        unser unsere sie ihr ihre ich konnen konnten bitte mochten wollen hatten gern gerne auch noch neue neuen \
        le la les un une des du de et ou a au aux pour dans sur avec par est sont nous notre nos vous votre vos je \
        pouvez pourriez voulons aimerions souhaitons ajouter nouveau nouvelle aussi \
        el los las una unos y o en con por para es son nos nuestro nuestra usted su sus yo podemos podrian pueden \
        favor queremos nos gustaria anadir nuevo nueva tambien \
        и или в во на с со к ко по за из от до для у о об мы нам нас наш наша вы вам вас ваш это можно нужно хотим \
        хотели хотелось бы ли добавить пожалуиста еще также новыи новая новую
        """.split(separator: " ").map(String.init)
    )
}

extension String {
    /// The text with accents as scalars of their own, for the letters that European languages use.
    fileprivate var decomposed: String {
        decomposedStringWithCanonicalMapping
    }
}

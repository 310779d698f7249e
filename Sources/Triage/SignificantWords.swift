import Classifier

/// The words that carry what a text is about, for telling whether two texts speak of the same thing.
///
/// Words are taken without case, accents, endings and the small words of six languages; Chinese by pairs of characters.
public enum SignificantWords {
    /// Only the first words count; more would let a long mail resemble everything.
    public static let mostWords = 40
    /// Words are compared by this many letters, which drops most endings of inflected languages.
    static let stemLength = 5

    /// A text's words, cut to their stems.
    public static func of(_ text: String) -> Set<String> {
        var words: Set<String> = []
        for word in runs(of: text) where words.count < mostWords {
            if isIdeographic(word) {
                words.formUnion(pairs(word))
            } else if !SmallWords.european.contains(word) {
                words.insert(stem(word))
            }
        }
        return words
    }

    /// English endings go, then all but the first letters.
    private static func stem(_ word: String) -> String {
        let ending = ["ing", "ed", "es", "s"].first { word.hasSuffix($0) && word.count - $0.count >= 4 } ?? ""
        return String(word.dropLast(ending.count).prefix(stemLength))
    }

    /// Runs of letters and digits, lower case and without accents; Chinese and other scripts apart.
    private static func runs(of text: String) -> [String] {
        var words: [String] = []
        var current = ""
        func close() {
            if !current.isEmpty { words.append(current) }
            current = ""
        }
        for scalar in text.unicodeScalars.prefix(longestText) {
            if scalar.properties.generalCategory == .nonspacingMark { continue }
            guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else {
                close()
                continue
            }
            if let last = current.unicodeScalars.last, last.properties.isIdeographic != scalar.properties.isIdeographic
            {
                close()
            }
            current.unicodeScalars.append(contentsOf: PlainLetters.of(scalar))
        }
        close()
        return words
    }

    /// More of a text is not compared.
    private static let longestText = 2000

    private static func isIdeographic(_ word: String) -> Bool {
        word.unicodeScalars.first?.properties.isIdeographic ?? false
    }

    /// Chinese is written without spaces; two characters next to each other come close to a word. The small words are
    /// taken out first, the longest that fits.
    private static func pairs(_ run: String) -> [String] {
        let characters = run.map(String.init)
        var pairs: [String] = []
        var previous: String?
        var index = 0
        while index < characters.count {
            let small = (1...4).reversed().first { length in
                index + length <= characters.count
                    && SmallWords.chinese.contains(characters[index..<(index + length)].joined())
            }
            if let small {
                previous = nil
                index += small
                continue
            }
            if let before = previous { pairs.append(before + characters[index]) }
            previous = characters[index]
            index += 1
        }
        return pairs
    }
}

/// Words that say nothing about what is wished for: articles, courtesies, and what every wish is about.
private enum SmallWords {
    static let chinese = Set(
        """
        的 了 吗 呢 吧 啊 请 您 你 我 和 把 给 帮 我们 你们 他们 可以 能否 能不能 是否 希望 想要 需要 增加 添加 新增 加上 一个 一下 什么时候 \
        一直 网站 首页 页面 主页 谢谢 非常 另外 还有 麻烦 最好 这样
        """.split(whereSeparator: \.isWhitespace).map(String.init)
    )

    static let european = Set(
        """
        a an the and or of to for in on at by with from is are be it its this that so we us our you your i me my can \
        could would should will please like want need needs add have has new some also do does there which when how \
        if any news home page homepage site website web customer customers client clients visitor visitors user users \
        und oder der die das den dem des ein eine einen einer eines zu zum zur im am auf mit von fur ist sind wir uns \
        unser unsere unserer sie ihr ihre ich konnen konnten bitte mochten wollen hatten gern gerne auch noch neue \
        neuen seite webseite startseite kunden besucher \
        le la les un une des du de et ou au aux pour dans sur avec par est sont nous notre nos vous votre vos je \
        pouvez pourriez voulons aimerions souhaitons souhaiterions ajouter nouveau nouvelle aussi accueil clients \
        el los las una unos y o en con por para es son nos nuestro nuestra usted su sus yo podemos podrian pueden \
        favor queremos gustaria anadir nuevo nueva tambien pagina inicio sitio clientes \
        и или в во на с со к ко по за из от до для у о об мы нам нас наш наша нашем нашу вы вам вас ваш это можно \
        нужно хотим хотели хотелось бы ли добавить сделать пожалуиста еще также новыи новая новую саит саита саите \
        страница страницу странице главнои клиенты клиентов
        """.split(whereSeparator: \.isWhitespace).map(String.init)
    )
}

extension Language {
    /// The language of a text by its script and its commonest words; `unknown` when neither says enough.
    static func detect(_ text: TokenizedText, _ range: Range<Int>) -> Language {
        var ideographs = 0
        var kana = 0
        var cyrillic = 0
        var notRussian = 0
        var words = 0
        for token in text.tokens[range].prefix(detectionLimit) {
            let first = token.lettersStart < token.lettersEnd ? text.letters[Int(token.lettersStart)] : 0
            switch token.kind {
            case .ideograph:
                if first >= 0x3041 && first <= 0x30FF { kana += 1 } else { ideographs += 1 }
            case .word:
                words += 1
                guard first >= 0x400 && first <= 0x52F else { break }
                cyrillic += 1
                for letter in text.letters[Int(token.lettersStart)..<Int(token.lettersEnd)]
                where letter > 0x44F && notRussianLetters.contains(letter) { notRussian += 1 }
            default: break
            }
        }
        if kana * 5 > ideographs, kana > 1 { return .unknown }
        // An ideograph carries about as much as half a word.
        if ideographs > words { return .chinese }
        if cyrillic * 2 > words { return notRussian * 12 > cyrillic ? .unknown : .russian }
        return detectLatin(text, range)
    }

    /// Tokens looked at; a language shows within a page.
    private static let detectionLimit = 400
    /// Letters of Ukrainian, Belarusian, Serbian and Kazakh that Russian does not have.
    private static let notRussianLetters: Set<UInt32> = [
        0x454, 0x456, 0x457, 0x491, 0x45E, 0x452, 0x453, 0x458, 0x459, 0x45A, 0x45B, 0x45C, 0x45F, 0x4D9, 0x49B,
    ]

    private static func detectLatin(_ text: TokenizedText, _ range: Range<Int>) -> Language {
        var scores = SIMD4<Int32>(repeating: 0)
        var words: Int32 = 0
        for token in text.tokens[range].prefix(detectionLimit) where token.kind == .word {
            words += 1
            if let weights = latinWords[token.hash] { scores &+= SIMD4<Int32>(truncatingIfNeeded: weights) }
        }
        let most = scores.max()
        // One function word in six is the least any of these languages shows in running text.
        guard most > 0, most * 6 >= words * 2, let place = scores.indices.first(where: { scores[$0] == most }) else {
            return .unknown
        }
        return latinSources[place].0
    }

    /// Weights by hash, a language each: 2 for a word no other of these languages has, 1 for a shared one.
    private static let latinWords: [UInt64: SIMD4<Int8>] = {
        var words: [UInt64: SIMD4<Int8>] = [:]
        for (place, source) in latinSources.enumerated() {
            let scalars = source.1.unicodeScalars.map(\.value)
            for token in TokenizedText(scalars, in: 0..<scalars.count).tokens {
                words[token.hash, default: SIMD4(repeating: 0)][place] = 2
            }
        }
        for (hash, weights) in words where weights.wrappedSum() > 2 {
            words[hash] = weights / 2
        }
        return words
    }()

    private static let latinSources: [(Language, String)] = [
        (
            .english,
            """
            the and to of is in it you for that on with this we are have be our not can your from please would could
            when i my but all has there what they do does if or as an was were will how any which been should about
            hi hello thanks thank dear at by so its no new get just want need site page website an us them still
            doesnt dont cant isnt wont didnt after before into than then only now where who add make up out
            """
        ),
        (
            .german,
            """
            der die das und ist nicht wir ich sie es zu den dem ein eine einen einer einem mit auf für von im in bei
            auch wenn dass als uns unsere unser unserer bitte haben hat kann können könnten noch nur aber wie sich
            werden wird mehr seit aus nach zum zur am an oder man mir ihr ihre ihnen sind war wurde würde gibt hallo
            danke grüße geehrte was wo wann keine kein alle schon mal so über des doch immer diese dieser beim
            möchten sollte soll geht funktioniert seite rechnung bin habe
            """
        ),
        (
            .french,
            """
            le la les de des du un une et est que qui nous vous je pas pour dans sur avec il elle au aux ce cette ces
            ne n d l s j c qu en par plus mais ou où notre nos votre vos mon ma mes son sa ses leur être avoir a ont
            sont fait faire peut pouvez pourriez serait si se on y été bonjour merci quand comment depuis tout tous
            toutes très bien aussi encore même suis ai avons avez chez site page facture cordialement sans cela ça
            """
        ),
        (
            .spanish,
            """
            el la los las de del un una y es que en no se por para con su lo al como más pero o nos le me mi nuestro
            nuestra nuestros está están son ha han hay ser puede pueden podrían podría cuando desde si sin sobre
            este esta estos esto ese esa todo todos muy también ya hola gracias buenos buenas días favor les cómo
            qué dónde cuándo tenemos queremos quiero necesitamos hemos fue era página factura saludos a uno
            """
        ),
    ]
}

import Testing

@testable import Classifier

@Suite struct TokenizerTests {
    /// The folded words of a text; masks by their kind.
    private func words(_ text: String) -> [String] {
        let scalars = text.unicodeScalars.map(\.value)
        let tokenized = TokenizedText(scalars, in: 0..<scalars.count)
        return tokenized.tokens.map { token in
            guard token.kind == .word || token.kind == .ideograph else { return "<\(token.kind)>" }
            var word = String.UnicodeScalarView()
            for letter in tokenized.letters[Int(token.lettersStart)..<Int(token.lettersEnd)] {
                word.append(Unicode.Scalar(letter) ?? "?")
            }
            return String(word)
        }
    }

    @Test(arguments: [
        ("The FORM doesn't work", ["the", "form", "doesnt", "work"]),
        ("doesn’t", ["doesnt"]),
        ("l'export qu'il", ["l", "export", "qu", "il"]),
        ("Größe naïve Œuvre", ["grosse", "naive", "oeuvre"]),
        ("cafe\u{301} café", ["cafe", "cafe"]),
        ("Ёлка ёлка МОЙ мои\u{306}", ["елка", "елка", "мой", "мой"]),
        ("ＡＢＣ ﬁn", ["abc", "fin"]),
        ("打不开 打不開", ["打", "不", "开", "打", "不", "开"]),
        ("see https://a.example/x?y=1. Now", ["see", "<link>", "now"]),
        ("mail ana.b@shop.example please", ["mail", "<address>", "please"]),
        ("at 10:30 on 2026-01-02, 3.5 h", ["at", "<number>", "on", "<number>", "<number>", "h"]),
        ("run `rm -rf` and ```x\ny``` ok?", ["run", "<code>", "and", "<code>", "ok", "<question>"]),
        ("ends with an @ alone", ["ends", "with", "an", "alone"]),
        ("one`tick", ["one", "tick"]),
    ])
    func `words are cut and folded`(text: String, expected: [String]) {
        #expect(words(text) == expected)
    }

    @Test func `offsets count scalars of the text`() {
        let scalars = "¿Ça\u{301}? 打".unicodeScalars.map(\.value)
        let tokens = TokenizedText(scalars, in: 0..<scalars.count).tokens
        #expect(tokens.map { Int($0.start)..<Int($0.end) } == [1..<4, 4..<5, 6..<7])
    }

    @Test func `a word longer than any language has is cut`() {
        let scalars = [UInt32](repeating: 0x61, count: 10_000)
        let tokens = TokenizedText(scalars, in: 0..<scalars.count).tokens
        #expect(tokens.count >= 10_000 / TokenizedText.wordLimit)
        #expect(tokens.last?.end == 10_000)
    }
}

@Suite struct CueLexiconTests {
    private func cues(_ source: String, _ text: String) -> [String] {
        let scalars = text.unicodeScalars.map(\.value)
        let tokenized = TokenizedText(scalars, in: 0..<scalars.count)
        let names = CueLexicon.names(in: source)
        return CueLexicon(source: source).matches(tokenized).map { "\(names[$0.cue]) \($0.first)-\($0.last)" }
    }

    @Test(arguments: [
        ("a: not work", "does not work", ["a 1-2"]),
        ("a: not .. work*", "does not really ever working", ["a 1-4"]),
        ("a: not .. work", "not one two three four work", []),
        ("a: add*", "adding an adress", ["a 0-0"]),
        ("a: (can|could) you", "Could you? can you", ["a 0-1", "a 3-4"]),
        ("a: 打不开", "页面打不开了", ["a 2-4"]),
        ("a: ?", "why?", ["a 1-1"]),
        ("# a: x\nb: x", "x", ["b 0-0"]),
        ("a: on\na: on the phone", "on the phone", ["a 0-2"]),
    ])
    func `phrases are found with their words`(source: String, text: String, expected: [String]) {
        #expect(cues(source, text) == expected)
    }

    @Test func `a lexicon survives being written and read`() throws {
        let lexicon = CueLexicon(source: "a: not .. work*; gone\nb: (x|y) z")
        var writer = ByteWriter()
        lexicon.write(to: &writer)
        var reader = ByteReader(writer.bytes)
        let copy = try #require(CueLexicon(&reader))
        var again = ByteWriter()
        copy.write(to: &again)
        #expect(again.bytes == writer.bytes)
        #expect(copy.phrases.count == 4)
        var cut = ByteReader(Array(writer.bytes.dropLast()))
        #expect(CueLexicon(&cut) == nil)
    }
}

@Suite struct LanguageTests {
    @Test(arguments: [
        ("The contact form does not work any more.", Language.english),
        ("Das Kontaktformular funktioniert nicht mehr.", .german),
        ("Le formulaire de contact ne marche plus.", .french),
        ("El formulario de contacto ya no funciona.", .spanish),
        ("Форма обратной связи больше не работает.", .russian),
        ("联系表单打不开了，请看一下。", .chinese),
        ("请看一下 WordPress 后台的 Newsletter 设置", .chinese),
        ("Форма на странице checkout в Safari не работает", .russian),
        ("Контактна форма більше не працює, її ніхто не бачить", .unknown),
        ("お問い合わせフォームが動きません", .unknown),
        ("문의 양식이 작동하지 않습니다", .unknown),
        ("", .unknown),
        ("12345 !!!", .unknown),
    ])
    func `a language is told by its script and commonest words`(text: String, expected: Language) {
        let scalars = text.unicodeScalars.map(\.value)
        let tokenized = TokenizedText(scalars, in: 0..<scalars.count)
        #expect(Language.detect(tokenized, tokenized.tokens.indices) == expected)
    }

    @Test func `the language of nearly every seed is found`() throws {
        var wrong: [String] = []
        var count = 0
        for file in ModelTrainer.seedFiles {
            for seed in Seed.parse(try Sources.read(file.path), language: file.language, label: file.label) {
                let scalars = seed.text.unicodeScalars.map(\.value)
                let tokenized = TokenizedText(scalars, in: 0..<scalars.count)
                let found = Language.detect(tokenized, tokenized.tokens.indices)
                count += 1
                if found != seed.language { wrong.append("\(seed.language) \(found) \(seed.text)") }
            }
        }
        #expect(wrong.count * 25 < count, "\(wrong.count) of \(count): \(wrong.prefix(40))")
    }
}

import Testing

@testable import Triage

@Suite("Words looked for in a line") struct WordsTests {
    private let words = Words(["on ", "am", "unauthorised", "с уважением", "写道", "@", ""])

    @Test(arguments: [
        ("on monday", true), ("am 3. mai", true), ("с уважением, ольга", true), ("moon ", false), ("", false),
        ("с", false),
    ])
    func areFoundAtTheBeginning(_ text: String, _ isFound: Bool) {
        #expect(words.begin(Array(text.utf8)[...]) == isFound)
    }

    @Test(arguments: [
        ("monday on the moon", 1), ("on and on again", 1), ("x@y am 写道", 3), ("写", 0), ("unauthorise", 0), ("", 0),
        ("all of it is unauthorised", 1),
    ])
    func areCountedOnceEach(_ text: String, _ count: Int) {
        #expect(words.count(in: Array(text.utf8), upTo: 10) == count)
        #expect(words.occur(in: Array(text.utf8)) == (count > 0))
        #expect(words.count(in: Array(text.utf8), upTo: 1) == min(count, 1))
    }

    @Test func scalarsAreBlankWhereUnicodeSaysSo() {
        let wrong = Self.scalars.filter { $0.isBlank != $0.properties.isWhitespace }
        #expect(wrong.isEmpty, "\(wrong.map(\.value))")
    }

    @Test func shortRulesGiveTheLowerCaseThatUnicodeGives() {
        let wrong = Self.scalars.filter { scalar in
            scalar.simpleLowercase.map { String($0) != scalar.properties.lowercaseMapping } ?? false
        }
        #expect(wrong.isEmpty, "\(wrong.map(\.value))")
    }

    @Test(arguments: [
        ("  a \t\r\n b\u{3000}\u{A0}в ", "a b в"), ("", ""), (" \n ", ""), ("网站\u{2028}首页", "网站 首页"),
        ("a\u{200B}b", "a\u{200B}b"),
    ])
    func blanksAreClosed(_ text: String, _ closed: String) {
        #expect(Blanks.closed(text.unicodeScalars) == closed)
    }

    private static let scalars = (UInt32(0)...0x1_FFFF).compactMap(Unicode.Scalar.init)
}

@Suite("The lines of a mail") struct QuotedLineTests {
    @Test(arguments: [
        ("a\nb", ["a", "b"]), ("a\r\nb\r\n", ["a", "b", ""]), ("a\rb", ["a", "b"]), ("", [""]),
        ("a\n\r\nb", ["a", "", "b"]),
        ("a \t\n \u{3000}\nb", ["a", "", "b"]),
    ])
    func endAtAnyLineEnding(_ text: String, _ contents: [String]) {
        #expect(QuotedLine.lines(of: text).map { String($0.content) } == contents)
    }

    @Test(arguments: [
        ("> a", 1, "a"), (">> a", 2, "a"), ("> > a", 2, "a"), ("  >a", 1, "a"), (">  a", 1, " a"), ("  a", 0, "  a"),
        (">", 1, ""),
    ])
    func knowHowDeepTheyAreQuoted(_ text: String, _ depth: Int, _ content: String) {
        let line = QuotedLine(text[...])
        #expect(line.depth == depth)
        #expect(line.content == content)
    }

    @Test(arguments: [
        ("*Von:*\u{A0}ANA", "von: ana"), ("  ОТВЕТ Ё", "ответ ё"), ("\u{FEFF}发件人：İ", "发件人：i\u{307}"),
        ("Straße", "straße"),
    ])
    func areComparedInLowerCase(_ text: String, _ folded: String) {
        #expect(String(decoding: QuotedLine(text[...]).folded, as: UTF8.self) == folded)
    }
}

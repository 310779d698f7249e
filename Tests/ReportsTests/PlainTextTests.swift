import Agreement
import Testing

@testable import Reports

@Suite("Texts on lines and in columns")
struct PlainTextTests {
    @Test(
        "Columns count what is seen",
        arguments: [
            ("abc", 3), ("Привет", 6), ("网站", 4), ("ｗｅｂ", 6), ("e\u{301}", 1), ("“”", 2), ("👍", 2), ("❤\u{FE0F}", 2),
            ("👩\u{200D}💻", 2), ("한국", 4), ("a\u{200B}b", 2), ("，。", 4), ("", 0), ("\u{7}", 0),
        ]
    )
    func columns(text: String, columns: Int) {
        #expect(TextWidth.columns(text) == columns)
    }

    @Test(
        "Other people's words come onto one line without controls",
        arguments: [
            ("a\r\nBcc: b", "a Bcc: b"), ("  x\t\ty \n", "x y"), ("a\u{202E}txt\u{0}\u{1B}[2J", "atxt[2J"),
            ("\u{FEFF}网\u{3000}站", "网 站"), ("a\u{2028}b\u{85}c", "a b c"), ("\u{E0041}\u{200F}", ""),
        ]
    )
    func oneLine(text: String, line: String) {
        #expect(PlainText.oneLine(text) == line)
    }

    @Test(
        "An excerpt ends after a word and says that it was cut",
        arguments: [
            ("one two three", 13, "one two three"), ("one two three four fives", 22, "one two three four…"),
            ("one two, three", 9, "one two…"),
            ("网站首页的图片", 5, "网站首页…"), ("abcdefghij", 5, "abcd…"),
        ]
    )
    func excerpt(text: String, limit: Int, excerpt: String) {
        #expect(PlainText.excerpt(text, limit: limit) == excerpt)
        #expect(excerpt.count <= limit)
    }

    @Test("A character of a million marks does not get through")
    func marks() {
        let text = "e" + String(repeating: "\u{301}", count: 1_000_000)
        #expect(PlainText.excerpt(text, limit: 10).unicodeScalars.count <= 320)
    }

    @Test("Lines are broken at blanks, hang under list marks, and leave addresses whole")
    func wrap() {
        let text = """
            12. one two three four five
               six seven eight nine ten
            https://example.org/a/very/long/address/that/nobody/may/break
            a  b
            -- 
            """
        #expect(
            TextWrap.wrap(text, columns: 16) == """
                12. one two
                    three four
                    five
                   six seven
                   eight nine
                   ten
                https://example.org/a/very/long/address/that/nobody/may/break
                a  b
                -- 
                """
        )
    }

    @Test("Chinese breaks anywhere but before closing and after opening marks")
    func wrapChinese() {
        let lines = TextWrap.wrap("网站首页，图片（显示）不出来。请尽快处理。", columns: 10).split(separator: "\n")
        #expect(lines.joined() == "网站首页，图片（显示）不出来。请尽快处理。")
        #expect(lines.allSatisfy { TextWidth.columns($0) <= 12 })
        #expect(lines.allSatisfy { !"，）。".contains($0.first ?? "，") && $0.last != "（" })
    }

    @Test("A table lines up wide characters and fits its width")
    func table() {
        var table = TextTable(columns: [.init("Client"), .init("Words", isFlexible: true), .init("Min", .right)])
        table.add(["玉石文化", String(repeating: "word ", count: 40), "7"])
        table.add(["Harbor", "short\nline", "120"])
        let lines = table.text().split(separator: "\n").map(String.init)
        #expect(lines.allSatisfy { TextWidth.columns($0) <= TextTable.terminalColumns })
        #expect(lines[0].hasPrefix("Client    Words"))
        #expect(lines[2].hasPrefix("玉石文化  word"))
        #expect(lines[2].hasSuffix("  7"))
        #expect(lines.last?.hasPrefix("Harbor    short line") == true)
        #expect(lines.last?.hasSuffix("120") == true)
    }

    @Test("A table that cannot fit keeps its narrowest columns")
    func narrowTable() {
        var table = TextTable(columns: [.init("A", isFlexible: true), .init("B")])
        table.add(["one two three four", "0123456789"])
        #expect(table.text(width: 5).split(separator: "\n").last == "three four")
        #expect(TextTable(columns: []).text() == "\n\n")
    }

    @Test(
        "Markup in words is shown, not obeyed",
        arguments: [
            ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;"), ("a\u{0}\u{1B}b", "ab"), ("x\ny", "x\ny"), ("&amp;", "&amp;amp;"),
        ]
    )
    func escaped(text: String, markup: String) {
        #expect(HTML.escaped(text) == markup)
    }

    @Test("Cells of a spreadsheet are quoted, and no words become a formula")
    func csv() {
        var table = CSV(columns: ["a", "b"])
        table.add(["x,\"y\"", "line\nline"])
        table.add(["=HYPERLINK(1)", "-15"])
        table.add(["+1 (2)", "@x"])
        #expect(table.text == "a,b\r\n\"x,\"\"y\"\"\",\"line\nline\"\r\n'=HYPERLINK(1),-15\r\n'+1 (2),'@x\r\n")
    }

    @Test(
        "Money is written with the currency's own decimals",
        arguments: [
            (9500, "EUR", "95.00 EUR"), (-5, "EUR", "-0.05 EUR"), (124_000_099, "EUR", "1,240,000.99 EUR"),
            (1500, "JPY", "1,500 JPY"), (1500, "KWD", "1.500 KWD"), (0, "CNY", "0.00 CNY"),
        ]
    )
    func money(units: Int, currency: String, text: String) {
        #expect(MoneyText.text(Money(minorUnits: units, currency: currency)) == text)
    }

    @Test("Sums of money keep currencies apart and never overflow")
    func sums() {
        let sums = MoneyText.sums([
            Money(minorUnits: 1, currency: "USD"), Money(minorUnits: Int.max, currency: "EUR"),
            Money(minorUnits: 5, currency: "EUR"), Money(minorUnits: 2, currency: "USD"),
        ])
        #expect(sums == [Money(minorUnits: Int.max, currency: "EUR"), Money(minorUnits: 3, currency: "USD")])
    }
}

import Testing

@testable import Reports

@Suite("Lines of a mail")
struct TextWrapTests {
    private static let texts = [
        "Your agreement does not cover this; we will not start on it, and nothing will be charged, until you agree.",
        "   Мы пока не уверены, покрывает ли это ваш договор. Человек проверит и сообщит вам; до тех пор — ничего.",
        "我们还不确定您的协议是否包含此项。（会有人核实并告诉您）；在此之前，什么都没有决定。“请稍候”，谢谢您的来信！",
        "12. “The contact form on https://example.org/a/very/long/path/that/has/no/blank/at/all/and/goes/on/for/ever”",
        "- words  with   wide  gaps  between   them     that close     when the line is broken somewhere      here ",
        "1234. four digits are no list mark, so that what follows does not hang beneath the words but begins anew",
        "混排 mixed text 与 English words 在 the same 行 with 12 数字 and (brackets) 等等等等等等等等等等等等等等等等等",
        "é as one scalar, and e\u{301} as two; flags 🇨🇭 and families 👨‍👩‍👧 count as a reader sees them, whatever they are made of",
        "tabs\tbetween\tthe\twords\tof\ta\tline\tthat\tis\tlonger\tthan\tthe\tcolumns\tit\tmay\thave\tin\ta\tmail",
        "soft\u{AD}hyphens and no\u{A0}break\u{A0}blanks stand in a line that is longer than seventy-six columns, surely",
        "It takes 1 h 30 min, 95.00 EUR an hour, or (3 hours 45 minutes and 1,240.00 EUR) with 12 requests of 25 % each",
        "Осталось 1 ч 30 мин из 3 ч, затем 95,00 EUR за час; 12 запросов ждут ответа, 2 часа 5 минут работы и ещё 7 ч.",
        "本月还剩 1 小时 30 分钟，已用 12 小时 5 分钟，超出部分每小时 95.00 EUR，共 3 项请求，其中 2 项 已完成 100 % 了。",
        "                                                                                                    ",
        "-                                                                                                   ", "-- ",
        "",
        "   trailing blanks   \t ", "x",
    ]

    @Test("Bytes are broken into the same lines as characters", arguments: texts, [8, 20, 76])
    func sameLines(text: String, columns: Int) {
        let lines = TextWrap.lines(of: text[...], columns: columns).joined(separator: "\n")
        #expect(TextWrap.wrap(text, columns: columns) == lines)
        #expect(TextWrap.wrap("a\n\n\(text)\n", columns: columns) == "a\n\n\(lines)\n")
    }

    @Test("No line is wider than it may be, unless a word is")
    func width() {
        for text in Self.texts.prefix(3) {
            let lines = TextWrap.wrap(text, columns: 40).split(separator: "\n")
            #expect(lines.count > 1)
            for line in lines { #expect(TextWidth.columns(line) <= 40) }
        }
    }

    @Test("A figure is not torn from its unit, nor minutes from their hours", arguments: 24...76)
    func unbroken(columns: Int) {
        let text = "We worked 1 h 30 min of 3 hours 45 minutes at 95.00 EUR, 12 requests, 25 % done. 还剩 1 小时 30 分钟。"
        let lines = TextWrap.wrap(text, columns: columns).split(separator: "\n").map(String.init)
        for whole in ["1 h 30 min", "3 hours 45 minutes", "95.00 EUR", "12 requests", "25 %", "1 小时 30", "分钟"] {
            #expect(lines.contains { $0.contains(whole) }, "\(whole) at \(columns) columns: \(lines)")
        }
    }

    @Test(
        "Plain lines are those whose scalars stand for themselves",
        arguments: [
            ("words", true), ("слова", true), ("“字”，", true), ("e\u{301}", false), ("🇨🇭", false), ("a\tb", false),
            ("\u{AD}", false),
        ]
    )
    func plain(text: String, isPlain: Bool) {
        #expect((PlainLine(Array(text.utf8)[...]) != nil) == isPlain)
    }

    @Test(
        "Damaged UTF-8 is no plain line",
        arguments: [[0xD0], [0xE4, 0xB8], [0xF0, 0x9F, 0x98], [0x80]] as [[UInt8]]
    )
    func damaged(bytes: [UInt8]) {
        #expect(PlainLine(bytes[...]) == nil)
    }
}

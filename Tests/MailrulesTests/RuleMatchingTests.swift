import Testing
import Triage

@Suite struct RuleMatchingTests {
    private static func facts(_ text: String = "", subject: String = "") -> RuleFacts {
        RuleFacts(
            from: "tom@harbor.example",
            client: "harbor",
            subject: subject,
            text: text,
            language: "zh-Hans",
            hasAttachment: false
        )
    }

    private static func matches(_ conditions: Rule.Condition..., facts: RuleFacts) -> Bool {
        Rule(name: "r", conditions: conditions, actions: [], examples: Rule.Examples(match: [], noMatch: []))
            .matches(facts)
    }

    @Test(arguments: [
        ("is down", "The shop IS\n  DOWN again", true), ("is down", "the shop is downtown", false),
        ("down", "markdown", false), ("down", "It's down!", true), ("can't pay", "we can\u{2019}t pay", true),
        ("счёт", "Счёт за октябрь", true), ("счёт", "счётчик", false), ("счёт*", "счётчик", true),
        ("сайт не открыва*", "Сайт не открывается", true), ("付款", "网站无法付款了", true), ("付款", "支付", false),
        ("ERP", "our erp-system", true), ("c++", "in c++ code", true), ("*", "anything", false),
        ("", "anything", false),
        ("2026", "in 20260 days", false), ("naïve", "NAÏVE", true), ("error 500", "error\u{00A0}500", true),
        ("日本", "日本語", true), ("a", "", false),
    ])
    func `A phrase is found as whole words in any case`(phrase: String, text: String, expected: Bool) {
        #expect(Self.matches(.words([phrase]), facts: Self.facts(text)) == expected)
        #expect(Self.matches(.subject([phrase]), facts: Self.facts(subject: text)) == expected)
    }

    @Test(arguments: [
        (Rule.Condition.from(["Tom@Harbor.example"]), true), (.from(["@harbor.example"]), true),
        (.from(["@arbor.example"]), false), (.from(["om@harbor.example"]), false),
        (.client(["birch", "harbor"]), true),
        (.client(["birch"]), false), (.language(["zh"]), true), (.language(["zh-Hans"]), true),
        (.language(["z"]), false),
        (.language(["zh-Hant"]), false), (.attachment(false), true), (.attachment(true), false),
    ])
    func `Sender, client, language and attachment are compared`(condition: Rule.Condition, expected: Bool) {
        #expect(Self.matches(condition, facts: Self.facts()) == expected)
    }

    @Test func `All conditions must hold, and a rule without one matches nothing`() {
        let facts = Self.facts("it is down")
        #expect(Self.matches(.words(["is down"]), .client(["harbor"]), facts: facts))
        #expect(!Self.matches(.words(["is down"]), .client(["birch"]), facts: facts))
        let empty = Rule(name: "r", conditions: [], actions: [], examples: Rule.Examples(match: [], noMatch: []))
        #expect(!empty.matches(facts))
    }
}

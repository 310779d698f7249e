import Testing
import WorkingTime

@testable import Triage

@Suite struct RuleMatchingTests {
    private static func facts(_ text: String = "", subject: String = "") -> RuleFacts {
        RuleFacts(
            from: "tom@harbor.example",
            client: "harbor",
            subject: subject,
            text: text,
            language: "zh-Hans",
            attachments: [],
            receivedAt: Instant(epochSeconds: 0)
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

/// Conditions about files, hours and expressions.
@Suite struct RuleConditionTests {
    private static let berlin = Zone("Europe/Berlin") ?? .utc
    private static let night = MinuteInterval("20:00-06:00").map { [$0] } ?? []

    private static func facts(files: [AttachedFile] = [], at instant: String = "2026-11-20T12:00:00+01:00") throws
        -> RuleFacts
    {
        RuleFacts(
            from: "tom@harbor.example",
            client: "harbor",
            subject: "Order PO-20417",
            text: "The total of PO-20418 is wrong.",
            language: "en",
            attachments: files,
            receivedAt: try #require(Instant(rfc3339: instant))
        )
    }

    private static func rule(_ conditions: Rule.Condition...) -> Rule {
        Rule(name: "r", conditions: conditions, actions: [], examples: Rule.Examples(match: [], noMatch: []))
    }

    @Test(arguments: [
        ("*.pdf", true), ("plan.*", true), ("PLAN.PD?", true), ("*.doc", false), ("application/pdf", true),
        ("application/*", true), ("image/*", false), ("*", true), ("*a*.p*f", true), ("pdf", false), ("", false),
    ])
    func `A file is found by its name or type`(pattern: String, expected: Bool) throws {
        let facts = try Self.facts(files: [AttachedFile(name: "Plan.pdf", type: "application/pdf")])
        #expect(Self.rule(.attached([pattern])).matches(facts) == expected)
        #expect(!Self.rule(.attached(["*"])).matches(try Self.facts()))
    }

    @Test(arguments: [
        ("2026-11-20T19:59:00+01:00", false), ("2026-11-20T20:00:00+01:00", true), ("2026-11-21T05:59:00+01:00", true),
        ("2026-11-21T06:00:00+01:00", false), ("2026-11-21T20:00:00+01:00", false), ("2026-07-17T18:00:00Z", true),
    ])
    func `A night belongs to the day on which it begins`(instant: String, isFriday: Bool) throws {
        let calendar = WorkingCalendar(name: "fri", zone: Self.berlin, week: [.friday: Self.night])
        let facts = try Self.facts(at: instant)
        #expect(Self.rule(.time([.init(calendar: calendar, isOutside: false)])).matches(facts) == isFriday)
        #expect(Self.rule(.time([.init(calendar: calendar, isOutside: true)])).matches(facts) != isFriday)
    }

    @Test func `An expression names the words for which the rule matched`() throws {
        let pattern = try Pattern(#"po-\d+"#)
        let rule = Self.rule(.subjectPattern([pattern]), .pattern([pattern]), .words(["is wrong"]))
        #expect(rule.matches(try Self.facts()))
        #expect(rule.words(try Self.facts()) == ["PO-20417", "PO-20418", "is wrong"])
        #expect(!Self.rule(.pattern([try Pattern("po-9")])).matches(try Self.facts()))
    }
}

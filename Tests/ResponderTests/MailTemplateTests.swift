import Testing

@testable import Responder

@Suite("Rendering of templates")
struct MailTemplateTests {
    private static let values: [String: TemplateValue] = [
        "name": .text("Ada & <Bo>"), "yes": .flag(true), "no": .flag(false), "none": .list([]),
        "items": .list([["words": .text("one")], ["words": .text("two"), "name": .text("own")]]),
    ]

    @Test(
        "Values, sections and their opposites",
        arguments: [
            ("Hello {{name}}!", "Hello Ada & <Bo>!"), ("{{nobody}}", ""), ("{{ name }}", "Ada & <Bo>"),
            ("{{#name}}yes{{/name}}{{^name}}no{{/name}}", "yes"),
            ("{{#nobody}}yes{{/nobody}}{{^nobody}}no{{/nobody}}", "no"),
            ("{{#yes}}a{{/yes}}{{^yes}}b{{/yes}}{{#no}}c{{/no}}{{^no}}d{{/no}}", "ad"),
            ("{{#items}}[{{words}}, {{name}}]{{/items}}{{^items}}x{{/items}}", "[one, Ada & <Bo>][two, own]"),
            ("{{#none}}a{{/none}}{{^none}}b{{/none}}", "b"),
            ("{{#yes}}{{#items}}{{words}}{{/items}}{{/yes}}", "onetwo"),
            ("a{{! a comment }}b", "ab"), ("", ""), ("no tags { } }} at all", "no tags { } }} at all"),
        ]
    )
    func values(template: String, text: String) throws {
        #expect(try MailTemplate(template, form: .text).rendered(Self.values) == text)
    }

    @Test(
        "A tag alone on its line takes the line with it; a value never does",
        arguments: [
            ("a\n{{#yes}}\nb\n{{/yes}}\nc\n", "a\nb\nc\n"), ("a\n  {{#yes}}  \nb\n\t{{/yes}}", "a\nb\n"),
            ("a\n{{! comment }}\nb", "a\nb"), ("a\n {{name}}\nb", "a\n Ada & <Bo>\nb"),
            ("{{% CONTENT_TYPE:TEXT}}\nb", "b"), ("a {{#yes}}\nb{{/yes}}\nc", "a \nb\nc"),
            ("{{#yes}} {{/yes}}\nc", " \nc"), ("{{#items}}\n- {{words}}\n{{/items}}\nend", "- one\n- two\nend"),
            ("{{#no}}\n{{#yes}}\nx\n{{/yes}}\n{{/no}}\n{{^no}}\ny\n{{/no}}\n", "y\n"),
        ]
    )
    func lines(template: String, text: String) throws {
        #expect(try MailTemplate(template, form: .text).rendered(Self.values) == text)
    }

    @Test("Pages escape what they are given, and only that")
    func escaping() throws {
        #expect(try MailTemplate("<b>{{name}}</b>", form: .html).rendered(Self.values) == "<b>Ada &amp; &lt;Bo&gt;</b>")
    }
}

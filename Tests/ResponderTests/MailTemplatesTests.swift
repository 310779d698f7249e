import Testing
import Triage

@testable import Responder

@Suite("Mail templates")
struct MailTemplatesTests {
    private func source(
        _ text: String,
        kind: MailTemplates.Kind = .acknowledgement,
        language: String = "en",
        form: MailTemplates.Form = .text
    ) -> MailTemplates.Source {
        MailTemplates.Source(kind: kind, language: language, form: form, file: "t.mustache", text: text)
    }

    @Test("The built-in templates are sound and there for every kind and language")
    func builtIn() {
        for source in BuiltInTemplates.all { #expect(MailTemplates.problems(in: source).isEmpty, "\(source.file)") }
        for kind in MailTemplates.Kind.allCases {
            for language in Samples.languages {
                #expect(
                    MailTemplates.builtInText(kind, language: language)?.hasPrefix("{{% CONTENT_TYPE:TEXT}}\n") == true
                )
                #expect(MailTemplates.builtIn.language(for: kind, wanted: language, agency: []) == language)
            }
        }
    }

    @Test("Every name that a template may use is used by the built-in ones or known to be for operators")
    func vocabulary() {
        let text = MailTemplates.builtInText(.acknowledgement, language: "en") ?? ""
        let used = Set(TemplateTag.tags(of: text).map(\.name))
        let vocabulary = TemplateVocabulary.of(.acknowledgement)
        let known = vocabulary.values.union(vocabulary.conditions).union(vocabulary.lists.values.joined())
        #expect(known.subtracting(used) == ["client"])
    }

    @Test(
        "Every mistake is found at its place",
        arguments: [
            ("Hello {{nam}}", 1, 7, "{{nam}} is not a known name; did you mean {{name}}?"),
            ("a\nb {{words}}", 2, 3, "{{words}} is only known inside {{#items}}"),
            ("{{#items}}\n{{wrods}}{{/items}}", 2, 1, "{{wrods}} is not a known name; did you mean {{words}}?"),
            ("{{zzzzzzzz}}", 1, 1, "{{zzzzzzzz}} is not a known name"),
            ("{{#items}}x", 1, 1, "{{#items}} is never closed; add {{/items}}"),
            ("x{{/items}}", 1, 2, "{{/items}} closes nothing that is open here"),
            (
                "{{#items}}{{#fix}}{{/items}}{{/fix}}{{/items}}", 1, 19,
                "{{/items}} closes nothing that is open here; {{/fix}} must come first"
            ),
            ("{{{name}}}", 1, 1, "values are always escaped; write {{name}}"),
            ("é {{&name}}", 1, 3, "values are always escaped; write {{name}}"),
            ("{{> partial}}", 1, 1, "{{>partial}} is not available in mail templates; write the words out"),
            ("{{=<% %>=}}", 1, 1, "{{=<% %>=}} is not available in mail templates; write the words out"),
            ("x {{name", 1, 3, "a tag opens here and never ends with }}"),
            (
                "x{{% CONTENT_TYPE:TEXT}}", 1, 2,
                "only {{% CONTENT_TYPE:TEXT}} at the head of a text template is allowed; remove this"
            ),
            ("{{uppercased(name)}}", 1, 1, "{{uppercased(name)}} is not a known name"),
            ("{{.}}", 1, 1, "{{.}} is not a known name"), ("{{hasItems}}", 1, 1, "{{hasItems}} is not a known name"),
        ]
    )
    func mistakes(text: String, line: Int, column: Int, message: String) {
        let problems = MailTemplates.problems(in: source(text))
        #expect(problems.first == TemplateProblem(file: "t.mustache", line: line, column: column, message: message))
    }

    @Test("All mistakes of a template are told at once, in the form that editors jump to")
    func allAtOnce() {
        let problems = MailTemplates.problems(in: source("{{a}}\n{{b}}\r\n{{! a comment\nof two lines }}{{c}}"))
        #expect(
            problems.map(\.description) == [
                "t.mustache:1:1: error: {{a}} is not a known name", "t.mustache:2:1: error: {{b}} is not a known name",
                "t.mustache:4:16: error: {{c}} is not a known name",
            ]
        )
    }

    @Test(
        "A receipt has no names for what it must not tell",
        arguments: ["name", "timeLeft", "answerBy", "#items", "client"]
    )
    func receiptVocabulary(name: String) {
        #expect(!MailTemplates.problems(in: source("{{\(name)}}", kind: .receipt)).isEmpty)
    }

    @Test("A page may not switch its escaping off, and too deep or too long templates are refused")
    func bounds() {
        #expect(!MailTemplates.problems(in: source("{{% CONTENT_TYPE:TEXT}}{{name}}", form: .html)).isEmpty)
        let deep = String(repeating: "{{#name}}", count: 200) + String(repeating: "{{/name}}", count: 200)
        #expect(MailTemplates.problems(in: source(deep)).first?.message.contains("nested deeper") == true)
        #expect(MailTemplates.problems(in: source(String(repeating: "x", count: 17_000))).count == 1)
    }

    @Test("An operator's template takes the place of the built-in one, with or without the first tag")
    func overrides() throws {
        let plain = MailTemplates(overrides: [source("Hi {{name}} <3, #{{ticket}}")])
        let marked = MailTemplates(overrides: [source("{{% CONTENT_TYPE:TEXT}}\nHi {{name}} <3, #{{ticket}}")])
        let content = try Samples.content(name: "A & B")
        for templates in [plain, marked] {
            let draft = AcknowledgementDraft(content, templates: templates)
            #expect(draft.text == "Hi A & B <3, #1042\n")
            #expect(draft.html.contains("Hi A &amp; B &lt;3, #1042"))
        }
        let russian = AcknowledgementDraft(try Samples.content(language: "ru"), templates: plain)
        #expect(russian.text.hasPrefix("Здравствуйте"))
    }

    @Test("An operator's page goes beside the text, escaped")
    func overriddenPage() throws {
        let templates = MailTemplates(overrides: [source("<p>{{name}}: {{agency}}</p>", form: .html)])
        var content = try Samples.content()
        content.agency.name = "<&>"
        let draft = AcknowledgementDraft(content, templates: templates)
        #expect(draft.html == "<p>Ada Byron: &lt;&amp;&gt;</p>")
        #expect(draft.text.hasPrefix("Hello Ada Byron,"))
    }

    @Test("A template with a mistake is not used; the built-in one stays")
    func unsound() throws {
        let templates = MailTemplates(overrides: [source("Hi {{nam}}")])
        #expect(AcknowledgementDraft(try Samples.content(), templates: templates).text.hasPrefix("Hello Ada Byron,"))
    }

    @Test(
        "The language falls back to its first subtag, then to the agency's, then to English",
        arguments: [
            ("de-AT", ["ru"], "de"), ("PT-br", ["ru"], "pt-br"), ("pt", ["ru"], "ru"), ("it", ["zh-CN", "en"], "zh"),
            ("", ["xx"], "en"), ("und", [], "en"),
        ]
    )
    func fallback(wanted: String, agency: [String], language: String) {
        let templates = MailTemplates(overrides: [source("Olá", language: "pt-BR")])
        #expect(templates.language(for: .acknowledgement, wanted: wanted, agency: agency) == language)
    }

    @Test("Another language gets figures that are read everywhere")
    func neutral() throws {
        let templates = MailTemplates(overrides: [source("{{timeLeft}}; {{answerBy}}", language: "pl")])
        let draft = AcknowledgementDraft(try Samples.content(language: "pl"), templates: templates)
        #expect(draft.text == "2 h 45 min; 2026-11-23 17:00 (Europe/Berlin, UTC+1)\n")
    }

    @Test(
        "Files name kind, language and form",
        arguments: [
            ("templates/acknowledgement.en.mustache", "acknowledgement en text"),
            ("receipt.pt-BR.html.mustache", "receipt pt-br html"), ("digest.en.mustache", nil),
            ("acknowledgement.mustache", nil), ("acknowledgement.en.txt", nil), ("acknowledgement..mustache", nil),
            ("acknowledgement.en.pdf.mustache", nil),
        ] as [(String, String?)]
    )
    func files(file: String, meaning: String?) {
        let source = MailTemplates.Source(file: file, text: "")
        #expect(source.map { "\($0.kind.rawValue) \($0.language) \($0.form.rawValue)" } == meaning)
    }
}

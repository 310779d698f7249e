/// The words of the built-in templates in one language. Values stand in them as `{{names}}`.
struct TemplatePhrases: Sendable {
    var language: String
    var greeting: String
    var plainGreeting: String
    var thanks: String
    var understood: String
    var quotation: (open: String, close: String)
    /// Between sentences.
    var gap = " "
    /// What a request is called, by label.
    var fault: String
    var outage: String
    var wish: String
    var question: String
    var billing: String
    var request: String
    var covered: String
    var notCovered: String
    /// Nothing happens to what is not covered before a quote is approved.
    var quoteFirst: String
    /// Of a new feature where small changes are covered and nobody has estimated it yet, instead of the two above.
    var small: String
    var quoteIfLarger: String
    /// Nothing is promised and nothing refused.
    var undecided: String
    var approval: String
    var clause: String
    /// Before a kept answer.
    var suggestion: String
    var moreItems: String
    var noItems: String
    var timeLeft: String
    var timeUsedUp: String
    var timeBeyond: String
    var answerBy: String
    /// When nothing is promised.
    var answer: String
    var withoutAgreement: String
    /// In a receipt.
    var receipt: String
    var correction: String
    var addition: String
    var regards: String
    var automatic: String
}

enum BuiltInTemplates {
    /// Every built-in template, as an operator would write it.
    static let all: [MailTemplates.Source] = phrases.flatMap { phrases in
        [
            source(.acknowledgement, phrases.language, acknowledgement(phrases)),
            source(.receipt, phrases.language, receipt(phrases)),
        ]
    }

    static let phrases: [TemplatePhrases] = [.english, .russian, .chinese, .german, .french, .spanish]

    private static func source(_ kind: MailTemplates.Kind, _ language: String, _ text: String) -> MailTemplates.Source {
        let file = "\(kind.rawValue).\(language).mustache"
        return MailTemplates.Source(kind: kind, language: language, form: .text, file: file, text: text)
    }

    /// One layout for all languages: a paragraph each, requests as a numbered list with what is said of each beneath.
    private static func acknowledgement(_ phrases: TemplatePhrases) -> String {
        let called = """
            {{#fix}}\(phrases.fault)\(phrases.gap){{/fix}}\
            {{#incident}}\(phrases.outage)\(phrases.gap){{/incident}}\
            {{#feature}}\(phrases.wish)\(phrases.gap){{/feature}}\
            {{#question}}\(phrases.question)\(phrases.gap){{/question}}\
            {{#billing}}\(phrases.billing)\(phrases.gap){{/billing}}\
            {{#other}}\(phrases.request)\(phrases.gap){{/other}}
            """
        return """
            \(MailTemplates.contentType)
            {{#name}}\(phrases.greeting){{/name}}{{^name}}\(phrases.plainGreeting){{/name}}

            \(phrases.thanks)

            {{#hasItems}}
            \(phrases.understood)

            {{#items}}
            {{number}}. \(phrases.quotation.open){{words}}\(phrases.quotation.close)
            {{#covered}}
               \(called)\(phrases.covered)
            {{/covered}}
            {{#notCovered}}
               \(called){{^small}}\(phrases.notCovered){{/small}}{{#small}}\(phrases.small){{/small}}
            {{/notCovered}}
            {{#undecided}}
               \(phrases.undecided)
            {{/undecided}}
            {{#waiting}}
               \(called)
            {{/waiting}}
            {{#approval}}
               \(phrases.approval)
            {{/approval}}
            {{#hasClause}}
               \(phrases.clause)
            {{/hasClause}}
            {{#hasSuggestion}}
               \(phrases.suggestion)\(phrases.gap){{suggestion}}{{#suggestionLink}} {{suggestionLink}}{{/suggestionLink}}
            {{/hasSuggestion}}
            {{#notCovered}}
               {{^small}}\(phrases.quoteFirst){{/small}}{{#small}}\(phrases.quoteIfLarger){{/small}}
            {{/notCovered}}

            {{/items}}
            {{#moreItems}}
            \(phrases.moreItems)

            {{/moreItems}}
            {{/hasItems}}
            {{^hasItems}}
            \(phrases.noItems)

            {{/hasItems}}
            {{#timeLeft}}
            \(phrases.timeLeft)

            {{/timeLeft}}
            {{#timeUsedUp}}
            \(phrases.timeUsedUp)

            {{/timeUsedUp}}
            {{#timeBeyond}}
            \(phrases.timeBeyond)

            {{/timeBeyond}}
            {{#withoutAgreement}}
            \(phrases.withoutAgreement)

            {{/withoutAgreement}}
            {{^withoutAgreement}}
            {{#answerBy}}\(phrases.answerBy){{/answerBy}}{{^answerBy}}\(phrases.answer){{/answerBy}}

            {{/withoutAgreement}}
            \(phrases.correction)

            \(phrases.regards)
            {{agency}}

            --\u{20}
            \(phrases.automatic)

            """
    }

    private static func receipt(_ phrases: TemplatePhrases) -> String {
        """
        \(MailTemplates.contentType)
        \(phrases.plainGreeting)

        \(phrases.thanks)

        \(phrases.receipt)

        \(phrases.addition)

        \(phrases.regards)
        {{agency}}

        --\u{20}
        \(phrases.automatic)

        """
    }
}

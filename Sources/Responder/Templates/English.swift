extension TemplatePhrases {
    static let english = TemplatePhrases(
        language: "en",
        greeting: "Hello {{name}},",
        plainGreeting: "Hello,",
        thanks: "Thank you for your mail. It has arrived safely; its ticket number is #{{ticket}}.",
        understood: "This is what we understood:",
        quotation: ("“", "”"),
        fault: "A fault.",
        outage: "An outage.",
        wish: "A new feature.",
        question: "A question.",
        billing: "A billing matter.",
        request: "A request.",
        covered: "Your agreement covers this.",
        notCovered: "Your agreement does not cover this.",
        quoteFirst: "We will not start on it, and nothing will be charged, until you have approved a quote.",
        small: "Your agreement covers small changes only; we will estimate this one first.",
        quoteIfLarger: """
            If it is larger, we will not start on it, and nothing will be charged, until you have \
            approved a quote.
            """,
        undecided: """
            We are not sure yet whether your agreement covers this. A person will check and tell you; until then \
            nothing is decided.
            """,
        approval: "Your approval. A person will confirm it before any work begins.",
        clause: "Clause {{clauseID}}, {{clauseTitle}}: “{{clauseText}}”",
        suggestion: "This may already answer it:",
        moreItems: "Further requests in your mail, not listed here: {{moreItems}}.",
        noItems: "We did not find a particular request in it; a person will read it.",
        timeLeft: "Time left in this period: {{timeLeft}}.",
        timeUsedUp: "The time included in this period is used up.",
        timeBeyond: "The time included in this period is used up, and exceeded by {{timeBeyond}}.",
        answerBy: "A person will answer you by {{answerBy}}.",
        answer: "A person will read your mail and answer you.",
        withoutAgreement: """
            There is no support agreement in force between us at the moment, so we will turn to your mail when we \
            have time, and we cannot promise a date. We will write to you before doing anything that costs money.
            """,
        receipt: "A person will read it.",
        correction: "If we got something wrong, or if you would like to add something, just reply to this mail.",
        addition: "If you would like to add something, just reply to this mail.",
        regards: "Kind regards",
        automatic: "This confirmation was written automatically. Your reply will be read by a person."
    )
}

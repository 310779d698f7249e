extension TemplatePhrases {
    static let german = TemplatePhrases(
        language: "de",
        greeting: "Guten Tag {{name}},",
        plainGreeting: "Guten Tag,",
        thanks: "vielen Dank für Ihre Nachricht. Sie ist gut angekommen und hat die Ticketnummer #{{ticket}}.",
        understood: "So haben wir Sie verstanden:",
        quotation: ("„", "“"),
        fault: "Ein Fehler.",
        outage: "Ein Ausfall.",
        wish: "Ein neuer Wunsch.",
        question: "Eine Frage.",
        billing: "Eine Frage zur Abrechnung.",
        request: "Ein Anliegen.",
        covered: "Ihr Supportvertrag deckt das ab.",
        notCovered: "Ihr Supportvertrag deckt das nicht ab.",
        quoteFirst: """
            Wir beginnen damit erst, wenn Sie ein Angebot freigegeben haben; bis dahin entstehen Ihnen keine Kosten.
            """,
        small: "Ihr Supportvertrag deckt nur kleine Änderungen ab; wir schätzen zuerst den Aufwand.",
        quoteIfLarger: """
            Ist er größer, beginnen wir erst, wenn Sie ein Angebot freigegeben haben; bis dahin \
            entstehen Ihnen keine Kosten.
            """,
        undecided: """
            Wir sind noch nicht sicher, ob Ihr Supportvertrag das abdeckt. Wir prüfen es persönlich und geben Ihnen \
            Bescheid; bis dahin ist nichts entschieden.
            """,
        approval: "Ihre Freigabe. Wir bestätigen sie Ihnen persönlich, bevor die Arbeit beginnt.",
        clause: "Klausel {{clauseID}}, {{clauseTitle}}: „{{clauseText}}“",
        suggestion: "Vielleicht hilft das schon weiter:",
        moreItems: "Weitere Anliegen in Ihrer Nachricht, hier nicht aufgeführt: {{moreItems}}.",
        noItems: "Ein bestimmtes Anliegen haben wir darin nicht erkannt; jemand von uns liest Ihre Nachricht.",
        timeLeft: "Verbleibende Zeit in diesem Zeitraum: {{timeLeft}}.",
        timeUsedUp: "Die im Vertrag enthaltene Zeit für diesen Zeitraum ist aufgebraucht.",
        timeBeyond: """
            Die im Vertrag enthaltene Zeit für diesen Zeitraum ist aufgebraucht und um {{timeBeyond}} überschritten.
            """,
        answerBy: "Eine persönliche Antwort erhalten Sie bis {{answerBy}}.",
        answer: "Wir lesen Ihre Nachricht und antworten Ihnen persönlich.",
        withoutAgreement: """
            Zwischen uns besteht derzeit kein Supportvertrag. Wir kümmern uns deshalb um Ihre Nachricht, \
            sobald wir Zeit haben; einen Termin können wir nicht zusagen. Bevor wir etwas tun, das Geld kostet, melden wir uns bei Ihnen.
            """,
        receipt: "Jemand von uns liest Ihre Nachricht.",
        correction: """
            Falls wir etwas falsch verstanden haben oder Sie etwas ergänzen möchten, antworten Sie einfach auf diese \
            E-Mail.
            """,
        addition: "Falls Sie etwas ergänzen möchten, antworten Sie einfach auf diese E-Mail.",
        regards: "Freundliche Grüße",
        automatic: "Diese Bestätigung wurde automatisch erstellt. Ihre Antwort liest ein Mensch."
    )
}

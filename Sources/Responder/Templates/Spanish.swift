extension TemplatePhrases {
    static let spanish = TemplatePhrases(
        language: "es",
        greeting: "Hola, {{name}}:",
        plainGreeting: "Hola:",
        thanks: "Gracias por su mensaje. Lo hemos recibido correctamente; su número de ticket es #{{ticket}}.",
        understood: "Esto es lo que hemos entendido:",
        quotation: ("«", "»"),
        fault: "Un fallo.",
        outage: "Una caída del servicio.",
        wish: "Una función nueva.",
        question: "Una pregunta.",
        billing: "Una cuestión de facturación.",
        request: "Una petición.",
        covered: "Su contrato cubre este punto.",
        notCovered: "Su contrato no cubre este punto.",
        quoteFirst: "No empezaremos ni se le cobrará nada hasta que usted haya aprobado un presupuesto.",
        small: "Su contrato solo cubre los cambios pequeños; primero estimaremos este.",
        quoteIfLarger: """
            Si es mayor, no empezaremos ni se le cobrará nada hasta que usted haya aprobado un \
            presupuesto.
            """,
        undecided: """
            Todavía no sabemos con seguridad si su contrato cubre este punto. Una persona de nuestro equipo lo comprobará y se lo dirá; \
            hasta entonces no hay nada decidido.
            """,
        approval: "Su aprobación. Una persona de nuestro equipo la confirmará antes de que empiece el trabajo.",
        clause: "Cláusula {{clauseID}}, {{clauseTitle}}: «{{clauseText}}»",
        suggestion: "Quizá esto ya lo responda:",
        moreItems: "Otras peticiones de su mensaje, no incluidas aquí: {{moreItems}}.",
        noItems: "No hemos encontrado en él una petición concreta; una persona de nuestro equipo lo leerá.",
        timeLeft: "Tiempo restante en este periodo: {{timeLeft}}.",
        timeUsedUp: "El tiempo incluido en este periodo está agotado.",
        timeBeyond: "El tiempo incluido en este periodo está agotado; exceso: {{timeBeyond}}.",
        answerBy: "Una persona de nuestro equipo le responderá a más tardar el {{answerBy}}.",
        answer: "Una persona de nuestro equipo leerá su mensaje y le responderá.",
        withoutAgreement: """
            En este momento no hay ningún contrato de soporte vigente entre nosotros. Por eso nos ocuparemos de su \
            mensaje cuando tengamos tiempo, y no podemos prometer una fecha. Le escribiremos antes de hacer nada \
            que tenga coste.
            """,
        receipt: "Una persona de nuestro equipo lo leerá.",
        correction: "Si hemos entendido algo mal o si desea añadir algo, responda simplemente a este mensaje.",
        addition: "Si desea añadir algo, responda simplemente a este mensaje.",
        regards: "Un cordial saludo,",
        automatic: "Esta confirmación se ha redactado automáticamente. Su respuesta la leerá una persona."
    )
}

extension TemplatePhrases {
    // French sets a no-break space (U+00A0) inside quotation marks and before colons and semicolons.
    static let french = TemplatePhrases(
        language: "fr",
        greeting: "Bonjour {{name}},",
        plainGreeting: "Bonjour,",
        thanks: "Merci pour votre message. Nous l’avons bien reçu\u{A0}; il porte le numéro de ticket #{{ticket}}.",
        understood: "Voici ce que nous avons compris\u{A0}:",
        quotation: ("«\u{A0}", "\u{A0}»"),
        fault: "Une anomalie.",
        outage: "Une panne.",
        wish: "Une nouvelle fonctionnalité.",
        question: "Une question.",
        billing: "Une question de facturation.",
        request: "Une demande.",
        covered: "Votre contrat couvre ce point.",
        notCovered: "Votre contrat ne couvre pas ce point.",
        quoteFirst: """
            Nous ne commencerons rien, et rien ne vous sera facturé, tant que vous n’aurez pas approuvé un devis.
            """,
        small: "Votre contrat ne couvre que les petites modifications\u{A0}; nous allons d’abord estimer celle-ci.",
        quoteIfLarger: """
            Si elle est plus importante, nous ne commencerons rien, et rien ne vous sera facturé, \
            tant que vous n’aurez pas approuvé un devis.
            """,
        undecided: """
            Nous ne savons pas encore si votre contrat couvre ce point. Un membre de notre équipe va le vérifier et vous le dira\
            \u{A0}; d’ici là, rien n’est décidé.
            """,
        approval: "Votre accord. Un membre de notre équipe le confirmera avant le début des travaux.",
        clause: "Article {{clauseID}}, {{clauseTitle}}\u{A0}: «\u{A0}{{clauseText}}\u{A0}»",
        suggestion: "Ceci y répond peut-être déjà\u{A0}:",
        moreItems: "Autres demandes de votre message, non reprises ici\u{A0}: {{moreItems}}.",
        noItems: "Nous n’y avons pas trouvé de demande précise\u{A0}; un membre de notre équipe va lire votre message.",
        timeLeft: "Temps restant sur cette période\u{A0}: {{timeLeft}}.",
        timeUsedUp: "Le temps inclus dans cette période est épuisé.",
        timeBeyond: "Le temps inclus dans cette période est épuisé\u{A0}; dépassement\u{A0}: {{timeBeyond}}.",
        answerBy: "Un membre de notre équipe vous répondra au plus tard le {{answerBy}}.",
        answer: "Un membre de notre équipe lira votre message et vous répondra.",
        withoutAgreement: """
            Aucun contrat de support n’est actuellement en vigueur entre nous. Nous nous occuperons donc de votre \
            message dès que nous aurons du temps, sans pouvoir promettre de date. Nous vous écrirons avant d’entreprendre \
            quoi que ce soit de payant.
            """,
        receipt: "Un membre de notre équipe va lire votre message.",
        correction: """
            Si nous avons mal compris, ou si vous souhaitez ajouter quelque chose, répondez simplement à ce message.
            """,
        addition: "Si vous souhaitez ajouter quelque chose, répondez simplement à ce message.",
        regards: "Cordialement,",
        automatic: "Cette confirmation a été rédigée automatiquement. Votre réponse sera lue par une personne."
    )
}

extension ClientDigestPhrases {
    static let english = ClientDigestPhrases(
        title: "Outside your agreement",
        days: "What you asked for from %1 to %2",
        intro: "This is what you asked us for that your support agreement does not include. Nothing of it is begun or "
            + "charged unless you want it.",
        new: "No price has been worked out yet.",
        quoted: "Our quote: %1. It waits for your word.",
        approved: "You ordered it: %1.",
        declined: "We agreed not to do it for now.",
        askedOn: "Asked for on %1.",
        askedSince: "Asked for %2 times since %1.",
        howTitle: "How to get it",
        how:
            "Reply to this mail and say what you would like. Where no price stands we tell you what it takes before we "
            + "begin; where one stands, your yes is enough. A person reads your reply and confirms it.",
        givenTitle: "Done for you at no charge",
        automatic: "This overview was written automatically. Your reply will be read by a person.",
        marks: ("“", "”")
    )
    static let russian = ClientDigestPhrases(
        title: "Вне вашего договора",
        days: "О чём вы просили с %1 по %2",
        intro: "Это то, о чём вы нас просили и что не входит в ваш договор поддержки. Ничего из этого не начато и не "
            + "оплачивается, пока вы этого не захотите.",
        new: "Стоимость ещё не посчитана.",
        quoted: "Наше предложение: %1. Ждём вашего решения.",
        approved: "Вы это заказали: %1.",
        declined: "Договорились пока этого не делать.",
        askedOn: "Вы просили об этом %1",
        askedSince: "Вы просите об этом с %1, обращений: %2.",
        howTitle: "Как это получить",
        how:
            "Ответьте на это письмо и напишите, что вам нужно. Где цены ещё нет, мы сначала скажем, сколько это займёт "
            + "и сколько стоит; где она есть, достаточно вашего согласия. Ответ прочитает и подтвердит человек.",
        givenTitle: "Сделано для вас бесплатно",
        automatic: "Этот обзор составлен автоматически. Ваш ответ прочитает человек.",
        marks: ("«", "»")
    )
    static let chinese = ClientDigestPhrases(
        title: "协议之外的需求",
        days: "%1至%2您提出的需求",
        intro: "以下是您提出、但不在支持协议范围内的需求。在您决定之前，我们不会开始，也不会收费。",
        new: "尚未报价。",
        quoted: "我们的报价：%1。等待您的答复。",
        approved: "您已订购：%1。",
        declined: "双方同意暂不进行。",
        askedOn: "%1提出。",
        askedSince: "自%1起共提出 %2 次。",
        howTitle: "如何获得",
        how: "请回复此邮件，告诉我们您需要哪一项。尚未报价的，我们会先说明所需时间和费用；已有报价的，您同意即可。您的回复会由人工阅读并确认。",
        givenTitle: "免费为您完成",
        automatic: "此概览由系统自动生成。您的回复会由人工阅读。",
        marks: ("“", "”")
    )
    static let german = ClientDigestPhrases(
        title: "Außerhalb Ihres Vertrags",
        days: "Worum Sie uns vom %1 bis %2 gebeten haben",
        intro:
            "Darum haben Sie uns gebeten, und Ihr Wartungsvertrag deckt es nicht ab. Nichts davon wird begonnen oder "
            + "berechnet, solange Sie es nicht möchten.",
        new: "Ein Preis ist noch nicht ermittelt.",
        quoted: "Unser Angebot: %1. Wir warten auf Ihr Wort.",
        approved: "Von Ihnen bestellt: %1.",
        declined: "Wir haben vereinbart, es vorerst nicht zu tun.",
        askedOn: "Gewünscht am %1.",
        askedSince: "Seit dem %1 %2-mal gewünscht.",
        howTitle: "So bekommen Sie es",
        how: "Antworten Sie auf diese Mail und schreiben Sie, was Sie möchten. Wo kein Preis steht, nennen wir Ihnen "
            + "zuerst den Aufwand; wo einer steht, genügt Ihr Ja. Ein Mensch liest und bestätigt Ihre Antwort.",
        givenTitle: "Ohne Berechnung für Sie erledigt",
        automatic: "Diese Übersicht wurde automatisch erstellt. Ihre Antwort liest ein Mensch.",
        marks: ("„", "“")
    )
    static let french = ClientDigestPhrases(
        title: "Hors de votre contrat",
        days: "Vos demandes du %1 au %2",
        intro: "Voici ce que vous nous avez demandé et que votre contrat d’assistance ne comprend pas. Rien n’est "
            + "commencé ni facturé sans votre accord.",
        new: "Aucun prix n’a encore été établi.",
        quoted: "Notre devis : %1. Il attend votre réponse.",
        approved: "Vous l’avez commandé : %1.",
        declined: "Nous sommes convenus de ne pas le faire pour l’instant.",
        askedOn: "Demandé le %1.",
        askedSince: "Demandé %2 fois depuis le %1.",
        howTitle: "Comment l’obtenir",
        how:
            "Répondez à ce message et dites-nous ce que vous souhaitez. Sans prix indiqué, nous vous disons d’abord ce "
            + "qu’il faut compter ; avec un prix, votre oui suffit. Une personne lit et confirme votre réponse.",
        givenTitle: "Fait gratuitement pour vous",
        automatic: "Cet aperçu a été rédigé automatiquement. Une personne lira votre réponse.",
        marks: ("«\u{A0}", "\u{A0}»")
    )
    static let spanish = ClientDigestPhrases(
        title: "Fuera de su contrato",
        days: "Lo que pidió del %1 al %2",
        intro: "Esto es lo que nos pidió y que su contrato de soporte no incluye. Nada se empieza ni se cobra sin su "
            + "conformidad.",
        new: "Todavía no se ha calculado un precio.",
        quoted: "Nuestro presupuesto: %1. Espera su respuesta.",
        approved: "Usted lo encargó: %1.",
        declined: "Acordamos no hacerlo por ahora.",
        askedOn: "Pedido el %1.",
        askedSince: "Pedido %2 veces desde el %1.",
        howTitle: "Cómo conseguirlo",
        how:
            "Responda a este mensaje y diga qué desea. Donde no hay precio, le decimos primero lo que cuesta; donde lo "
            + "hay, basta su sí. Una persona lee y confirma su respuesta.",
        givenTitle: "Hecho para usted sin cargo",
        automatic: "Este resumen se ha redactado automáticamente. Una persona leerá su respuesta.",
        marks: ("«", "»")
    )
}

/// Terms to begin with, in the languages that Gatepost itself writes; others begin with the English text.
enum StarterTerms {
    static func text(_ language: String) -> String {
        let primary = language.split(separator: "-").first.map(String.init) ?? language
        return texts[primary] ?? english
    }

    private static let texts = [
        "en": english, "de": german, "fr": french, "es": spanish, "ru": russian, "zh": chinese,
    ]

    private static let english = """
        # Support agreement

        ## c1 Corrections
        We repair what worked before or what differs from the agreed design. Time is taken from the included hours.

        ## c2 Questions
        We answer questions on how to use the site. Time is taken from the included hours.

        ## c3 Agreement and invoices
        Talking about the agreement, quotes and invoices costs nothing.

        ## x1 New work
        New pages, new functions and changes of the design are not part of this agreement. We gladly quote them.

        """

    private static let german = """
        # Wartungsvertrag

        ## c1 Fehlerbehebung
        Wir beheben, was vorher funktioniert hat oder vom vereinbarten Entwurf abweicht. Die Zeit geht vom enthaltenen
        Kontingent ab.

        ## c2 Fragen
        Wir beantworten Fragen zur Bedienung der Website. Die Zeit geht vom enthaltenen Kontingent ab.

        ## c3 Vertrag und Rechnungen
        Gespräche über Vertrag, Angebote und Rechnungen kosten nichts.

        ## x1 Neues
        Neue Seiten, neue Funktionen und Änderungen der Gestaltung gehören nicht zu diesem Vertrag. Wir machen gern ein
        Angebot.

        """

    private static let french = """
        # Contrat d'assistance

        ## c1 Corrections
        Nous réparons ce qui fonctionnait auparavant ou qui s'écarte de la conception convenue. Le temps est pris sur
        les heures incluses.

        ## c2 Questions
        Nous répondons aux questions sur l'utilisation du site. Le temps est pris sur les heures incluses.

        ## c3 Contrat et factures
        Parler du contrat, des devis et des factures ne coûte rien.

        ## x1 Nouveautés
        Les nouvelles pages, les nouvelles fonctions et les changements de conception ne font pas partie de ce contrat.
        Nous établissons volontiers un devis.

        """

    private static let spanish = """
        # Contrato de soporte

        ## c1 Correcciones
        Reparamos lo que antes funcionaba o lo que difiere del diseño acordado. El tiempo se descuenta de las horas
        incluidas.

        ## c2 Preguntas
        Respondemos a preguntas sobre el uso del sitio. El tiempo se descuenta de las horas incluidas.

        ## c3 Contrato y facturas
        Hablar del contrato, de presupuestos y de facturas no cuesta nada.

        ## x1 Novedades
        Las páginas nuevas, las funciones nuevas y los cambios de diseño no forman parte de este contrato. Con gusto
        preparamos un presupuesto.

        """

    private static let russian = """
        # Договор поддержки

        ## c1 Исправление ошибок
        Мы исправляем то, что раньше работало или отличается от согласованного проекта. Время списывается с включённых
        часов.

        ## c2 Вопросы
        Мы отвечаем на вопросы о работе с сайтом. Время списывается с включённых часов.

        ## c3 Договор и счета
        Переписка о договоре, сметах и счетах бесплатна.

        ## x1 Новые работы
        Новые страницы, новые функции и изменение дизайна в договор не входят. Мы с удовольствием подготовим смету.

        """

    private static let chinese = """
        # 维护服务协议

        ## c1 故障修复
        以前正常而现在失常，或与约定的设计不符的，我们负责修复。所用时间从包含的工时中扣除。

        ## c2 咨询
        我们解答网站的使用问题。所用时间从包含的工时中扣除。

        ## c3 协议与账单
        关于协议、报价和账单的沟通不收费。

        ## x1 新增内容
        新页面、新功能和设计改动不包含在本协议内，我们乐意为您报价。

        """
}

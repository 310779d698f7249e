import Testing

@testable import Classifier

@Suite struct RequestClassifierTests {
    @Test(arguments: [
        ("The contact form does not work any more since the update.", Label.fix),
        ("The search page shows an error message.", .fix),
        ("Several images on the home page are missing.", .fix),
        ("The whole shop is down and no customer can order, this is urgent!", .incident),
        ("Customers can see other people's orders and addresses!", .incident),
        ("We would like to have a new page for our events.", .feature),
        ("Could you add an export to Excel for the order list?", .feature),
        ("Please make the logo bigger and change its colour to blue.", .feature),
        ("How do I change the opening hours?", .question),
        ("When will the new page be ready?", .question),
        ("We approve your quote, please go ahead.", .approval),
        ("Could you send us the invoice for March again?", .billing),
        ("I am out of the office until Monday.", .other),
    ])
    func `clear English requests get their label`(text: String, expected: Label) {
        check(text, expected, .english)
    }

    @Test(arguments: [
        ("Das Kontaktformular funktioniert seit dem Update nicht mehr.", Label.fix),
        ("Auf der Startseite erscheint eine Fehlermeldung.", .fix),
        ("Beim Klick auf Absenden passiert nichts.", .fix),
        ("Der gesamte Shop ist nicht erreichbar, kein Kunde kann bestellen, bitte sofort helfen!", .incident),
        ("Fremde Kunden sehen die Daten und Bestellungen anderer Kunden!", .incident),
        ("Wir hätten gern eine neue Seite für unsere Veranstaltungen.", .feature),
        ("Könnten Sie einen Export nach Excel einbauen?", .feature),
        ("Bitte machen Sie das Logo größer und ändern Sie die Farbe.", .feature),
        ("Wie kann ich die Öffnungszeiten ändern?", .question),
        ("Wann wird die neue Seite fertig?", .question),
        ("Wir nehmen Ihr Angebot an, bitte legen Sie los.", .approval),
        ("Bitte schicken Sie uns die Rechnung für März noch einmal.", .billing),
        ("Ich bin bis Montag nicht im Büro.", .other),
    ])
    func `clear German requests get their label`(text: String, expected: Label) {
        check(text, expected, .german)
    }

    @Test(arguments: [
        ("Le formulaire de contact ne marche plus depuis la mise à jour.", Label.fix),
        ("Un message d'erreur s'affiche sur la page d'accueil.", .fix),
        ("Quand on clique sur envoyer, il ne se passe rien.", .fix),
        ("Toute la boutique est inaccessible, aucun client ne peut commander, c'est urgent !", .incident),
        ("Des clients voient les commandes et les données d'autres clients !", .incident),
        ("Nous voudrions une nouvelle page pour nos événements.", .feature),
        ("Pourriez-vous ajouter un export Excel à la liste des commandes ?", .feature),
        ("Merci d'agrandir le logo et de changer sa couleur.", .feature),
        ("Comment puis-je modifier les horaires d'ouverture ?", .question),
        ("Quand la nouvelle page sera-t-elle prête ?", .question),
        ("Nous validons votre devis, vous pouvez commencer.", .approval),
        ("Pourriez-vous nous renvoyer la facture du mois de mars ?", .billing),
        ("Je suis absent du bureau jusqu'à lundi.", .other),
    ])
    func `clear French requests get their label`(text: String, expected: Label) {
        check(text, expected, .french)
    }

    @Test(arguments: [
        ("El formulario de contacto no funciona desde la actualización.", Label.fix),
        ("En la página de inicio aparece un mensaje de error.", .fix),
        ("Al pulsar enviar no pasa nada.", .fix),
        ("Toda la tienda está caída y ningún cliente puede comprar, ¡es urgente!", .incident),
        ("¡Los clientes ven los pedidos y datos de otros clientes!", .incident),
        ("Nos gustaría tener una página nueva para nuestros eventos.", .feature),
        ("¿Podrían añadir una exportación a Excel en la lista de pedidos?", .feature),
        ("Por favor, hagan el logo más grande y cambien el color.", .feature),
        ("¿Cómo puedo cambiar el horario de apertura?", .question),
        ("¿Cuándo estará lista la nueva página?", .question),
        ("Aprobamos su presupuesto, pueden empezar.", .approval),
        ("¿Podrían enviarnos otra vez la factura de marzo?", .billing),
        ("Estaré fuera de la oficina hasta el lunes.", .other),
    ])
    func `clear Spanish requests get their label`(text: String, expected: Label) {
        check(text, expected, .spanish)
    }

    @Test(arguments: [
        ("Форма обратной связи не работает после обновления.", Label.fix),
        ("На главной странице появляется сообщение об ошибке.", .fix),
        ("При нажатии на кнопку ничего не происходит.", .fix),
        ("Весь сайт лежит, клиенты не могут оформить заказ, срочно!", .incident),
        ("Клиенты видят чужие заказы и персональные данные!", .incident),
        ("Хотим новую страницу для мероприятий.", .feature),
        ("Добавьте, пожалуйста, выгрузку заказов в Excel.", .feature),
        ("Сделайте логотип крупнее и поменяйте цвет.", .feature),
        ("Как мне поменять часы работы?", .question),
        ("Когда будет готова новая страница?", .question),
        ("Согласуем вашу смету, можете приступать.", .approval),
        ("Пришлите, пожалуйста, счёт за март ещё раз.", .billing),
        ("Я в отпуске до понедельника.", .other),
    ])
    func `clear Russian requests get their label`(text: String, expected: Label) {
        check(text, expected, .russian)
    }

    @Test(arguments: [
        ("更新之后联系表单就不能用了。", Label.fix),
        ("首页显示错误信息。", .fix),
        ("点击提交按钮没有反应。", .fix),
        ("整个网站都打不开了，客户无法下单，非常紧急！", .incident),
        ("客户能看到其他客户的订单和个人信息！", .incident),
        ("我们想增加一个新的活动页面。", .feature),
        ("能不能加一个导出Excel的功能？", .feature),
        ("请把标志放大一点，颜色改成蓝色。", .feature),
        ("请问怎么修改营业时间？", .question),
        ("新页面什么时候能完成？", .question),
        ("我们同意报价，可以开始了。", .approval),
        ("请再发一次三月份的发票。", .billing),
        ("我出差到周一，不在办公室。", .other),
    ])
    func `clear Chinese requests get their label`(text: String, expected: Label) {
        check(text, expected, .chinese)
    }

    private func check(_ text: String, _ expected: Label, _ language: Language) {
        let found = RequestClassifier().classify(subject: "", body: text)
        #expect(found.label == expected)
        #expect(found.language == language)
        #expect(found.items.count == 1 && found.items.first?.label == expected)
    }

    @Test func `a mail with a fix and a wish has two items with their own words`() throws {
        let body =
            "Hi,\n\nthe contact form does not work any more.\n\nWe would also like a new page for events.\n\nBest,\nAna"
        let found = RequestClassifier().classify(subject: "Two things", body: body)
        #expect(found.items.map(\.label) == [.fix, .feature])
        for item in found.items {
            let scalars = Array(body.unicodeScalars)[item.range]
            var words = String.UnicodeScalarView()
            words.append(contentsOf: scalars)
            #expect(item.text == String(words))
        }
    }

    @Test func `evidence is words of the text, most telling first`() throws {
        let text = "Since Tuesday the contact form does not work any more."
        let item = try #require(RequestClassifier().classify(subject: "", body: text).items.first)
        #expect(!item.evidence.isEmpty && item.evidence.count <= Evidence.phraseLimit)
        #expect(item.evidence.allSatisfy { text.contains($0) })
        #expect(item.evidence.contains { $0.contains("not work") || $0.contains("any more") })
    }

    @Test func `the runner-up is another label and no likelier`() {
        for text in ["The form is broken.", "Please add a map.", "When is the invoice due?", "ok", "gjhgjh"] {
            for item in RequestClassifier().classify(subject: "", body: text).items {
                #expect(item.runnerUp != item.label)
                #expect((0...1).contains(item.runnerUpConfidence))
            }
        }
    }

    @Test func `a request that stands in the subject alone is found`() throws {
        let found = RequestClassifier().classify(
            subject: "Re: [Ticket 12] Contact form does not work",
            body: "Thanks\nAna"
        )
        let item = try #require(found.items.first)
        #expect(item.label == .fix && item.range == 0..<0)
    }

    @Test func `an empty mail asks for nothing`() {
        let found = RequestClassifier().classify(subject: "", body: "")
        #expect(found == Classification(language: .unknown, label: .other, items: []))
    }

    @Test func `threads share a classifier`() async {
        let classifier = RequestClassifier()
        let body = "The contact form does not work. Also please add a map."
        let expected = classifier.classify(subject: "Form", body: body)
        await withTaskGroup(of: Classification.self) { group in
            for _ in 0..<16 { group.addTask { classifier.classify(subject: "Form", body: body) } }
            for await found in group { #expect(found == expected) }
        }
    }
}

@Suite struct HostileTextTests {
    @Test(arguments: [
        "On ", ">>>>", "a", "hello all\n", "a\u{306}\u{301}\u{489}", "и\u{306}\u{306}", "\u{202E}שלום ", "- a b\n",
        "打不开",
        ". ", "a?", "\n", "``` a ```", "`a ", "a.b@c ", "a.a@", "also, ", "not a b c ", "* ", "http://", "(", "1. ",
        "1.\n",
        "\u{0}", "\u{FEFF}", "👩‍👩‍👧 ", "?!", "www.", "x: ", "re: ", "thanks ", "please ",
    ])
    func `no text makes the classifier stumble`(unit: String) {
        let text = String(repeating: unit, count: 40_000 / unit.unicodeScalars.count)
        let found = RequestClassifier().classify(subject: text, body: text)
        #expect(found.items.count <= UnitScorer.segmentLimit)
        var end = 0
        for item in found.items where !item.range.isEmpty {
            #expect(item.range.lowerBound >= end)
            end = item.range.upperBound
        }
        #expect(end <= text.unicodeScalars.count)
    }
}

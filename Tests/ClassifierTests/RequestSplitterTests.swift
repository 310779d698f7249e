import Testing

@testable import Classifier

@Suite struct RequestSplitterTests {
    private func units(_ text: String, _ kind: TextUnit.Kind? = nil) -> [String] {
        let scalars = Array(text.unicodeScalars)
        return RequestSplitter().split(text).filter { kind == nil || $0.kind == kind }.map { unit in
            var words = String.UnicodeScalarView()
            words.append(contentsOf: scalars[unit.range])
            return String(words)
        }
    }

    @Test(arguments: [
        (
            "Hi Ana,\n\nthe contact form is broken. Also could you add a newsletter box to the footer?\n\nBest,\nMaria",
            ["the contact form is broken.", "Also could you add a newsletter box to the footer?"]
        ),
        (
            "A few points:\n1. The cart is empty after login.\n2. Please make the logo bigger.",
            ["The cart is empty after login.", "Please make the logo bigger."]
        ),
        (
            "- the search page shows an error\n- please add a filter by price\n• when is the next invoice due?",
            ["the search page shows an error", "please add a filter by price", "when is the next invoice due?"]
        ),
        (
            "Добрый день!\nФорма не отправляется. Кстати, можно добавить кнопку звонка?\nС уважением,\nИван",
            ["Форма не отправляется.", "Кстати, можно добавить кнопку звонка?"]
        ),
        (
            "您好，\n首页打不开了。另外，能不能加一个英文版？\n谢谢",
            ["首页打不开了。", "另外，能不能加一个英文版？"]
        ),
        (
            "一、购物车结算报错\n二、希望增加微信支付",
            ["购物车结算报错", "希望增加微信支付"]
        ),
        (
            "Guten Tag,\ndas Formular funktioniert nicht. Außerdem hätten wir gern einen Kalender.\nMit freundlichen Grüßen",
            ["das Formular funktioniert nicht.", "Außerdem hätten wir gern einen Kalender."]
        ),
        (
            "Bonjour,\nle formulaire ne marche plus. Par ailleurs, pourriez-vous ajouter un bouton ?\nCordialement",
            ["le formulaire ne marche plus.", "Par ailleurs, pourriez-vous ajouter un bouton ?"]
        ),
        (
            "Hola:\nel formulario no funciona. Además, queremos añadir un calendario.\nUn saludo",
            ["el formulario no funciona.", "Además, queremos añadir un calendario."]
        ),
    ])
    func `each request of a mail is a unit`(text: String, expected: [String]) {
        #expect(units(text, .request) == expected)
    }

    @Test(arguments: [
        ("The form does not send. It happens on iPhone only.", 1),
        ("The export fails with an error. I use Chrome on Windows.", 1),
        ("Форма не отправляется. Это происходит только на айфоне.", 1),
        ("Could you add a map to the contact page? How much would that cost?", 1),
    ])
    func `circumstances stay with their request`(text: String, count: Int) {
        #expect(units(text, .request).count == count)
    }

    @Test(arguments: [
        "Thanks, that was quick!", "Vielen Dank!", "Merci beaucoup !", "¡Muchas gracias!", "Большое спасибо!", "谢谢！",
        "Hello,", "Best regards,\nAna", "С уважением,\nИван Петров", "Mit freundlichen Grüßen\nKarl Baum",
    ])
    func `courtesy asks for nothing`(text: String) {
        #expect(units(text, .request).isEmpty)
        #expect(RequestClassifier().classify(subject: "", body: text).items.isEmpty)
    }

    @Test(arguments: [
        "Am 12. Mai ist das Formular abgestürzt, z. B. um 10 Uhr.", "See e.g. the page at https://a.example/x.y.",
        "Version 2.0 of the page shows 3.5 instead of 4.5 stars.",
    ])
    func `dots that end no sentence do not split`(text: String) {
        #expect(units(text).count == 1)
    }

    @Test(arguments: [
        "Hi Ana,\n\nthe form is broken.\n1. one\n2. two\n\n-- \nAna\n+49 30 1234", "   \n\n  x  \n", "", "?!", "...",
        "- \n- \n* a\n", "1. 2. 3.", "您好，\n\n首页打不开了。谢谢", "¿Qué pasa? «Nada».", "a\u{301}\u{302} b\r\nc\r\n",
    ])
    func `all words are accounted for, in order`(text: String) {
        let scalars = Array(text.unicodeScalars)
        var covered = [Bool](repeating: false, count: scalars.count)
        var end = 0
        for unit in RequestSplitter().split(text) {
            #expect(unit.range.lowerBound >= end && unit.range.upperBound <= scalars.count && !unit.range.isEmpty)
            end = unit.range.upperBound
            for index in unit.range { covered[index] = true }
        }
        for (index, scalar) in scalars.enumerated() where !covered[index] {
            let isMarker = scalar.properties.numericType != nil || !scalar.properties.isAlphabetic
            #expect(isMarker, "\(scalar) at \(index) is in no unit")
        }
    }

    @Test(arguments: [
        "On ", "On\n", ">>>>", "> a\n", "a", "hello all\n", "a\u{306}\u{301}", "\u{202E}שלום ", "a?", ". ", "- a\n",
        "1. a\n", "打不开", "also, ", "``` a ```", "`a ", "a.b@c ", "http://", "(", "error! ", "\n", "and could you a; ",
    ])
    func `texts that no person wrote are cut a bounded number of times`(unit: String) {
        let text = String(repeating: unit, count: 60_000 / unit.utf8.count)
        var segmenter = Segmenter(text.unicodeScalars.map(\.value))
        #expect(segmenter.segment().count <= Segmenter.limit + 1)
        let found = RequestClassifier().classify(subject: text, body: text)
        #expect(found.items.count <= UnitScorer.segmentLimit)
    }
}

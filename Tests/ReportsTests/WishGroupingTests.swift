import Testing
import Triage

@testable import Reports

@Suite("The same wish said again")
struct WishGroupingTests {
    @Test(
        "Other words, endings and courtesies do not hide the same wish",
        arguments: [
            (
                "Could you add a booking calendar for guided tours to the home page?",
                "Any news on the booking calendar for the guided tours?"
            ),
            ("We would like a newsletter popup.", "Newsletter popups, please!"),
            ("Please export the orders to Excel", "Exporting orders into excel would help"),
            ("Хотелось бы добавить выгрузку заказов в Excel", "Нужна выгрузка заказа в Excel"),
            ("希望能在网站首页增加一个在线预约功能，方便客户预约参观。", "首页在线预约功能什么时候可以增加？"),
            ("Wir hätten gern einen Kalender für Buchungen", "Bitte den Buchungskalender: Kalender, Buchung"),
            ("Nous souhaitons un espace membre privé", "Un espace membre PRIVÉ svp"),
            ("Querríamos un carrito de compras", "¿El carrito de compra?"), ("Blog", "A blog, please"),
        ]
    )
    func same(first: String, second: String) {
        #expect(WishGrouping.groups(of: [first, second]) == [[0, 1]])
    }

    @Test(
        "What is common to all sites does not make wishes the same",
        arguments: [
            ("Add a newsletter popup to the home page", "Add a contact form to the home page"),
            ("Please add a blog to our website", "Please add a shop to our website"),
            ("在首页增加联系表单", "在首页增加图片轮播"), ("Добавить корзину на главной странице", "Добавить отзывы на главной странице"),
            ("", "something"), ("Export orders to Excel", "Import prices from suppliers"),
        ]
    )
    func different(first: String, second: String) {
        #expect(WishGrouping.groups(of: [first, second]) == [[0], [1]])
    }

    @Test("A later text joins the first group that fits best, and texts without words stay alone")
    func leaders() {
        let texts = ["export orders excel", "blog comments", "orders export", "!!!", "?", "blog comments spam"]
        #expect(WishGrouping.groups(of: texts) == [[0, 2], [1, 5], [3], [4]])
    }

    @Test("A long mail is compared by its first words only")
    func bounded() {
        let long = String(repeating: "word \u{301}\u{301} ", count: 100_000)
        #expect(SignificantWords.of(long).count <= SignificantWords.mostWords + 1)
    }
}

import Foundation
import Mailrules
import Testing

/// The agency of the simulated year: the example folder with twelve clients of its own.
enum YearAgency {
    struct Client: Sendable {
        var id: String
        var language: String
        var zone: String
        var plan: String

        var address: String { "office@\(id).example" }
    }

    static let clients: [Client] = [
        .init(id: "alder", language: "en", zone: "Europe/London", plan: "retainer"),
        .init(id: "beech", language: "en", zone: "America/New_York", plan: "retainer"),
        .init(id: "cedar", language: "en", zone: "Europe/Berlin", plan: "business"),
        .init(id: "dogwood", language: "en", zone: "Australia/Sydney", plan: "business"),
        .init(id: "elm", language: "en", zone: "Europe/Berlin", plan: "upkeep"),
        .init(id: "fir", language: "en", zone: "Asia/Kolkata", plan: "upkeep"),
        .init(id: "gorod", language: "ru", zone: "Europe/Moscow", plan: "retainer"),
        .init(id: "hrusch", language: "ru", zone: "Asia/Yekaterinburg", plan: "business"),
        .init(id: "iva", language: "ru", zone: "Europe/Berlin", plan: "retainer"),
        .init(id: "jade", language: "zh", zone: "Asia/Shanghai", plan: "retainer"),
        .init(id: "kapok", language: "zh", zone: "Asia/Shanghai", plan: "business"),
        .init(id: "lotus", language: "zh", zone: "Asia/Singapore", plan: "retainer"),
    ]

    /// What each plan promises, written down once more: minutes, and whether they are the office's.
    struct Promised: Sendable {
        var first: Int
        var next: Int
        var resolution: Int?
        var isOffice: Bool
    }

    static func promised(plan: String, isUrgent: Bool) -> Promised {
        switch (plan, isUrgent) {
        case ("retainer", false): Promised(first: 24 * 60, next: 24 * 60, isOffice: false)
        case ("retainer", true): Promised(first: 4 * 60, next: 4 * 60, isOffice: true)
        case ("business", false): Promised(first: 8 * 60, next: 8 * 60, isOffice: true)
        case ("business", true): Promised(first: 2 * 60, next: 4 * 60, resolution: 8 * 60, isOffice: true)
        default: Promised(first: 16 * 60, next: 16 * 60, isOffice: true)
        }
    }

    /// Within how many minutes a mail is acknowledged, in every plan of the year.
    static let acknowledgedWithin = 24 * 60

    /// Writes the folder; its servers exist nowhere.
    static func configuration(in folder: String, repository: String) throws -> Configuration {
        let files = FileManager.default
        try files.copyItem(atPath: repository + "/Mailrules", toPath: folder)
        for name in try files.contentsOfDirectory(atPath: folder + "/clients") {
            try files.removeItem(atPath: folder + "/clients/" + name)
        }
        try files.removeItem(atPath: folder + "/rules.yaml")
        let agency = try String(contentsOfFile: folder + "/agency.yaml", encoding: .utf8)
        let scheduled = agency.replacingOccurrences(
            of: "schedule:\n",
            with: "schedule:\n  statements: {days: 1, at: 07:00}\n"
        )
        // Who works on a mailbox keeps others of this machine from it; each year has a mailbox of its own.
        .replacingOccurrences(of: "imap.northlight.example", with: "\(UUID().uuidString.lowercased()).example")
        try scheduled.write(toFile: folder + "/agency.yaml", atomically: true, encoding: .utf8)
        for client in clients {
            let text = """
                client: \(client.id)
                name: \(client.id.capitalized)
                contacts: {addresses: [\(client.address)], domains: [\(client.id).example]}
                plan: \(client.plan)
                start: 2025-10-01
                zone: \(client.zone)
                language: \(client.language)
                overrides: {acknowledge: {within: 24h, counts: no}}
                """
            try text.write(toFile: folder + "/clients/\(client.id).yaml", atomically: true, encoding: .utf8)
        }
        let loaded = loadConfiguration(folder: folder)
        return try #require(loaded.configuration, "\(loaded.diagnostics.map(\.rendered))")
    }

    // MARK: - What clients write

    static func request(_ language: String, _ number: Int, _ random: inout YearRandom) -> String {
        let texts = requests[language] ?? []
        let things = YearAgency.things[language] ?? []
        let text = texts[random.below(texts.count)]
        let thing = things[random.below(things.count)]
        return text.replacingOccurrences(of: "%", with: thing).replacingOccurrences(of: "#", with: "\(number)")
    }

    static func subject(_ language: String, _ number: Int, _ random: inout YearRandom) -> String {
        let things = YearAgency.things[language] ?? []
        return "\(things[random.below(things.count)]) \(number)"
    }

    private static let things = [
        "en": ["contact form", "newsletter page", "search", "gallery", "order form", "news page", "calendar"],
        "ru": ["форма заказа", "страница новостей", "галерея", "рассылка", "форма обратной связи"],
        "zh": ["联系表单", "新闻页面", "图片库", "订单表单", "搜索功能"],
    ]

    private static let requests = [
        "en": [
            "The % is broken: it shows error # since yesterday.", "Since the last update the % does not work any more.",
            "Please add a new filter to the %.", "Could you build a new export for the %? It would help us a lot.",
            "How can I change the text of the %?", "The % shows the wrong prices, please fix it.",
        ],
        "ru": [
            "Не работает %: выдаёт ошибку #.", "После обновления % перестала открываться, исправьте, пожалуйста.",
            "Добавьте, пожалуйста, новый фильтр: %.", "Как мне изменить текст: %?",
        ],
        "zh": ["%坏了，显示错误#。", "更新以后%打不开了，请修复。", "请给%增加一个新的筛选功能。", "请问怎么修改%的文字？"],
    ]
}

/// Chance that is the same every time.
struct YearRandom: RandomNumberGenerator, Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(limit, 1))) }

    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
}

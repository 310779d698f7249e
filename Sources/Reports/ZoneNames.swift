/// What the places of the usual zones are called; others go by the last part of their IANA name.
enum ZoneNames {
    static func place(_ identifier: String, _ tongue: Wording.Tongue) -> String {
        let own = identifier.split(separator: "/").last?.split(separator: "_").joined(separator: " ")
        let name = table[identifier]?[tongue] ?? ""
        return name.isEmpty ? own ?? identifier : name
    }

    /// The zones that have names of their own, sorted.
    static var identifiers: [String] { table.keys.sorted() }

    private static let columns: [Wording.Tongue] = [.english, .russian, .chinese, .german, .french, .spanish]

    private static let table: [String: [Wording.Tongue: String]] = {
        var table: [String: [Wording.Tongue: String]] = [:]
        for line in names.split(separator: "\n") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { cell in
                cell.split(separator: " ").joined(separator: " ")
            }
            guard cells.count == columns.count + 1 else { continue }
            table[cells[0]] = Dictionary(uniqueKeysWithValues: zip(columns, cells.dropFirst()))
        }
        return table
    }()

    /// Zone, then the name in each language; empty where it is spelled like the zone. China keeps one time, which its
    /// people call that of the capital.
    private static let names = """
        Africa/Cairo | | Каир | 开罗 | Kairo | Le Caire | El Cairo
        Africa/Johannesburg | | Йоханнесбург | 约翰内斯堡 | | | Johannesburgo
        Africa/Lagos | | Лагос | 拉各斯 | | |
        Africa/Nairobi | | Найроби | 内罗毕 | | |
        America/Argentina/Buenos_Aires | | Буэнос-Айрес | 布宜诺斯艾利斯 | | |
        America/Bogota | Bogotá | Богота | 波哥大 | Bogotá | | Bogotá
        America/Chicago | | Чикаго | 芝加哥 | | |
        America/Denver | | Денвер | 丹佛 | | |
        America/Lima | | Лима | 利马 | | |
        America/Los_Angeles | | Лос-Анджелес | 洛杉矶 | | | Los Ángeles
        America/Mexico_City | | Мехико | 墨西哥城 | Mexiko-Stadt | Mexico | Ciudad de México
        America/Montreal | | Монреаль | 蒙特利尔 | | Montréal |
        America/New_York | | Нью-Йорк | 纽约 | | | Nueva York
        America/Santiago | | Сантьяго | 圣地亚哥 | | | Santiago de Chile
        America/Sao_Paulo | São Paulo | Сан-Паулу | 圣保罗 | São Paulo | São Paulo | São Paulo
        America/Toronto | | Торонто | 多伦多 | | |
        America/Vancouver | | Ванкувер | 温哥华 | | |
        Asia/Almaty | | Алматы | 阿拉木图 | | |
        Asia/Bangkok | | Бангкок | 曼谷 | | |
        Asia/Dubai | | Дубай | 迪拜 | | Dubaï | Dubái
        Asia/Hong_Kong | | Гонконг | 香港 | Hongkong | |
        Asia/Jakarta | | Джакарта | 雅加达 | | | Yakarta
        Asia/Jerusalem | | Иерусалим | 耶路撒冷 | | Jérusalem | Jerusalén
        Asia/Kolkata | | Калькутта | 加尔各答 | | | Calcuta
        Asia/Novosibirsk | | Новосибирск | 新西伯利亚 | Nowosibirsk | Novossibirsk |
        Asia/Seoul | | Сеул | 首尔 | | Séoul | Seúl
        Asia/Shanghai | Beijing | Пекин | 北京 | Peking | Pékin | Pekín
        Asia/Singapore | | Сингапур | 新加坡 | Singapur | Singapour | Singapur
        Asia/Taipei | | Тайбэй | 台北 | Taipeh | |
        Asia/Tashkent | | Ташкент | 塔什干 | Taschkent | Tachkent | Taskent
        Asia/Tbilisi | | Тбилиси | 第比利斯 | Tiflis | Tbilissi | Tiflis
        Asia/Tokyo | | Токио | 东京 | Tokio | | Tokio
        Asia/Vladivostok | | Владивосток | 符拉迪沃斯托克 | Wladiwostok | |
        Asia/Yekaterinburg | | Екатеринбург | 叶卡捷琳堡 | Jekaterinburg | Iekaterinbourg | Ekaterimburgo
        Asia/Yerevan | | Ереван | 埃里温 | Jerewan | Erevan | Ereván
        Australia/Sydney | | Сидней | 悉尼 | | | Sídney
        Europe/Amsterdam | | Амстердам | 阿姆斯特丹 | | | Ámsterdam
        Europe/Athens | | Афины | 雅典 | Athen | Athènes | Atenas
        Europe/Belgrade | | Белград | 贝尔格莱德 | Belgrad | | Belgrado
        Europe/Berlin | | Берлин | 柏林 | | | Berlín
        Europe/Brussels | | Брюссель | 布鲁塞尔 | Brüssel | Bruxelles | Bruselas
        Europe/Bucharest | | Бухарест | 布加勒斯特 | Bukarest | Bucarest | Bucarest
        Europe/Copenhagen | | Копенгаген | 哥本哈根 | Kopenhagen | Copenhague | Copenhague
        Europe/Dublin | | Дублин | 都柏林 | | | Dublín
        Europe/Helsinki | | Хельсинки | 赫尔辛基 | | |
        Europe/Istanbul | | Стамбул | 伊斯坦布尔 | | | Estambul
        Europe/Kyiv | | Киев | 基辅 | | |
        Europe/Lisbon | | Лиссабон | 里斯本 | Lissabon | Lisbonne | Lisboa
        Europe/London | | Лондон | 伦敦 | | Londres | Londres
        Europe/Madrid | | Мадрид | 马德里 | | |
        Europe/Minsk | | Минск | 明斯克 | | |
        Europe/Moscow | | Москва | 莫斯科 | Moskau | Moscou | Moscú
        Europe/Oslo | | Осло | 奥斯陆 | | |
        Europe/Paris | | Париж | 巴黎 | | | París
        Europe/Prague | | Прага | 布拉格 | Prag | | Praga
        Europe/Riga | | Рига | 里加 | | |
        Europe/Rome | | Рим | 罗马 | Rom | | Roma
        Europe/Stockholm | | Стокгольм | 斯德哥尔摩 | | | Estocolmo
        Europe/Vienna | | Вена | 维也纳 | Wien | Vienne | Viena
        Europe/Vilnius | | Вильнюс | 维尔纽斯 | | | Vilna
        Europe/Warsaw | | Варшава | 华沙 | Warschau | Varsovie | Varsovia
        Europe/Zurich | Zurich | Цюрих | 苏黎世 | Zürich | | Zúrich
        Pacific/Auckland | | Окленд | 奥克兰 | | |
        """
}

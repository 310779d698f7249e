import Testing
import WorkingTime

@testable import Reports

@Suite("Days, moments and durations in the reader's language")
struct WordingTests {
    @Test(
        "Durations take the forms that numbers ask for",
        arguments: [
            ("en", 165, "2 hours 45 minutes"), ("en", 61, "1 hour 1 minute"), ("en", 0, "0 minutes"),
            ("en", -75, "1 hour 15 minutes"), ("ru", 61, "1 час 1 минута"), ("ru", 122, "2 часа 2 минуты"),
            ("ru", 305, "5 часов 5 минут"), ("ru", 671, "11 часов 11 минут"), ("ru", 732, "12 часов 12 минут"),
            ("ru", 1281, "21 час 21 минута"), ("ru", 1342, "22 часа 22 минуты"), ("ru", 6060, "101 час"),
            ("ru", 6660, "111 часов"), ("zh", 165, "2 小时 45 分钟"), ("zh-TW", 45, "45 分钟"),
            ("de", 61, "1 Stunde 1 Minute"), ("de", 120, "2 Stunden"), ("fr", 165, "2 heures 45 minutes"),
            ("fr", 0, "0 minute"), ("fr", 60, "1 heure"), ("es", 165, "2 horas y 45 minutos"), ("es", 1, "1 minuto"),
            ("pl", 165, "2 h 45 min"), ("", 45, "45 min"),
        ]
    )
    func duration(language: String, minutes: Int, text: String) {
        #expect(Wording(language: language).duration(minutes: minutes) == text)
    }

    @Test(
        "Short durations use the language's signs",
        arguments: [
            ("en", 165, "2 h 45 min"), ("ru", 165, "2 ч 45 мин"), ("zh", 165, "2 小时 45 分钟"), ("de", 60, "1 Std."),
            ("xx", 5, "5 min"),
        ]
    )
    func shortDuration(language: String, minutes: Int, text: String) {
        #expect(Wording(language: language).shortDuration(minutes: minutes) == text)
    }

    @Test(
        "A deadline names weekday, day, time and zone as a native writes them",
        arguments: [
            ("en", "Europe/Berlin", "Monday, 23 November 2026, 17:00 (Berlin time, UTC+1)"),
            ("en", "Asia/Shanghai", "Tuesday, 24 November 2026, 00:00 (Beijing time, UTC+8)"),
            ("en", "Asia/Kolkata", "Monday, 23 November 2026, 21:30 (Kolkata time, UTC+5:30)"),
            ("en", "America/St_Johns", "Monday, 23 November 2026, 12:30 (St Johns time, UTC-3:30)"),
            ("en", "UTC", "Monday, 23 November 2026, 16:00 (UTC)"),
            ("ru", "Europe/Moscow", "понедельника, 23 ноября 2026 г., 19:00 (Москва, UTC+3)"),
            ("zh", "Asia/Shanghai", "2026年11月24日（星期二）00:00（北京时间，UTC+8）"),
            ("zh", "America/Boise", "2026年11月23日（星期一）09:00（Boise 时间，UTC-7）"),
            ("de", "Europe/Zurich", "Montag, 23. November 2026, 17:00\u{A0}Uhr (Ortszeit Zürich, UTC+1)"),
            ("fr", "Europe/Paris", "lundi 23 novembre 2026 à 17\u{A0}h\u{A0}00 (heure de Paris, UTC+1)"),
            ("fr", "Europe/Athens", "lundi 23 novembre 2026 à 18\u{A0}h\u{A0}00 (heure d’Athènes, UTC+2)"),
            ("fr", "Africa/Cairo", "lundi 23 novembre 2026 à 18\u{A0}h\u{A0}00 (heure du Caire, UTC+2)"),
            ("es", "Europe/Madrid", "lunes 23 de noviembre de 2026 a las 17:00 (hora de Madrid, UTC+1)"),
            ("es", "Asia/Tokyo", "martes 24 de noviembre de 2026 a la 01:00 (hora de Tokio, UTC+9)"),
            ("pl", "Europe/Warsaw", "2026-11-23 17:00 (Europe/Warsaw, UTC+1)"),
        ]
    )
    func deadline(language: String, zone: String, text: String) throws {
        let instant = try #require(Instant(rfc3339: "2026-11-23T16:00:00Z"))
        let zone = try #require(Zone(zone))
        #expect(Wording(language: language).deadline(instant, in: zone) == text)
    }

    @Test("Only Russian changes the weekday between a moment and a deadline")
    func moment() throws {
        let instant = try #require(Instant(rfc3339: "2026-07-01T10:00:00Z"))
        let zone = try #require(Zone("Europe/Moscow"))
        #expect(Wording(language: "ru").moment(instant, in: zone) == "среда, 1 июля 2026 г., 13:00 (Москва, UTC+3)")
        #expect(Wording(language: "ru").deadline(instant, in: zone) == "среды, 1 июля 2026 г., 13:00 (Москва, UTC+3)")
        #expect(Wording(language: "fr").day(zone.civil(instant).date) == "mercredi 1er juillet 2026")
        for language in ["en", "zh", "de", "fr", "es", "pl"] {
            let wording = Wording(language: language)
            #expect(wording.moment(instant, in: zone) == wording.deadline(instant, in: zone))
        }
    }

    @Test("Summer time shows in the distance from UTC")
    func summer() throws {
        let zone = try #require(Zone("Europe/Berlin"))
        let instant = try #require(Instant(rfc3339: "2026-07-01T10:00:00Z"))
        #expect(Wording(language: "en").zoneName(zone, at: instant) == "Berlin time, UTC+2")
    }

    @Test("Every language has all weekdays and months, none twice", arguments: Wording.Tongue.allCases)
    func tables(tongue: Wording.Tongue) {
        #expect(Set(Weekday.allCases.map { tongue.weekday($0) }).count == 7)
        #expect(Set(Weekday.allCases.map { tongue.weekdayAfterBy($0) }).count == 7)
        #expect(Set((1...12).map { tongue.month($0) }).count == 12)
    }

    @Test("The table of places has all its columns and names zones that exist")
    func places() {
        for identifier in ZoneNames.identifiers {
            #expect(Zone(identifier) != nil, "\(identifier)")
            #expect(!ZoneNames.place(identifier, .russian).utf8.contains { $0 < 0x2D && $0 != 0x20 })
            #expect(ZoneNames.place(identifier, .chinese).unicodeScalars.allSatisfy { $0.properties.isIdeographic })
        }
        #expect(ZoneNames.identifiers.count > 60)
    }
}

import WorkingTime

extension Wording.Tongue {
    var comma: String { self == .chinese ? "，" : ", " }

    /// Between thousands, and before decimals. A no-break space keeps a figure on one line.
    var separators: (thousands: String, decimal: String) {
        switch self {
        case .english, .chinese: (",", ".")
        case .german, .spanish: (".", ",")
        case .russian, .french: ("\u{A0}", ",")
        }
    }

    /// Between hours and minutes.
    var durationJoint: String { self == .spanish ? " y " : " " }

    var shortSigns: (hours: String, minutes: String) {
        switch self {
        case .english, .french, .spanish: ("h", "min")
        case .german: ("Std.", "Min.")
        case .russian: ("ч", "мин")
        case .chinese: ("小时", "分钟")
        }
    }

    func hourWord(_ count: Int) -> String {
        switch self {
        case .english: count == 1 ? "hour" : "hours"
        case .russian: Self.russianForm(count, "час", "часа", "часов")
        case .chinese: "小时"
        case .german: count == 1 ? "Stunde" : "Stunden"
        case .french: count < 2 ? "heure" : "heures"
        case .spanish: count == 1 ? "hora" : "horas"
        }
    }

    func minuteWord(_ count: Int) -> String {
        switch self {
        case .english: count == 1 ? "minute" : "minutes"
        case .russian: Self.russianForm(count, "минута", "минуты", "минут")
        case .chinese: "分钟"
        case .german: count == 1 ? "Minute" : "Minuten"
        case .french: count < 2 ? "minute" : "minutes"
        case .spanish: count == 1 ? "minuto" : "minutos"
        }
    }

    /// The three forms that Russian nouns take after numbers: 1 and 21 but not 11; 2-4 and 22-24 but not 12-14; the rest.
    static func russianForm(_ count: Int, _ one: String, _ few: String, _ many: String) -> String {
        let lastTwo = count % 100
        if (11...14).contains(lastTwo) { return many }
        return switch count % 10 {
        case 1: one
        case 2...4: few
        default: many
        }
    }

    /// The weekday as it opens a date.
    func weekday(_ day: Weekday) -> String {
        let names =
            switch self {
            case .english: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
            case .russian: ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"]
            case .chinese: ["（星期一）", "（星期二）", "（星期三）", "（星期四）", "（星期五）", "（星期六）", "（星期日）"]
            case .german: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]
            case .french: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
            case .spanish: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"]
            }
        return names[day.rawValue - 1]
    }

    /// The weekday after the language's word for "by" (Russian "не позднее" governs the genitive).
    func weekdayAfterBy(_ day: Weekday) -> String {
        guard self == .russian else { return weekday(day) }
        let names = ["понедельника", "вторника", "среды", "четверга", "пятницы", "субботы", "воскресенья"]
        return names[day.rawValue - 1]
    }

    /// The month as it stands in a date (Russian in the genitive); Chinese writes months as figures.
    func month(_ number: Int) -> String {
        let names =
            switch self {
            case .english:
                [
                    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                    "November", "December",
                ]
            case .russian:
                [
                    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
                    "ноября", "декабря",
                ]
            case .chinese: (1...12).map { "\($0)" }
            case .german:
                [
                    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
                    "November", "Dezember",
                ]
            case .french:
                [
                    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
                    "novembre", "décembre",
                ]
            case .spanish:
                [
                    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
                    "noviembre", "diciembre",
                ]
            }
        return names[number - 1]
    }

    /// "The time of a place", as clocks abroad are spoken of.
    func localTime(_ place: String) -> String {
        switch self {
        case .english: "\(place) time"
        case .russian: place
        case .chinese: place.utf8.first.map { $0 < 0x80 } == true ? "\(place) 时间" : "\(place)时间"
        case .german: "Ortszeit \(place)"
        case .french: Self.french(timeOf: place)
        case .spanish: "hora de \(place)"
        }
    }

    private static func french(timeOf place: String) -> String {
        if place.hasPrefix("Le ") { return "heure du \(place.dropFirst(3))" }
        guard let first = place.first, "AEIOUÉÎÔH".contains(first) else { return "heure de \(place)" }
        return "heure d’\(place)"
    }
}

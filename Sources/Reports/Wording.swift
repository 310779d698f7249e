public import Agreement
public import WorkingTime

/// Durations, days and moments in the reader's language, from small tables of our own: the same on every machine,
/// whatever locale data it has.
///
/// English, Russian, Chinese, German, French and Spanish are known. Any other language gets figures that are read
/// the same everywhere: `2 h 45 min`, `2026-11-23 17:00`.
public struct Wording: Sendable {
    /// A language with tables; nil is the neutral form.
    enum Tongue: String, CaseIterable, Sendable {
        case english = "en"
        case russian = "ru"
        case chinese = "zh"
        case german = "de"
        case french = "fr"
        case spanish = "es"
    }

    let tongue: Tongue?

    /// The wording for a BCP 47 tag; only its first subtag counts.
    public init(language: String) {
        tongue = Tongue(rawValue: Self.primarySubtag(of: language))
    }

    /// `zh` of `zh-Hant-TW`, lower case (RFC 5646 section 2.2.1).
    public static func primarySubtag(of language: String) -> String {
        String(language.prefix { $0 != "-" && $0 != "_" }).lowercased()
    }

    /// What a language is called in English, for the staff; of an unknown one its tag.
    public static func languageName(_ language: String) -> String {
        switch Tongue(rawValue: primarySubtag(of: language)) {
        case .english: "English"
        case .russian: "Russian"
        case .chinese: "Chinese"
        case .german: "German"
        case .french: "French"
        case .spanish: "Spanish"
        case nil: language
        }
    }

    /// A colon with the blanks that the language sets around it.
    var colon: String {
        switch tongue {
        case .french: "\u{A0}: "
        case .chinese: "："
        default: ": "
        }
    }

    /// Minutes in words, such as `2 hours 45 minutes`; the sign is left out.
    public func duration(minutes: Int) -> String {
        guard let tongue else { return shortDuration(minutes: minutes) }
        let (hours, rest) = Self.parts(minutes)
        let hourText = "\(hours) \(tongue.hourWord(hours))"
        let minuteText = "\(rest) \(tongue.minuteWord(rest))"
        if hours == 0 { return minuteText }
        return rest == 0 ? hourText : hourText + tongue.durationJoint + minuteText
    }

    /// How far away something is, for the staff: `45 minutes`, `5 hours 10 minutes`, from two days on `11 days`.
    func distance(minutes: Int) -> String {
        let day = 24 * 60
        return minutes < 2 * day ? duration(minutes: minutes) : "\(minutes / day) days"
    }

    /// Minutes in short signs, such as `2 h 45 min`; the sign is left out.
    public func shortDuration(minutes: Int) -> String {
        let (hours, rest) = Self.parts(minutes)
        let (hourSign, minuteSign) = tongue?.shortSigns ?? ("h", "min")
        let minuteText = "\(rest) \(minuteSign)"
        if hours == 0 { return minuteText }
        let hourText = "\(hours) \(hourSign)"
        return rest == 0 ? hourText : "\(hourText) \(minuteText)"
    }

    /// Minutes in short signs with their sign, such as `-45 min`.
    public func signedDuration(minutes: Int) -> String {
        (minutes < 0 ? "-" : "") + shortDuration(minutes: minutes)
    }

    /// An amount as the language writes figures, such as `1.240,00 EUR` in German.
    public func money(_ money: Money) -> String {
        MoneyText.text(money, separators: tongue?.separators ?? ("", "."))
    }

    /// A day with its weekday, such as `Monday, 23 November 2026`.
    public func day(_ date: CivilDate) -> String {
        day(date, weekday: tongue?.weekday(date.weekday) ?? "")
    }

    /// A day as a table shows it, such as `23 Nov 2026`.
    public func shortDay(_ date: CivilDate) -> String {
        tongue == .english ? "\(date.day) \(Tongue.english.month(date.month).prefix(3)) \(date.year)" : date.text
    }

    /// A day without its weekday, such as `23 November 2026`.
    public func plainDay(_ date: CivilDate) -> String {
        guard let tongue else { return date.text }
        let month = tongue.month(date.month)
        return switch tongue {
        case .english: "\(date.day) \(month) \(date.year)"
        case .russian: "\(date.day) \(month) \(date.year) г."
        case .chinese: "\(date.year)年\(date.month)月\(date.day)日"
        case .german: "\(date.day). \(month) \(date.year)"
        case .french: "\(date.day == 1 ? "1er" : "\(date.day)") \(month) \(date.year)"
        case .spanish: "\(date.day) de \(month) de \(date.year)"
        }
    }

    /// A moment by the clocks of a zone, with the zone's name: `Monday, 23 November 2026, 17:00 (Berlin time, UTC+1)`.
    public func moment(_ instant: Instant, in zone: Zone) -> String {
        moment(instant, in: zone, weekday: { tongue?.weekday($0) ?? "" })
    }

    /// A moment in the form that follows the language's word for "by": Russian puts the weekday into the genitive.
    public func deadline(_ instant: Instant, in zone: Zone) -> String {
        moment(instant, in: zone, weekday: { tongue?.weekdayAfterBy($0) ?? "" })
    }

    /// The clock's time, such as `17:00`, in the language's own way.
    public func time(_ civil: CivilDateTime) -> String {
        let hour = Self.twoDigits(civil.minuteOfDay / 60)
        let minute = Self.twoDigits(civil.minuteOfDay % 60)
        return switch tongue {
        case .german: "\(hour):\(minute)\u{A0}Uhr"
        case .french: "\(hour)\u{A0}h\u{A0}\(minute)"
        default: "\(hour):\(minute)"
        }
    }

    /// The zone in the reader's language with its distance from UTC at an instant, such as `Berlin time, UTC+1`.
    public func zoneName(_ zone: Zone, at instant: Instant) -> String {
        let offset = Self.offset(seconds: zone.offsetSeconds(at: instant))
        guard zone.identifier.contains("/"), !zone.identifier.hasPrefix("Etc/") else { return offset }
        guard let tongue else { return "\(zone.identifier), \(offset)" }
        return tongue.localTime(ZoneNames.place(zone.identifier, tongue)) + tongue.comma + offset
    }

    private func moment(_ instant: Instant, in zone: Zone, weekday: (Weekday) -> String) -> String {
        let civil = zone.civil(instant)
        let day = day(civil.date, weekday: weekday(civil.date.weekday))
        let time = time(civil)
        let place = zoneName(zone, at: instant)
        return switch tongue {
        case .chinese: "\(day)\(time)（\(place)）"
        case .french: "\(day) à \(time) (\(place))"
        case .spanish: "\(day) a \(civil.minuteOfDay / 60 == 1 ? "la" : "las") \(time) (\(place))"
        case .none: "\(day) \(time) (\(place))"
        default: "\(day), \(time) (\(place))"
        }
    }

    private func day(_ date: CivilDate, weekday: String) -> String {
        let day = plainDay(date)
        return switch tongue {
        case .english, .russian, .german: "\(weekday), \(day)"
        case .chinese: day + weekday
        case .french, .spanish: "\(weekday) \(day)"
        case .none: day
        }
    }

    private static func parts(_ minutes: Int) -> (hours: Int, minutes: Int) {
        let magnitude = minutes.magnitude
        return (Int(magnitude / 60), Int(magnitude % 60))
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    /// `UTC+5:30`, `UTC-3`, `UTC`.
    static func offset(seconds: Int) -> String {
        let minutes = abs(seconds) / 60
        guard minutes > 0 else { return "UTC" }
        let rest = minutes % 60 == 0 ? "" : ":" + twoDigits(minutes % 60)
        return "UTC\(seconds < 0 ? "-" : "+")\(minutes / 60)\(rest)"
    }
}

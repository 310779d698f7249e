public import WorkingTime

/// A week of ISO 8601: Monday to Sunday, numbered in the year that has its Thursday.
public struct ISOWeek: Hashable, Comparable, Sendable {
    /// The year of the week's Thursday, 1...9999.
    public let year: Int
    /// 1...53
    public let week: Int

    /// A week that exists; nil otherwise.
    public init?(year: Int, week: Int) {
        guard (1...9999).contains(year), week >= 1, week <= Self.weekCount(year: year) else { return nil }
        self.year = year
        self.week = week
    }

    /// A week written `2026-W47`; nil for anything else.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 8, bytes[4] == UInt8(ascii: "-"), bytes[5] == UInt8(ascii: "W"),
            let year = Self.number(bytes[0..<4]), let week = Self.number(bytes[6..<8])
        else { return nil }
        self.init(year: year, week: week)
    }

    /// The week that a day falls in.
    public init(containing day: CivilDate) {
        let thursday = day.adding(days: 4 - day.weekday.rawValue)
        year = thursday.year
        week = (thursday.dayNumber - Self.firstOfJanuary(thursday.year).dayNumber) / 7 + 1
    }

    /// The week that a moment falls in by the clocks of a zone.
    public init(containing instant: Instant, in zone: Zone) {
        self.init(containing: zone.civil(instant).date)
    }

    /// `2026-W47`
    public var text: String {
        "\(Self.padded(year, 4))-W\(Self.padded(week, 2))"
    }

    public var monday: CivilDate {
        // 4 January is always in week 1.
        let fourth = Self.firstOfJanuary(year).adding(days: 3)
        return fourth.adding(days: 1 - fourth.weekday.rawValue + (week - 1) * 7)
    }

    public var sunday: CivilDate { monday.adding(days: 6) }

    /// From local midnight on Monday up to, not including, local midnight on the next Monday.
    public func range(in zone: Zone) -> Range<Instant> {
        let start = zone.instant(on: monday, minuteOfDay: 0)
        let end = zone.instant(on: monday.adding(days: 7), minuteOfDay: 0)
        return start..<max(start, end)
    }

    public func adding(weeks: Int) -> ISOWeek {
        ISOWeek(containing: monday.adding(days: weeks * 7))
    }

    public static func < (left: ISOWeek, right: ISOWeek) -> Bool {
        (left.year, left.week) < (right.year, right.week)
    }

    /// 52 or 53: a year has as many weeks as Thursdays.
    public static func weekCount(year: Int) -> Int {
        // 28 December is always in the last week.
        let day = firstOfJanuary(year).adding(months: 11, anchorDay: 28)
        return (day.dayNumber + 4 - day.weekday.rawValue - firstOfJanuary(year).dayNumber) / 7 + 1
    }

    private static func firstOfJanuary(_ year: Int) -> CivilDate {
        CivilDate(year: year, month: 1, day: 1) ?? CivilDate(dayNumber: 0)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// Opening hours: which minutes count as working time in a zone.
///
/// The calendar is open at an instant when a wall clock in its zone then shows a time inside one of the day's intervals.
/// Hours that the clocks skip therefore do not exist, and hours that they show twice count twice. An interval that goes
/// on after midnight belongs to the day on which it starts: a holiday closes it as a whole, and a night that began
/// before a holiday stays open until its end.
public struct WorkingCalendar: Hashable, Sendable {
    /// The name by which agreements refer to it.
    public let name: String
    public let zone: Zone
    /// Opening hours by day of the week; overlapping ones count once.
    public let week: [Weekday: [MinuteInterval]]
    /// Days on which it does not open, with the name of the reason.
    public let holidays: [CivilDate: String]

    /// What is open on a day of the week, Monday first, in seconds of that day, the night before included.
    private let secondsByWeekday: [[Range<Int64>]]
    private let holidayNumbers: Set<Int>
    /// Open at every instant, so that nothing needs to be walked.
    let isAlwaysOpen: Bool

    public init(name: String, zone: Zone, week: [Weekday: [MinuteInterval]], holidays: [CivilDate: String] = [:]) {
        self.name = name
        self.zone = zone
        self.week = week
        self.holidays = holidays
        holidayNumbers = Set(holidays.keys.map(\.dayNumber))
        secondsByWeekday = Weekday.allCases.map { day in
            let before = Weekday.allCases[(day.rawValue + 5) % 7]
            return Self.openSeconds(own: week[day] ?? [], before: week[before] ?? [])
        }
        isAlwaysOpen = holidays.isEmpty && secondsByWeekday.allSatisfy { $0 == [0..<86_400] }
    }

    /// A calendar that never closes: elapsed time.
    public static func elapsed(in zone: Zone) -> WorkingCalendar {
        let day = MinuteInterval(start: 0, end: 1440).map { [$0] } ?? []
        return WorkingCalendar(
            name: "elapsed",
            zone: zone,
            week: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, day) })
        )
    }

    /// Whether an instant is working time.
    public func isOpen(at instant: Instant) -> Bool {
        let civil = zone.civil(instant)
        return openSeconds(onDay: civil.date.dayNumber).contains { $0.contains(Int64(civil.secondOfDay)) }
    }

    /// What is open on a local day, in seconds by the wall clock since its midnight, in order and apart.
    func openSeconds(onDay day: Int) -> [Range<Int64>] {
        // 1970-01-01 was a Thursday.
        let weekday = ((day + 3) % 7 + 7) % 7
        if holidayNumbers.isEmpty { return secondsByWeekday[weekday] }
        let isHoliday = holidayNumbers.contains(day)
        let followsHoliday = holidayNumbers.contains(day - 1)
        guard isHoliday || followsHoliday else { return secondsByWeekday[weekday] }
        return Self.openSeconds(
            own: isHoliday ? [] : week[Weekday.allCases[weekday]] ?? [],
            before: followsHoliday ? [] : week[Weekday.allCases[(weekday + 6) % 7]] ?? []
        )
    }

    private static func openSeconds(own: [MinuteInterval], before: [MinuteInterval]) -> [Range<Int64>] {
        var ranges = own.map { Int64($0.start) * 60..<Int64(min($0.end, 1440)) * 60 }
        for interval in before where interval.end > 1440 {
            ranges.append(0..<Int64(min(interval.end - 1440, 1440)) * 60)
        }
        ranges.sort { $0.lowerBound < $1.lowerBound }
        var merged: [Range<Int64>] = []
        for range in ranges {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}

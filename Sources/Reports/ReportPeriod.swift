public import WorkingTime

/// A span of local days that figures are told for: a year, a quarter, a month or an ISO week.
public struct ReportPeriod: Hashable, Sendable {
    /// `2026`, `2026-Q4`, `2026-11` or `2026-W47`.
    public let name: String
    public let start: CivilDate
    /// Exclusive.
    public let end: CivilDate

    /// A period as people write it; nil for anything else.
    public init?(_ text: String) {
        if let week = ISOWeek(text) {
            self.init(name: text, start: week.monday, end: week.monday.adding(days: 7))
            return
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard let year = Self.number(parts[0], digits: 4), year >= 1 else { return nil }
        switch parts.count {
        case 1: self.init(name: text, year: year, month: 1, months: 12)
        case 2 where parts[1].hasPrefix("Q"):
            guard let quarter = Self.number(String(parts[1].dropFirst()), digits: 1), (1...4).contains(quarter) else {
                return nil
            }
            self.init(name: text, year: year, month: quarter * 3 - 2, months: 3)
        case 2:
            guard let month = Self.number(parts[1], digits: 2) else { return nil }
            self.init(name: text, year: year, month: month, months: 1)
        default: return nil
        }
    }

    /// The month that a day falls in.
    public init(monthOf day: CivilDate) {
        let first = day.adding(days: 1 - day.day)
        self.init(name: String(first.text.dropLast(3)), start: first, end: first.adding(months: 1))
    }

    private init?(name: String, year: Int, month: Int, months: Int) {
        guard let start = CivilDate(year: year, month: month, day: 1) else { return nil }
        self.init(name: name, start: start, end: start.adding(months: months))
    }

    private init(name: String, start: CivilDate, end: CivilDate) {
        self.name = name
        self.start = start
        self.end = end
    }

    /// From local midnight of the first day up to, not including, local midnight after the last.
    public func range(in zone: Zone) -> Range<Instant> {
        let first = zone.instant(on: start, minuteOfDay: 0)
        return first..<max(first, zone.instant(on: end, minuteOfDay: 0))
    }

    private static func number(_ text: String, digits: Int) -> Int? {
        text.utf8.count == digits && text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
    }
}

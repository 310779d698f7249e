/// A recurrence rule (RFC 5545 section 3.3.10), as far as whole days use it: FREQ of days, weeks, months or years with
/// INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, BYDAY and WKST.
struct RecurrenceRule {
    enum Frequency: String {
        case daily = "DAILY"
        case weekly = "WEEKLY"
        case monthly = "MONTHLY"
        case yearly = "YEARLY"
    }

    /// A part of a rule that cannot be read or is not used by whole days.
    struct PartError: Error {
        var part: String
    }

    /// A day of the week, with its number within the month or year counted from the start (positive) or the end
    /// (negative); 0 is every one.
    struct DayOfWeek: Equatable {
        var ordinal: Int
        var weekday: Weekday
    }

    private(set) var frequency: Frequency
    private(set) var interval = 1
    private(set) var count: Int?
    private(set) var until: CivilDate?
    private(set) var months: [Int] = []
    private(set) var monthDays: [Int] = []
    private(set) var weekdays: [DayOfWeek] = []
    private(set) var weekStart = Weekday.monday

    /// A rule without an end is unrolled this far and no farther.
    static let occurrencesMax = 40_000

    init(_ text: String) throws(PartError) {
        var parts: [String: String] = [:]
        for part in text.uppercased().split(separator: ";") {
            let fields = part.split(separator: "=", maxSplits: 1)
            guard fields.count == 2 else { throw PartError(part: String(part)) }
            parts[String(fields[0])] = String(fields[1])
        }
        guard let frequency = parts.removeValue(forKey: "FREQ").flatMap(Frequency.init) else {
            throw PartError(part: "FREQ")
        }
        self.frequency = frequency
        for (name, value) in parts.sorted(by: { $0.key < $1.key }) {
            guard take(name, value) else { throw PartError(part: name) }
        }
    }

    private mutating func take(_ name: String, _ value: String) -> Bool {
        switch name {
        case "INTERVAL":
            guard let number = Int(value), (1...1000).contains(number) else { return false }
            interval = number
        case "COUNT":
            guard let number = Int(value), number >= 1 else { return false }
            count = number
        case "UNTIL":
            guard let date = ICalendarLine.date(value.prefix(8)) else { return false }
            until = date
        case "BYMONTH": return Self.numbers(value, in: 1...12).map { months = $0 } != nil
        case "BYMONTHDAY": return Self.numbers(value, in: -31...31).map { monthDays = $0 } != nil
        case "BYDAY":
            let days = value.split(separator: ",").map(Self.dayOfWeek)
            guard !days.isEmpty, !days.contains(nil) else { return false }
            weekdays = days.compactMap(\.self)
        case "WKST":
            guard let day = Self.weekday(value[...]) else { return false }
            weekStart = day
        default: return false
        }
        return true
    }

    private static func numbers(_ value: String, in range: ClosedRange<Int>) -> [Int]? {
        let numbers = value.split(separator: ",").map { Int($0) }
        guard !numbers.isEmpty, numbers.allSatisfy({ $0.map { $0 != 0 && range.contains($0) } ?? false }) else {
            return nil
        }
        return numbers.compactMap(\.self)
    }

    private static func weekday(_ text: Substring) -> Weekday? {
        ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].firstIndex(of: String(text)).map { Weekday.allCases[$0] }
    }

    private static func dayOfWeek(_ text: Substring) -> DayOfWeek? {
        guard let weekday = weekday(text.suffix(2)) else { return nil }
        let number = text.dropLast(2)
        if number.isEmpty { return DayOfWeek(ordinal: 0, weekday: weekday) }
        guard let ordinal = Int(number), ordinal != 0, (-53...53).contains(ordinal) else { return nil }
        return DayOfWeek(ordinal: ordinal, weekday: weekday)
    }

    // MARK: Occurrences

    /// The starts of the event in order, the first of them `start` itself, up to a day.
    ///
    /// Each year, month, week or day that is looked at takes one of `turnsLeft`; at 0 it stops.
    func occurrences(from start: CivilDate, through last: CivilDate, turnsLeft: inout Int) -> [CivilDate] {
        let end = min(last, until ?? last)
        let limit = min(count ?? Self.occurrencesMax, Self.occurrencesMax)
        // The start is an occurrence even where the rule does not name it (RFC 5545 section 3.8.5.3).
        var found = [start]
        for turn in 0..<turnsLeft {
            turnsLeft -= 1
            let (first, days) = days(ofTurn: turn, from: start)
            guard first <= end else { break }
            for day in days.sorted() where day > start {
                guard day <= end, found.count < limit else { return found }
                if day != found.last { found.append(day) }
            }
            if found.count >= limit { break }
        }
        return found
    }

    /// The first day of the n-th year, month, week or day of the rule, and the days it names in there.
    private func days(ofTurn turn: Int, from start: CivilDate) -> (first: CivilDate, days: [CivilDate]) {
        switch frequency {
        case .daily:
            let day = start.adding(days: turn * interval)
            let fits =
                isMonth(day.month)
                && (monthDays.isEmpty || monthDays.contains { Self.day($0, ofMonth: day) == day })
                && (weekdays.isEmpty || weekdays.contains { $0.weekday == day.weekday })
            return (day, fits ? [day] : [])
        case .weekly:
            let back = (start.weekday.rawValue - weekStart.rawValue + 7) % 7
            let first = start.adding(days: turn * interval * 7 - back)
            let wanted = weekdays.isEmpty ? [start.weekday] : weekdays.map(\.weekday)
            let days = (0..<7).map { first.adding(days: $0) }
            return (first, days.filter { wanted.contains($0.weekday) && isMonth($0.month) })
        case .monthly:
            let first = start.adding(days: 1 - start.day).adding(months: turn * interval)
            return (first, isMonth(first.month) ? days(inMonth: first, anchor: start) : [])
        case .yearly:
            let first = CivilDate(year: min(start.year + turn * interval, 9999), month: 1, day: 1) ?? start
            return (first, days(inYear: first, anchor: start))
        }
    }

    private func isMonth(_ month: Int) -> Bool {
        months.isEmpty || months.contains(month)
    }

    private func days(inYear first: CivilDate, anchor: CivilDate) -> [CivilDate] {
        if months.isEmpty, monthDays.isEmpty, !weekdays.isEmpty {
            // Without a month the days of the week are counted through the year.
            let length = CivilDate.dayCount(year: first.year, month: 2) == 29 ? 366 : 365
            return weekdays.flatMap { Self.days($0, from: first, length: length) }
        }
        let wanted = months.isEmpty ? (monthDays.isEmpty ? [anchor.month] : Array(1...12)) : months
        return wanted.flatMap { month in
            CivilDate(year: first.year, month: month, day: 1).map { days(inMonth: $0, anchor: anchor) } ?? []
        }
    }

    private func days(inMonth first: CivilDate, anchor: CivilDate) -> [CivilDate] {
        let length = CivilDate.dayCount(year: first.year, month: first.month)
        let numbered = monthDays.compactMap { Self.day($0, ofMonth: first) }
        if weekdays.isEmpty {
            // A month without that day has no occurrence.
            return monthDays.isEmpty ? (anchor.day <= length ? [first.adding(days: anchor.day - 1)] : []) : numbered
        }
        let named = weekdays.flatMap { Self.days($0, from: first, length: length) }
        return monthDays.isEmpty ? named : named.filter { numbered.contains($0) }
    }

    /// The day with a number in the month of a date, counted from the end when negative.
    private static func day(_ number: Int, ofMonth date: CivilDate) -> CivilDate? {
        let length = CivilDate.dayCount(year: date.year, month: date.month)
        return CivilDate(year: date.year, month: date.month, day: number > 0 ? number : length + 1 + number)
    }

    private static func days(_ wanted: DayOfWeek, from first: CivilDate, length: Int) -> [CivilDate] {
        let offset = (wanted.weekday.rawValue - first.weekday.rawValue + 7) % 7
        let all = stride(from: offset, to: length, by: 7).map { first.adding(days: $0) }
        if wanted.ordinal == 0 { return all }
        let index = wanted.ordinal > 0 ? wanted.ordinal - 1 : all.count + wanted.ordinal
        return all.indices.contains(index) ? [all[index]] : []
    }
}

/// Days off read from an iCalendar file (RFC 5545).
///
/// All-day events count, single ones and those that recur by year, month, week or day; every day of a longer event is a
/// day off. Cancelled events and events with times do not count. What cannot be read is reported and left out.
public struct HolidayFile: Hashable, Sendable {
    /// Why a line or an event was left out.
    public struct Defect: Hashable, Sendable {
        public enum Kind: Hashable, Sendable {
            /// The file is larger than is read.
            case tooLarge
            /// There are more events than are read.
            case tooManyEvents
            /// The rules recur more often than is followed.
            case tooManyDays
            /// The file is not iCalendar: it has no `BEGIN:VCALENDAR`.
            case notACalendar
            /// The line is not `NAME:VALUE`.
            case line
            /// An event does not end, or ends that did not begin.
            case unbalanced
            /// The event has no start.
            case noStart
            /// The event has a time, so it is not a whole day off.
            case timed
            /// A property's value cannot be read.
            case value(property: String)
            /// The event ends before it starts or lasts more than a year.
            case length
            /// A part of a recurrence rule that holidays do not use.
            case rule(part: String)
        }

        /// Line of the file, from 1.
        public var line: Int
        public var kind: Kind

        public init(line: Int, kind: Kind) {
            self.line = line
            self.kind = kind
        }
    }

    /// The days off by date, with the event's summary.
    public var holidays: [CivilDate: String]
    public var defects: [Defect]

    /// A national calendar of a century has some 100 kB.
    public static let bytesMax = 4_000_000
    public static let eventsMax = 20_000
    /// Turns of all rules together: a thousand yearly rules over five centuries.
    static let turnsMax = 500_000
    /// Days a single event may last.
    static let eventDaysMax = 366

    /// Reads a file and unrolls what recurs over the years given.
    public init(_ text: String, years: ClosedRange<Int> = 2000...2100) {
        self.init(bytes: Array(text.utf8), years: years)
    }

    /// Reads a file and unrolls what recurs over the years given.
    public init(bytes: [UInt8], years: ClosedRange<Int> = 2000...2100) {
        holidays = [:]
        defects = []
        guard bytes.count <= Self.bytesMax else {
            defects.append(Defect(line: 1, kind: .tooLarge))
            return
        }
        guard let first = CivilDate(year: max(years.lowerBound, 1), month: 1, day: 1),
            let last = CivilDate(year: min(years.upperBound, 9998), month: 12, day: 31), first <= last
        else { return }
        var reader = HolidayEvents()
        for line in ICalendarLine.lines(bytes) { reader.take(line) }
        reader.finish()
        defects = reader.defects
        var turnsLeft = Self.turnsMax
        for event in reader.events { add(event, through: first...last, turnsLeft: &turnsLeft) }
        defects.sort { $0.line < $1.line }
    }

    private mutating func add(
        _ event: HolidayEvent,
        through range: ClosedRange<CivilDate>,
        turnsLeft: inout Int
    ) {
        let recurring = event.rule?.occurrences(from: event.start, through: range.upperBound, turnsLeft: &turnsLeft)
        var starts = recurring ?? [event.start]
        starts += event.extraDates
        for start in starts where !event.exceptDates.contains(start) {
            for offset in 0..<event.dayCount {
                let day = start.adding(days: offset)
                if range.contains(day), holidays[day] == nil { holidays[day] = event.summary }
            }
        }
        if turnsLeft == 0, !defects.contains(where: { $0.kind == .tooManyDays }) {
            defects.append(Defect(line: event.line, kind: .tooManyDays))
        }
    }
}

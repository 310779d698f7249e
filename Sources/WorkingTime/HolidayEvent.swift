/// A whole-day event of a holiday file.
struct HolidayEvent {
    var line: Int
    var summary: String
    var start: CivilDate
    var dayCount: Int
    var rule: RecurrenceRule?
    var extraDates: [CivilDate]
    var exceptDates: Set<CivilDate>
}

/// Gathers the events of a file from its lines.
struct HolidayEvents {
    private(set) var events: [HolidayEvent] = []
    private(set) var defects: [HolidayFile.Defect] = []
    private var isCalendar = false
    private var isFull = false
    private var eventLine: Int?
    private var lines: [ICalendarLine] = []
    /// Components inside the event, such as alarms, whose properties are not the event's.
    private var innerDepth = 0

    mutating func take(_ line: ICalendarLine) {
        guard line.isWellFormed else { return report(line.number, .line) }
        let component = line.value.uppercased()
        switch (line.name, component) {
        case ("BEGIN", "VCALENDAR"): isCalendar = true
        case ("BEGIN", "VEVENT"):
            if let eventLine { report(eventLine, .unbalanced) }
            eventLine = line.number
            lines = []
            innerDepth = 0
        case ("END", "VEVENT"):
            if let eventLine { finishEvent(eventLine) } else { report(line.number, .unbalanced) }
            eventLine = nil
        case ("BEGIN", _): innerDepth += 1
        case ("END", _): innerDepth = max(innerDepth - 1, 0)
        default:
            if eventLine != nil, innerDepth == 0 { lines.append(line) }
        }
    }

    mutating func finish() {
        if let eventLine { report(eventLine, .unbalanced) }
        if !isCalendar { report(1, .notACalendar) }
    }

    private mutating func report(_ line: Int, _ kind: HolidayFile.Defect.Kind) {
        defects.append(HolidayFile.Defect(line: line, kind: kind))
    }

    private mutating func finishEvent(_ number: Int) {
        guard events.count < HolidayFile.eventsMax else {
            if !isFull { report(number, .tooManyEvents) }
            isFull = true
            return
        }
        if lines.contains(where: { $0.name == "STATUS" && $0.value.uppercased() == "CANCELLED" }) { return }
        guard let start = lines.first(where: { $0.name == "DTSTART" }) else { return report(number, .noStart) }
        guard let date = ICalendarLine.date(start.value) else {
            return report(start.number, start.value.contains("T") ? .timed : .value(property: "DTSTART"))
        }
        guard let dayCount = dayCount(from: date, at: number) else { return }
        var event = HolidayEvent(
            line: number,
            summary: "",
            start: date,
            dayCount: dayCount,
            rule: nil,
            extraDates: [],
            exceptDates: []
        )
        for line in lines {
            switch line.name {
            case "SUMMARY": event.summary = line.text
            case "RDATE":
                if let dates = line.dates {
                    event.extraDates += dates
                } else {
                    report(line.number, .value(property: "RDATE"))
                }
            case "EXDATE":
                // A time on an exception is that of the event, so only its day matters.
                let days = line.value.split(separator: ",").map { ICalendarLine.date($0.prefix(8)) }
                if days.contains(nil) { report(line.number, .value(property: "EXDATE")) }
                event.exceptDates.formUnion(days.compactMap(\.self))
            case "RRULE":
                do {
                    event.rule = try RecurrenceRule(line.value)
                } catch {
                    report(line.number, .rule(part: error.part))
                }
            default: break
            }
        }
        events.append(event)
    }

    /// Days of the event: up to DTEND, which is exclusive, or by DURATION; one day without either.
    private mutating func dayCount(from start: CivilDate, at number: Int) -> Int? {
        var count = 1
        if let line = lines.first(where: { $0.name == "DTEND" }) {
            guard let end = ICalendarLine.date(line.value.prefix(8)) else {
                report(line.number, .value(property: "DTEND"))
                return nil
            }
            // Some programs write the same day for an event of one day.
            count = end == start ? 1 : end.dayNumber - start.dayNumber
        } else if let line = lines.first(where: { $0.name == "DURATION" }) {
            let digits = line.value.dropFirst().dropLast()
            guard line.value.first == "P", let unit = line.value.last, unit == "D" || unit == "W",
                digits.utf8.count <= 3, let length = Int(digits), length > 0
            else {
                report(line.number, .value(property: "DURATION"))
                return nil
            }
            count = unit == "W" ? length * 7 : length
        }
        guard (1...HolidayFile.eventDaysMax).contains(count) else {
            report(number, .length)
            return nil
        }
        return count
    }
}

import WorkingTime

/// What is wrong with a holiday file, as findings.
struct HolidayReport {
    let source: SourceFile
    let findings: Findings

    /// Defects of one file that are worth reading.
    private static let limitDefects = 20

    func report(_ calendar: HolidayFile) {
        let foreign = calendar.defects.first { $0.kind == .notACalendar }
        // Of a file of another kind every line is wrong; of one of ours the first mistakes tell enough.
        for defect in foreign.map({ [$0] }) ?? Array(calendar.defects.prefix(Self.limitDefects)) {
            let place = source.place(line: defect.line)
            // An appointment with a time is left out on purpose; anything else could lose a day off.
            if case .timed = defect.kind {
                findings.warning(place, problem(defect.kind), remedy(defect.kind))
            } else {
                findings.error(place, problem(defect.kind), remedy(defect.kind))
            }
        }
        if calendar.defects.isEmpty, calendar.holidays.isEmpty {
            findings.warning(source.top, "no day off is written here", "Export whole-day events as iCalendar.")
        }
    }

    private func problem(_ kind: HolidayFile.Defect.Kind) -> String {
        switch kind {
        case .tooLarge: "the file is larger than \(HolidayFile.bytesMax) bytes"
        case .tooManyEvents: "more than \(HolidayFile.eventsMax) events"
        case .tooManyDays: "more days off than are kept"
        case .notACalendar: "this is no iCalendar file"
        case .line: "this line is not iCalendar"
        case .unbalanced: "BEGIN and END do not match here"
        case .noStart: "the event has no DTSTART"
        case .timed: "the event has a time of day, so it is no day off"
        case .value(let property): "the value of \(property) cannot be read"
        case .length: "the event ends before it starts, or lasts more than a year"
        case .rule(let part): "a recurrence with \(part) is not read"
        }
    }

    private func remedy(_ kind: HolidayFile.Defect.Kind) -> String {
        switch kind {
        case .tooLarge, .tooManyEvents, .tooManyDays: "Keep the years and the region you work in."
        case .notACalendar: "Export it from a calendar as .ics; it begins with BEGIN:VCALENDAR."
        case .line: "Each line is NAME:VALUE; a line that goes on begins with a blank."
        case .unbalanced: "Each BEGIN:VEVENT needs its END:VEVENT."
        case .noStart, .value: "A day is written DTSTART;VALUE=DATE:20260525."
        case .timed: "Write it as a whole day: DTSTART;VALUE=DATE:20260525."
        case .length: "DTEND is the day after the last day off."
        case .rule: "Write each date as an event of its own."
        }
    }
}

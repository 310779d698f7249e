import WorkingTime

/// Reads the calendars of `agency.yaml` and the holidays they name.
struct CalendarReader {
    let findings: Findings
    var reader: Reader { Reader(findings: findings) }

    /// A calendar of `agency.yaml`; `holidays` gives the days of an iCalendar file in the folder.
    func calendar(_ entry: Entry, zone: Zone, holidays: (_ path: String, _ place: Place) -> [CivilDate: String])
        -> WorkingCalendar?
    {
        guard let fields = Fields(entry.value, Form.calendar, at: entry.keyPlace, findings: findings) else {
            return nil
        }
        let ownZone = fields["zone"] == nil ? zone : reader.zone(fields["zone"])
        var days: [CivilDate: String] = [:]
        for value in reader.list(fields["holidays"], orSingle: true) {
            guard let path = reader.line(value, name: "holidays") else { continue }
            days.merge(holidays(path, value.place)) { first, _ in first }
        }
        guard let week = week(fields["week"]), let ownZone else { return nil }
        return WorkingCalendar(name: entry.key, zone: ownZone, week: week, holidays: days)
    }

    private func week(_ entry: Entry?) -> [Weekday: [MinuteInterval]]? {
        guard let fields = reader.section(entry, Form.week) else { return nil }
        var week: [Weekday: [MinuteInterval]] = [:]
        var saidAt: [Weekday: Place] = [:]
        var hasMistakes = false
        for entry in fields.inOrder.sorted(by: {
            ($0.keyPlace.line, $0.keyPlace.column) < ($1.keyPlace.line, $1.keyPlace.column)
        }) {
            let intervals = intervals(entry, hasMistakes: &hasMistakes)
            for day in Self.days(entry.key) {
                if let other = saidAt[day] {
                    findings.error(
                        entry.keyPlace,
                        "\(day) is said twice, first at \(other.name)",
                        "Write all hours of a day under one key, such as [09:00-12:30, 13:30-17:30]."
                    )
                    hasMistakes = true
                }
                saidAt[day] = entry.keyPlace
                week[day] = intervals
            }
        }
        if fields.inOrder.isEmpty, !hasMistakes, let entry {
            findings.error(entry.keyPlace, "the calendar has no working hours", "Such as mon-fri: [09:00-17:00].")
        }
        return hasMistakes || week.isEmpty ? nil : week
    }

    private func intervals(_ entry: Entry, hasMistakes: inout Bool) -> [MinuteInterval] {
        var intervals: [MinuteInterval] = []
        for value in reader.list(entry, orSingle: true) {
            guard let text = reader.text(value, name: entry.key) else {
                hasMistakes = true
                continue
            }
            guard let interval = MinuteInterval(text) else {
                findings.error(
                    value.place,
                    "`\(text)` is no span of hours",
                    "Write it as 09:00-17:30; 22:00-06:00 goes past midnight."
                )
                hasMistakes = true
                continue
            }
            if let other = intervals.first(where: { $0.start < interval.end && interval.start < $0.end }) {
                findings.error(
                    value.place,
                    "`\(text)` overlaps \(Self.text(other))",
                    "Each minute counts once; correct one of the two."
                )
                hasMistakes = true
            }
            intervals.append(interval)
        }
        return intervals.sorted()
    }

    /// The days a key such as `sat` or `sun-thu` stands for.
    /// The days that `mon` or `fri-sun` names; none where it names none.
    static func days(_ key: String) -> [Weekday] {
        let parts = key.split(separator: "-", omittingEmptySubsequences: false)
        let ends = parts.compactMap { Form.dayNames.firstIndex(of: String($0)) }
        guard (1...2).contains(parts.count), ends.count == parts.count, let first = ends.first, let last = ends.last
        else { return [] }
        let count = (last - first + 7) % 7
        return (0...count).map { Weekday.allCases[(first + $0) % 7] }
    }

    private static func text(_ interval: MinuteInterval) -> String {
        [interval.start, interval.end].map { minute in
            let parts = [minute % 1440 / 60, minute % 60].map { $0 < 10 ? "0\($0)" : String($0) }
            return parts.joined(separator: ":")
        }.joined(separator: "-")
    }
}

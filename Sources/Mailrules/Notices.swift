import Triage

/// Warnings and work orders in `agency.yaml`, and the names that these and mailings share.
extension AgencyFileReader {
    func warnings(_ entry: Entry?, in file: AgencyFile) -> WarningPolicy? {
        guard let fields = reader.section(entry, Form.warnings) else { return nil }
        let share = share(fields["at"])
        let calendar = calendarName(fields["calendar"], in: file)
        let to = staff(fields["to"], in: file)
        let escalation = fields["escalate"].map { staff($0, in: file) } ?? to
        guard let share else { return nil }
        return WarningPolicy(
            sharePercent: share,
            calendar: calendar.flatMap { file.calendars[$0] },
            to: to,
            escalateTo: escalation
        )
    }

    func workOrders(_ entry: Entry?, in file: AgencyFile) -> WorkOrderSettings? {
        guard let fields = reader.section(entry, Form.workOrders) else { return nil }
        return WorkOrderSettings(isSent: reader.yesNo(fields["send"]) ?? true, to: staff(fields["to"], in: file))
    }

    func statements(_ entry: Entry?) -> Schedule.Statements? {
        guard let fields = reader.section(entry, Form.statements), let minute = reader.time(fields["at"]) else {
            return nil
        }
        return Schedule.Statements(days: reader.integer(fields["days"], 0...60) ?? 1, minuteOfDay: minute)
    }

    /// Staff by their ids; an id that nobody has is a mistake.
    func staff(_ entry: Entry?, in file: AgencyFile) -> [String] {
        reader.list(entry).compactMap { value -> String? in
            guard let id = reader.id(value, name: entry?.key ?? "to") else { return nil }
            if file.staffNames.mayHave(id) { return id }
            reader.unknown("member of staff", id, at: value.place, known: file.staffNames.names)
            return nil
        }
    }

    /// The name of a calendar; one that nobody made is a mistake.
    func calendarName(_ entry: Entry?, in file: AgencyFile) -> String? {
        guard let entry, let name = reader.id(entry) else { return nil }
        if file.calendarNames.mayHave(name) { return name }
        reader.unknown("calendar", name, at: entry.value.place, known: file.calendarNames.names)
        return nil
    }

    /// `25%` as 25.
    private func share(_ entry: Entry?) -> Int? {
        guard let entry, let text = reader.line(entry) else { return nil }
        if text.hasSuffix("%"), let percent = Int(text.dropLast()), (1...99).contains(percent) { return percent }
        findings.error(
            entry.value.place,
            "`\(entry.key)` cannot be `\(text)`",
            "Write the share of the time that is left, such as 25%: from 1% to 99%."
        )
        return nil
    }
}

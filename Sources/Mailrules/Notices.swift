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

    func satisfaction(_ entry: Entry?) -> SatisfactionSettings? {
        guard let fields = reader.section(entry, Form.satisfaction) else { return nil }
        let every = reader.duration(fields["every"], 24 * 60...10 * 366 * 24 * 60) ?? Self.askedEveryMinutes
        return reader.yesNo(fields["ask"]) == true ? SatisfactionSettings(everyMinutes: every) : nil
    }

    /// Once a month: who is asked more often stops answering.
    private static let askedEveryMinutes = 30 * 24 * 60

    func targets(_ entry: Entry?) -> Targets {
        var targets = Targets()
        guard let fields = reader.section(entry, Form.targets) else { return targets }
        targets.firstAnswerMinutes = reader.duration(fields["firstAnswer"]) ?? targets.firstAnswerMinutes
        targets.satisfactionHundredths = mark(fields["satisfaction"]) ?? targets.satisfactionHundredths
        return targets
    }

    /// `4.5` as 450.
    private func mark(_ entry: Entry?) -> Int? {
        guard let entry, let text = reader.line(entry) else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        if let whole = Int(parts[0]), parts.count <= 2, parts.dropFirst().allSatisfy({ (1...2).contains($0.count) }) {
            let fraction = parts.count == 2 ? Int(parts[1]).map { parts[1].count == 1 ? $0 * 10 : $0 } : 0
            let hundredths = fraction.map { whole * 100 + $0 } ?? 0
            if (100...500).contains(hundredths) { return hundredths }
        }
        findings.error(
            entry.value.place,
            "`\(entry.key)` cannot be `\(text)`",
            "Write a mark from 1 to 5, such as 4.5."
        )
        return nil
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

import Agreement
import WorkingTime

/// What the plan covers and what it leaves out.
extension PlanReader {
    mutating func readScope(into plan: inout Plan) {
        if let covers = reader.section(fields["covers"], Form.kinds) {
            for entry in covers.inOrder {
                guard let kind = RequestKind(rawValue: entry.key), let clause = clause(entry) else { continue }
                plan.covers[kind] = clause
            }
        }
        for value in reader.list(fields["excludes"], atLeast: 0) {
            if let exclusion = exclusion(value) { plan.excludes.append(exclusion) }
        }
        plan.smallChanges = smallChanges()
        if let warranty = reader.section(fields["warranty"], Form.warranty) {
            let clause = clause(warranty["clause"])
            plan.warranty = reader.integer(warranty["days"], 1...3660).map { Warranty(days: $0, clause: clause) }
        }
        if let rework = fields["rework"] {
            plan.reworkIsFree = reader.word(rework, among: ["free", "billed"]) == "free"
        }
        for value in reader.list(fields["duties"], atLeast: 0) {
            if let duty = duty(value) { plan.duties.append(duty) }
        }
        plan.intakeMinutes = intake(plan)
    }

    private mutating func exclusion(_ value: Value) -> Exclusion? {
        guard let exclusion = Fields(value, Form.exclusion, findings: findings) else { return nil }
        let clause = clause(exclusion["clause"])
        let words = reader.lines(exclusion["words"], orSingle: true)
        for value in reader.list(exclusion["words"], orSingle: true) {
            guard let text = value.scalar, text.contains("*") else { continue }
            findings.error(
                value.place,
                "`words`: a `*` stands for nothing in an exclusion",
                "Write each form of the word: an exclusion decides about money, so it matches whole words only."
            )
        }
        guard let clause, !words.isEmpty else { return nil }
        return Exclusion(clause: clause, words: words)
    }

    private mutating func smallChanges() -> SmallChanges? {
        guard let changes = reader.section(fields["smallChanges"], Form.smallChanges) else { return nil }
        let each = reader.duration(changes["each"])
        let month = reader.duration(changes["month"])
        let clause = clause(changes["clause"])
        guard let each, let month else { return nil }
        if each > month, let entry = changes["each"] {
            findings.error(
                entry.value.place,
                "a single change may take longer than the month's allowance of \(DurationText.text(month))",
                "Make `each` at most `month`."
            )
        }
        return SmallChanges(eachMinutes: each, monthMinutes: month, clause: clause)
    }

    private mutating func duty(_ value: Value) -> Duty? {
        guard let duty = Fields(value, Form.duty, findings: findings) else { return nil }
        let name = reader.line(duty["name"])
        let minutes = reader.duration(duty["time"])
        let unit = reader.choice(duty["every"], of: PeriodUnit.self)
        let clause = clause(duty["clause"])
        guard let name, let minutes, let unit else { return nil }
        return Duty(name: name, minutes: minutes, every: unit, clause: clause)
    }

    private func intake(_ plan: Plan) -> [RequestKind: Int] {
        guard let intake = reader.section(fields["intake"], Form.intake) else { return [:] }
        var minutes: [RequestKind: Int] = [:]
        for entry in intake.inOrder {
            guard let kind = RequestKind(rawValue: entry.key) else { continue }
            minutes[kind] = reader.duration(entry)
            let isCovered = plan.covers[kind] != nil || (kind == .feature && plan.smallChanges != nil)
            if !isCovered, !fields.mentions("covers") || fields["covers"] != nil {
                findings.warning(
                    entry.keyPlace,
                    "time is booked for `\(entry.key)`, which the plan does not cover",
                    "Add it to `covers`, or remove it here: intake is booked for covered requests only."
                )
            }
        }
        return minutes
    }
}

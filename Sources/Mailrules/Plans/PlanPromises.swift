import Agreement
import WorkingTime

/// Promised times, and the acknowledgement's own.
extension PlanReader {
    func readPromises(into plan: inout Plan) {
        switch reader.planWordOrSection(fields, "promise", ["none"], Form.promises) {
        case .word:
            plan.promises[.normal] = Promise(firstAnswerMinutes: nil, by: .elapsed)
        case .fields(let promises):
            for entry in promises.inOrder {
                guard let priority = Priority(rawValue: entry.key) else { continue }
                plan.promises[priority] = promise(entry)
            }
        case nil: break
        }
        readAcknowledgement(into: &plan)
    }

    private func promise(_ entry: Entry) -> Promise? {
        guard let promise = reader.wordOrSection(entry, [], Form.promise, choices: ["{firstAnswer: 24h, by: elapsed}"]),
            case .fields(let fields) = promise
        else { return nil }
        let times = ["firstAnswer", "nextAnswer", "resolution"]
        if !times.contains(where: { fields.mentions($0) }) {
            findings.error(
                fields.place,
                "no time is promised here",
                "Write at least one of firstAnswer, nextAnswer, resolution; or `promise: none`."
            )
        }
        let minutes = times.map { reader.duration(fields[$0], 1...Reader.longestMinutes) }
        guard let by = calendar(fields["by"], besides: "elapsed") else { return nil }
        if let first = minutes[0], let resolution = minutes[2], resolution < first, let place = fields["resolution"] {
            findings.error(
                place.value.place,
                "solved before it is answered: the first answer has \(DurationText.text(first))",
                "Make `resolution` at least `firstAnswer`."
            )
        }
        return Promise(
            firstAnswerMinutes: minutes[0],
            nextAnswerMinutes: minutes[1],
            resolutionMinutes: minutes[2],
            by: by == "elapsed" ? .elapsed : .calendar(by)
        )
    }

    private func readAcknowledgement(into plan: inout Plan) {
        guard let acknowledge = reader.section(fields["acknowledge"], Form.acknowledge) else { return }
        let elapsed = Priority.allCases.compactMap { priority -> (priority: Priority, minutes: Int)? in
            guard let promise = plan.promises[priority], promise.by == .elapsed,
                let minutes = promise.firstAnswerMinutes
            else { return nil }
            return (priority, minutes)
        }
        // Unless said, 24 h or the shortest promise, because a later acknowledgement would be of no use.
        let shortest = elapsed.map(\.minutes).min() ?? Self.standardWithin
        let within = reader.duration(acknowledge["within"], 1...Reader.longestMinutes)
        let counts = reader.yesNo(acknowledge["counts"]) ?? false
        if let within, let entry = acknowledge["within"] {
            for promise in elapsed where within > promise.minutes {
                let place = placeOfPromise(promise.priority).map { " at \($0.name)" } ?? ""
                findings.error(
                    entry.value.place,
                    "the acknowledgement comes later than the first answer promised for "
                        + "\(promise.priority.rawValue) requests\(place)",
                    "Make `within` at most \(DurationText.text(promise.minutes))."
                )
            }
            warnOfWorkingHours(within, at: entry.value.place, plan)
        }
        plan.acknowledgement = Acknowledgement(
            withinMinutes: within ?? min(Self.standardWithin, shortest),
            countsAsFirstAnswer: counts
        )
    }

    /// A day: an acknowledgement's deadline unless the plan says another.
    private static let standardWithin = 24 * 60

    /// So many working hours are at least as many hours; only the shortest case can be told without a date.
    private func warnOfWorkingHours(_ within: Int, at place: Place, _ plan: Plan) {
        guard let promise = plan.promises[.normal], case .calendar(let calendar) = promise.by,
            let first = promise.firstAnswerMinutes, within > first
        else { return }
        findings.warning(
            place,
            "the acknowledgement can come later than the answer promised within \(DurationText.text(first)) by `\(calendar)`",
            "Make `within` at most \(DurationText.text(first)) to be on the safe side."
        )
    }

    private func placeOfPromise(_ priority: Priority) -> Place? {
        let entry = fields["promise"]?.value.entries?.first { $0.key == priority.rawValue }
        return entry?.value.entries?.first { $0.key == "firstAnswer" }?.value.place ?? entry?.keyPlace
    }
}

import Agreement
import WorkingTime

/// The promises' clocks that start with a mail.
extension Deciding {
    mutating func clocks(for items: [DecidedItem]) -> [ClockStart] {
        guard let client, let plan, !items.isEmpty else { return [] }
        let received = enquiry.receivedAt
        var clocks = [
            ClockStart(
                name: .acknowledgement,
                startedAt: received,
                due: received.adding(minutes: plan.acknowledgement.withinMinutes),
                calendar: "elapsed",
                minutes: plan.acknowledgement.withinMinutes
            )
        ]
        let priority: Priority = items.contains { $0.priority == .urgent } ? .urgent : items.first?.priority ?? .normal
        guard let promise = plan.promise(for: priority) else { return clocks }
        let answer: (ClockStart.Name, Int?) =
            isFollowUp
            ? (.nextAnswer, promise.nextAnswerMinutes ?? promise.firstAnswerMinutes)
            : (.firstAnswer, promise.firstAnswerMinutes)
        for (name, minutes) in [answer, (.resolution, promise.resolutionMinutes)] {
            guard let minutes, var clock = clock(name, minutes: minutes, promise: promise) else { continue }
            clock.isMetByAcknowledgement = name == .firstAnswer && plan.acknowledgement.countsAsFirstAnswer
            clocks.append(clock)
            let due = client.zone.civil(clock.due)
            reasons.append(
                Reason(
                    "clock",
                    "\(name.words) by \(due.date.text) \(due.clockText()) \(client.zone.identifier)"
                )
            )
        }
        return clocks
    }

    private func clock(_ name: ClockStart.Name, minutes: Int, promise: Promise) -> ClockStart? {
        let received = enquiry.receivedAt
        switch promise.by {
        case .elapsed:
            return ClockStart(
                name: name,
                startedAt: received,
                due: received.adding(minutes: minutes),
                calendar: "elapsed",
                minutes: minutes
            )
        case .calendar(let calendar):
            guard let due = policy.calendars[calendar]?.deadline(from: received, minutes: minutes).due else {
                return nil
            }
            return ClockStart(name: name, startedAt: received, due: due, calendar: calendar, minutes: minutes)
        }
    }
}

extension ClockStart.Name {
    /// As a reason tells it.
    fileprivate var words: String {
        switch self {
        case .acknowledgement: "acknowledgement"
        case .firstAnswer: "first answer"
        case .nextAnswer: "next answer"
        case .resolution: "solution"
        }
    }
}

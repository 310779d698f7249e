public import Agreement
import Store
public import Triage
public import WorkingTime

/// One promise of an agreement for a mail received at some instant, with the way to its due time.
public struct PromiseWalk: Sendable {
    public var name: ClockStart.Name
    /// `elapsed`, or the calendar whose working time counts.
    public var calendar: String
    /// Nil when the calendar never opens again.
    public var due: Instant?
    /// The walk as a person reads it.
    public var text: String

    /// Everything promised to a client for a mail received then.
    ///
    /// - Parameter pauses: times in which the clocks stood still, such as waiting for the client; the acknowledgement's
    ///   own deadline knows none.
    /// - Throws: `StoreError.missing` when there is no such client or no agreement on that day.
    public static func promises(
        client: String,
        received: Instant,
        priority: Priority,
        pauses: [Pause] = [],
        policy: Policy
    ) throws -> [PromiseWalk] {
        guard let agreement = policy.client(client) else { throw StoreError.missing(what: "client \(client)") }
        let day = agreement.zone.civil(received).date
        guard let plan = agreement.plan(on: day) else {
            throw StoreError.missing(what: "agreement with \(client) on \(day.text)")
        }
        let elapsed = WorkingCalendar.elapsed(in: agreement.zone)
        var walks = [
            walk(
                .acknowledgement,
                plan.acknowledgement.withinMinutes,
                from: received,
                [],
                elapsed,
                "elapsed",
                agreement.zone
            )
        ]
        guard let promise = plan.promise(for: priority) else { return walks }
        let (calendar, name): (WorkingCalendar, String) =
            switch promise.by {
            case .elapsed: (elapsed, "elapsed")
            case .calendar(let name): (policy.calendars[name] ?? elapsed, name)
            }
        let promised: [(ClockStart.Name, Int?)] = [
            (.firstAnswer, promise.firstAnswerMinutes), (.nextAnswer, promise.nextAnswerMinutes),
            (.resolution, promise.resolutionMinutes),
        ]
        for (kind, minutes) in promised {
            guard let minutes else { continue }
            walks.append(walk(kind, minutes, from: received, pauses, calendar, name, agreement.zone))
        }
        return walks
    }

    private static func walk(
        _ name: ClockStart.Name,
        _ minutes: Int,
        from received: Instant,
        _ pauses: [Pause],
        _ calendar: WorkingCalendar,
        _ calendarName: String,
        _ zone: Zone
    ) -> PromiseWalk {
        let walk = calendar.deadline(from: received, minutes: minutes, pauses: pauses)
        let due = walk.due.map { instant in
            let civil = zone.civil(instant)
            return "\(civil.date.text) \(civil.clockText()) \(zone.identifier)"
        }
        let head = "\(name.rawValue) (\(DurationText.text(minutes)), \(calendarName)): \(due ?? "never")"
        let steps = calendarName == "elapsed" && pauses.isEmpty ? [] : walk.lines(in: zone).map { "  " + $0 }
        return PromiseWalk(
            name: name,
            calendar: calendarName,
            due: walk.due,
            text: ([head] + steps).joined(separator: "\n")
        )
    }
}

import Foundation

/// The promises worked out a second time, minute by minute on a list of the year's open minutes, from what the simulation
/// knows and nothing that Gatepost recorded.
struct YearReckoning {
    /// What happened in one conversation, by the simulation's own book.
    struct Thread {
        var client: YearAgency.Client
        /// Message-IDs of the client's mails, with the minute each arrived.
        var mails: [(id: String, at: Int)] = []
        /// Minutes in which people answered.
        var answers: [Int] = []
        /// When the requests of a mail were closed, by Message-ID.
        var doneAt: [String: Int] = [:]
    }

    /// Whether the office is open, by minute since `start`.
    private let open: [Bool]
    private let start: Int

    /// - Parameters: Minutes since 1970.
    init(from start: Int, to end: Int) {
        self.start = start
        var open = [Bool](repeating: false, count: end - start)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "Europe/Berlin") ?? .gmt
        let holidays: Set<String> = ["1-1", "3-8", "4-3", "4-6", "5-1", "5-14", "5-25", "10-3", "12-25", "12-26"]
        for minute in start..<end {
            // Hours change at full hours, so what holds at the first minute of a quarter holds for it.
            guard (minute - start) % 15 == 0 || minute == start else {
                open[minute - start] = open[minute - start - 1]
                continue
            }
            let parts = calendar.dateComponents(
                [.month, .day, .weekday, .hour, .minute],
                from: Date(timeIntervalSince1970: TimeInterval(minute) * 60)
            )
            guard let month = parts.month, let day = parts.day, let weekday = parts.weekday, let hour = parts.hour,
                let clock = parts.minute, (2...6).contains(weekday), !holidays.contains("\(month)-\(day)")
            else { continue }
            let time = hour * 60 + clock
            let evening = weekday == 6 ? 16 * 60 : 17 * 60 + 30
            open[minute - start] = (9 * 60..<12 * 60 + 30).contains(time) || (13 * 60 + 30..<evening).contains(time)
        }
        self.open = open
    }

    /// Whether any minute of a day from `minute` on is open.
    func opens(from minute: Int, to end: Int) -> Bool {
        (minute..<end).contains { isOpen($0) }
    }

    private func isOpen(_ minute: Int) -> Bool {
        open.indices.contains(minute - start) && open[minute - start]
    }

    /// The minute in which so many minutes have passed; nil while it stands still for good.
    func due(from begin: Int, minutes: Int, isOffice: Bool, pauses: [(from: Int, to: Int?)] = []) -> Int? {
        var left = minutes
        var minute = begin
        while left > 0 {
            guard minute < start + open.count else { return nil }
            let stands = pauses.contains { $0.from <= minute && minute < $0.to ?? .max }
            if stands, pauses.contains(where: { $0.from <= minute && $0.to == nil }) { return nil }
            if !stands, !isOffice || isOpen(minute) { left -= 1 }
            minute += 1
        }
        return minute
    }

    /// When an answer's clock stops: at the first answer after the mail, or when its requests were closed.
    func answered(_ thread: Thread, mail id: String, at: Int) -> Int? {
        ([thread.doneAt[id]] + [thread.answers.filter { $0 >= at }.min()]).compactMap(\.self).min()
    }

    /// Until a client's next mail the agency waits.
    func waits(_ thread: Thread, until end: Int?) -> [(from: Int, to: Int?)] {
        thread.answers.compactMap { answer in
            if let end, answer >= end { return nil }
            let next = thread.mails.map(\.at).filter { $0 > answer }.min()
            let stop = [next, end].compactMap(\.self).min()
            return (answer, stop)
        }
    }
}

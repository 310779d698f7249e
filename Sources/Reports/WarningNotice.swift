public import Triage
public import WorkingTime

/// The warning to staff of promises that are about to break or have broken, all that one person must hear in one mail.
public struct WarningReport: Hashable, Sendable {
    public var agency: String
    public var zone: Zone
    public var now: Instant
    public var warnings: [PromiseWarning]
    /// Names of clients by their ids.
    public var clientNames: [String: String]

    public init(
        agency: String,
        zone: Zone,
        now: Instant,
        warnings: [PromiseWarning],
        clientNames: [String: String]
    ) {
        self.agency = agency
        self.zone = zone
        self.now = now
        self.warnings = warnings
        self.clientNames = clientNames
    }

    private var broken: [PromiseWarning] { warnings.filter { $0.kind == .broken } }
    private var endangered: [PromiseWarning] { warnings.filter { $0.kind == .endangered } }

    /// Such as `1 promise broken, 2 about to break: Harbor Museum, #12`.
    public var subject: String {
        guard let first = warnings.first else { return "No promise is in danger" }
        let name = clientNames[first.clock.client] ?? first.clock.client
        return "\(title): \(PlainText.excerpt(name, limit: 60)), #\(first.clock.ticket)"
            + (warnings.count > 1 ? " and others" : "")
    }

    var title: String {
        var parts: [String] = []
        if !broken.isEmpty { parts.append("\(DigestWords.counted(broken.count, "promise", "promises")) broken") }
        if !endangered.isEmpty {
            let what =
                broken.isEmpty ? DigestWords.counted(endangered.count, "promise", "promises") : "\(endangered.count)"
            parts.append("\(what) about to break")
        }
        return parts.joined(separator: ", ")
    }

    public var notice: Notice {
        var blocks: [Notice.Block] = []
        if !broken.isEmpty {
            blocks.append(.heading("Broken"))
            blocks += broken.map(entry)
        }
        if !endangered.isEmpty {
            blocks.append(.heading("About to break"))
            blocks += endangered.map(entry)
        }
        blocks.append(
            .sentence(
                "Answer the client from your mail program: Gatepost sees it in the Sent folder and stops the clock."
            )
        )
        let words = Wording(language: "en")
        return Notice(agency: agency, title: title, subtitle: words.moment(now, in: zone), blocks: blocks)
    }

    private func entry(_ warning: PromiseWarning) -> Notice.Block {
        let words = Wording(language: "en")
        let clock = warning.clock
        let name = clientNames[clock.client] ?? clock.client
        let distance = words.distance(
            minutes: warning.kind == .broken ? now.minutes(since: clock.due) : clock.due.minutes(since: now)
        )
        let isBroken = warning.kind == .broken
        let civil = zone.civil(clock.due)
        let day = civil.date == zone.civil(now).date ? "" : "\(words.shortDay(civil.date)) "
        let moment = "\(day)at \(words.time(civil))"
        let when = isBroken ? "was due \(moment), \(distance) ago" : "due \(moment), in \(distance)"
        var details = ["\(clock.name.words.capitalizedFirst) \(when)"]
        details.append(
            "Ticket #\(clock.ticket)" + (clock.assignee.map { ", assigned to \($0)" } ?? ", assigned to nobody")
        )
        let urgent = clock.isUrgent ? "urgent, " : ""
        let badge = isBroken ? Notice.Badge("\(urgent)broken", .bad) : Notice.Badge("\(urgent)soon", .careful)
        let subject = PlainText.excerpt(clock.subject, limit: 100)
        return .entry(mark: "", lead: "\(PlainText.oneLine(name)): “\(subject)”", badge: badge, details: details)
    }
}

extension ClockStart.Name {
    /// As a person calls it.
    public var words: String {
        switch self {
        case .acknowledgement: "acknowledgement"
        case .firstAnswer: "first answer"
        case .nextAnswer: "next answer"
        case .resolution: "resolution"
        }
    }
}

extension String {
    /// The same with a capital first letter.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

import Triage
import WorkingTime

extension BriefReport {
    private var words: Wording { Wording(language: "en") }

    /// Such as `Brief for Monday, 23 November 2026: 3 due, 2 to decide`.
    public var subject: String {
        var parts: [String] = []
        if brokenTasks > 0 { parts.append("\(brokenTasks) broken") }
        let due = tasks.count - brokenTasks
        if due > 0 { parts.append("\(due) due") }
        if questions > 0 { parts.append("\(questions) to decide") }
        let waiting = heldReplies.count + heldCommands.count + quarantine.count
        if waiting > 0 { parts.append("\(waiting) waiting") }
        if mailboxes.contains(where: { $0.problem != nil }) { parts.append("a mailbox needs help") }
        return "\(title): " + (parts.isEmpty ? "nothing waits" : parts.joined(separator: ", "))
    }

    var title: String { "Brief for \(words.day(zone.civil(now).date))" }

    public var notice: Notice {
        var blocks: [Notice.Block] = [figures]
        blocks += taskBlocks
        blocks += questionBlocks
        blocks += waitingBlocks("Replies that wait for you", heldReplies)
        blocks += waitingBlocks("Commands that were not obeyed", heldCommands)
        blocks += waitingBlocks("Mail that could not be processed", quarantine)
        blocks += balanceBlocks
        for section in sections where !section.lines.isEmpty {
            blocks.append(.heading(section.title))
            blocks += Self.limited(section.lines).map { .entry(mark: "", lead: $0, badge: nil, details: []) }
        }
        blocks += healthBlocks
        return Notice(agency: agency, title: title, subtitle: subtitle, blocks: blocks)
    }

    private var subtitle: String {
        var text = "\(DigestWords.counted(openRequests, "request", "requests")) open"
        if kept + broken > 0 {
            text += "; since the last brief \(DigestWords.counted(kept, "promise", "promises")) kept, \(broken) broken"
        }
        return text
    }

    private var figures: Notice.Block {
        let due = tasks.count - brokenTasks
        var figures = [Notice.Figure("\(due)", "due before the next brief")]
        if brokenTasks > 0 {
            figures.append(Notice.Figure("\(brokenTasks)", brokenTasks == 1 ? "broken promise" : "broken promises"))
        }
        if questions > 0 { figures.append(Notice.Figure("\(questions)", "to decide")) }
        let waiting = heldReplies.count + heldCommands.count + quarantine.count
        if waiting > 0 { figures.append(Notice.Figure("\(waiting)", "waiting")) }
        return .figures(figures)
    }

    // MARK: - Promises

    private var taskBlocks: [Notice.Block] {
        guard !tasks.isEmpty else {
            return [.sentence("No promise is due before \(moment(next))." + later)]
        }
        var blocks: [Notice.Block] = [.heading("Answer in this order")]
        for (index, task) in tasks.prefix(Self.shown).enumerated() { blocks.append(entry(task, mark: "\(index + 1).")) }
        let more = tasks.count > Self.shown ? "\(tasks.count - Self.shown) more are due." : ""
        let tail = [more, later].filter { !$0.isEmpty }.joined(separator: " ")
        if !tail.isEmpty { blocks.append(.sentence(tail)) }
        return blocks
    }

    private var later: String {
        laterTasks == 0 ? "" : " \(DigestWords.counted(laterTasks, "promise is", "promises are")) due later."
    }

    private func entry(_ task: Task, mark: String) -> Notice.Block {
        let isBroken = task.due < now
        let distance = words.distance(minutes: isBroken ? now.minutes(since: task.due) : task.due.minutes(since: now))
        let when = isBroken ? "was due \(moment(task.due)), \(distance) ago" : "due \(moment(task.due)), in \(distance)"
        let badge: Notice.Badge? =
            isBroken
            ? Notice.Badge(task.isUrgent ? "urgent, broken" : "broken", .bad)
            : task.isUrgent ? Notice.Badge("urgent", .careful) : nil
        let who = task.assignee.map { ", for \($0)" } ?? ""
        return .entry(
            mark: mark,
            lead: "\(PlainText.oneLine(task.clientName)): “\(PlainText.excerpt(task.subject, limit: 100))”",
            badge: badge,
            details: ["\(task.what.words.capitalizedFirst) \(when)", "Ticket #\(task.ticket)\(who)"]
        )
    }

    /// Today only the time, on another day the day as well.
    private func moment(_ instant: Instant) -> String {
        let civil = zone.civil(instant)
        let time = words.time(civil)
        return civil.date == zone.civil(now).date ? "at \(time)" : "\(words.shortDay(civil.date)) at \(time)"
    }

    // MARK: - What a person must decide

    private var questionBlocks: [Notice.Block] {
        var blocks: [Notice.Block] = []
        if !approvals.isEmpty {
            blocks.append(.heading("A client may have agreed to a quote"))
            blocks += approvals.prefix(Self.shown).map { question in
                entry(question, command: "gatepost requests approve \(question.request)")
            }
        }
        if !undecided.isEmpty {
            blocks.append(.heading("Requests that only you can decide"))
            blocks += undecided.prefix(Self.shown).map { question in
                entry(question, command: "gatepost requests reclassify \(question.request) fix")
            }
            blocks += Self.rest(undecided.count)
        }
        return blocks
    }

    private func entry(_ question: Question, command: String) -> Notice.Block {
        .entry(
            mark: "",
            lead: "\(PlainText.oneLine(question.clientName)): “\(PlainText.excerpt(question.words, limit: 200))”",
            badge: nil,
            details: [question.guess, "Ticket #\(question.ticket); \(command)"]
        )
    }

    private func waitingBlocks(_ title: String, _ waiting: [Waiting]) -> [Notice.Block] {
        guard !waiting.isEmpty else { return [] }
        let entries = waiting.prefix(Self.shown).map { one in
            Notice.Block.entry(
                mark: "",
                lead: PlainText.excerpt(one.what, limit: 160),
                badge: nil,
                details: [PlainText.excerpt(one.why, limit: 240).capitalizedFirst, one.command]
            )
        }
        return [.heading(title)] + entries + Self.rest(waiting.count)
    }

    private static func rest(_ count: Int) -> [Notice.Block] {
        count > shown ? [.sentence("And \(count - shown) more.")] : []
    }

    private static func limited(_ lines: [String]) -> [String] {
        lines.count > shown ? Array(lines.prefix(shown)) + ["And \(lines.count - shown) more."] : lines
    }

    // MARK: - Hours and mailboxes

    private var balanceBlocks: [Notice.Block] {
        guard !balances.isEmpty else { return [] }
        let entries = balances.prefix(Self.shown).map { balance in
            let left =
                balance.balanceMinutes < 0
                ? "\(words.shortDuration(minutes: balance.balanceMinutes)) worked ahead"
                : "\(words.shortDuration(minutes: balance.balanceMinutes)) left"
            let held =
                balance.heldMinutes > 0
                ? "; \(words.shortDuration(minutes: balance.heldMinutes)) held for approval" : ""
            let included = words.shortDuration(minutes: balance.includedMinutes)
            return Notice.Block.entry(
                mark: "",
                lead: "\(PlainText.oneLine(balance.clientName)): \(left)",
                badge: nil,
                details: ["\(included) are included each period\(held)"]
            )
        }
        return [.heading("Hours that run low")] + entries
    }

    private var healthBlocks: [Notice.Block] {
        var blocks: [Notice.Block] = [.heading("Mailboxes")]
        for mailbox in mailboxes {
            let read = mailbox.readAt.map { "read \(moment($0))" } ?? "not read yet"
            let isSilent = mailbox.readAt.map { now.minutes(since: $0) > Self.silentMinutes } ?? true
            let badge: Notice.Badge =
                mailbox.problem != nil
                ? Notice.Badge("needs help", .bad)
                : isSilent ? Notice.Badge("silent", .careful) : Notice.Badge("well", .good)
            var details: [String] = []
            if let problem = mailbox.problem {
                details.append(PlainText.excerpt(problem, limit: 240))
                if let since = mailbox.since { details.append("Since \(moment(since)); run gatepost check --online") }
            } else if isSilent {
                details.append("Is gatepost run still running?")
            }
            blocks.append(.entry(mark: "", lead: "\(mailbox.name): \(read)", badge: badge, details: details))
        }
        return mailboxes.isEmpty ? [] : blocks
    }
}

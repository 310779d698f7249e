import Agreement
import WorkingTime

extension DigestReport {
    /// Lines of the text stay within this, for a terminal and a mail alike.
    public static let textColumns = 78

    /// `Requests outside the agreements, week 2026-W47`
    public var title: String { "Requests outside the agreements, week \(week.text)" }

    /// `Monday, 16 November to Sunday, 22 November 2026`
    public var days: String {
        let wording = Wording(language: "en")
        return "\(wording.day(week.monday)) to \(wording.day(week.sunday))"
    }

    /// The digest as plain text.
    public var text: String {
        DigestTextWriter(report: self).text
    }
}

/// Sentences that the text and the page share.
struct DigestWords {
    let zone: Zone
    private let wording = Wording(language: "en")

    init(zone: Zone) {
        self.zone = zone
    }

    func day(_ instant: Instant) -> String {
        wording.shortDay(zone.civil(instant).date)
    }

    func duration(_ minutes: Int) -> String {
        wording.shortDuration(minutes: minutes)
    }

    static func counted(_ count: Int, _ one: String, _ many: String) -> String {
        "\(count) \(count == 1 ? one : many)"
    }

    static func quoted(_ words: String) -> String { "“\(words)”" }

    /// `asked once, on 16 Nov 2026` or `asked 4 times since 12 Oct 2026`
    func frequency(_ wish: DigestReport.Wish) -> String {
        wish.rows.count == 1
            ? "asked on \(day(wish.since))" : "asked \(wish.rows.count) times since \(day(wish.since))"
    }

    func state(_ wish: DigestReport.Wish) -> String {
        switch wish.state {
        case .new: "new"
        case .quoted: "quoted"
        case .approved: "approved"
        case .declined: "declined"
        }
    }

    /// Estimate, quote, clause and tickets, as far as known.
    func facts(_ wish: DigestReport.Wish) -> [String] {
        var facts: [String] = []
        if let minutes = wish.estimateMinutes { facts.append("estimate \(duration(minutes))") }
        if !wish.quotes.isEmpty { facts.append("quote " + wish.quotes.map(MoneyText.text).joined(separator: " + ")) }
        if wish.rows.last?.verdict == .noAgreement { facts.append("no agreement") }
        if !wish.clauses.isEmpty {
            facts.append(
                (wish.clauses.count == 1 ? "clause " : "clauses ")
                    + wish.clauses.map { PlainText.excerpt($0.name, limit: 40) }.joined(separator: ", ")
            )
        }
        if let fix = wish.rows.lazy.compactMap(\.grewFrom).first { facts.append("grew out of request \(fix), a fix") }
        facts.append(tickets(wish.tickets))
        return facts
    }

    func tickets(_ tickets: [Int]) -> String {
        let shown = tickets.suffix(Self.mostTickets).map { "#\($0)" }.joined(separator: ", ")
        return (tickets.count == 1 ? "ticket " : "tickets ") + (tickets.count > Self.mostTickets ? "…, " : "") + shown
    }

    /// The newest tickets of a wish that was said very often.
    static let mostTickets = 8

    static let nothing = "Nobody asked for anything outside their agreement this week."

    /// How the wishes stand, such as `4 different wishes, 1 of them wanted by several clients: 3 new, 1 quoted.`
    func standing(_ report: DigestReport) -> String {
        let states = DigestRow.State.allCases.filter { report.count($0) > 0 }.map {
            "\(report.count($0)) \($0.rawValue)"
        }
        return wishes(report) + ": " + states.joined(separator: ", ") + "."
    }

    private func wishes(_ report: DigestReport) -> String {
        let count = Self.counted(report.wishes.count, "wish", "different wishes")
        guard !report.shared.isEmpty else { return count }
        return report.wishes.count == 1
            ? "\(count), wanted by several clients"
            : "\(count), \(report.shared.count) of them wanted by several clients"
    }

    func summary(_ report: DigestReport) -> [String] {
        guard report.requestCount > 0 else { return [Self.nothing] }
        let requests = Self.counted(report.requestCount, "request", "requests")
        var lines = ["\(requests) from \(Self.counted(report.clientCount, "client", "clients")). \(standing(report))"]
        var figures: [String] = []
        if report.estimateMinutes > 0 { figures.append("Estimated at \(duration(report.estimateMinutes)) so far.") }
        if !report.quotes.isEmpty {
            figures.append("Quoted: " + report.quotes.map(MoneyText.text).joined(separator: " + ") + ".")
        }
        if !figures.isEmpty { lines.append(figures.joined(separator: " ")) }
        return lines
    }
}

private struct DigestTextWriter {
    let report: DigestReport
    let words: DigestWords
    private var lines: [String] = []

    init(report: DigestReport) {
        self.report = report
        words = DigestWords(zone: report.zone)
    }

    var text: String {
        var writer = self
        writer.write()
        return TextWrap.wrap(writer.lines.joined(separator: "\n") + "\n", columns: DigestReport.textColumns)
    }

    private mutating func write() {
        lines = [PlainText.oneLine(report.agency), report.title, "\(report.days) (\(report.zone.identifier))", ""]
        lines += words.summary(report)
        writeShared()
        writeClients()
        writeSmallChanges()
        writeUndecided()
        writeTrend()
    }

    private mutating func heading(_ title: String) {
        lines += ["", "", title, String(repeating: "-", count: title.count)]
    }

    private mutating func writeShared() {
        guard !report.shared.isEmpty else { return }
        heading("Wanted by several clients")
        for (index, wish) in report.shared.enumerated() {
            let indent = String(repeating: " ", count: "\(index + 1). ".count)
            lines += ["", "\(index + 1). \(DigestWords.quoted(wish.words))"]
            lines += wish.otherWordings.map { indent + "\($0.name): \(DigestWords.quoted($0.words))" }
            lines += [
                indent + "\(wish.clients.count) clients: " + names(wish) + "; " + words.frequency(wish) + ".",
                indent + sentence([words.state(wish)] + words.facts(wish)),
            ]
        }
    }

    private mutating func writeClients() {
        let asking = report.clients.filter { !$0.wishes.isEmpty }
        guard !asking.isEmpty else { return }
        heading("By client")
        for client in asking {
            lines += ["", PlainText.oneLine(client.name)]
            for wish in client.wishes {
                lines += [
                    "  - \(DigestWords.quoted(wish.words))",
                    "    " + sentence([words.state(wish), words.frequency(wish)] + words.facts(wish)),
                ]
            }
        }
    }

    private mutating func writeSmallChanges() {
        let given = report.clients.filter { !$0.smallChanges.isEmpty }
        guard !given.isEmpty else { return }
        heading("Given away as small changes: \(words.duration(report.givenAwayMinutes))")
        for client in given {
            lines += ["", "\(PlainText.oneLine(client.name)): \(words.duration(client.givenAwayMinutes))"]
            for row in client.smallChanges {
                let quotation = DigestWords.quoted(PlainText.excerpt(row.words, limit: DigestReport.longestWords))
                lines.append("  - \(quotation) (\(words.duration(row.givenAwayMinutes ?? 0)), ticket #\(row.ticket))")
            }
        }
    }

    private mutating func writeUndecided() {
        guard !report.undecided.isEmpty else { return }
        heading("Still to be decided by a person")
        lines.append("")
        for row in report.undecided {
            let quotation = DigestWords.quoted(PlainText.excerpt(row.words, limit: DigestReport.longestWords))
            lines.append("  - \(PlainText.oneLine(row.clientName)): \(quotation) (ticket #\(row.ticket))")
        }
    }

    private mutating func writeTrend() {
        guard report.hasTrend else { return }
        heading("The last \(DigestReport.trendWeeks) weeks")
        lines.append("")
        var table = TextTable(columns: [
            .init("Week"), .init("Requests", .right), .init("Clients", .right), .init("Given away", .right), .init(""),
        ])
        let highest = report.trend.map(\.requests).max() ?? 0
        for week in report.trend {
            table.add([
                week.week.text, "\(week.requests)", "\(week.clients)",
                week.givenAwayMinutes == 0 ? "-" : words.duration(week.givenAwayMinutes),
                Self.bar(week.requests, of: highest),
            ])
        }
        lines += table.text(width: DigestReport.textColumns).split(separator: "\n").map(String.init)
    }

    /// At most 24 marks; one request is always seen.
    private static func bar(_ count: Int, of highest: Int) -> String {
        guard highest > 0, count > 0 else { return "" }
        return String(repeating: "#", count: max(1, highest <= 24 ? count : count * 24 / highest))
    }

    private func names(_ wish: DigestReport.Wish) -> String {
        wish.clientNames.map(PlainText.oneLine).joined(separator: ", ")
    }

    private func sentence(_ parts: [String]) -> String {
        let text = parts.joined(separator: "; ")
        return text.prefix(1).uppercased() + text.dropFirst() + "."
    }
}

import Agreement
public import WorkingTime

/// How well an agency keeps what it promises, over a period: per client and in all.
public struct KPIReport: Hashable, Sendable {
    /// One client's figures.
    public struct Client: Hashable, Sendable {
        public var client: String
        public var name: String
        public var figures: KPIFigures
    }

    public var agency: String
    public var period: ReportPeriod
    public var zone: Zone
    public var asOf: Instant
    public var targets: KPITargets
    public var all: KPIFigures
    /// In order of their names; only those of whom anything was counted.
    public var clients: [Client]

    /// Adds up what a period brought.
    ///
    /// - Parameters:
    ///   - names: Names of clients by id.
    ///   - requests: Requests asked in the period.
    ///   - clocks: Promises that began in the period.
    ///   - marks: Marks of 1 to 5 given in the period, with the client's id.
    ///   - now: Promises whose time is over by then and that were not fulfilled are broken.
    public init(
        agency: String,
        period: ReportPeriod,
        zone: Zone,
        targets: KPITargets,
        names: [String: String],
        requests: [KPIRequest],
        clocks: [KPIClock],
        marks: [(client: String, mark: Int)] = [],
        now: Instant
    ) {
        self.agency = agency
        self.period = period
        self.zone = zone
        self.targets = targets
        asOf = now
        var all = KPIFigures()
        var byClient: [String: KPIFigures] = [:]
        for request in requests {
            all.add(request)
            byClient[request.client, default: KPIFigures()].add(request)
        }
        for clock in clocks {
            all.add(clock, now: now)
            byClient[clock.client, default: KPIFigures()].add(clock, now: now)
        }
        for (client, mark) in marks {
            all.marks.append(mark)
            byClient[client, default: KPIFigures()].marks.append(mark)
        }
        all.close()
        self.all = all
        clients = byClient.map { client, figures in
            var figures = figures
            figures.close()
            return Client(client: client, name: names[client] ?? client, figures: figures)
        }.sorted { ($0.name.lowercased(), $0.client) < ($1.name.lowercased(), $1.client) }
    }
}

extension KPIReport {
    /// The report as a person reads it, within 100 columns.
    public var text: String {
        var text = "\(agency): \(period.name), as of \(asOf.rfc3339)\n\n"
        var table = TextTable(columns: [.init("", isFlexible: true), .init("figure", .right), .init("target", .right)])
        for line in Self.lines(of: all, targets: targets) { table.add([line.name, line.figure, line.target]) }
        text += table.text()
        guard clients.count > 1 else { return text }
        return text + "\n" + clientTable
    }

    private struct Line {
        var name: String
        var figure: String
        var target = ""
    }

    private static func lines(of figures: KPIFigures, targets: KPITargets) -> [Line] {
        let mean = figures.firstAnswerMean
        let answerTarget = "under \(DurationText.text(targets.firstAnswerMinutes))"
        let meets = mean.map { $0 < targets.firstAnswerMinutes ? ", met" : ", missed" } ?? ""
        var lines = [
            Line(name: "acknowledged in time", figure: share(figures.acknowledged), target: "100.0 %"),
            Line(name: "first answer, mean", figure: time(mean), target: answerTarget + meets),
            Line(name: "first answer, median", figure: time(figures.firstAnswerMedian)),
            Line(name: "first answer, 90 % within", figure: time(figures.firstAnswerP90)),
            Line(name: "first answers still owed", figure: "\(figures.unanswered)"),
            Line(name: "promises kept", figure: share(figures.promises), target: "100.0 %"),
            Line(name: "promises broken", figure: "\(figures.promisesBroken)", target: "0"),
            Line(name: "promises running", figure: "\(figures.promisesRunning)"),
            Line(name: "requests resolved", figure: share(figures.resolved)),
            Line(name: "  fixes", figure: part(figures.fixes, of: figures)),
            Line(name: "  features", figure: part(figures.features, of: figures)),
            Line(name: "  questions", figure: part(figures.questions, of: figures)),
            Line(name: "  others", figure: part(figures.others, of: figures)),
            Line(name: "decisions overruled by people", figure: share(figures.overruled)),
            Line(name: "requests left to people", figure: "\(figures.leftToPeople)"),
            Line(name: "scope creep: requests outside the agreements", figure: "\(figures.unsupported)"),
            Line(name: "  time estimated", figure: DurationText.text(figures.unsupportedMinutes)),
            Line(name: "  money", figure: money(figures.unsupportedAmounts)),
            Line(name: "  without an estimate", figure: "\(figures.unsupportedUnestimated)"),
            Line(name: "  given away as small changes", figure: DurationText.text(figures.givenAwayMinutes)),
        ]
        let mark = figures.satisfactionHundredths
        let markMeets = mark.map { $0 > targets.satisfactionHundredths ? ", met" : ", missed" } ?? ""
        lines.append(
            Line(
                name: "satisfaction, 1 to 5 (\(figures.marks.count) marks)",
                figure: mark.map(hundredths) ?? "-",
                target: "over \(hundredths(targets.satisfactionHundredths))\(markMeets)"
            )
        )
        return lines
    }

    private var clientTable: String {
        var table = TextTable(columns: [
            .init("client", isFlexible: true), .init("acked", .right), .init("answer", .right),
            .init("kept", .right), .init("broken", .right), .init("done", .right), .init("fix/feat/ask", .right),
            .init("outside", .right), .init("time", .right), .init("money", .right, isFlexible: true),
        ])
        for client in clients {
            let figures = client.figures
            table.add([
                client.name, Self.percent(figures.acknowledged), Self.time(figures.firstAnswerMean),
                "\(figures.promises.count)", "\(figures.promisesBroken)",
                Self.percent(figures.resolved),
                "\(figures.fixes)/\(figures.features)/\(figures.questions)", "\(figures.unsupported)",
                DurationText.text(figures.unsupportedMinutes), Self.money(figures.unsupportedAmounts),
            ])
        }
        return table.text()
    }

    private static func part(_ count: Int, of figures: KPIFigures) -> String {
        share(KPIShare(count: count, all: figures.requests))
    }

    private static func share(_ share: KPIShare) -> String {
        share.all == 0 ? "-" : "\(share.count) of \(share.all), \(percent(share))"
    }

    /// Such as `97.5 %`.
    private static func percent(_ share: KPIShare) -> String {
        share.permille.map { "\($0 / 10).\($0 % 10) %" } ?? "-"
    }

    private static func time(_ minutes: Int?) -> String { minutes.map(DurationText.text) ?? "-" }

    private static func money(_ amounts: [Money]) -> String {
        amounts.isEmpty ? "-" : amounts.map { MoneyText.text($0) }.joined(separator: " + ")
    }

    private static func hundredths(_ value: Int) -> String {
        "\(value / 100).\(value % 100 < 10 ? "0" : "")\(value % 100)"
    }
}

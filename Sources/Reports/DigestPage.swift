import Agreement
import WorkingTime

extension DigestReport {
    /// The digest as a page that reads well in a mail, on a phone and on paper: one column, styles inline, nothing remote.
    public var html: String {
        DigestPageWriter(report: self, words: DigestWords(zone: zone)).html
    }
}

private struct DigestPageWriter {
    let report: DigestReport
    let words: DigestWords

    var html: String {
        let body = [header, figures, summary, shared, clients, smallChanges, undecided, trend].joined()
        return HTML.page(language: "en", title: report.title, body: body)
    }

    private static let grey = "#59636e"
    private static let line = "#d1d9e0"

    private var header: String {
        """
        <p style="margin:0;font-size:14px;color:\(Self.grey)">\(HTML.prose(PlainText.oneLine(report.agency)))</p>
        <h1 style="margin:2px 0 0;font-size:22px;line-height:1.3">Requests outside the agreements</h1>
        <p style="margin:4px 0 20px;font-size:14px;color:\(Self.grey)">\(report.week.text): \
        \(HTML.prose(report.days)) (\(HTML.prose(report.zone.identifier)))</p>

        """
    }

    /// The week in four numbers; they stand beside each other where there is room.
    private var figures: String {
        guard report.requestCount > 0 || report.givenAwayMinutes > 0 else { return "" }
        var cells = [
            figure("\(report.requestCount)", report.requestCount == 1 ? "request" : "requests"),
            figure("\(report.clientCount)", report.clientCount == 1 ? "client" : "clients"),
        ]
        if report.estimateMinutes > 0 { cells.append(figure(words.duration(report.estimateMinutes), "estimated")) }
        cells += report.quotes.map { figure(MoneyText.text($0), "quoted") }
        if report.givenAwayMinutes > 0 { cells.append(figure(words.duration(report.givenAwayMinutes), "given away")) }
        return "<div style=\"margin:0 0 8px\">\n\(cells.joined())</div>\n"
    }

    private func figure(_ number: String, _ meaning: String) -> String {
        """
        <div style="display:inline-block;vertical-align:top;margin:0 28px 12px 0">\
        <div style="font-size:22px;font-weight:600;line-height:1.2">\(HTML.prose(number))</div>\
        <div style="font-size:13px;color:\(Self.grey)">\(meaning)</div></div>

        """
    }

    private var summary: String {
        let sentence = report.requestCount > 0 ? words.standing(report) : DigestWords.nothing
        return "<p style=\"margin:0 0 8px\">\(HTML.prose(sentence))</p>\n"
    }

    private func heading(_ title: String) -> String {
        """
        <h2 style="margin:28px 0 12px;padding:0 0 6px;border-bottom:1px solid \(Self.line);font-size:17px;\
        line-height:1.3">\(HTML.prose(title))</h2>

        """
    }

    private var shared: String {
        guard !report.shared.isEmpty else { return "" }
        let wishes = report.shared.map { wish in
            let names = wish.clientNames.map(PlainText.oneLine).joined(separator: ", ")
            return entry(
                wish.words,
                state: wish.state,
                details: wish.otherWordings.map { "\($0.name): \(DigestWords.quoted($0.words))" } + [
                    "\(wish.clients.count) clients: \(names)", facts([words.frequency(wish)] + words.facts(wish)),
                ]
            )
        }
        return heading("Wanted by several clients") + wishes.joined()
    }

    private var clients: String {
        let asking = report.clients.filter { !$0.wishes.isEmpty }
        guard !asking.isEmpty else { return "" }
        let sections = asking.map { client in
            clientName(client.name)
                + client.wishes.map { wish in
                    entry(
                        wish.words,
                        state: wish.state,
                        details: [facts([words.frequency(wish)] + words.facts(wish))]
                    )
                }.joined()
        }
        return heading("By client") + sections.joined()
    }

    private var smallChanges: String {
        let given = report.clients.filter { !$0.smallChanges.isEmpty }
        guard !given.isEmpty else { return "" }
        let sections = given.map { client in
            clientName(client.name)
                + client.smallChanges.map { row in
                    entry(
                        PlainText.excerpt(row.words, limit: DigestReport.longestWords),
                        state: nil,
                        details: [facts([words.duration(row.givenAwayMinutes ?? 0), "ticket #\(row.ticket)"])]
                    )
                }.joined()
        }
        return heading("Given away as small changes: \(words.duration(report.givenAwayMinutes))") + sections.joined()
    }

    private var undecided: String {
        guard !report.undecided.isEmpty else { return "" }
        let rows = report.undecided.map { row in
            entry(
                PlainText.excerpt(row.words, limit: DigestReport.longestWords),
                state: nil,
                details: [facts([PlainText.oneLine(row.clientName), "ticket #\(row.ticket)"])]
            )
        }
        return heading("Still to be decided by a person") + rows.joined()
    }

    private func clientName(_ name: String) -> String {
        "<h3 style=\"margin:16px 0 8px;font-size:15px\">\(HTML.prose(PlainText.oneLine(name)))</h3>\n"
    }

    private func entry(_ quotation: String, state: DigestRow.State?, details: [String]) -> String {
        let badge = state.map { Self.badge($0) } ?? ""
        let lines = details.map {
            "<div style=\"font-size:14px;color:\(Self.grey)\">\(HTML.prose($0))</div>\n"
        }
        return """
            <div style="margin:0 0 12px;padding:0 0 0 12px;border-left:3px solid \(Self.line);page-break-inside:avoid">
            <div>\(HTML.prose(DigestWords.quoted(quotation)))\(badge)</div>
            \(lines.joined())</div>

            """
    }

    private func facts(_ facts: [String]) -> String {
        // Lines break between facts, so that no number stands on a line of its own; long facts break as they must.
        let whole = facts.map { fact in
            fact.count > Unbroken.mostColumns ? fact : String(fact.map { $0 == " " ? "\u{A0}" : $0 })
        }
        let text = whole.joined(separator: " · ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    /// The state in a word; the colour only helps.
    private static func badge(_ state: DigestRow.State) -> String {
        let (ink, ground) =
            switch state {
            case .new: ("#0550ae", "#ddf4ff")
            case .quoted: ("#7d4e00", "#fff3d4")
            case .approved: ("#116329", "#dafbe1")
            case .declined: (grey, "#eff2f5")
            }
        return """
             <span style="display:inline-block;padding:0 8px;border-radius:10px;background:\(ground);color:\(ink);\
            font-size:12px;line-height:20px;white-space:nowrap">\(state.rawValue)</span>
            """
    }

    private var trend: String {
        guard report.hasTrend else { return "" }
        let highest = max(report.trend.map(\.requests).max() ?? 0, 1)
        // An empty column would only take the bars' room.
        let hasGifts = report.trend.contains { $0.givenAwayMinutes > 0 }
        let rows = report.trend.map { week in
            let width = week.requests * 100 / highest
            let bar =
                width == 0
                ? "" : "<div style=\"width:\(max(width, 2))%;height:12px;background:#6e9bd1\"></div>"
            let given = week.givenAwayMinutes == 0 ? "" : words.duration(week.givenAwayMinutes)
            let gift =
                hasGifts
                ? "<td style=\"padding:2px 8px 2px 0;text-align:right;white-space:nowrap\">\(HTML.prose(given))</td>"
                : ""
            return """
                <tr><td style="padding:2px 12px 2px 0;white-space:nowrap">\(week.week.text)</td>\
                <td style="padding:2px 8px 2px 0;text-align:right">\(week.requests)</td>\
                <td style="padding:2px 12px 2px 0;width:100%">\(bar)</td>\(gift)</tr>

                """
        }
        let gifts = hasGifts ? [("Given away", "right")] : []
        let titles = [("Week", "left"), ("Requests", "right"), ("", "left")] + gifts
        let head = titles.map {
            "<th style=\"padding:2px 8px 4px 0;text-align:\($0.1);font-weight:600;white-space:nowrap\">\($0.0)</th>"
        }
        return heading("The last \(DigestReport.trendWeeks) weeks") + """
            <table role="presentation" cellpadding="0" cellspacing="0" \
            style="width:100%;border-collapse:collapse;font-size:14px">
            <tr>\(head.joined())</tr>
            \(rows.joined())</table>

            """
    }
}

import WorkingTime

extension StatementReport {
    /// The statement as plain text within 78 columns.
    public var text: String {
        var lines = [agency, title, days]
        if let interim { lines += ["", interim] }
        lines += section(phrases.hours, figures(hours))
        lines += section(phrases.entries, entries.isEmpty ? [phrases.noEntries] : entryTable)
        if !legend.isEmpty { lines += [""] + legend }
        if !promises.isEmpty { lines += section(phrases.promises, promises) }
        if !payment.isEmpty { lines += section(phrases.payment, figures(payment)) }
        if !credits.isEmpty { lines += section(phrases.credits, figures(credits) + ["", creditRemark]) }
        lines += ["", "", phrases.questions]
        return TextWrap.wrap(lines.joined(separator: "\n") + "\n", columns: DigestReport.textColumns)
    }

    private func section(_ title: String, _ content: [String]) -> [String] {
        ["", "", title, String(repeating: "-", count: TextWidth.columns(title)), ""] + content
    }

    /// Names to the left, values to the right, a rule above totals.
    private func figures(_ figures: [Figure]) -> [String] {
        let nameWidth = figures.map { TextWidth.columns($0.name) }.max() ?? 0
        let valueWidth = figures.map { TextWidth.columns($0.value) }.max() ?? 0
        return figures.flatMap { figure in
            let gap = nameWidth - TextWidth.columns(figure.name) + valueWidth - TextWidth.columns(figure.value) + 3
            let line = figure.name + String(repeating: " ", count: gap) + figure.value
            return figure.isTotal ? [String(repeating: "-", count: nameWidth + valueWidth + 3), line] : [line]
        }
    }

    private var entryTable: [String] {
        var table = TextTable(columns: [
            .init(phrases.date), .init(phrases.what, isFlexible: true), .init(phrases.time, .right),
            .init(phrases.balance, .right),
        ])
        for entry in entries { table.add([entry.day.text, words(of: entry), entry.time, entry.balance]) }
        return table.text(width: DigestReport.textColumns).split(separator: "\n").map(String.init)
    }

    private func words(of entry: Entry) -> String {
        let comma = wording.tongue?.comma ?? ", "
        var words = entry.what
        if !entry.remarks.isEmpty {
            let remarks = entry.remarks.joined(separator: comma)
            words += wording.tongue == .chinese ? "（\(remarks)）" : " (\(remarks))"
        }
        let source = [entry.who, entry.clause].filter { !$0.isEmpty }.joined(separator: comma)
        return source.isEmpty ? words : "\(words) — \(source)"
    }

    /// The statement as a page for mail readers, phones and paper.
    public var html: String {
        var body = """
            <p style="margin:0;font-size:14px;color:\(Self.grey)">\(HTML.prose(agency))</p>
            <h1 style="margin:2px 0 0;font-size:22px;line-height:1.3">\(HTML.prose(title))</h1>
            <p style="margin:4px 0 0;font-size:14px;color:\(Self.grey)">\(HTML.prose(days))</p>

            """
        if let interim { body += "<p style=\"margin:12px 0 0\">\(HTML.prose(interim))</p>\n" }
        body += heading(phrases.hours) + figureTable(hours)
        body += heading(phrases.entries)
        body += entries.isEmpty ? paragraph(phrases.noEntries) : entryPage
        body += legend.map { smallPrint($0) }.joined()
        if !promises.isEmpty {
            body += heading(phrases.promises) + promises.map(promiseLine).joined()
        }
        if !payment.isEmpty { body += heading(phrases.payment) + figureTable(payment) }
        if !credits.isEmpty {
            body += heading(phrases.credits) + figureTable(credits) + paragraph(creditRemark)
        }
        body +=
            "<p style=\"margin:28px 0 0;font-size:14px;color:\(Self.grey)\">\(HTML.prose(phrases.questions))</p>\n"
        return HTML.page(language: wording.tongue?.rawValue ?? "en", title: title, body: body)
    }

    private static let grey = "#59636e"
    private static let line = "#d1d9e0"

    private func heading(_ title: String) -> String {
        """
        <h2 style="margin:28px 0 8px;padding:0 0 6px;border-bottom:1px solid \(Self.line);font-size:17px;\
        line-height:1.3">\(HTML.prose(title))</h2>

        """
    }

    private func paragraph(_ text: String) -> String {
        "<p style=\"margin:8px 0 0\">\(HTML.prose(text))</p>\n"
    }

    private func promiseLine(_ line: String) -> String {
        let detail = line.drop { $0 == " " || $0 == "-" }
        guard detail.count < line.count else { return paragraph(line) }
        return "<p style=\"margin:2px 0 0 16px;font-size:14px;color:\(Self.grey)\">\(HTML.prose(String(detail)))</p>\n"
    }

    private func smallPrint(_ text: String) -> String {
        "<p style=\"margin:6px 0 0;font-size:12px;color:\(Self.grey)\">\(HTML.prose(text))</p>\n"
    }

    private func figureTable(_ figures: [Figure]) -> String {
        let rows = figures.map { figure in
            let style = figure.isTotal ? ";border-top:1px solid #1f2328;font-weight:600" : ""
            return """
                <tr><td style="padding:4px 16px 4px 0\(style)">\(HTML.prose(figure.name))</td>\
                <td style="padding:4px 0;text-align:right;white-space:nowrap;vertical-align:bottom\(style)">\
                \(HTML.prose(figure.value))</td></tr>

                """
        }
        return "<table cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse:collapse;min-width:50%\">\n"
            + rows.joined() + "</table>\n"
    }

    /// The day stands above the words, so that three columns are enough for a phone.
    private var entryPage: String {
        let head = [(phrases.what, "left"), (phrases.time, "right"), (phrases.balance, "right")]
        let titles = head.enumerated().map { index, column in
            """
            <th style="padding:4px 0 4px \(index == 0 ? 0 : 12)px;text-align:\(column.1);font-weight:600;\
            border-bottom:1px solid #1f2328">\(HTML.prose(column.0))</th>
            """
        }
        return """
            <table cellpadding="0" cellspacing="0" style="width:100%;border-collapse:collapse;font-size:14px;\
            line-height:1.4">
            <tr>\(titles.joined())</tr>
            \(entries.map(row).joined())</table>

            """
    }

    private func row(_ entry: Entry) -> String {
        let cell = "padding:8px 0;vertical-align:top;border-bottom:1px solid \(Self.line)"
        let number = "padding:8px 0 8px 12px;vertical-align:top;border-bottom:1px solid \(Self.line);text-align:right"
        let above = [wording.shortDay(entry.day), entry.who].filter { !$0.isEmpty }.joined(separator: " · ")
        let below = (entry.remarks + [entry.clause]).filter { !$0.isEmpty }.joined(separator: " · ")
        // The blank line sets the figures beside the words, not beside the day above them.
        let blank = small("\u{A0}")
        return """
            <tr><td style="\(cell);width:100%">\(small(above))\(HTML.prose(entry.what))\
            \(below.isEmpty ? "" : small(below))</td>\
            <td style="\(number);white-space:nowrap">\(blank)\(HTML.prose(entry.time))</td>\
            <td style="\(number);white-space:nowrap">\(blank)\(HTML.prose(entry.balance))</td></tr>

            """
    }

    private func small(_ text: String) -> String {
        "<div style=\"font-size:12px;color:\(Self.grey)\">\(HTML.prose(text))</div>"
    }
}

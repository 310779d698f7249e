extension StatementReport {
    /// The statement as plain text within 78 columns.
    public var text: String {
        var lines = [agency, title, days]
        if let interim { lines += ["", interim] }
        lines += section(phrases.hours, figures(hours))
        lines += section(phrases.entries, entries.isEmpty ? [phrases.noEntries] : entryTable)
        if !promises.isEmpty { lines += section(phrases.promises, promises) }
        if !payment.isEmpty { lines += section(phrases.payment, figures(payment)) }
        if !credits.isEmpty { lines += section(phrases.credits, figures(credits) + ["", phrases.confirmation]) }
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
        for entry in entries { table.add([entry.day, entry.what, entry.time, entry.balance]) }
        return table.text(width: DigestReport.textColumns).split(separator: "\n").map(String.init)
    }

    /// The statement as a page for mail readers, phones and paper.
    public var html: String {
        var body = """
            <p style="margin:0;font-size:14px;color:\(Self.grey)">\(HTML.escaped(agency))</p>
            <h1 style="margin:2px 0 0;font-size:22px;line-height:1.3">\(HTML.escaped(title))</h1>
            <p style="margin:4px 0 0;font-size:14px;color:\(Self.grey)">\(HTML.escaped(days))</p>

            """
        if let interim { body += "<p style=\"margin:12px 0 0\">\(HTML.escaped(interim))</p>\n" }
        body += heading(phrases.hours) + figureTable(hours)
        body += heading(phrases.entries)
        body += entries.isEmpty ? paragraph(phrases.noEntries) : entryPage
        if !promises.isEmpty {
            body += heading(phrases.promises) + promises.map { paragraph($0.drop { $0 == " " || $0 == "-" }) }.joined()
        }
        if !payment.isEmpty { body += heading(phrases.payment) + figureTable(payment) }
        if !credits.isEmpty {
            body += heading(phrases.credits) + figureTable(credits) + paragraph(phrases.confirmation)
        }
        return HTML.page(language: wording.tongue?.rawValue ?? "en", title: title, body: body)
    }

    private static let grey = "#59636e"
    private static let line = "#d1d9e0"

    private func heading(_ title: String) -> String {
        """
        <h2 style="margin:28px 0 8px;padding:0 0 6px;border-bottom:1px solid \(Self.line);font-size:17px;\
        line-height:1.3">\(HTML.escaped(title))</h2>

        """
    }

    private func paragraph(_ text: some StringProtocol) -> String {
        "<p style=\"margin:8px 0 0\">\(HTML.escaped(text))</p>\n"
    }

    private func figureTable(_ figures: [Figure]) -> String {
        let rows = figures.map { figure in
            let style = figure.isTotal ? ";border-top:1px solid #1f2328;font-weight:600" : ""
            return """
                <tr><td style="padding:4px 16px 4px 0\(style)">\(HTML.escaped(figure.name))</td>\
                <td style="padding:4px 0;text-align:right;white-space:nowrap;vertical-align:bottom\(style)">\
                \(HTML.escaped(figure.value))</td></tr>

                """
        }
        return "<table cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse:collapse;min-width:50%\">\n"
            + rows.joined() + "</table>\n"
    }

    /// The day stands above the words, so that three columns are enough for a phone.
    private var entryPage: String {
        let head = [(phrases.what, "left"), (phrases.time, "right"), (phrases.balance, "right")]
        let titles = head.map { title, side in
            """
            <th style="padding:4px 8px 4px 0;text-align:\(side);font-weight:600;border-bottom:1px solid #1f2328">\
            \(HTML.escaped(title))</th>
            """
        }
        let rows = entries.map { entry in
            let cell = "padding:6px 8px 6px 0;vertical-align:bottom;border-bottom:1px solid \(Self.line)"
            return """
                <tr><td style="\(cell);width:100%"><div style="font-size:12px;color:\(Self.grey)">\(entry.day)</div>\
                \(HTML.escaped(entry.what))</td>\
                <td style="\(cell);text-align:right;white-space:nowrap">\(HTML.escaped(entry.time))</td>\
                <td style="\(cell);text-align:right;white-space:nowrap">\(HTML.escaped(entry.balance))</td></tr>

                """
        }
        return """
            <table cellpadding="0" cellspacing="0" style="width:100%;border-collapse:collapse;font-size:14px;\
            line-height:1.4">
            <tr>\(titles.joined())</tr>
            \(rows.joined())</table>

            """
    }
}

extension Notice {
    /// The notice as a page that reads well in a mail, on a phone and on paper: one column, styles inline, nothing remote.
    public var html: String {
        var body = """
            <p style="margin:0;font-size:14px;color:\(Self.grey)">\(HTML.prose(agency))</p>
            <h1 style="margin:2px 0 0;font-size:22px;line-height:1.3">\(HTML.prose(title))</h1>

            """
        if !subtitle.isEmpty {
            body += "<p style=\"margin:4px 0 0;font-size:14px;color:\(Self.grey)\">\(HTML.prose(subtitle))</p>\n"
        }
        body += "<div style=\"height:16px;line-height:16px\"></div>\n"
        body += blocks.map(Self.markup).joined()
        return HTML.page(language: "en", title: title, body: body)
    }

    private static let grey = "#59636e"
    private static let line = "#d1d9e0"
    private static let typewriter = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"

    private static func markup(_ block: Block) -> String {
        switch block {
        case .figures(let figures):
            return "<div style=\"margin:0 0 8px\">\n\(figures.map(markup).joined())</div>\n"
        case .sentence(let text):
            return "<p style=\"margin:0 0 12px\">\(HTML.prose(PlainText.oneLine(text)))</p>\n"
        case .heading(let text):
            return """
                <h2 style="margin:24px 0 12px;padding:0 0 6px;border-bottom:1px solid \(line);font-size:17px;\
                line-height:1.3">\(HTML.prose(PlainText.oneLine(text)))</h2>

                """
        case .entry(let mark, let lead, let badge, let details):
            return entry(mark: mark, lead: lead, badge: badge, details: details)
        case .letter(let lines): return letter(lines)
        case .commands(let commands): return table(commands)
        }
    }

    private static func markup(_ figure: Figure) -> String {
        """
        <div style="display:inline-block;vertical-align:top;margin:0 28px 12px 0">\
        <div style="font-size:22px;font-weight:600;line-height:1.2">\(HTML.prose(figure.value))</div>\
        <div style="font-size:13px;color:\(grey)">\(HTML.prose(figure.meaning))</div></div>

        """
    }

    private static func entry(mark: String, lead: String, badge: Badge?, details: [String]) -> String {
        let sign = mark.isEmpty ? "" : "<span style=\"color:\(grey)\">\(HTML.prose(mark))</span> "
        let edge = badge.map { colours($0.tone).edge } ?? line
        let lines = details.map {
            "<div style=\"font-size:14px;color:\(grey)\">\(HTML.prose(PlainText.oneLine($0)))</div>\n"
        }
        return """
            <div style="margin:0 0 14px;padding:0 0 0 12px;border-left:3px solid \(edge);page-break-inside:avoid">
            <div>\(sign)\(HTML.prose(PlainText.oneLine(lead)))\(badge.map(markup) ?? "")</div>
            \(lines.joined())</div>

            """
    }

    private static func markup(_ badge: Badge) -> String {
        let colours = colours(badge.tone)
        return """
             <span style="display:inline-block;padding:0 8px;border-radius:10px;background:\(colours.ground);\
            color:\(colours.ink);font-size:12px;line-height:20px;white-space:nowrap">\(HTML.prose(badge.text))</span>
            """
    }

    private static func colours(_ tone: Badge.Tone) -> (ink: String, ground: String, edge: String) {
        switch tone {
        case .calm: ("#0550ae", "#ddf4ff", "#9fc7ee")
        case .good: ("#116329", "#dafbe1", "#8fd19e")
        case .careful: ("#7d4e00", "#fff3d4", "#e3b341")
        case .bad: ("#82071e", "#ffebe9", "#e5857f")
        }
    }

    private static func letter(_ lines: [String]) -> String {
        let text = lines.map { HTML.escaped($0) }.joined(separator: "<br>\n")
        return """
            <div style="margin:0 0 16px;padding:12px 14px;background:#f6f8fa;border-radius:6px;font-size:15px">
            \(text)
            </div>

            """
    }

    private static func table(_ commands: [Command]) -> String {
        let rows = commands.map { command in
            """
            <tr><td style="padding:3px 16px 3px 0;vertical-align:top;font-family:\(typewriter);font-size:13px;\
            white-space:nowrap">\(HTML.escaped(command.text))</td>\
            <td style="padding:3px 0;vertical-align:top;font-size:14px;color:\(grey)">\
            \(HTML.escaped(command.meaning))</td></tr>

            """
        }
        return """
            <table role="presentation" cellpadding="0" cellspacing="0" style="border-collapse:collapse;margin:0 0 16px">
            \(rows.joined())</table>

            """
    }
}

/// A plain-text mail as a page with the same words: paragraphs, numbered requests with what is said of them, and the
/// small print after the signature mark.
public struct MailPage: Sendable {
    public var language: String
    /// Shown in no mail reader, but pages without one look like a spammer's.
    public var title: String
    /// Plain text whose lines are not broken yet.
    public var text: String

    public init(language: String, title: String, text: String) {
        self.title = title
        self.language = language
        self.text = text
    }

    public var html: String {
        var body = ""
        var isSmallPrint = false
        var block: [Substring] = []
        func close() {
            if !block.isEmpty { body += Self.markup(block, isSmallPrint: isSmallPrint) }
            block = []
        }
        for bytes in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let line = Substring(bytes)
            if line == "-- " {
                close()
                isSmallPrint = true
            } else if line.utf8.allSatisfy({ $0 == UInt8(ascii: " ") }) {
                close()
            } else {
                block.append(line)
            }
        }
        close()
        return HTML.page(language: language, title: title, body: body)
    }

    private static func markup(_ block: [Substring], isSmallPrint: Bool) -> String {
        if isSmallPrint { return paragraph(block, style: "margin:24px 0 0;font-size:13px;color:#59636e") }
        guard let number = listNumber(block[0]) else { return paragraph(block, style: "margin:0 0 16px") }
        let words = block[0].dropFirst(number.count + 2)
        var markup = """
            <div style="margin:0 0 16px;padding:0 0 0 12px;border-left:3px solid #d1d9e0">
            <p style="margin:0">\(number). \(HTML.escaped(words))</p>

            """
        // What is said first of a request is what its writer looks for.
        for (index, line) in block.dropFirst().enumerated() {
            let weight = index == 0 ? ";font-weight:600" : ""
            let trimmed = line.drop { $0 == " " }
            markup += "<p style=\"margin:4px 0 0\(weight)\">\(HTML.escaped(trimmed))</p>\n"
        }
        return markup + "</div>\n"
    }

    private static func paragraph(_ lines: [Substring], style: String) -> String {
        let text = lines.map { HTML.escaped($0) }.joined(separator: "<br>\n")
        return "<p style=\"\(style)\">\(text)</p>\n"
    }

    /// The number of a line such as `3. “Words”`.
    private static func listNumber(_ line: Substring) -> Substring? {
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        return (1...3).contains(digits.count) && line.dropFirst(digits.count).hasPrefix(". ") ? digits : nil
    }
}

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
        let bytes = Array(text.utf8)
        var body: [UInt8] = []
        body.reserveCapacity(bytes.count + bytes.count / 2)
        var isSmallPrint = false
        var block: [ArraySlice<UInt8>] = []
        func close() {
            if !block.isEmpty { Self.append(block, isSmallPrint: isSmallPrint, to: &body) }
            block.removeAll(keepingCapacity: true)
        }
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if line.elementsEqual("-- ".utf8) {
                close()
                isSmallPrint = true
            } else if line.allSatisfy({ $0 == UInt8(ascii: " ") }) {
                close()
            } else {
                block.append(line)
            }
        }
        close()
        return HTML.page(language: language, title: title, body: String(decoding: body, as: UTF8.self))
    }

    private static func append(_ block: [ArraySlice<UInt8>], isSmallPrint: Bool, to body: inout [UInt8]) {
        if isSmallPrint { return paragraph(block, style: "margin:24px 0 0;font-size:13px;color:#59636e", to: &body) }
        guard let number = listNumber(block[0]) else { return paragraph(block, style: "margin:0 0 16px", to: &body) }
        body.append(contentsOf: opening.utf8)
        body.append(contentsOf: number)
        body.append(contentsOf: ". ".utf8)
        HTML.append(block[0].dropFirst(number.count + 2), to: &body)
        body.append(contentsOf: "</p>\n".utf8)
        // What is said first of a request is what its writer looks for.
        for (index, line) in block.dropFirst().enumerated() {
            body.append(contentsOf: (index == 0 ? firstRemark : remark).utf8)
            HTML.append(line.drop { $0 == UInt8(ascii: " ") }, to: &body)
            body.append(contentsOf: "</p>\n".utf8)
        }
        body.append(contentsOf: "</div>\n".utf8)
    }

    private static let opening = """
        <div style="margin:0 0 16px;padding:0 0 0 12px;border-left:3px solid #d1d9e0">
        <p style="margin:0">
        """
    private static let firstRemark = "<p style=\"margin:4px 0 0;font-weight:600\">"
    private static let remark = "<p style=\"margin:4px 0 0\">"

    private static func paragraph(_ lines: [ArraySlice<UInt8>], style: String, to body: inout [UInt8]) {
        body.append(contentsOf: "<p style=\"\(style)\">".utf8)
        for (index, line) in lines.enumerated() {
            if index > 0 { body.append(contentsOf: "<br>\n".utf8) }
            HTML.append(line, to: &body)
        }
        body.append(contentsOf: "</p>\n".utf8)
    }

    /// The number of a line such as `3. “Words”`.
    private static func listNumber(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let digits = line.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return (1...3).contains(digits.count) && line.dropFirst(digits.count).starts(with: ". ".utf8) ? digits : nil
    }
}

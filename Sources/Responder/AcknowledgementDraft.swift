import Reports
public import Triage

/// The words of one acknowledgement, before they become a mail.
public struct AcknowledgementDraft: Hashable, Sendable {
    /// The language it is written in, which may be a fallback of the one wanted.
    public var language: String
    /// Plain text, lines within 76 columns, line feeds only.
    public var text: String
    /// The same words as a page.
    public var html: String

    /// Puts a content into words. Nothing of the client's agreement is in a receipt, whatever the templates say.
    public init(_ content: AcknowledgementContent, templates: MailTemplates) {
        let kind: MailTemplates.Kind = content.disclosure == .full ? .acknowledgement : .receipt
        language = templates.language(for: kind, wanted: content.language, agency: content.agency.languages)
        let wording = Wording(language: language)
        let values = AcknowledgementValues(content: content, wording: wording).values
        let rendered = templates.rendered(kind, language: language, values: values)
        text = TextWrap.wrap(Self.tidied(rendered.text))
        html =
            rendered.html
            ?? MailPage(
                language: language,
                title: PlainText.oneLine(content.agency.name),
                text: rendered.text
            ).html
    }

    /// At most one empty line between paragraphs and one line feed at the end, whatever sections left behind.
    private static func tidied(_ text: String) -> String {
        let lineFeed = UInt8(ascii: "\n")
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + 1)
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: lineFeed) ?? bytes.count
            let line = bytes[start..<end]
            let isBlank = line.allSatisfy { $0 == UInt8(ascii: " ") }
            let followsBlank = output.isEmpty || output.suffix(2).elementsEqual([lineFeed, lineFeed])
            if !(isBlank && followsBlank) {
                if !isBlank { output.append(contentsOf: line) }
                output.append(lineFeed)
            }
            start = end + 1
        }
        while output.last == lineFeed { output.removeLast() }
        output.append(lineFeed)
        return String(decoding: output, as: UTF8.self)
    }
}

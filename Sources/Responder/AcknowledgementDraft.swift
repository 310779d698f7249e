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
        var lines: [Substring] = []
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let isBlank = line.allSatisfy { $0 == UInt8(ascii: " ") }
            if isBlank, lines.last?.isEmpty ?? true { continue }
            lines.append(isBlank ? "" : Substring(line))
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }
}

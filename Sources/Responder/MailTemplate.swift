import Mustache

/// What stands for a name of a template.
enum TemplateValue: Hashable, Sendable {
    case text(String)
    case flag(Bool)
    case list([[String: TemplateValue]])

    /// As the renderer takes it.
    fileprivate var rendered: Any {
        switch self {
        case .text(let text): text
        case .flag(let flag): flag
        case .list(let entries): entries.map { $0.mapValues(\.rendered) }
        }
    }
}

/// A Mustache template read once, to be rendered with values for many mails.
struct MailTemplate: Sendable {
    private let template: MustacheTemplate

    /// - Parameter form: Values are escaped in pages and stay as they are in texts.
    /// - Throws: `MustacheTemplate.ParserError`.
    init(_ source: String, form: MailTemplates.Form) throws {
        template = try MustacheTemplate(string: form == .text ? Self.unescaped(source) : source)
    }

    /// The text with its values. A name is looked up in the list entry first and then further out; one that nowhere has
    /// a value prints nothing.
    func rendered(_ values: [String: TemplateValue]) -> String {
        template.render(values.mapValues(\.rendered))
    }

    /// Text must not be escaped for HTML; the renderer is told so by the first tag.
    private static func unescaped(_ source: String) -> String {
        let first = TemplateTag.tags(of: source).first
        return first?.kind == .contentType ? source : MailTemplates.contentType + "\n" + source
    }
}

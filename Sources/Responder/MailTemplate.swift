import Reports

/// What stands for a name of a template.
enum TemplateValue: Hashable, Sendable {
    case text(String)
    case flag(Bool)
    case list([[String: TemplateValue]])
}

/// A template read once into the steps of its rendering: the part of Mustache that mails need.
///
/// `{{name}}` is a value, `{{#name}}...{{/name}}` a section that is there when the name has a text, is true, or once for
/// each entry of a list, `{{^name}}...{{/name}}` the opposite, `{{!...}}` a comment. Tags but values that are alone on
/// their line take the line with them. What cannot be rendered is found by `TemplateCheck` before.
struct MailTemplate: Sendable {
    private enum Step: Sendable {
        case words([UInt8])
        case value(String)
        case section(String, [Step])
        case inverted(String, [Step])
    }

    private let steps: [Step]
    private let form: MailTemplates.Form

    /// - Parameter form: Values are escaped in pages and stay as they are in texts.
    init(_ source: String, form: MailTemplates.Form) {
        let characters = Array(source)
        var open: [(tag: TemplateTag, before: [Step])] = []
        var current: [Step] = []
        var position = 0
        for tag in TemplateTag.tags(of: source) {
            let line = tag.kind == .variable ? nil : Self.line(of: tag.range, in: characters)
            let words = String(characters[position..<(line ?? tag.range).lowerBound])
            if !words.isEmpty { current.append(.words(Array(words.utf8))) }
            position = (line ?? tag.range).upperBound
            switch tag.kind {
            case .variable: current.append(.value(tag.name))
            case .section, .inverted:
                open.append((tag, current))
                current = []
            case .close:
                guard let (opening, before) = open.popLast() else { continue }
                let isSection = opening.kind == .section
                current = before + [isSection ? .section(opening.name, current) : .inverted(opening.name, current)]
            default: break
            }
        }
        let rest = String(characters[position...])
        if !rest.isEmpty { current.append(.words(Array(rest.utf8))) }
        steps = current
        self.form = form
    }

    /// The line that a tag has for itself, with its line feed; nil when something else stands on it.
    private static func line(of tag: Range<Int>, in characters: [Character]) -> Range<Int>? {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let begin = tag.lowerBound - characters[..<tag.lowerBound].reversed().prefix(while: isBlank).count
        guard begin == 0 || characters[begin - 1].isNewline else { return nil }
        let end = tag.upperBound + characters[tag.upperBound...].prefix(while: isBlank).count
        if end == characters.count { return begin..<end }
        return characters[end].isNewline ? begin..<(end + 1) : nil
    }

    /// The text with its values. A name is looked up in the list entry first and then further out; one that nowhere has
    /// a value prints nothing.
    func rendered(_ values: [String: TemplateValue]) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(2_048)
        var scopes = [values]
        render(steps, in: &scopes, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    private func render(_ steps: [Step], in scopes: inout [[String: TemplateValue]], to output: inout [UInt8]) {
        for step in steps {
            switch step {
            case .words(let words): output.append(contentsOf: words)
            case .value(let name):
                guard case .text(let text)? = Self.value(of: name, in: scopes) else { continue }
                output.append(contentsOf: (form == .html ? HTML.escaped(text) : text).utf8)
            case .section(let name, let inner):
                switch Self.value(of: name, in: scopes) {
                case .list(let entries):
                    for entry in entries {
                        scopes.append(entry)
                        render(inner, in: &scopes, to: &output)
                        scopes.removeLast()
                    }
                case .text, .flag(true): render(inner, in: &scopes, to: &output)
                case .flag(false), nil: break
                }
            case .inverted(let name, let inner):
                switch Self.value(of: name, in: scopes) {
                case .list([]), .flag(false), nil: render(inner, in: &scopes, to: &output)
                case .list, .text, .flag(true): break
                }
            }
        }
    }

    private static func value(of name: String, in scopes: [[String: TemplateValue]]) -> TemplateValue? {
        for scope in scopes.reversed() {
            if let value = scope[name] { return value }
        }
        return nil
    }
}

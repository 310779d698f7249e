import Mustache

/// A mistake in a mail template, at the place where it stands.
public struct TemplateProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file as the operator knows it.
    public var file: String
    /// 1-based.
    public var line: Int
    /// 1-based, in characters.
    public var column: Int
    /// What is wrong and what to do.
    public var message: String

    public init(file: String, line: Int, column: Int, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    public var description: String {
        "\(file):\(line):\(column): error: \(message)"
    }
}

/// Reads a template's tags before it is used. The renderer prints nothing for a misspelt name, without a word; here it
/// is found on loading.
struct TemplateCheck {
    let source: MailTemplates.Source
    /// Names that may be used anywhere, and those only inside a list.
    let vocabulary: TemplateVocabulary

    /// Mails are short; a longer template is a mistake, such as a whole page with its pictures. The renderer's parser
    /// takes time with the square of the length.
    static let mostCharacters = 16 * 1024
    /// Deeper than any sensible template; bounds the renderer's recursion.
    static let deepestNesting = 16

    /// Every mistake, in order of its place; empty when the template may be used.
    func problems() -> [TemplateProblem] {
        guard source.text.count <= Self.mostCharacters else {
            return [
                problem(1, 1, "this template is longer than \(Self.mostCharacters) characters; shorten it")
            ]
        }
        var problems: [TemplateProblem] = []
        var open: [TemplateTag] = []
        for tag in TemplateTag.tags(of: source.text) {
            if let message = objection(to: tag, inside: open) {
                problems.append(problem(tag.line, tag.column, message))
            }
            switch tag.kind {
            case .section, .inverted: open.append(tag)
            case .close:
                if open.last?.name == tag.name { open.removeLast() }
            default: break
            }
        }
        for tag in open {
            problems.append(
                problem(tag.line, tag.column, "{{\(tag.sigil)\(tag.name)}} is never closed; add {{/\(tag.name)}}")
            )
        }
        if problems.isEmpty, let problem = syntaxProblem() { problems.append(problem) }
        return problems
    }

    private func objection(to tag: TemplateTag, inside open: [TemplateTag]) -> String? {
        switch tag.kind {
        case .comment: return nil
        case .variable: return nameObjection(tag, among: vocabulary.values, inside: open)
        case .section, .inverted:
            if open.count >= Self.deepestNesting { return "sections are nested deeper than \(Self.deepestNesting)" }
            let names = vocabulary.values.union(vocabulary.conditions).union(vocabulary.lists.keys)
            return nameObjection(tag, among: names, inside: open)
        case .close:
            if open.last?.name == tag.name { return nil }
            let expected = open.last.map { "; {{/\($0.name)}} must come first" } ?? ""
            return "{{/\(tag.name)}} closes nothing that is open here\(expected)"
        case .contentType:
            if source.form == .text, tag.line == 1, tag.column == 1, tag.name == "CONTENT_TYPE:TEXT" { return nil }
            return "only {{% CONTENT_TYPE:TEXT}} at the head of a text template is allowed; remove this"
        case .raw:
            return "values are always escaped; write {{\(tag.name)}}"
        case .unsupported:
            return "{{\(tag.sigil)\(tag.name)}} is not available in mail templates; write the words out"
        case .unfinished:
            return "a tag opens here and never ends with }}"
        }
    }

    private func nameObjection(_ tag: TemplateTag, among names: Set<String>, inside open: [TemplateTag]) -> String? {
        if names.contains(tag.name) { return nil }
        for (list, own) in vocabulary.lists.sorted(by: { $0.key < $1.key }) where own.contains(tag.name) {
            if open.contains(where: { $0.name == list && $0.kind == .section }) { return nil }
            return "{{\(tag.name)}} is only known inside {{#\(list)}}"
        }
        let known = names.union(vocabulary.lists.values.joined())
        let hint = Self.nearest(to: tag.name, in: known).map { "; did you mean {{\($0)}}?" } ?? ""
        return "{{\(tag.name)}} is not a known name\(hint)"
    }

    /// What the renderer's own parser still objects to.
    private func syntaxProblem() -> TemplateProblem? {
        do {
            _ = try MustacheTemplate(string: source.text)
            return nil
        } catch let error as MustacheTemplate.ParserError {
            return problem(error.context.lineNumber, error.context.columnNumber, "this tag cannot be read")
        } catch {
            return problem(1, 1, "this template cannot be read")
        }
    }

    private func problem(_ line: Int, _ column: Int, _ message: String) -> TemplateProblem {
        TemplateProblem(file: source.file, line: line, column: column, message: message)
    }

    /// The known name with the fewest letters different, if they are few.
    static func nearest(to name: String, in known: Set<String>) -> String? {
        let candidates = known.map { (name: $0, distance: distance(name, $0)) }
            .filter { $0.distance <= max(1, (name.count + 1) / 3) }
        return candidates.min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
    }

    /// Letters to change, add or drop, case set aside.
    private static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.lowercased().prefix(40)), Array(right.lowercased()))
        var row = Array(0...right.count)
        for (i, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let replaced = diagonal + (letter == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[right.count]
    }
}

/// One `{{...}}` of a template.
struct TemplateTag {
    enum Kind { case variable, section, inverted, close, comment, contentType, raw, unsupported, unfinished }

    var kind: Kind
    var sigil: String
    var name: String
    var line: Int
    var column: Int

    /// The tags in order; the last one may be unfinished.
    static func tags(of text: String) -> [TemplateTag] {
        let characters = Array(text)
        var tags: [TemplateTag] = []
        var (line, lineStart, index) = (1, 0, 0)
        while index < characters.count {
            guard characters[index] == "{", index + 1 < characters.count, characters[index + 1] == "{" else {
                if characters[index].isNewline { (line, lineStart) = (line + 1, index + 1) }
                index += 1
                continue
            }
            let column = index - lineStart + 1
            guard let end = closing(characters, from: index + 2) else {
                tags.append(TemplateTag(kind: .unfinished, sigil: "", name: "", line: line, column: column))
                break
            }
            tags.append(tag(String(characters[(index + 2)..<end]), line: line, column: column))
            for inner in index..<end where characters[inner].isNewline { (line, lineStart) = (line + 1, inner + 1) }
            index = end + 2
            // The third brace of {{{name}}} belongs to the tag.
            if tags.last?.kind == .raw, index < characters.count, characters[index] == "}" { index += 1 }
        }
        return tags
    }

    private static func closing(_ characters: [Character], from start: Int) -> Int? {
        var index = start
        while index + 1 < characters.count {
            if characters[index] == "}", characters[index + 1] == "}" { return index }
            index += 1
        }
        return nil
    }

    private static func tag(_ content: String, line: Int, column: Int) -> TemplateTag {
        let kinds: [Character: Kind] = [
            "#": .section, "^": .inverted, "/": .close, "!": .comment, "%": .contentType, "{": .raw, "&": .raw,
            ">": .unsupported, "<": .unsupported, "$": .unsupported, "=": .unsupported,
        ]
        let kind = content.first.flatMap { kinds[$0] }
        let words = (kind == nil ? content[...] : content.dropFirst()).split { $0.isWhitespace }
        // `CONTENT_TYPE: TEXT` is the same with and without the blank.
        let name = words.joined(separator: kind == .contentType ? "" : " ")
        let sigil = kind == nil ? "" : String(content.prefix(1))
        return TemplateTag(kind: kind ?? .variable, sigil: sigil, name: name, line: line, column: column)
    }
}

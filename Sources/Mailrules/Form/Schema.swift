/// JSON Schemas (draft 2020-12) of the operator's files, written from the form, for editors to complete and check by.
public enum SchemaFile {
    /// Contents by path inside the folder: `.schema/NAME.json`.
    public static var all: [String: String] {
        var files: [String: String] = [:]
        for file in Form.files { files[".schema/\(file.name).json"] = text(file) }
        return files
    }

    static func text(_ file: Form.File) -> String {
        guard case .object(let members) = schema(file.shape) else { return "" }
        let head: [(String, JSON)] = [
            ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            ("title", .string(file.title)),
        ]
        return JSON.object(head + members).text(indent: 0) + "\n"
    }

    private static func schema(_ shape: Form.Shape) -> JSON {
        switch shape {
        case .text(let pattern):
            // YAML reads 95.00 as a number and 09:00 as a text; both are written plainly here.
            let type = JSON.array([.string("string"), .string("number")])
            return .object([("type", type)] + (pattern.map { [("pattern", .string($0))] } ?? []))
        case .choice(let words): return .object([("enum", .array(words.map { .string($0) }))])
        case .integer(let range):
            return .object([
                ("type", .string("integer")), ("minimum", .number(range.lowerBound)),
                ("maximum", .number(range.upperBound)),
            ])
        case .yesNo:
            let words = ["yes", "no"].map { JSON.string($0) }
            return .object([("enum", .array([.bool(true), .bool(false)] + words))])
        case .list(let element): return .object([("type", .string("array")), ("items", schema(element))])
        case .named(let element):
            return .object([("type", .string("object")), ("additionalProperties", schema(element))])
        case .section(let section): return schema(section)
        case .either(let shapes): return .object([("anyOf", .array(shapes.map { schema($0) }))])
        }
    }

    private static func schema(_ section: Form.Section) -> JSON {
        let properties = section.keys.map { key -> (String, JSON) in
            guard case .object(let members) = schema(key.shape) else { return (key.name, .object([])) }
            return (key.name, .object([("description", .string(key.about))] + members))
        }
        var members: [(String, JSON)] = [
            ("type", .string("object")), ("additionalProperties", .bool(false)), ("properties", .object(properties)),
        ]
        let required = section.keys.filter(\.isRequired).map { JSON.string($0.name) }
        // A plan's fields may be decided by each client, and a client overrides only some of them.
        if !required.isEmpty, section.name != Form.plan.name { members.append(("required", .array(required))) }
        return .object(members)
    }
}

/// JSON with its members in order, so that a schema's text is the same each time.
private enum JSON {
    case string(String)
    case number(Int)
    case bool(Bool)
    case array([JSON])
    case object([(String, JSON)])

    func text(indent: Int) -> String {
        let blanks = String(repeating: "  ", count: indent + 1)
        let end = "\n" + String(repeating: "  ", count: indent)
        switch self {
        case .string(let text): return Self.quoted(text)
        case .number(let number): return String(number)
        case .bool(let value): return value ? "true" : "false"
        case .array(let values):
            let isFlat = values.allSatisfy { if case .object = $0 { false } else { true } }
            let texts = values.map { $0.text(indent: indent + 1) }
            return isFlat
                ? "[\(texts.joined(separator: ", "))]"
                : "[\n\(blanks)" + texts.joined(separator: ",\n\(blanks)") + end + "]"
        case .object(let members):
            if members.isEmpty { return "{}" }
            let texts = members.map { "\(Self.quoted($0.0)): \($0.1.text(indent: indent + 1))" }
            return "{\n\(blanks)" + texts.joined(separator: ",\n\(blanks)") + end + "}"
        }
    }

    /// Texts of the form hold no control characters.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for character in text {
            if character == "\"" || character == "\\" { result.append("\\") }
            result.append(character)
        }
        return result + "\""
    }
}

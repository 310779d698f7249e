import Foundation
import Testing

@testable import Mailrules

/// The schemas for editors say what the loader says.
@Suite struct SchemaTests {
    static let folder = TestFolder.repository.appendingPathComponent("Mailrules")

    @Test(arguments: SchemaFile.all.keys.sorted())
    func `The schema in the example folder is the one written from the form`(path: String) throws {
        let file = Self.folder.appendingPathComponent(path)
        let text = try String(contentsOf: file, encoding: .utf8)
        // When this fails: `gatepost init --yes DIR` writes the schemas anew; copy DIR/.schema.
        #expect(text == SchemaFile.all[path], "\(path) is not the form's schema")
    }

    @Test(arguments: SchemaFile.all.keys.sorted())
    func `Each schema is JSON, and its keys are the loader's`(path: String) throws {
        let text = try #require(SchemaFile.all[path])
        let schema = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let name = path.dropFirst(".schema/".count).dropLast(".json".count)
        let file = try #require(Form.files.first { $0.name == name })
        #expect(Self.keys(ofSchema: schema) == Self.keys(of: file.shape))
    }

    @Test(arguments: ["agency.yaml", "plans.yaml", "rules.yaml", "clients/harbor.yaml", "clients/volna.yaml"])
    func `Each file of the example names its schema in the first line`(path: String) throws {
        let text = try String(contentsOf: Self.folder.appendingPathComponent(path), encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first)
        let prefix = "# yaml-language-server: $schema="
        #expect(line.hasPrefix(prefix))
        let schema = Self.folder.appendingPathComponent(path).deletingLastPathComponent()
            .appendingPathComponent(String(line.dropFirst(prefix.count)))
        #expect(FileManager.default.fileExists(atPath: schema.path))
    }

    @Test func `Every key of the form has a sentence that explains it`() {
        for section in Form.files.flatMap({ Self.sections(of: $0.shape) }) {
            for key in section.keys {
                #expect(key.about.hasSuffix(".") || key.about.hasSuffix("\"."), "\(section.name) \(key.name)")
            }
        }
    }

    /// Paths of keys, such as `plan/included/time`.
    private static func keys(ofSchema schema: [String: Any]) -> Set<String> {
        var keys: Set<String> = []
        for (name, value) in schema["properties"] as? [String: [String: Any]] ?? [:] {
            keys.insert(name)
            for key in Self.keys(ofSchema: value) { keys.insert("\(name)/\(key)") }
        }
        let inner = [schema["items"], schema["additionalProperties"]].compactMap { $0 as? [String: Any] }
        for value in inner + (schema["anyOf"] as? [[String: Any]] ?? []) { keys.formUnion(Self.keys(ofSchema: value)) }
        return keys
    }

    private static func keys(of shape: Form.Shape) -> Set<String> {
        switch shape {
        case .text, .choice, .integer, .yesNo: return []
        case .list(let element), .named(let element): return keys(of: element)
        case .either(let shapes): return Set(shapes.flatMap { keys(of: $0) })
        case .section(let section):
            var result: Set<String> = []
            for key in section.keys {
                result.insert(key.name)
                for inner in keys(of: key.shape) { result.insert("\(key.name)/\(inner)") }
            }
            return result
        }
    }

    private static func sections(of shape: Form.Shape) -> [Form.Section] {
        switch shape {
        case .text, .choice, .integer, .yesNo: []
        case .list(let element), .named(let element): sections(of: element)
        case .either(let shapes): shapes.flatMap { sections(of: $0) }
        case .section(let section): [section] + section.keys.flatMap { sections(of: $0.shape) }
        }
    }
}

import Foundation
import Mailrules
import Testing

/// Folders with mistakes, each with what `gatepost check` says of it.
@Suite struct BrokenFoldersTests {
    static let root = TestFolder.tests.appendingPathComponent("Broken")

    static let names: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }()

    @Test func `The broken folders are there`() {
        #expect(Self.names.count >= 25)
    }

    @Test(arguments: names)
    func `A broken folder gets every one of its messages in one go`(name: String) throws {
        let folder = Self.root.appendingPathComponent(name)
        let expected = try String(contentsOf: folder.appendingPathComponent("expected.txt"), encoding: .utf8)
        let result = loadConfiguration(folder: folder.path)
        let found = result.diagnostics.map { $0.rendered + "\n" }.joined()
        #expect(found == expected)
        let hasErrors = result.diagnostics.contains { $0.severity == .error }
        #expect((result.configuration == nil) == hasErrors)
    }
}

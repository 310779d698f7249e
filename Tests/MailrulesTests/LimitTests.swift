import Foundation
import Mailrules
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// Files that no operator wrote: the loader stays within its bounds and says so.
@Suite struct LimitTests {
    private func problems(_ path: String, _ text: String) throws -> [String] {
        var files = Sound.files()
        files[path] = text
        return try TestFolder(files).load().diagnostics.filter { $0.file == path }.map(\.problem)
    }

    @Test func `A file that is too large is not read`() throws {
        let text = String(repeating: "# comment\n", count: 120_000)
        #expect(try problems("rules.yaml", text) == ["the file is larger than 1048576 bytes"])
    }

    @Test func `More values than a form can have are refused`() throws {
        let text = "- [" + String(repeating: "a,", count: 120_000) + "a]\n"
        #expect(try problems("rules.yaml", text).contains("more than 100000 values in one file"))
    }

    @Test(arguments: ["[", "{a: ", "- ", "? "])
    func `Endless nesting is refused`(sign: String) throws {
        #expect(try !problems("rules.yaml", String(repeating: sign, count: 50_000)).isEmpty)
    }

    @Test(arguments: [
        "a: &x 1\nb: *x", "a: \"b\nc: *x\"\nd: *x", "{\"a\":&x [1],\"b\":*x}", "- &x a\n- *x", "? *x\n: 1",
        "a: one, \"two\nb: *x", "a: !!str &x b\nc: [1,*x]", "a: [\n  b,\n  *x ]", "a: |\n  *text*\nb: *x",
    ])
    func `An alias is found wherever it may stand`(text: String) throws {
        let found = try problems("rules.yaml", text + "\n")
        #expect(found.contains("anchors (&) and aliases (*) are not read here"))
    }

    @Test(arguments: ["value", "key"])
    func `Aliases that stand for an endless text are refused before they unfold`(place: String) throws {
        var text = "a0: &a0 [x, x]\n"
        for level in 1...40 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        text += place == "key" ? "? *a40\n: x\n" : "last: *a40\n"
        let found = try problems("rules.yaml", text)
        #expect(found.contains("anchors (&) and aliases (*) are not read here"))
    }

    @Test(arguments: [
        "text: \"*not an alias & nothing\"", "text: a * b & c", "text: 5*a", "text: |\n  *bold* text\n  &more",
        "text: >-  # note\n  *bold*\n", "# *a comment*\ntext: it's *fine*", "text: one, *two*, \"three",
        "'*key': 'it''s &fine'", "text: a #*b",
    ])
    func `Stars and ampersands in texts are no aliases`(text: String) throws {
        let found = try problems("rules.yaml", text + "\n")
        #expect(!found.contains("anchors (&) and aliases (*) are not read here"))
    }

    @Test func `A thousand duplicate keys end soon`() throws {
        let text = (0..<300).map { "k\($0 % 100): \($0)\n" }.joined()
        let found = try problems("agency.yaml", text).filter { $0.contains("stands twice") }
        #expect(found.count >= 20)
    }

    @Test func `A pipe in place of a file is not waited for`() throws {
        let folder = try TestFolder(Sound.files())
        #expect(unsafe mkfifo("\(folder.path)/rules.yaml", 0o600) == 0)
        #expect(folder.load().diagnostics.map(\.problem) == ["this is no regular file"])
    }

    @Test(arguments: ["no such folder", ""])
    func `A folder that is not there is an error of its own`(path: String) {
        let result = loadConfiguration(folder: path.isEmpty ? "/nowhere/at/all" : path)
        #expect(result.configuration == nil)
        #expect(result.diagnostics.count == 1)
    }

    @Test func `Random damage of a sound folder never ends the program`() throws {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let signs = Array("{}[]:,-#&*!|>'\"%@`\t\n ~\u{0}\u{FEFF}é中\u{2028}?".unicodeScalars)
        let folder = try TestFolder(Sound.files())
        for _ in 0..<150 {
            for (path, text) in Sound.files() where random(2) == 0 {
                var scalars = Array(text.unicodeScalars)
                for _ in 0...random(4) {
                    let place = random(scalars.count)
                    switch random(3) {
                    case 0: scalars[place] = signs[random(signs.count)]
                    case 1: scalars.insert(signs[random(signs.count)], at: place)
                    default: scalars.removeSubrange(place..<min(place + random(20), scalars.count))
                    }
                    if scalars.isEmpty { scalars = ["a"] }
                }
                try folder.write(String(String.UnicodeScalarView(scalars)), to: path)
            }
            let result = folder.load()
            for diagnostic in result.diagnostics {
                #expect(diagnostic.line >= 1 && diagnostic.column >= 1 && !diagnostic.problem.isEmpty)
            }
        }
    }
}

import Testing

@testable import Triage

/// Regular expressions of rules: what they match, what they refuse, and that no text makes them slow.
@Suite("Regular expressions of rules") struct PatternTests {
    @Test(
        "An expression finds its place",
        arguments: [
            (#"\bPO-\d{4,6}\b"#, "our order po-20417, thanks", "po-20417"),
            (#"\bPO-\d{4,6}\b"#, "our order PO-204", nil),
            (#"invoice (no\.?|number) ?\d+"#, "Invoice No. 17 and 18", "Invoice No. 17"),
            ("a|ab|abc", "xabcd", "abc"), ("a+?", "baaa", "aaa"), ("^total", "the total", nil),
            ("^total", "line\ntotal", "total"), ("sum$", "the sum\r\nis", "sum"), ("x.z", "x\nz xyz", "xyz"),
            ("[^a-z ]+", "abc DEF 123", "123"), ("[a-c-]+", "--bb d", "--bb"), ("[]x]+", "a]x]", "]x]"),
            (#"[\d.]+ €"#, "costs 12.50 € each", "12.50 €"),
            (#"\S+@\S+"#, "to ann@shop.example now", "ann@shop.example"),
            ("срочн(о|ый)", "Это СРОЧНО!", "СРОЧНО"), ("订单\\s?\\d+", "请看订单 4711 的问题", "订单 4711"),
            ("(ab|a)(bc)?", "abc", "abc"), ("(a*)*b", "aaab", "aaab"), ("a{2}", "aaa", "aa"), ("a{2,}", "aaaa", "aaaa"),
            (#"caf\u00e9"#, "Am CAFÉ", "CAFÉ"), ("don't", "I don\u{2019}t", "don\u{2019}t"), ("a\\Bb", "ab", "ab"),
            ("x()y", "xy", "xy"), ("ß", "Maß", "ß"), ("İ", "İstanbul", "İ"),
        ] as [(String, String, String?)]
    )
    func finds(source: String, text: String, words: String?) throws {
        #expect(try Pattern(source).firstWords(in: text) == words)
    }

    @Test(
        "What would need going back, or means nothing, is refused with its place",
        arguments: [
            (#"(a)\1"#, 3), ("(?=a)", 0), ("(?<n>a)", 0), ("a(b", 1), ("a)", 1), ("[b-a]", 1), ("x{", 1), ("x{2,1}", 1),
            ("x{1,2,3}", 1), ("a**", 2), ("+a", 0), ("a*", 0), ("", 0), ("^$", 0), ("a|", 0), (#"a\"#, 1), ("[a", 0),
            (#"\u12"#, 0), ("a{101}", 1),
            (String(repeating: "(", count: 30) + "a" + String(repeating: ")", count: 30), 20),
            ("((a{90}){90}){90}", 0), (String(repeating: "a", count: 501), 0),
        ]
    )
    func refuses(source: String, offset: Int) {
        let mistake = #expect(throws: Pattern.Mistake.self) { try Pattern(source) }
        #expect(mistake?.offset == offset)
        #expect(mistake?.remedy.isEmpty == false)
    }

    @Test func `Empty groups are counted out once, however deep they nest`() throws {
        var source = "()"
        for _ in 0..<15 { source = "(\(source)){100}" }
        #expect(try Pattern(source + "a").occurs(in: "a"))
    }

    /// Expressions on which engines that go back take years, on texts of a megabyte.
    @Test(
        arguments: [
            "(a+)+b", "(a|a)*b", "(a|aa)+$b", "(.*)*x(.*)*y", #"(\w+\s?)*!"#, "((a?){40}){3}a{20}b", "(x+x+)+y",
        ],
        ["a", "x ", "aaaa cccc\n"]
    )
    func `No text makes an expression slow`(source: String, unit: String) throws {
        let text = String(repeating: unit, count: 1_000_000 / unit.utf8.count)
        let pattern = try Pattern(source)
        #expect(!pattern.occurs(in: text) || source.contains("$"))
    }

    /// Expressions and texts made by a fixed sequence, against the engine of the standard library.
    @Test func `It agrees with the standard library on whether and where an expression begins to match`() throws {
        var random = Sequence(state: 7)
        var compared = 0
        for _ in 0..<700 {
            let source = random.expression(depth: 3)
            guard let pattern = try? Pattern(source) else { continue }
            let regex = try Regex(source).ignoresCase().anchorsMatchLineEndings()
                .wordBoundaryKind(.simple)
            for _ in 0..<4 {
                let text = random.text()
                let expected = try regex.firstMatch(in: text).map {
                    text.unicodeScalars.distance(from: text.startIndex, to: $0.range.lowerBound)
                }
                #expect(pattern.firstMatch(in: text)?.lowerBound == expected, "\(source) in \(text)")
                compared += 1
            }
        }
        #expect(compared > 1_000)
    }

    private struct Sequence {
        var state: UInt64

        mutating func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }

        mutating func text() -> String {
            String((0..<next(12)).map { _ in Array("aabbc ")[next(6)] })
        }

        mutating func expression(depth: Int) -> String {
            let atoms = ["a", "b", "c", ".", "[ab]", "[^a]", #"\w"#, #"\s"#, #"\b"#, "^", "$", "bc"]
            guard depth > 0 else { return atoms[next(atoms.count)] }
            switch next(6) {
            case 0: return "(" + expression(depth: depth - 1) + "|" + expression(depth: depth - 1) + ")"
            case 1: return "(?:" + expression(depth: depth - 1) + ")" + ["*", "+", "?", "{2}", "{1,2}"][next(5)]
            case 2, 3: return expression(depth: depth - 1) + expression(depth: depth - 1)
            default: return atoms[next(atoms.count)]
            }
        }
    }
}

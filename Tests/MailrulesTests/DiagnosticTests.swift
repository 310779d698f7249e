import Mailrules
import Testing

@Suite struct DiagnosticTests {
    private static func rendered(_ excerpt: String, column: Int) -> [Substring] {
        Diagnostic(
            severity: .error,
            file: "agency.yaml",
            line: 3,
            column: column,
            problem: "wrong",
            remedy: "Do this.",
            excerpt: excerpt
        ).rendered.split(separator: "\n")
    }

    @Test func `A message has its place, the line with a caret, and the remedy`() {
        #expect(
            Self.rendered("zone: Nowhere", column: 7) == [
                "agency.yaml:3:7: error: wrong", "    zone: Nowhere", "          ^", "  Do this.",
            ]
        )
    }

    @Test(arguments: [
        ("name: 北光 x", 10, "    " + "      " + "     " + "^"), ("\tname: x", 2, "    \t^"),
        ("e\u{301}a b", 3, "     ^"),
    ])
    func `The caret stands below its column in wide and combined characters too`(
        excerpt: String,
        column: Int,
        caret: String
    ) {
        #expect(Self.rendered(excerpt, column: column)[2] == caret)
    }
}

import Agreement
import Classifier
import Reports
import Testing
import Triage

/// A decision explained to the agency's owner.
@Suite("Explanations") struct ExplanationTests {
    private static func request(
        _ label: Label,
        _ range: Range<Int>,
        text: String,
        evidence: [String],
        isDecided: Bool = true,
        confidence: Double = 0.97,
        verdict: Verdict = .covered
    ) -> Explanation.Request {
        Explanation.Request(
            number: 3,
            label: label,
            confidence: confidence,
            isDecided: isDecided,
            runnerUp: .question,
            runnerUpConfidence: confidence < 1 ? 0.002 : 0,
            verdict: verdict,
            clause: ClauseID("c1"),
            clauseText: Terms.Clause(id: ClauseID("c1"), title: "Defects", text: "We repair what is broken."),
            reason: "the agreement covers this kind of request",
            priority: .normal,
            state: "open",
            text: text,
            range: range,
            evidence: evidence,
            isPersonsWord: false
        )
    }

    private static func explanation(
        _ newText: String?,
        _ requests: [Explanation.Request],
        _ reasons: [Reason] = []
    ) -> Explanation {
        Explanation(
            from: "tom@harbor.example",
            subject: "The form",
            notes: ["mail 12, ticket #4", "client harbor"],
            newText: newText,
            requests: requests,
            reasons: reasons
        )
    }

    @Test func `The mail stands first with its requests numbered, then each request, then the rest`() {
        let text = "Hello,\nthe form is\nbroken. Thanks!"
        let explanation = Self.explanation(
            text,
            [Self.request(.fix, 7..<26, text: "the form is\nbroken.", evidence: ["form is broken", "gone"])],
            [
                Reason("sender", "tom@harbor.example belongs to Harbor"), Reason("request", "not shown"),
                Reason("context", "Ticket shop was delivered on 2026-11-10"), Reason("clause", "not shown"),
                Reason("filing", "filed as fix"),
            ]
        )
        #expect(
            explanation.text(.plain) == """
                tom@harbor.example: The form
                  mail 12, ticket #4, client harbor

                    Hello,
                    (1) the [[form is]]
                    [[broken]]. Thanks!

                    The words in [[ ]] weighed most.

                (1) a fix: covered (request 3, open)
                    sure        97 %; next likeliest is a question, under 1 %
                    because     the agreement covers this kind of request
                    clause      c1 Defects: “We repair what is broken.”
                    context     Ticket shop was delivered on 2026-11-10

                    sender      tom@harbor.example belongs to Harbor
                    filing      filed as fix
                """
        )
    }

    @Test func `On a terminal the words are shown in reverse, line by line`() {
        let request = Self.request(.fix, 0..<12, text: "it is broken", evidence: ["is\nbroken"])
        let text = Self.explanation("it is\nbroken", [request]).text(.terminal)
        #expect(text.contains("    (1) it \u{1B}[7mis\u{1B}[27m\n    \u{1B}[7mbroken\u{1B}[27m\n"))
        #expect(!text.contains("[["))
    }

    @Test(
        "Who said so is named",
        arguments: [
            (["rule Uptime", "is down"], "by the rule Uptime; its words alone suggest a question"),
            (["correction of request 7"], "by your correction of request 7; its words alone suggest a question"),
        ]
    )
    func said(evidence: [String], words: String) {
        let request = Self.request(.fix, 0..<7, text: "is down", evidence: evidence, confidence: 1)
        #expect(Self.explanation("is down", [request]).text(.plain).contains("sure        \(words)\n"))
    }

    @Test func `What is not decided promises nothing`() {
        let request = Self.request(
            .feature,
            0..<4,
            text: "hmm?",
            evidence: [],
            isDecided: false,
            confidence: 0.5,
            verdict: .undecided
        )
        let text = Self.explanation("hmm?", [request]).text(.plain)
        #expect(text.contains("(1) perhaps a feature: a person decides (request 3, open)"))
        #expect(text.contains("too little to decide, so a person"))
    }

    @Test func `Of an erased mail the requests' own words are shown`() {
        let request = Self.request(.fix, 900..<930, text: "the form is broken", evidence: ["broken"])
        let text = Self.explanation(nil, [request]).text(.plain)
        #expect(text.contains("The mail itself was erased"))
        #expect(text.contains("(1) the form is [[broken]]"))
    }

    @Test func `Why a machine is not answered is said once`() {
        let reasons = [
            Reason("origin", "it is a list's or bulk mail"), Reason("origin", "List-Id is set"),
            Reason("origin", "Precedence is bulk"), Reason("reply", "no acknowledgement: List-Id is set"),
            Reason("reply", "no acknowledgement: Precedence is bulk"),
        ]
        let text = Self.explanation("News", [], reasons).text(.plain)
        #expect(text.hasSuffix("reply       no acknowledgement, because of its origin"))
    }

    /// Texts that would break a line, a terminal or the marks.
    @Test(
        arguments: [
            String(repeating: "word ", count: 900), String(repeating: "汉字", count: 700), "\u{1B}[31mred\u{1B}[0m\u{7}",
            "[[marks]] \u{E000}\u{E000}of\u{E001} ours", "a\r\nb\tc", "\u{202E}backwards\u{200B}",
            String(repeating: "é\u{301}e ", count: 400), "\n\n\n\n", "",
        ],
        [Highlight.Style.plain, .terminal]
    )
    func `Any mail fits the terminal and cannot steer it`(text: String, style: Highlight.Style) {
        let all = 0..<text.unicodeScalars.count
        let request = Self.request(
            .fix,
            all,
            text: text,
            evidence: [String(text.prefix(30)), "word word", "字汉", "b\tc"]
        )
        let shown = Self.explanation(text, [request]).text(style)
        for line in shown.split(separator: "\n") {
            let plain = ["\u{1B}[7m", "\u{1B}[27m", "\u{1B}[1m", "\u{1B}[22m"].reduce(String(line)) {
                $0.replacing($1, with: "")
            }
            #expect(TextWidth.columns(plain) <= Explanation.columns, "\(plain)")
            #expect(!plain.unicodeScalars.contains { $0.value == 0x1B || $0.value == 7 || $0.value == 0x202E })
        }
    }

    @Test(
        "A phrase is marked where it first stands",
        arguments: [
            ("A wish", "A wish is a Wish", 0..<16, "[[A wish]] is a Wish"), ("wish", "a WISH", 0..<6, "a [[WISH]]"),
            ("wish*", "no wishes", 0..<9, "no [[wish]]es"), ("later", "now and later", 0..<5, "now and later"),
            ("it's", "so it\u{2019}s", 0..<7, "so [[it\u{2019}s]]"), ("", "text", 0..<4, "text"),
            ("不对", "积分不对，", 0..<5, "积分[[不对]]，"), ("a b", "a\u{A0}b", 0..<3, "[[a\u{A0}b]]"),
        ]
    )
    func mark(phrase: String, text: String, range: Range<Int>, expected: String) {
        var highlight = Highlight(text)
        highlight.mark(phrase, within: range)
        #expect(highlight.lines(.plain, columns: 100, indent: "") == [expected])
    }
}

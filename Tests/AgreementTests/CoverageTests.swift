import Agreement
import Testing
import WorkingTime

@Suite("Coverage")
struct CoverageTests {
    static func agreement() throws -> ClientAgreement {
        var terms = try plan(600, fee: "900.00")
        terms.covers = [.fix: ClauseID("c1"), .incident: ClauseID("c1"), .question: ClauseID("c2")]
        terms.excludes = [
            Exclusion(clause: ClauseID("x1"), words: ["new page", "redesign"]),
            Exclusion(clause: ClauseID("x2"), words: ["обучение", "培训", "Schulung"]),
        ]
        terms.smallChanges = SmallChanges(eachMinutes: 30, monthMinutes: 60, clause: ClauseID("s1"))
        terms.warranty = Warranty(days: 30, clause: ClauseID("w1"))
        var agreement = try client([("2026-01-01", terms)], end: "2027-01-01")
        agreement.deliveries = [Delivery(name: "Ticket shop", date: try day("2026-04-01"))]
        return agreement
    }

    static let june = Instant(rfc3339: "2026-06-10T10:00:00Z") ?? Instant(epochSeconds: 0)

    @Test(
        "Kind, words and estimate decide, with the clause",
        arguments: [
            (.fix, "The contact form is broken", nil, 0, .covered, "c1", .kindCovered),
            (.question, "How do I reset my password?", nil, 0, .covered, "c2", .kindCovered),
            (.fix, "Please fix the New  Page you made", nil, 0, .notCovered, "x1", .excluded(words: "new page")),
            (.fix, "REDESIGN!", nil, 0, .notCovered, "x1", .excluded(words: "redesign")),
            (.fix, "the redesigned header is broken", nil, 0, .covered, "c1", .kindCovered),
            (.fix, "Нужно ОБУЧЕНИЕ сотрудников", nil, 0, .notCovered, "x2", .excluded(words: "обучение")),
            (.fix, "переобучение модели сломалось", nil, 0, .covered, "c1", .kindCovered),
            (.question, "我们需要员工培训课程", nil, 0, .notCovered, "x2", .excluded(words: "培训")),
            (.question, "Eine Schulung, bitte.", nil, 0, .notCovered, "x2", .excluded(words: "Schulung")),
            (.question, "Schulungsraum buchen?", nil, 0, .covered, "c2", .kindCovered),
            (.feature, "Add a banner", 30, 30, .covered, "s1", .smallChange(leftMinutes: 0)),
            (.feature, "Add a banner", 31, 0, .notCovered, "s1", .smallChangeTooLarge(eachMinutes: 30)),
            (.feature, "Add a banner", 30, 31, .notCovered, "s1", .smallChangesSpent(leftMinutes: 29)),
            (.feature, "Add a banner", nil, 0, .notCovered, "s1", .smallChangeNotEstimated(eachMinutes: 30)),
            (.feature, "Add a new page", 10, 0, .notCovered, "x1", .excluded(words: "new page")),
            (.duty, "Updates", nil, 0, .notCovered, nil, .kindNotCovered),
            (.approval, "Yes, go ahead", nil, 0, .undecided, nil, .noWorkAsked),
            (nil, "hm", nil, 0, .undecided, nil, .kindUnknown),
        ] as [(RequestKind?, String, Int?, Int, Verdict, String?, Coverage.Reason)]
    )
    func verdict(
        kind: RequestKind?,
        text: String,
        estimate: Int?,
        used: Int,
        verdict: Verdict,
        clause: String?,
        reason: Coverage.Reason
    ) throws {
        let coverage = try Self.agreement().coverage(
            kind: kind,
            text: text,
            estimateMinutes: estimate,
            smallChangeUsedMinutes: used,
            reportedAt: Self.june
        )
        #expect(coverage == Coverage(verdict: verdict, clause: clause.map { ClauseID($0) }, reason: reason))
    }

    @Test(
        "The agreement's dates hold in the client's zone",
        arguments: [
            ("2025-12-31T22:59:59Z", .noAgreement), ("2025-12-31T23:00:00Z", .covered),
            ("2026-12-31T22:59:59Z", .covered),
            ("2026-12-31T23:00:00Z", .noAgreement),
        ] as [(String, Verdict)]
    )
    func dates(reported: String, verdict: Verdict) throws {
        let at = try #require(Instant(rfc3339: reported))
        let coverage = try Self.agreement().coverage(kind: .fix, text: "broken", reportedAt: at)
        #expect(coverage.verdict == verdict)
    }

    @Test("Why there is no agreement is said")
    func absence() throws {
        let early = try #require(Instant(rfc3339: "2025-06-01T00:00:00Z"))
        let late = try #require(Instant(rfc3339: "2027-06-01T00:00:00Z"))
        let agreement = try Self.agreement()
        #expect(
            agreement.coverage(kind: .fix, text: "", reportedAt: early).reason == .notStarted(try day("2026-01-01"))
        )
        #expect(agreement.coverage(kind: .fix, text: "", reportedAt: late).reason == .ended(try day("2027-01-01")))
        #expect(try client([]).coverage(kind: .fix, text: "", reportedAt: late).reason == .withoutAgreement)
    }

    @Test(
        "14 warranty covers defects reported in time, and only defects",
        arguments: [
            (.fix, "2026-04-30T21:30:00Z", "w1"), (.incident, "2026-03-31T22:00:00Z", "w1"),
            (.fix, "2026-04-30T22:00:00Z", "c1"), (.fix, "2026-03-31T21:59:59Z", "c1"),
            (.question, "2026-04-30T21:30:00Z", "c2"),
        ] as [(RequestKind, String, String)]
    )
    func warranty(kind: RequestKind, reported: String, clause: String) throws {
        let at = try #require(Instant(rfc3339: reported))
        let coverage = try Self.agreement().coverage(kind: kind, text: "broken", reportedAt: at)
        #expect(coverage.verdict == .covered)
        #expect(coverage.clause == ClauseID(clause))
        #expect((coverage.reason == .warranty(delivery: "Ticket shop")) == (clause == "w1"))
    }

    @Test("A priority without a promise of its own has the normal one")
    func promises() throws {
        var terms = try plan(600, fee: "900.00")
        terms.promises[.normal] = Promise(firstAnswerMinutes: 1440, by: .elapsed)
        terms.promises[.urgent] = Promise(firstAnswerMinutes: 240, by: .calendar("office"))
        #expect(terms.promise(for: .urgent)?.firstAnswerMinutes == 240)
        #expect(terms.promise(for: .low)?.firstAnswerMinutes == 1440)
        #expect(Plan(name: "none", terms: "none").promise(for: .urgent) == nil)
    }

    @Test("Long texts and odd words are searched in bounded time")
    func longText() throws {
        let text = String(repeating: "a", count: 300_000)
        var terms = try plan(600, fee: "900.00")
        terms.covers = [.fix: ClauseID("c1")]
        terms.excludes = [
            Exclusion(clause: ClauseID("x1"), words: ["", "  ", String(repeating: "a", count: 50) + "b"])
        ]
        let agreement = try client([("2026-01-01", terms)])
        #expect(agreement.coverage(kind: .fix, text: text, reportedAt: Self.june).verdict == .covered)
    }
}

import Classifier
import Testing
import WorkingTime

@testable import Triage

/// What corrections teach about requests that are alike.
@Suite("Corrections") struct CorrectionTests {
    private static let day = Instant(epochSeconds: 1_793_600_000)

    private static func correction(
        _ text: String,
        client: String? = "harbor",
        subject: String = "",
        from: Label = .fix,
        to: Label = .feature,
        request: Int = 7
    ) -> Correction {
        Correction(request: request, client: client, at: day, from: from, to: to, baseSubject: subject, text: text)
    }

    /// Of each pair: the corrected words, those of a new request, and whether it is the same request again.
    private static let pairs: [(String, String, Bool)] = [
        ("The export has no column for the VAT number.", "The export has no column for the VAT number.", true),
        ("The export has no column for the VAT number.", "the export has no column for the VAT-number!", true),
        ("Please upload the price list of 2026-11.", "Please upload the price list of 2026-12.", true),
        ("В выгрузке нет колонки с номером НДС.", "В выгрузке нет колонки с номером НДС", true),
        ("导出文件里没有税号这一列。", "导出文件里没有税号这一列！", true),
        ("The export has no column for the VAT number.", "The export has no column for the order date.", false),
        ("The export has no column for the VAT number.", "The contact form shows an error.", false),
    ]

    @Test("The same words of the same client are remembered", arguments: pairs)
    func remembered(corrected: String, text: String, isSame: Bool) {
        let finding = Corrections([Self.correction(corrected)]).finding(text: text, baseSubject: "", client: "harbor")
        var isRemembered = false
        if case .remembered = finding { isRemembered = true }
        #expect(isRemembered == isSame)
    }

    @Test func `The same words of another client only weigh`() {
        let text = "The export has no column for the VAT number."
        let finding = Corrections([Self.correction(text)]).finding(text: text, baseSubject: "", client: "birch")
        guard case .alike(let shift, _, 100, 1)? = finding else {
            Issue.record("not alike: \(String(describing: finding))")
            return
        }
        #expect(shift[.feature] == Corrections.stepOfOthers)
        #expect(shift[.fix] == -Corrections.stepOfOthers)
        #expect(shift[.incident] == -Corrections.stepOfOthers)
    }

    @Test("A repeated subject remembers what is mostly alike", arguments: ["price list", "prices", ""])
    func subject(subject: String) {
        let corrections = Corrections([
            Self.correction("Here is the new price list for November, please upload it today.", subject: "price list")
        ])
        let finding = corrections.finding(
            text: "Here is the new price list for Advent, please upload it soon.",
            baseSubject: subject,
            client: "harbor"
        )
        var isRemembered = false
        if case .remembered = finding { isRemembered = true }
        #expect(isRemembered == (subject == "price list"))
        #expect(finding != nil)
    }

    @Test func `A repeated subject over other words remembers nothing`() {
        let corrections = Corrections([Self.correction("The map is gone from the contact page.", subject: "website")])
        #expect(corrections.finding(text: "How are you?", baseSubject: "website", client: "harbor") == nil)
    }

    @Test func `The newest of two corrections counts`() {
        let text = "The export has no column for the VAT number."
        let corrections = Corrections([
            Self.correction(text, to: .feature, request: 7), Self.correction(text, to: .question, request: 9),
        ])
        guard case .remembered(let correction, _)? = corrections.finding(text: text, baseSubject: "", client: "harbor")
        else {
            Issue.record("not remembered")
            return
        }
        #expect(correction.request == 9)
    }

    @Test func `Many corrections move no further than the bound`() {
        let text = "The export has no column for the VAT number."
        let corrections = Corrections((1...50).map { Self.correction(text, client: "lotus", request: $0) })
        guard
            case .alike(let shift, _, _, let count)? = corrections.finding(
                text: text,
                baseSubject: "",
                client: "harbor"
            )
        else {
            Issue.record("not alike")
            return
        }
        #expect(count == 50)
        #expect(shift[.feature] == Corrections.bound)
        #expect(shift[.fix] == -Corrections.bound)
    }

    @Test func `A confirmation speaks for its label and against none`() {
        let text = "The export has no column for the VAT number."
        let corrections = Corrections([Self.correction(text, client: "lotus", from: .feature, to: .feature)])
        guard case .alike(let shift, _, _, _)? = corrections.finding(text: text, baseSubject: "", client: "harbor")
        else {
            Issue.record("not alike")
            return
        }
        #expect(shift[.feature] == Corrections.stepOfOthers)
        #expect(shift[.fix] == 0)
    }

    @Test func `Urgency is learnt between a fix and an incident`() {
        let text = "The till shows the wrong total."
        let corrections = Corrections([Self.correction(text, client: "lotus", from: .fix, to: .incident)])
        guard case .alike(let shift, _, _, _)? = corrections.finding(text: text, baseSubject: "", client: "harbor")
        else {
            Issue.record("not alike")
            return
        }
        #expect(shift[.incident] == Corrections.stepOfOthers)
        #expect(shift[.fix] == -Corrections.stepOfOthers)
    }

    @Test(arguments: ["", "???", String(repeating: "a ", count: 200_000)])
    func `Any text has a likeness to itself or to nothing`(text: String) {
        let likeness = Likeness(text)
        #expect(abs(likeness.to(likeness) - (likeness.features.isEmpty ? 0 : 1)) < 1e-9)
    }
}

import Agreement
import Classifier
import Foundation
import Reports
import Testing
import Triage
import WorkingTime

@testable import Responder

@Suite("The words of the acknowledgement")
struct AcknowledgementTests {
    @Test("Each language says what its file holds", arguments: Samples.languages)
    func golden(language: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(language).txt")
        // After a change that was read and found good: GATEPOST_GOLDEN=write swift test --filter AcknowledgementTests
        if ProcessInfo.processInfo.environment["GATEPOST_GOLDEN"] == "write" {
            try Samples.golden(language: language).write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try Samples.golden(language: language) == String(contentsOf: file, encoding: .utf8))
    }

    @Test("Lines fit a mail in every language", arguments: Samples.languages)
    func columns(language: String) throws {
        let lines = try Samples.golden(language: language).split(separator: "\n")
        #expect(lines.allSatisfy { TextWidth.columns($0) <= 76 })
    }

    @Test("A receipt tells nothing of the client, in no language and under no template", arguments: Samples.languages)
    func receipt(language: String) throws {
        let draft = AcknowledgementDraft(try Samples.receipt(language: language), templates: .builtIn)
        #expect(draft.language == language)
        for secret in ["Harbor", "Ada", "c1", "x1", "Repair", "contact form", "2026", "17:00", "45", "Berlin"] {
            #expect(!draft.text.contains(secret), "\(secret)")
            #expect(!draft.html.contains(secret), "\(secret)")
        }
        #expect(draft.text.contains("#1042"))
        #expect(draft.text.contains("Northlight Studio"))
    }

    @Test("What is undecided is neither named nor measured against a clause", arguments: Label.allCases)
    func undecided(label: Label) throws {
        var content = try Samples.content()
        content.items = [Samples.item("Words.", label, .undecided, Samples.newWork)]
        let text = AcknowledgementDraft(content, templates: .builtIn).text
        #expect(text.contains("until then nothing is"))
        for promise in [
            "Clause", "x1", "feature", "fault", "Your agreement covers", "does not cover", "quote", "approval",
        ] {
            #expect(!text.contains(promise), "\(promise)")
        }
    }

    @Test(
        "What is undecided is promised and refused nothing in any language",
        arguments: Samples.languages,
        Label.allCases
    )
    func undecidedEverywhere(language: String, label: Label) throws {
        var content = try Samples.content(language: language)
        content.items = [Samples.item("Words.", label, .undecided, Samples.newWork)]
        let draft = AcknowledgementDraft(content, templates: .builtIn)
        let phrases = try #require(BuiltInTemplates.phrases.first { $0.language == language })
        let flat = { (text: String) in String(text.filter { !$0.isWhitespace }) }
        let text = flat(draft.text)
        #expect(text.contains(flat(phrases.undecided)))
        let said = [
            phrases.covered, phrases.notCovered, phrases.quoteFirst, phrases.approval, phrases.fault, phrases.outage,
            phrases.wish, phrases.question, phrases.billing, phrases.suggestion, phrases.small, phrases.quoteIfLarger,
            Samples.newWork.title,
        ]
        for words in said {
            #expect(!text.contains(flat(words)), "\(words)")
            #expect(!flat(draft.html).contains(flat(words)), "\(words)")
        }
        #expect(!text.contains("x1"))
    }

    @Test func `What was kept before an item could be called certain is read as uncertain`() throws {
        var item = Samples.item("Words.", .approval, .undecided, Samples.repair)
        item.isCertain = true
        item.isUnestimated = true
        let kept = try JSONEncoder().encode(item)
        #expect(try JSONDecoder().decode(AcknowledgementContent.Item.self, from: kept) == item)
        var values = try #require(try JSONSerialization.jsonObject(with: kept) as? [String: Any])
        values["isCertain"] = nil
        values["isUnestimated"] = nil
        item.isCertain = false
        item.isUnestimated = false
        let old = try JSONSerialization.data(withJSONObject: values)
        #expect(try JSONDecoder().decode(AcknowledgementContent.Item.self, from: old) == item)
    }

    @Test("What may be a small change is estimated first, not refused", arguments: Samples.languages)
    func small(language: String) throws {
        var content = try Samples.content(language: language)
        content.items = [Samples.item("Words.", .feature, .notCovered, Samples.newWork)]
        content.items[0].isUnestimated = true
        let text = String(AcknowledgementDraft(content, templates: .builtIn).text.filter { !$0.isWhitespace })
        let phrases = try #require(BuiltInTemplates.phrases.first { $0.language == language })
        #expect(text.contains(phrases.small.filter { !$0.isWhitespace }))
        #expect(text.contains(phrases.quoteIfLarger.filter { !$0.isWhitespace }))
        #expect(!text.contains(phrases.notCovered.filter { !$0.isWhitespace }))
    }

    @Test(
        "A certain approval or billing matter is called so, and nothing is said of the agreement",
        arguments: Samples.languages,
        [Label.approval, .billing]
    )
    func certain(language: String, label: Label) throws {
        var content = try Samples.content(language: language)
        content.items = [
            .init(summary: "Words.", label: label, verdict: .undecided, clause: nil, isCertain: true)
        ]
        let text = String(AcknowledgementDraft(content, templates: .builtIn).text.filter { !$0.isWhitespace })
        let phrases = try #require(BuiltInTemplates.phrases.first { $0.language == language })
        let named = label == .approval ? phrases.approval : phrases.billing
        #expect(text.contains(named.filter { !$0.isWhitespace }))
        for words in [phrases.undecided, phrases.covered, phrases.notCovered, phrases.quoteFirst] {
            #expect(!text.contains(words.filter { !$0.isWhitespace }), "\(words)")
        }
    }

    @Test(
        "Only what the agreement does not cover waits for a quote, and no price is named",
        arguments: Label.allCases.filter { $0 != .approval },
        [Verdict.covered, .notCovered]
    )
    func verdicts(label: Label, verdict: Verdict) throws {
        var content = try Samples.content()
        content.items = [Samples.item("Words.", label, verdict, Samples.repair)]
        let text = AcknowledgementDraft(content, templates: .builtIn).text
        #expect(text.contains("Your agreement covers this.") == (verdict == .covered))
        #expect(text.contains("Your agreement does not cover this.") == (verdict == .notCovered))
        #expect(text.contains("until you have") == (verdict == .notCovered))
        #expect(text.contains("Clause c1, Repair of faults: “We repair"))
        #expect(!text.contains("EUR"))
    }

    @Test("An approval is confirmed by a person, whatever the verdict", arguments: Verdict.allCases)
    func approval(verdict: Verdict) throws {
        var content = try Samples.content()
        content.items = [Samples.item("Go ahead.", .approval, verdict, nil)]
        let text = AcknowledgementDraft(content, templates: .builtIn).text
        #expect(!text.contains("Your agreement covers this."))
        #expect(!text.contains("does not cover"))
    }

    @Test(
        "The balance is said as it is",
        arguments: [
            (165, "Time left in this period: 2 hours 45 minutes."), (1, "Time left in this period: 1 minute."),
            (0, "The time included in this period is used up."),
            (-75, "The time included in this period is used up, and exceeded by"),
        ]
    )
    func balance(minutes: Int, sentence: String) throws {
        var content = try Samples.content()
        content.balanceMinutes = minutes
        let text = AcknowledgementDraft(content, templates: .builtIn).text
        #expect(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(sentence))
        content.balanceMinutes = nil
        let silent = AcknowledgementDraft(content, templates: .builtIn).text
        #expect(!silent.contains("Time left") && !silent.contains("time included"))
    }

    @Test("Without an agreement no date and no hours are told, even if there were some")
    func withoutAgreement() throws {
        var content = try Samples.withoutAgreement(language: "en")
        content.items.append(Samples.item("More.", .fix, .covered, Samples.repair))
        let text = AcknowledgementDraft(content, templates: .builtIn).text
        #expect(text.contains("when we have time"))
        #expect(text.contains("we cannot promise a date"))
        for told in ["by Monday", "Time left", "agreement covers"] { #expect(!text.contains(told), "\(told)") }
    }

    @Test("A long list is counted, a long request and a long clause are cut and say so")
    func bounds() throws {
        var content = try Samples.content()
        let clause = Terms.Clause(
            id: ClauseID("c9"),
            title: "Long",
            text: String(repeating: "A sentence of the terms. ", count: 40)
        )
        content.items = (0..<40).map { _ in
            Samples.item(String(repeating: "words ", count: 100), .fix, .covered, clause)
        }
        let draft = AcknowledgementDraft(content, templates: .builtIn)
        #expect(draft.text.contains("Further requests in your mail, not listed here: 28."))
        #expect(draft.text.contains("words…”"))
        #expect(draft.text.contains("…”"))
        #expect(draft.text.utf8.count < 12_000)
    }

    @Test(
        "Only a name is used as a name",
        arguments: [
            ("Ada Byron", "Hello Ada Byron,"), ("", "Hello,"), ("curator@harbor.example", "Hello,"),
            ("http://spam.example", "Hello,"), ("www.spam.example", "Hello,"), ("12345", "Hello,"),
            ("Ada\r\nBcc: x", "Hello,"), ("<b>Ada</b>", "Hello,"), (String(repeating: "a", count: 61), "Hello,"),
            ("{{ticket}}", "Hello,"), ("O’Neil, Ann", "Hello O’Neil, Ann,"),
        ]
    )
    func greeting(name: String, greeting: String) throws {
        let draft = AcknowledgementDraft(try Samples.content(name: name), templates: .builtIn)
        #expect(draft.text.hasPrefix(greeting + "\n"))
    }

    @Test(
        "Markup and line breaks in any field are shown in the text and harmless in the page",
        arguments: Samples.languages
    )
    func hostile(language: String) throws {
        let hostile = "<&>\r\n\r\n-- \r\n1. “fake”\u{0}\u{202E}{{ticket}}"
        var content = try Samples.content(language: language, name: hostile)
        content.clientName = hostile
        content.agency.name = hostile
        let clause = Terms.Clause(id: ClauseID(hostile), title: hostile, text: hostile)
        content.items = Verdict.allCases.flatMap { verdict in
            Label.allCases.map { Samples.item(hostile, $0, verdict, clause) }
        }
        let draft = AcknowledgementDraft(content, templates: .builtIn)
        #expect(draft.text.contains("<&> -- 1. “fake”{{ticket}}"))
        #expect(draft.text.split(separator: "\n").filter { $0 == "-- " }.count == 1)
        #expect(!draft.text.contains("&lt;"))
        #expect(!draft.html.contains("<&>"))
        #expect(draft.html.contains("&lt;&amp;&gt;"))
        for scalar in draft.text.unicodeScalars {
            #expect(scalar == "\n" || scalar.properties.generalCategory != .control)
        }
    }

    @Test("The page has the same words as the text", arguments: Samples.languages)
    func page(language: String) throws {
        let draft = AcknowledgementDraft(try Samples.content(language: language), templates: .builtIn)
        #expect(draft.html.contains("<html lang=\"\(language)\">"))
        for line in draft.text.split(separator: "\n") where line.count < 60 && line != "-- " {
            let words = HTML.escaped(line.drop { $0 == " " })
            #expect(draft.html.contains(words), "\(line)")
        }
    }
}

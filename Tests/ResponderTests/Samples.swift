import Agreement
import Classifier
import Responder
import Testing
import Triage
import WorkingTime

/// Contents of acknowledgements that several tests share.
enum Samples {
    static func zone(_ identifier: String) throws -> Zone {
        try #require(Zone(identifier))
    }

    static func agency() throws -> Agency {
        Agency(
            name: "Northlight Studio",
            zone: try zone("Europe/Berlin"),
            languages: ["en", "ru", "zh"],
            from: Sender(name: "Northlight Support", address: "support@northlight.example")
        )
    }

    static let repair = Terms.Clause(
        id: ClauseID("c1"),
        title: "Repair of faults",
        text: "We repair what we built when it does not work as agreed."
    )
    static let newWork = Terms.Clause(
        id: ClauseID("x1"),
        title: "New features",
        text: "Work that adds something new is quoted and approved first."
    )

    /// Four requests: covered, not covered, undecided, an approval; 165 minutes left and an answer promised.
    static func content(
        language: String = "en",
        zone: String = "Europe/Berlin",
        name: String = "Ada Byron"
    ) throws -> AcknowledgementContent {
        AcknowledgementContent(
            ticket: 1042,
            agency: try agency(),
            clientName: "Harbor Museum",
            recipient: Sender(name: name, address: "curator@harbor.example"),
            language: language,
            disclosure: .full,
            items: [
                item("The contact form no longer sends anything.", .fix, .covered, repair),
                item("Could you also add a booking calendar?", .feature, .notCovered, newWork),
                item("The gallery looks odd, or is it meant so?", .feature, .undecided, newWork),
                item("Yes, go ahead with the quote.", .approval, .covered, nil),
            ],
            balanceMinutes: 165,
            promisedBy: Instant(rfc3339: "2026-11-23T16:00:00Z"),
            zone: try Self.zone(zone),
            hasAgreement: true
        )
    }

    /// Everything specific to the client, for a receipt that must not show it.
    static func receipt(language: String) throws -> AcknowledgementContent {
        var content = try content(language: language)
        content.disclosure = .receiptOnly
        return content
    }

    static func withoutAgreement(language: String) throws -> AcknowledgementContent {
        var content = try content(language: language, name: "")
        content.hasAgreement = false
        content.items = [
            item("The contact form no longer sends anything.", .fix, .noAgreement, nil),
            item("Is there a manual?", .question, .undecided, nil),
        ]
        return content
    }

    /// Over the included time, nothing promised, nothing found in the mail.
    static func overdrawn(language: String) throws -> AcknowledgementContent {
        var content = try content(language: language)
        content.items = []
        content.balanceMinutes = -75
        content.promisedBy = nil
        return content
    }

    static func item(
        _ words: String,
        _ label: Label,
        _ verdict: Verdict,
        _ clause: Terms.Clause?
    ) -> AcknowledgementContent.Item {
        AcknowledgementContent.Item(summary: words, label: label, verdict: verdict, clause: clause)
    }

    static let languages = ["en", "ru", "zh", "de", "fr", "es"]
    static let zones = [
        "en": "Europe/London", "ru": "Europe/Moscow", "zh": "Asia/Shanghai", "de": "Europe/Berlin",
        "fr": "Europe/Paris", "es": "Europe/Madrid",
    ]
    static let names = ["ru": "Мария Орлова", "zh": "王芳", "es": ""]

    /// The four cases of a language as one text, as the golden files hold it.
    static func golden(language: String) throws -> String {
        let full = try content(
            language: language,
            zone: zones[language] ?? "UTC",
            name: names[language] ?? "Ada Byron"
        )
        let cases = [
            full, try overdrawn(language: language), try withoutAgreement(language: language),
            try receipt(language: language),
        ]
        return cases.map { AcknowledgementDraft($0, templates: .builtIn).text }
            .joined(separator: String(repeating: "=", count: 76) + "\n")
    }
}

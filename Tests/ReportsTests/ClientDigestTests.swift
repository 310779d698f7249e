import Agreement
import Classifier
import Testing
import Triage
import WorkingTime

@testable import Reports

@Suite("What a client is told of their own wishes") struct ClientDigestTests {
    private static func row(
        _ number: Int,
        _ client: String,
        _ words: String,
        _ state: DigestRow.State,
        daysAgo: Int = 0,
        given: Int? = nil
    ) -> DigestRow {
        DigestRow(
            client: client,
            clientName: client == "harbor" ? "Harbor" : "Birch",
            request: number,
            ticket: 100 + number,
            words: words,
            askedAt: Instant(epochSeconds: 1_795_165_200).adding(minutes: -daysAgo * 1_440),
            label: .feature,
            verdict: given == nil ? .notCovered : .covered,
            clause: ClauseID("x1"),
            state: state,
            estimateMinutes: state == .quoted ? 360 : nil,
            quote: state == .quoted ? Money(minorUnits: 57_000, currency: "EUR") : nil,
            givenAwayMinutes: given
        )
    }

    private static func digest(client: String, language: String = "en") throws -> ClientDigest? {
        let zone = try #require(Zone("Europe/Berlin"))
        let report = DigestReport(
            agency: "Northlight Studio",
            week: try #require(ISOWeek("2026-W47")),
            zone: zone,
            rows: [
                row(1, "harbor", "Please build a sign-up box for the newsletter on the home page.", .new, daysAgo: 21),
                row(2, "harbor", "Please build the sign-up box for the newsletter on the home page.", .quoted),
                row(3, "birch", "Gift cards for the shop, secret to Birch, please.", .new),
                row(4, "harbor", "A darker footer on the start page.", .new, given: 20),
                row(5, "birch", "A lighter header there.", .new, given: 15),
                row(6, "lotus", "Coupons.", .new, daysAgo: 30),
            ]
        )
        return ClientDigest(report, client: client, zone: zone, language: language)
    }

    @Test func itHoldsTheirOwnWishesWithThePriceAndTheWayToGetThem() throws {
        let digest = try #require(try Self.digest(client: "harbor"))
        let text = digest.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for words in [
            "Outside your agreement: Harbor", "sign-up box", "Our quote: 6 h, 570.00 EUR. It waits for your word.",
            "Asked for 2 times since 30 October 2026.", "How to get it", "Reply to this mail",
            "“A darker footer on the start page.” (20 min)",
        ] {
            #expect(text.contains(words), "\(words) is missing in\n\(digest.text)")
        }
        for secret in ["Birch", "secret", "Gift cards", "lighter header", "birch"] {
            #expect(!text.contains(secret) && !digest.html.contains(secret), "\(secret)")
        }
    }

    @Test func whoWishedForNothingThisWeekIsToldNothing() throws {
        #expect(try Self.digest(client: "lotus") == nil)
        #expect(try Self.digest(client: "nobody") == nil)
    }

    @Test(arguments: ["en", "ru", "zh", "de", "fr", "es", "xx"])
    func everyLanguageHasAllTheWordsWithinTheColumns(language: String) throws {
        let digest = try #require(try Self.digest(client: "harbor", language: language))
        #expect(digest.text.split(separator: "\n").allSatisfy { TextWidth.columns($0) <= TextWrap.mailColumns })
        #expect(!digest.text.contains("%") && !digest.html.contains("%1") && !digest.html.contains("%2"))
        #expect(digest.html.contains("lang=\"\(language == "xx" ? "en" : language)\""))
    }
}

import Foundation
import Testing

/// `gatepost explain` on the sample mails, in three languages, as an agency owner reads it.
@Suite("Explaining") struct ExplainTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    private let place: Place
    private let program: Program

    init() throws {
        place = try Place()
        program = Program(rules: Self.root + "/Mailrules", state: place.path + "/state")
    }

    private func explain(_ sample: String) throws -> String {
        try program.done("explain", Self.root + "/samples/mail/" + sample).output
    }

    @Test(
        "Each request is numbered in the mail and told with its verdict and clause",
        arguments: [
            (
                "07-birch-price-and-gift-cards.eml", ["(1) a fix: covered", "(2) a feature: not covered"],
                "c1 Corrections"
            ),
            ("10-lotus-coupon-and-booking.eml", ["(1) a fix: covered", "(2) a feature: not covered"], "c5 Warranty"),
            ("62-severny-fix-and-wish.eml", ["(1) a fix: covered", "(2) a feature: not covered"], "c1 "),
            ("01-harbor-shop-down.eml", ["(1) an incident: covered (urgent)"], "c5 Warranty"),
        ]
    )
    func requests(sample: String, headings: [String], clause: String) throws {
        let output = try explain(sample)
        for heading in headings {
            #expect(output.contains("\n\(heading)"), "\(output)")
            // In the mail, and before its verdict.
            #expect(output.split(separator: heading.prefix(3)).count > 2)
        }
        #expect(output.contains("clause      \(clause)"), "\(output)")
        #expect(output.contains("[[") && output.contains("next likeliest is"))
    }

    @Test func `A rule is named with the words for which it matched`() throws {
        #expect(try explain("01-harbor-shop-down.eml").contains("rule Nothing works matched, for “shop has been down”"))
    }

    @Test func `Every sample fits a hundred columns`() throws {
        let output = try program.done("explain", Self.root + "/samples/mail").output
        let long = output.split(separator: "\n").filter { line in
            line.unicodeScalars.reduce(0) { $0 + ((0x1100...0xFFEF).contains($1.value) && $1.value > 0x2E7F ? 2 : 1) }
                > 100
        }
        #expect(long == [])
        #expect(output.split(separator: "\n").count > 500)
    }

    @Test func `As JSON it holds the newest words and every step`() throws {
        let path = Self.root + "/samples/mail/17-birch-second-filter.eml"
        let json = try program.done("explain", path, "--json").json
        #expect((json["newText"] as? String)?.hasPrefix("Hi Ana,") == true)
        #expect((json["reasons"] as? [[String: Any]])?.isEmpty == false)
        let request = try #require((json["requests"] as? [[String: Any]])?.first)
        #expect(request["runnerUpConfidence"] as? Double != nil)
    }
}

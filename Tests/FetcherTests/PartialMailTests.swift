import Testing

@testable import Fetcher

@Suite struct PartialMailTests {
    private let structure = BodyStructure.multipart(
        [
            .multipart(
                [
                    .leaf(type: "TEXT", subtype: "PLAIN", octets: 20),
                    .leaf(type: "TEXT", subtype: "HTML", octets: 900),
                ],
                boundary: Array("in".utf8)
            ),
            .leaf(type: "APPLICATION", subtype: "PDF", octets: 90_000_000),
        ],
        boundary: Array("out".utf8)
    )

    @Test("Headers of all parts and the content of texts are asked for")
    func plan() {
        let plan = PartialMail(structure, textBytes: 100)
        #expect(
            plan.sections.map(\.name) == [
                "HEADER", "1.MIME", "1.1.MIME", "1.1", "1.2.MIME", "1.2", "2.MIME",
            ]
        )
        #expect(plan.attributes.contains("BODY.PEEK[1.1]<0.20>"))
        #expect(plan.attributes.contains("BODY.PEEK[1.2]<0.100>"))
    }

    @Test("The parts are put together again as a mail that names its attachments")
    func assembles() throws {
        let plan = PartialMail(structure, textBytes: 100)
        let contents = [
            "HEADER": "Subject: x\r\nContent-Type: multipart/mixed; boundary=out\r\n\r\n",
            "1.MIME": "Content-Type: multipart/alternative; boundary=in\r\n\r\n",
            "1.1.MIME": "Content-Type: text/plain\r\n\r\n", "1.1": "the page is down", "1.2.MIME": "X: y\r\n",
            "1.2": "<p>", "2.MIME": "Content-Type: application/pdf; name=a.pdf\r\n\r\n",
        ].map { FetchedSection(name: $0.key, content: .bytes(Array($0.value.utf8))) }
        let mail = try #require(plan.assembled(contents))
        #expect(
            String(decoding: mail, as: UTF8.self) == """
                Subject: x\r
                Content-Type: multipart/mixed; boundary=out\r
                \r
                --out\r
                Content-Type: multipart/alternative; boundary=in\r
                \r
                --in\r
                Content-Type: text/plain\r
                \r
                the page is down\r
                --in\r
                X: y\r
                \r
                <p>\r
                --in--\r
                \r
                --out\r
                Content-Type: application/pdf; name=a.pdf\r
                \r
                \r
                --out--\r

                """
        )
        #expect(plan.assembled([]) == nil)
    }

    @Test("A single part is fetched when it is text, and an unknown structure by its beginning")
    func single() {
        let names = { (structure: BodyStructure?) in PartialMail(structure, textBytes: 9).sections.map(\.name) }
        #expect(names(.leaf(type: "TEXT", subtype: "PLAIN", octets: 90)) == ["HEADER", "TEXT"])
        #expect(names(.leaf(type: "IMAGE", subtype: "PNG", octets: 90)) == ["HEADER"])
        #expect(names(nil) == ["HEADER", "TEXT"])
        #expect(names(.multipart([], boundary: nil)) == ["HEADER"])
    }

    @Test("Parts and texts beyond the limits are left out")
    func bounds() {
        let leaf = BodyStructure.leaf(type: "TEXT", subtype: "PLAIN", octets: 1 << 20)
        let plan = PartialMail(.multipart(Array(repeating: leaf, count: 5000), boundary: [0x62]), textBytes: 1 << 20)
        #expect(plan.sections.count { $0.name.hasSuffix("MIME") } == PartialMail.maximumParts)
        #expect(plan.sections.count { !$0.name.hasSuffix("MIME") && $0.name != "HEADER" } == 4)
        #expect(plan.attributes.utf8.count < 8000)
    }
}

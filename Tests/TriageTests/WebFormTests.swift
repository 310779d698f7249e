import Classifier
import Digest
import MIME
import Testing
import Triage

@Suite("Mails of web forms") struct WebFormTests {
    private static let pass =
        "Authentication-Results: mx.northlight.example; dmarc=pass header.from=shop.example\r\n"
    private static let head = "From: Shop <form@shop.example>\r\nAuto-Submitted: auto-generated\r\n"

    private func enquiry(_ headers: String, place: WebForm.Place, body: String = "The form is broken.") throws
        -> Enquiry
    {
        var policy = Fixture.policy
        policy.forms = [WebForm(name: "shop", from: "Form@Shop.example", place: place)]
        let key = try #require(SigningKey(bytes: Array(repeating: 7, count: 32)))
        let understanding = Understanding(
            policy: policy,
            classifier: RequestClassifier(),
            key: key
        )
        return understanding.enquiry(of: Fixture.mail(headers, body: body), receivedAt: Fixture.received)
    }

    @Test func `The visitor is the one in Reply-To`() throws {
        let found = try enquiry(
            Self.pass + Self.head + "Reply-To: Edith <Curator@harbor.example>\r\n",
            place: .replyTo
        )
        #expect(found.from == Sender(name: "Edith", address: "curator@harbor.example"))
        #expect(found.client?.client == "harbor")
        #expect(found.origin == OriginFinding(origin: .person, isAnswerable: true, why: []))
        #expect(!found.authentication.isPass, "what a visitor typed proves nothing")
    }

    @Test(
        "The visitor is the one behind the label",
        arguments: [
            ("Name: Edith\nE-mail: curator@harbor.example\nMessage: x", "curator@harbor.example"),
            ("  e-MAIL:   Edith <curator@harbor.example>,\nE-mail: x@evil.example", "curator@harbor.example"),
            ("E-mail:\nMessage: write to x@evil.example", ""),
            ("E-mail: curator@harbor.example@evil.example", ""),
            ("E-mail: cur\u{430}tor@harbor.example", ""),
            ("Message: hello", ""),
        ]
    )
    func label(body: String, address: String) throws {
        let found = try enquiry(Self.pass + Self.head, place: .line(label: "E-mail:"), body: body)
        #expect(found.from.address == address)
        #expect((found.client?.client == "harbor") == !address.isEmpty)
    }

    @Test func `A form that nobody vouches for is a machine like any other`() throws {
        let found = try enquiry(Self.head + "Reply-To: curator@harbor.example\r\n", place: .replyTo)
        #expect(found.from.address == "form@shop.example")
        #expect(found.origin.origin == .autoReply)
    }

    @Test(arguments: ["Auto-Submitted: auto-replied", "Return-Path: <>", "X-Gatepost-Loop: x"])
    func `An automatic answer through a form stays one`(mark: String) throws {
        let headers = Self.pass + "From: form@shop.example\r\nReply-To: curator@harbor.example\r\n" + mark + "\r\n"
        #expect(try !enquiry(headers, place: .replyTo).origin.isAnswerable)
    }

    @Test func `Nobody is staff by typing a colleague's address`() throws {
        let headers = Self.pass + Self.head + "Reply-To: ana@northlight.example\r\n"
        #expect(try enquiry(headers, place: .replyTo).staff == nil)
    }

    @Test func `Two addresses in Reply-To name nobody`() throws {
        let headers = Self.pass + Self.head + "Reply-To: curator@harbor.example, x@evil.example\r\n"
        #expect(try enquiry(headers, place: .replyTo).from.address.isEmpty)
    }
}

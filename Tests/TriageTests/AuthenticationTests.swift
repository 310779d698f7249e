import Classifier
import Digest
import MIME
import Testing
import Triage

@Suite("Who vouches for a sender") struct AuthenticationTests {
    private func authentication(_ headers: String) throws -> Authentication {
        let key = try #require(SigningKey(bytes: [UInt8](repeating: 7, count: 32)))
        let understanding = Understanding(policy: Fixture.policy, classifier: RequestClassifier(), key: key)
        return understanding.enquiry(of: Fixture.mail(headers), receivedAt: Fixture.received).authentication
    }

    @Test("Where nobody vouches for anybody, the secret of a work order alone commands nothing")
    func withoutAnAuthenticationServer() throws {
        let key = try #require(SigningKey(bytes: [UInt8](repeating: 7, count: 32)))
        var policy = Fixture.policy
        policy.trustedAuthenticators = []
        let secret = OrderToken(mail: 1, staff: "ana").messageID(key: key, domain: "northlight.example")
        let mail = Fixture.mail(
            "From: Ana <ana@northlight.example>\r\nIn-Reply-To: <\(secret)>\r\nReferences: <\(secret)>\r\n",
            body: "close"
        )
        let enquiry = Understanding(policy: policy, classifier: RequestClassifier(), key: key)
            .enquiry(of: mail, receivedAt: Fixture.received)
        #expect(enquiry.staff == "ana")
        guard case .held(let reason) = enquiry.command else {
            Issue.record("\(enquiry.command)")
            return
        }
        #expect(reason.contains("vouches"))
    }

    @Test(
        "An aligned pass of our own server counts",
        arguments: [
            "Authentication-Results: mx.northlight.example; dmarc=pass header.from=harbor.example\r\n",
            "Authentication-Results: MX.Northlight.example 1; dkim=pass (2048-bit key) header.d=harbor.example\r\n",
            "Authentication-Results: mx.northlight.example; dkim=fail header.d=harbor.example;"
                + " spf=pass smtp.mailfrom=bounce@harbor.example\r\n",
            "Authentication-Results: mx.northlight.example;\r\n dkim=pass header.i=@harbor.example\r\n",
        ]
    )
    func passes(headers: String) throws {
        #expect(try authentication(headers).isPass)
    }

    @Test(
        "Anything else does not",
        arguments: [
            "",
            "Authentication-Results: mx.elsewhere.example; dmarc=pass header.from=harbor.example\r\n",
            "Authentication-Results: mx.northlight.example; dmarc=fail header.from=harbor.example\r\n",
            "Authentication-Results: mx.northlight.example; dkim=pass header.d=evil.example\r\n",
            "Authentication-Results: mx.northlight.example; spf=pass smtp.mailfrom=x@evil.example\r\n",
            "Authentication-Results: mx.northlight.example; dkim=pass header.d=example\r\n",
            "Authentication-Results: mx.northlight.example; dkim=pass header.d=arbor.example\r\n",
            "Authentication-Results: mx.northlight.example; none (dmarc=pass header.from=harbor.example)\r\n",
            "Authentication-Results: mx.northlight.example; x=\"; dmarc=pass header.from=harbor.example\"\r\n",
            "Authentication-Results: mx.evil.example; dmarc=pass header.from=harbor.example\r\n"
                + "Authentication-Results: mx.northlight.example; dmarc=pass header.from=harbor.example\r\n",
            "Authentication-Results: mx.northlight.example; dmarc=pass header.from=harbor.example\r\n"
                + "From: a@harbor.example\r\nFrom: b@evil.example\r\n",
            "Authentication-Results: mx.northlight.example; arc=pass header.from=harbor.example\r\n",
        ]
    )
    func doesNotPass(headers: String) throws {
        let found = try authentication(headers)
        #expect(!found.isPass, "\(found)")
    }
}

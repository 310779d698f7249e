import Curl
import Testing

@testable import Responder

@Suite("What the server says and what it means for the outbox")
struct PostmanTests {
    @Test(
        "Every outcome of a submission has one of the outbox",
        arguments: [
            (.accepted, .accepted), (.refused(code: 550, text: "no such user"), .refused("550 no such user")),
            (.deferred(code: 451, text: "try\r\nlater"), .deferred("451 try later")),
            (.deferred(code: nil, text: "no route"), .deferred("no route")),
            (.uncertain(text: "timed out"), .uncertain("timed out")),
        ] as [(SMTPSubmission.Outcome, DeliveryOutcome)]
    )
    func outcomes(submitted: SMTPSubmission.Outcome, expected: DeliveryOutcome) {
        #expect(DeliveryOutcome(submitted) == expected)
    }

    @Test("A server's words are kept short")
    func bounded() {
        guard
            case .refused(let words) = DeliveryOutcome(.refused(code: 550, text: String(repeating: "x ", count: 9000)))
        else {
            Issue.record("a refusal became something else")
            return
        }
        #expect(words.count <= 304)
    }
}

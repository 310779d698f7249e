import Testing
import Triage

@testable import Responder

@Suite("The gate before automatic replies")
struct LoopGuardTests {
    private static func recent(_ sender: Int, _ domain: Int, _ overall: Int, _ request: Int) -> RecentReplies {
        RecentReplies(toSender: sender, toDomain: domain, overall: overall, forRequest: request)
    }

    @Test(
        "One reply under every limit passes; at a limit it is held, and the reason names the narrowest one",
        arguments: [
            (recent(0, 0, 0, 0), nil), (recent(9, 49, 499, 0), nil),
            (recent(0, 0, 0, 1), "this request has been acknowledged already"),
            (recent(10, 10, 10, 0), "10 automatic replies to this sender in 24 hours, the limit is 10"),
            (recent(2, 50, 50, 0), "50 automatic replies to this domain in 24 hours, the limit is 50"),
            (recent(0, 0, 500, 0), "500 automatic replies to everybody together in 24 hours, the limit is 500"),
            (recent(99, 999, 9999, 9), "this request has been acknowledged already"),
        ] as [(RecentReplies, String?)]
    )
    func limits(recent: RecentReplies, reason: String?) {
        let permission = LoopGuard.permission(recent: recent, limits: ReplyLimits())
        #expect(permission == reason.map { .hold(reason: $0) } ?? .send)
    }

    @Test("A limit of nothing lets nothing pass")
    func nothing() {
        var limits = ReplyLimits()
        limits.overallDaily = 0
        #expect(LoopGuard.permission(recent: Self.recent(0, 0, 0, 0), limits: limits) != .send)
    }

    private static func signs(
        seconds: Int = 30,
        _ relation: EchoSigns.Relation = .noMail,
        _ request: EchoSigns.Request = .none,
        isFromRecipient: Bool = true,
        isProvenPerson: Bool = false
    ) -> EchoSigns {
        EchoSigns(
            secondsSinceReply: seconds,
            relation: relation,
            request: request,
            isFromRecipient: isFromRecipient,
            isProvenPerson: isProvenPerson
        )
    }

    @Test(
        "What answers within a minute of our reply is taken for a machine",
        arguments: [(-1, false), (0, true), (60, true), (61, false), (86_400, false)]
    )
    func echo(seconds: Int, isHeld: Bool) {
        #expect((LoopGuard.echoReason(Self.signs(seconds: seconds, .reply, .recognised)) != nil) == isHeld)
    }

    @Test(
        "An echo answers our reply or asks for nothing; who answers another mail, asks, or let replies be, is a person",
        arguments: [
            (signs(.reply, .recognised), true), (signs(.reply, .none, isFromRecipient: false), true),
            (signs(.anotherMail, .none), false), (signs(.anotherMail, .recognised), false),
            (signs(.noMail, .recognised), false), (signs(.noMail, .recognised, isFromRecipient: false), false),
            (signs(.noMail, .likely), true), (signs(.noMail, .likely, isFromRecipient: false), false),
            (signs(.noMail, .none), true), (signs(.noMail, .none, isFromRecipient: false), true),
            (signs(.reply, .none, isProvenPerson: true), false),
            (signs(.noMail, .none, isFromRecipient: false, isProvenPerson: true), false),
        ] as [(EchoSigns, Bool)]
    )
    func echoSigns(signs: EchoSigns, isHeld: Bool) {
        #expect((LoopGuard.echoReason(signs) != nil) == isHeld)
    }

    @Test("Two automatic repliers that face each other fall silent after one day's limit")
    func facing() {
        var sent = 0
        for _ in 0..<1000 {
            let recent = Self.recent(sent, sent, sent, 0)
            if LoopGuard.permission(recent: recent, limits: ReplyLimits()) == .send { sent += 1 }
        }
        #expect(sent == ReplyLimits().perSenderDaily)
    }
}

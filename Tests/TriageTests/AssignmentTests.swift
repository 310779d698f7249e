import Agreement
import Classifier
import Digest
import HourLedger
import MIME
import Testing
import Triage
import WorkingTime

@Suite("Who looks after a mail") struct AssignmentTests {
    /// Four people: Ana has the museum, Ben Russian, Cem incidents by day, Dee incidents at any time.
    private static func policy() -> Policy {
        var policy = Fixture.policy
        func member(_ id: String, _ change: (inout Responsibility) -> Void) -> Staff {
            var member = Staff(id: id, name: id, address: "\(id)@northlight.example")
            change(&member.responsibility)
            return member
        }
        policy.staff = [
            member("ana") { $0.clients = ["harbor"] },
            member("ben") { $0.languages = ["ru"] },
            member("cem") {
                $0.kinds = [.incident]
                $0.calendar = "day"
            },
            member("dee") { $0.kinds = [.incident] },
            member("eve") { _ in },
        ]
        let hours = [MinuteInterval("09:00-17:00")].compactMap(\.self)
        policy.calendars["day"] = WorkingCalendar(
            name: "day",
            zone: Fixture.berlin,
            week: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, hours) })
        )
        return policy
    }

    private static func rule(_ actions: [Rule.Action], words: String) -> Rule {
        Rule(name: words, conditions: [.words([words])], actions: actions, examples: .init(match: [], noMatch: []))
    }

    private static func decided(
        _ body: String,
        _ policy: Policy,
        from: String = "curator@harbor.example",
        at instant: Instant = Fixture.received,
        conversation: Conversation = .new
    ) throws -> Decision {
        let domain = from.split(separator: "@").last.map(String.init) ?? ""
        let message = Fixture.mail(
            "Authentication-Results: mx.northlight.example; dmarc=pass header.from=\(domain)\r\nFrom: <\(from)>\r\n",
            body: body
        )
        let key = try #require(SigningKey(bytes: Array(repeating: 7, count: 32)))
        let enquiry = Understanding(policy: policy, classifier: RequestClassifier(), key: key)
            .enquiry(of: message, receivedAt: instant)
        return decide(
            enquiry,
            under: Circumstances(
                conversation: conversation,
                ledger: nil,
                firstRequestID: 1,
                smallChangeUsedMinutes: 0,
                answersFrom: Instant(epochSeconds: 0),
                now: instant
            ),
            policy: policy
        )
    }

    private static let incident = rule([.label(.incident)], words: "outage")

    /// An outage reported by another client, so that nobody has it by the client.
    private static func outage(_ policy: Policy, at instant: Instant = Fixture.received) throws -> String? {
        var policy = policy
        policy.rules.append(incident)
        var other = policy.clients[0]
        other.client = "birch"
        other.contacts = Contacts(addresses: [], domains: ["birch.example"])
        policy.clients.append(other)
        return try decided("The outage is back.", policy, from: "nora@birch.example", at: instant).routing.assignee
    }

    @Test func aClientsMailGoesToWhoHasTheClient() throws {
        var policy = Self.policy()
        policy.rules = [Self.incident]
        #expect(try Self.decided("The outage is back.", policy).routing.assignee == "ana")
    }

    @Test func theLanguageChoosesWhereNothingElseDoes() throws {
        let policy = Self.policy()
        let words = "Здравствуйте! На сайте перестала работать форма обратной связи, письма не приходят."
        #expect(try Self.decided(words, policy, from: "x@elsewhere.example").routing.assignee == "ben")
        #expect(try Self.decided("The form is broken.", policy, from: "x@elsewhere.example").routing.assignee == nil)
    }

    @Test func amongEqualsWhoIsAtWorkGoesFirst() throws {
        #expect(try Self.outage(Self.policy()) == "cem")
        let night = Fixture.received.adding(minutes: 12 * 60)
        #expect(try Self.outage(Self.policy(), at: night) == "dee")
    }

    @Test func whoIsAwayPassesItOn() throws {
        var policy = Self.policy()
        let day = try #require(CivilDate("2026-11-20"))
        policy.staff[2].responsibility.away = [AwayDays(first: day, last: day)]
        #expect(try Self.outage(policy) == "dee")
        #expect(try Self.outage(policy, at: Fixture.received.adding(minutes: 24 * 60)) == "cem")
    }

    @Test func aRuleGoesBeforeResponsibilityUnlessThePersonIsAway() throws {
        var policy = Self.policy()
        policy.rules = [Self.rule([.assign("eve")], words: "form")]
        #expect(try Self.decided("The form is broken.", policy).routing.assignee == "eve")
        let first = try #require(CivilDate("2026-11-18"))
        policy.staff[4].responsibility.away = [AwayDays(first: first, last: first.adding(days: 2))]
        let decision = try Self.decided("The form is broken.", policy)
        #expect(decision.routing.assignee == "ana")
        #expect(decision.reasons.contains { $0.step == "assignment" && $0.text.contains("eve is away") })
    }

    @Test func aConversationStaysWithWhoHasIt() throws {
        let decision = try Self.decided(
            "The form is broken.",
            Self.policy(),
            conversation: .existing(7, evidence: "a reference")
        )
        #expect(decision.routing.assignee == nil)
    }

    @Test func inADisputeOnePersonHasAllMailAndOneContactIsToldTheTerms() throws {
        var policy = Self.policy()
        policy.clients[0].contacts.dispute = "director@harbor.example"
        policy.clients[0].dispute = Dispute(from: try #require(CivilDate("2026-11-20")), staff: "dee")
        policy.rules = [Self.rule([.assign("eve")], words: "form")]
        let decision = try Self.decided(
            "The form is broken.",
            policy,
            conversation: .existing(7, evidence: "a reference")
        )
        #expect(decision.routing.assignee == "dee")
        #expect(decision.acknowledgement.content?.disclosure == .receiptOnly)
        let director = try Self.decided("The form is broken.", policy, from: "director@harbor.example")
        #expect(director.routing.assignee == "dee")
        #expect(director.acknowledgement.content?.disclosure == .full)
        let before = try Self.decided("The form is broken.", policy, at: Fixture.received.adding(minutes: -24 * 60))
        #expect(before.routing.assignee == "eve")
        #expect(before.acknowledgement.content?.disclosure == .full)
    }

    @Test func aRuleMayAskForTheReceiptAlone() throws {
        var policy = Self.policy()
        policy.rules = [
            Self.rule([.template("receipt"), .flag("$Form"), .forward("ana@northlight.example")], words: "form")
        ]
        let decision = try Self.decided("The form is broken.", policy)
        #expect(decision.acknowledgement.content?.disclosure == .receiptOnly)
        #expect(decision.acknowledgement.why == ["a rule says to confirm only that it arrived"])
        #expect(decision.routing.flags == ["$Form"])
        #expect(decision.routing.forwardTo == ["ana@northlight.example"])
    }
}

import Agreement
import Classifier
import Digest
import HourLedger
import MIME
import Testing
import WorkingTime

@testable import Triage

/// Decisions about mails whose requests are given, so that the tests speak of deciding and not of classifying.
@Suite("Deciding") struct DecideTests {
    private func item(_ label: Label, _ text: String, isDecided: Bool = true) -> Item {
        Item(
            label: label,
            range: 0..<text.unicodeScalars.count,
            text: text,
            confidence: isDecided ? 0.98 : 0.5,
            isDecided: isDecided,
            evidence: ["broken"],
            runnerUp: .question,
            runnerUpConfidence: 0.01
        )
    }

    private func decision(
        _ items: [Item],
        headers: String = Fixture.authenticated,
        conversation: Conversation = .new,
        now: Instant = Fixture.received,
        answersFrom: Instant = Instant(epochSeconds: 0),
        policy: Policy = Fixture.policy
    ) throws -> Decision {
        let key = try #require(SigningKey(bytes: [UInt8](repeating: 7, count: 32)))
        let understanding = Understanding(policy: policy, classifier: RequestClassifier(), key: key)
        var enquiry = understanding.enquiry(of: Fixture.mail(headers), receivedAt: Fixture.received)
        enquiry.classification = Classification(language: .english, label: items.first?.label ?? .other, items: items)
        let ledger = policy.client("harbor").map { Ledger(agreement: $0) }
        return decide(
            enquiry,
            under: Circumstances(
                conversation: conversation,
                ledger: enquiry.client == nil ? nil : ledger,
                firstRequestID: 1,
                smallChangeUsedMinutes: 0,
                answersFrom: answersFrom,
                now: now
            ),
            policy: policy
        )
    }

    @Test func aFixIsCoveredBookedAndAcknowledgedWithClauseHoursAndTime() throws {
        let decision = try decision([item(.fix, "The contact form is broken.")])
        #expect(decision.items.map(\.verdict) == [.covered])
        #expect(decision.items.first?.clause == ClauseID("c1"))
        #expect(decision.postings.map(\.minutes) == [-15])
        let content = try #require(decision.acknowledgement.content)
        #expect(content.disclosure == .full)
        // Eleven months of 3 h, all carried, less what was just booked.
        #expect(content.balanceMinutes == 11 * 180 - 15)
        #expect(content.promisedBy == Fixture.received.adding(minutes: 24 * 60))
        #expect(content.items.first?.clause?.title == "Defects")
    }

    @Test func aMixedMailGivesEachRequestItsOwnVerdict() throws {
        let decision = try decision([item(.fix, "The form is broken."), item(.feature, "Please add a newsletter box.")])
        #expect(decision.items.map(\.verdict) == [.covered, .notCovered])
        #expect(decision.postings.count == 1)
        #expect(decision.acknowledgement.content?.items.count == 2)
    }

    @Test func anUndecidedRequestIsNeitherPromisedNorRefusedNorBooked() throws {
        let decision = try decision([item(.fix, "Hm, the form.", isDecided: false)])
        #expect(decision.items.map(\.verdict) == [.undecided])
        #expect(decision.items.first?.clause == nil)
        #expect(decision.postings.isEmpty)
        #expect(decision.filing == .undecided)
    }

    @Test func anExclusionBeatsACover() throws {
        let decision = try decision([item(.fix, "The redesign is broken.")])
        #expect(decision.items.map(\.verdict) == [.notCovered])
        #expect(decision.items.first?.clause == ClauseID("x1"))
    }

    @Test(arguments: [true, false]) func theAcknowledgementIsTheAnswerOnlyWhereTheAgreementSaysSo(counts: Bool) throws {
        var policy = Fixture.policy
        policy.clients[0].terms[0].plan.acknowledgement = Acknowledgement(
            withinMinutes: 60,
            countsAsFirstAnswer: counts
        )
        let decision = try decision([item(.fix, "The contact form is broken.")], policy: policy)
        let met = decision.clocks.filter(\.isMetByAcknowledgement).map(\.name)
        #expect(met == (counts ? [.firstAnswer] : []))
    }

    @Test func anIncidentIsUrgent() throws {
        let decision = try decision([item(.incident, "The shop is down.")])
        #expect(decision.items.first?.priority == .urgent)
        let clock = try #require(decision.clocks.first { $0.name == .firstAnswer })
        #expect(clock.due == Fixture.received.adding(minutes: 4 * 60))
    }

    @Test func nobodyVouchesSoTheReplyTellsNothing() throws {
        let decision = try decision([item(.fix, "The form is broken.")], headers: "")
        #expect(decision.acknowledgement.isSent)
        let content = try #require(decision.acknowledgement.content)
        #expect(content.disclosure == .receiptOnly)
        #expect(content.balanceMinutes == nil)
        #expect(content.promisedBy == nil)
    }

    @Test func theAnswerGoesToTheSenderWhateverReplyToSays() throws {
        let decision = try decision(
            [item(.fix, "x is broken")],
            headers: Fixture.authenticated + "Reply-To: thief@evil.example\r\n"
        )
        #expect(decision.acknowledgement.recipient?.address == "curator@harbor.example")
    }

    @Test(
        "Silence",
        arguments: [
            "From: somebody@elsewhere.example\r\n", "From: ana@northlight.example\r\n",
            "Auto-Submitted: auto-replied\r\n",
            "To: others@harbor.example\r\n", "From: curator@harbor.example.evil.example\r\n",
            "From: curator@sub.harbor.example\r\n",
        ]
    )
    func staysSilent(headers: String) throws {
        let decision = try decision([item(.fix, "The form is broken.")], headers: headers)
        #expect(!decision.acknowledgement.isSent)
        #expect(decision.acknowledgement.content == nil)
        #expect(!decision.acknowledgement.why.isEmpty)
    }

    @Test func mailFromBeforeTheStartIsDecidedButNotAnswered() throws {
        let decision = try decision(
            [item(.fix, "The form is broken.")],
            answersFrom: Fixture.received.adding(seconds: 1)
        )
        #expect(decision.items.count == 1)
        #expect(!decision.acknowledgement.isSent)
    }

    @Test func oldMailIsNotAnswered() throws {
        let limit = Fixture.policy.limits.answerableAgeMinutes
        let late = try decision([item(.fix, "x is broken")], now: Fixture.received.adding(minutes: limit + 1))
        #expect(!late.acknowledgement.isSent)
        let inTime = try decision([item(.fix, "x is broken")], now: Fixture.received.adding(minutes: limit))
        #expect(inTime.acknowledgement.isSent)
    }

    @Test func thanksInAConversationOpenNothing() throws {
        let decision = try decision([item(.other, "Thank you!")], conversation: .existing(7, evidence: "x"))
        #expect(decision.items.isEmpty)
        #expect(!decision.acknowledgement.isSent)
        #expect(decision.clocks.isEmpty)
    }

    @Test func aMailWithoutAnyRequestIsStillSeenByAPerson() throws {
        let decision = try decision([])
        #expect(decision.items.map(\.verdict) == [.undecided])
        #expect(decision.acknowledgement.isSent)
    }

    @Test func aRuleDecidesBeforeTheModel() throws {
        var policy = Fixture.policy
        policy.rules = [
            Rule(
                name: "quiet",
                conditions: [.from(["@harbor.example"])],
                actions: [.skipAcknowledgement, .assign("ana")],
                examples: .init(match: [], noMatch: [])
            )
        ]
        let decision = try decision([item(.fix, "x is broken")], policy: policy)
        #expect(!decision.acknowledgement.isSent)
        #expect(decision.routing.assignee == "ana")
        #expect(decision.reasons.contains { $0.step == "rule" && $0.text.contains("quiet") })
    }

    @Test func theSameMailIsDecidedTheSameWayTwice() throws {
        let items = [item(.fix, "The form is broken."), item(.feature, "Please add a box.")]
        let first = try decision(items)
        let second = try decision(items)
        #expect(first.reasons == second.reasons)
        #expect(first.postings == second.postings)
    }
}

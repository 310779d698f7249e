import Agreement
import Classifier
import Digest
import HourLedger
import Testing
import WorkingTime

@testable import Triage

/// What is known of the client moves a request within bounds, and says so.
@Suite("What is known of a client") struct ClientContextTests {
    /// A request with these probabilities of fix, incident, feature, question, approval, billing and other.
    private static func item(_ probabilities: [Double], _ label: Label, isDecided: Bool = false) -> Item {
        Item(
            label: label,
            range: 0..<22,
            text: "The list has no totals",
            confidence: probabilities.max() ?? 0,
            isDecided: isDecided,
            evidence: ["no totals"],
            runnerUp: .question,
            runnerUpConfidence: 0,
            probabilities: probabilities
        )
    }

    private static let torn = item([0.45, 0.02, 0.5, 0.03, 0, 0, 0], .feature)

    private func decision(
        _ item: Item,
        _ context: ClientContext = ClientContext(),
        corrections: Corrections = .none,
        conversation: Conversation = .new,
        deliveries: [Delivery] = []
    ) throws -> Decision {
        var policy = Fixture.policy
        policy.clients[0].deliveries = deliveries
        let key = try #require(SigningKey(bytes: [UInt8](repeating: 7, count: 32)))
        let understanding = Understanding(policy: policy, classifier: RequestClassifier(), key: key)
        var enquiry = understanding.enquiry(of: Fixture.mail(Fixture.authenticated), receivedAt: Fixture.received)
        enquiry.classification = Classification(language: .english, label: item.label, items: [item])
        var circumstances = Circumstances(
            conversation: conversation,
            ledger: Ledger(agreement: policy.clients[0]),
            firstRequestID: 1,
            smallChangeUsedMinutes: 0,
            answersFrom: Instant(epochSeconds: 0),
            now: Fixture.received
        )
        circumstances.context = context
        circumstances.corrections = corrections
        return decide(enquiry, under: circumstances, policy: policy)
    }

    private func texts(_ decision: Decision, _ step: String) -> [String] {
        decision.reasons.filter { $0.step == step }.map(\.text)
    }

    @Test("A recent delivery makes a defect likelier", arguments: [("2026-11-10", true), ("2026-10-01", false)])
    func delivery(date: String, isRecent: Bool) throws {
        let day = try #require(CivilDate(date))
        let decision = try decision(Self.torn, deliveries: [Delivery(name: "Ticket shop", date: day)])
        #expect(decision.items.first?.item.label == (isRecent ? .fix : .feature))
        #expect(decision.items.first?.item.isDecided == false)
        let told = texts(decision, "context")
        #expect(
            told == (isRecent ? ["Ticket shop was delivered on 2026-11-10, so a defect is likelier, 1.6 times"] : [])
        )
    }

    @Test func `A feature that was finished a few days ago makes a defect likelier`() throws {
        var context = ClientContext()
        context.finished = .init(id: 12, at: Fixture.received.adding(minutes: -3 * 24 * 60))
        let decision = try decision(Self.torn, context)
        #expect(decision.items.first?.item.label == .fix)
        #expect(
            texts(decision, "context") == [
                "request 12, a feature, was finished 3 days ago, so a defect is likelier, 1.4 times"
            ]
        )
        context.finished = .init(id: 12, at: Fixture.received.adding(minutes: -20 * 24 * 60))
        #expect(texts(try self.decision(Self.torn, context), "context") == [])
    }

    @Test func `A quote in the conversation makes a yes of what would be no request`() throws {
        let yes = Self.item([0.02, 0, 0.03, 0.05, 0.35, 0.05, 0.5], .other)
        var context = ClientContext()
        #expect(try decision(yes, context, conversation: .existing(3, evidence: "x")).items.isEmpty)
        context.quotesHere = [5]
        let decision = try decision(yes, context, conversation: .existing(3, evidence: "x"))
        #expect(decision.items.first?.item.label == .approval)
        #expect(
            texts(decision, "context").first?.hasPrefix("the quote for request 5 waits in this conversation") == true
        )
    }

    @Test("Confirmed history weighs, and less than the words", arguments: [Label.fix, .feature])
    func history(label: Label) throws {
        var context = ClientContext()
        context.confirmed = [label: 80]
        context.confirmedOfAll = [label: 300]
        let decision = try decision(Self.item([0.48, 0, 0.48, 0.04, 0, 0, 0], .feature), context)
        #expect(decision.items.first?.item.label == label)
        let what = label == .fix ? "defects" : "features"
        #expect(
            texts(decision, "context") == ["80 of 80 confirmed requests of Harbor Museum were \(what), 1.5 times"]
        )
    }

    @Test func `All signs together never turn a decided fix into a decided feature`() throws {
        var context = ClientContext()
        context.confirmed = [.feature: 300]
        context.confirmedOfAll = [.feature: 300]
        let fix = Self.item([0.88, 0, 0.12, 0, 0, 0, 0], .fix, isDecided: true)
        let others = (1...30).map {
            Correction(
                request: $0,
                client: "birch",
                at: Fixture.received,
                from: .fix,
                to: .feature,
                baseSubject: "",
                text: fix.text
            )
        }
        let item = try #require(try decision(fix, context, corrections: Corrections(others)).items.first)
        #expect(!item.item.isDecided)
        #expect(item.verdict == .undecided)
        #expect(item.clause == nil)
    }

    @Test func `What moves nothing is not told`() throws {
        var context = ClientContext()
        context.quotesElsewhere = [4]
        let fix = Self.item([0.97, 0.01, 0.01, 0.01, 0, 0, 0], .fix, isDecided: true)
        #expect(texts(try decision(fix, context), "context") == [])
    }

    @Test func `A remembered request is decided as it was corrected, and the reason names the correction`() throws {
        let correction = Correction(
            request: 7,
            client: "harbor",
            at: Fixture.received.adding(minutes: -24 * 60),
            from: .fix,
            to: .feature,
            baseSubject: "",
            text: Self.torn.text
        )
        let fix = Self.item([0.97, 0.01, 0.01, 0.01, 0, 0, 0], .fix, isDecided: true)
        let decision = try decision(fix, corrections: Corrections([correction]))
        let item = try #require(decision.items.first)
        #expect(item.item.label == .feature)
        #expect(item.verdict == .notCovered)
        #expect(item.item.evidence == ["correction of request 7"])
        #expect(
            texts(decision, "correction") == [
                "you corrected request 7 on 2026-11-19 from fix to feature, and this has the same words"
            ]
        )
        #expect(texts(decision, "request").first?.contains("by its words fix (97 %") == true)
    }

    @Test func `A rule's word stands against corrections and context`() throws {
        var ruled = Self.torn
        ruled.decide(label: .billing, by: "Money")
        let correction = Correction(
            request: 7,
            client: "harbor",
            at: Fixture.received,
            from: .fix,
            to: .feature,
            baseSubject: "",
            text: ruled.text
        )
        let decision = try decision(ruled, corrections: Corrections([correction]))
        #expect(decision.items.first?.item.label == .billing)
        #expect(texts(decision, "correction") == [])
    }

    @Test("A fix that grows into a feature is noticed", arguments: [true, false])
    func creep(isDecided: Bool) throws {
        let probabilities = isDecided ? [0.02, 0, 0.97, 0.01, 0, 0, 0] : [0.3, 0, 0.6, 0.1, 0, 0, 0]
        let feature = Self.item(probabilities, .feature, isDecided: isDecided)
        var context = ClientContext()
        context.thread = [.init(id: 3, label: .fix, isDecided: true), .init(id: 4, label: .question, isDecided: true)]
        let decision = try decision(feature, context, conversation: .existing(2, evidence: "x"))
        let item = try #require(decision.items.first)
        #expect(item.grewFrom == (isDecided ? 3 : nil))
        #expect(item.verdict == (isDecided ? .notCovered : .undecided))
        let told = try #require(texts(decision, "thread").last)
        #expect(
            told.hasPrefix(isDecided ? "scope creep: the conversation began with a fix, request 3" : "the conversation")
        )
    }

    @Test func `A wish in a conversation that began with a wish is no scope creep`() throws {
        var context = ClientContext()
        context.thread = [.init(id: 3, label: .feature, isDecided: true)]
        let feature = Self.item([0.02, 0, 0.97, 0.01, 0, 0, 0], .feature, isDecided: true)
        let decision = try decision(feature, context, conversation: .existing(2, evidence: "x"))
        #expect(decision.items.first?.grewFrom == nil)
    }
}

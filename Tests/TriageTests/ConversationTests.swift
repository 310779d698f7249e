import Testing
import Triage

@Suite("Which conversation a mail belongs to") struct ConversationTests {
    private let ours = TicketSnapshot(id: 7, client: "harbor", baseSubject: "contact form", closedDays: nil)
    private let other = TicketSnapshot(id: 8, client: "birch", baseSubject: "contact form", closedDays: nil)

    private func conversation(
        _ candidates: ConversationCandidates,
        subject: String = "contact form",
        subjectTicket: Int? = nil,
        client: String? = "harbor",
        isStaff: Bool = false,
        isVouchedFor: Bool = true
    ) -> Conversation {
        let evidence = ThreadEvidence(
            signedTickets: [],
            references: [],
            subjectTicket: subjectTicket,
            baseSubject: subject
        )
        return Conversation(
            candidates: candidates,
            evidence: evidence,
            client: client,
            isStaff: isStaff,
            isVouchedFor: isVouchedFor,
            reopenDays: 30
        )
    }

    @Test func withoutEvidenceItIsNew() {
        #expect(conversation(ConversationCandidates()) == .new)
    }

    @Test func theSignedTokenBeatsReferencesAndTheSubject() {
        let found = conversation(ConversationCandidates(bySignature: ours, byReference: other, bySubject: other))
        #expect(found == .existing(7, evidence: "our signed Message-ID"))
    }

    @Test func aReferenceBeatsTheSubject() {
        let found = conversation(ConversationCandidates(byReference: ours, bySubject: other))
        #expect(found == .existing(7, evidence: "a Message-ID it refers to"))
    }

    @Test(arguments: ["harbor", nil]) func anotherClientsTicketNeverLetsAnybodyIn(client: String?) {
        guard case .flagged(to: 8, reason: _) = conversation(ConversationCandidates(bySignature: other), client: client)
        else {
            Issue.record("not flagged")
            return
        }
    }

    @Test func staffMayAnswerEveryTicket() {
        let found = conversation(ConversationCandidates(byReference: other), client: nil, isStaff: true)
        #expect(found == .existing(8, evidence: "a Message-ID it refers to"))
    }

    @Test func aNumberThatAnybodyCanGuessNeedsASenderWhoIsVouchedFor() {
        let candidates = ConversationCandidates(bySubject: ours)
        #expect(conversation(candidates) == .existing(7, evidence: "the ticket number in its subject"))
        guard case .flagged(to: 7, reason: _) = conversation(candidates, isVouchedFor: false) else {
            Issue.record("not flagged")
            return
        }
        let signed = conversation(ConversationCandidates(bySignature: ours), isVouchedFor: false)
        #expect(signed == .existing(7, evidence: "our signed Message-ID"))
    }

    @Test func aNewSubjectOpensALinkedTicket() {
        guard
            case .linked(to: 7, reason: _) = conversation(ConversationCandidates(byReference: ours), subject: "invoice")
        else {
            Issue.record("not linked")
            return
        }
    }

    @Test func aNewSubjectThatStillNamesTheTicketStaysInIt() {
        let found = conversation(
            ConversationCandidates(byReference: ours),
            subject: "invoice",
            subjectTicket: 7
        )
        #expect(found == .existing(7, evidence: "a Message-ID it refers to"))
    }

    @Test(arguments: [(30, false), (31, true)]) func aTicketClosedLongAgoStaysClosed(days: Int, isLinked: Bool) {
        var closed = ours
        closed.closedDays = days
        let found = conversation(ConversationCandidates(byReference: closed))
        if isLinked {
            guard case .linked(to: 7, reason: _) = found else {
                Issue.record("not linked: \(found)")
                return
            }
        } else {
            #expect(found == .existing(7, evidence: "a Message-ID it refers to"))
        }
    }

    @Test(arguments: [
        ("Re: Contact form", "contact form"), ("AW: RE: [#12] Contact  form", "contact form"),
        ("Re[2]: Contact form", "contact form"), ("Ответ: Форма", "форма"), ("回复：表单", "表单"),
        ("SV: VS: Fwd: x", "x"), ("Project: next steps", "project: next steps"), ("", ""), ("Re:", ""),
        ("[#1] [#2] x", "x"),
    ])
    func theBaseSubjectLosesPrefixesAndTokens(subject: String, base: String) {
        #expect(BaseSubject.normalized(subject) == base)
    }
}

import Testing
import Triage

@Suite("A forwarded mail") struct ForwardTests {
    private let forwarded = """
        ---------- Forwarded message ---------
        From: Greta Olsen <greta@visitor.example>
        Date: Mon, 16 Nov 2026
        Subject: Audio guide

        I would love an audio guide for children.
        """

    @Test func keepsTheWordsOfBothAndKnowsWhichAreTheSendersOwn() {
        let newest = NewestText(
            of: "The guide no longer plays. Please fix it.\n\n" + forwarded,
            subject: "Fwd: Audio guide"
        )
        #expect(newest.isForward)
        #expect(newest.introduction == "The guide no longer plays. Please fix it.")
        #expect(newest.text.hasPrefix(newest.introduction))
        #expect(newest.text.contains("audio guide for children"))
    }

    @Test func withoutAWordOfTheSenderHasNoIntroduction() {
        let newest = NewestText(of: forwarded, subject: "Fwd: Audio guide")
        #expect(newest.introduction.isEmpty)
        #expect(newest.text.contains("audio guide for children"))
    }

    @Test func anyOtherMailHasNoIntroduction() {
        #expect(NewestText(of: "The guide no longer plays.", subject: "Audio guide").introduction.isEmpty)
    }

    @Test(arguments: [
        ("Re: Contact form", true), ("Fwd: Contact form", true), ("Contact form [#12]", true), ("Contact form", false),
        ("Project: contact form", false),
    ])
    func anAnswerIsToldByItsSubject(subject: String, isAnswer: Bool) {
        #expect(BaseSubject.isAnswer(subject) == isAnswer)
    }
}

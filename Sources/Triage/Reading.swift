public import Classifier
public import MIME
import Synchronization

/// A mail as everybody reads it, before anybody's rules: its text, its newest words, and what these ask for.
///
/// What costs time is worked out once, when it is first asked for: several sets of rules may look at one reading, from
/// threads of their own.
public final class Reading: Sendable {
    public let message: Message
    let heading: Heading
    let content: Content
    let newest: NewestText
    private let classifier: RequestClassifier
    private let classified = Mutex<Classification?>(nil)
    /// By whether our own group passed the mail on.
    private let verdicts = Mutex<[Bool: MachineText.Verdict?]>([:])

    public init(_ message: Message, classifier: RequestClassifier) {
        self.message = message
        self.classifier = classifier
        heading = Heading(message)
        content = message.content
        newest = NewestText(of: content.text, subject: heading.subject)
    }

    /// What the newest words ask for, as the words say it.
    func classification() -> Classification {
        classified.withLock { known in
            if let known { return known }
            let made = classify()
            known = made
            return made
        }
    }

    /// What the words say of a machine that may have written them; nil when they are a person's.
    func machineVerdict(isOwnList: Bool) -> MachineText.Verdict? {
        verdicts.withLock { known in
            if let verdict = known[isOwnList] { return verdict }
            let verdict = MachineText(message, text: content.text, newest: newest).verdict(isOwnList: isOwnList)
            known[isOwnList] = .some(verdict)
            return verdict
        }
    }

    private func classify() -> Classification {
        // The subject of an answer is the question's: what it says was asked before.
        let isAnswer = BaseSubject.isAnswer(heading.subject) || RatingToken.hasForm(subject: heading.subject)
        var result = classifier.classify(subject: isAnswer ? "" : heading.subject, body: newest.text)
        // Who forwards a mail with a request of their own asks for that; the forwarded words are its background.
        if !newest.introduction.isEmpty, newest.text.hasPrefix(newest.introduction) {
            let end = newest.introduction.unicodeScalars.count
            let own = result.items.filter { $0.range.lowerBound < end && $0.label != .other }
            if !own.isEmpty { result.items = own }
        }
        return result
    }
}

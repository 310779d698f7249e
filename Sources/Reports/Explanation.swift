public import Agreement
public import Classifier
public import Triage

/// A decision as the agency's owner is to understand it: what was written, what decided, and what followed.
public struct Explanation: Sendable {
    /// One request of the mail.
    public struct Request: Sendable {
        /// Its number in the record; nil for a mail that is only tried.
        public var number: Int?
        public var label: Label
        /// 0...1
        public var confidence: Double
        public var isDecided: Bool
        public var runnerUp: Label
        /// 0 where a person or a rule took the first place away from it.
        public var runnerUpConfidence: Double
        public var verdict: Verdict
        public var clause: ClauseID?
        /// The clause in the agency's language, where the terms have it.
        public var clauseText: Terms.Clause?
        /// Why the agreement says so.
        public var reason: String
        public var priority: Priority
        /// What has become of it.
        public var state: String
        public var text: String
        /// Where it stands in the newest text, in Unicode scalars; empty for one that stands in the subject.
        public var range: Range<Int>
        public var evidence: [String]
        /// A person's word on it, when there was one.
        public var isPersonsWord: Bool

        public init(
            number: Int?,
            label: Label,
            confidence: Double,
            isDecided: Bool,
            runnerUp: Label,
            runnerUpConfidence: Double,
            verdict: Verdict,
            clause: ClauseID?,
            clauseText: Terms.Clause?,
            reason: String,
            priority: Priority,
            state: String,
            text: String,
            range: Range<Int>,
            evidence: [String],
            isPersonsWord: Bool
        ) {
            self.number = number
            self.label = label
            self.confidence = confidence
            self.isDecided = isDecided
            self.runnerUp = runnerUp
            self.runnerUpConfidence = runnerUpConfidence
            self.verdict = verdict
            self.clause = clause
            self.clauseText = clauseText
            self.reason = reason
            self.priority = priority
            self.state = state
            self.text = text
            self.range = range
            self.evidence = evidence
            self.isPersonsWord = isPersonsWord
        }
    }

    public var from: String
    public var subject: String
    /// What stands behind the heading, such as the ticket.
    public var notes: [String]
    /// What the sender newly wrote; nil when the mail's bytes are gone.
    public var newText: String?
    public var requests: [Request]
    /// All steps of the reasoning, in order.
    public var reasons: [Reason]

    public init(
        from: String,
        subject: String,
        notes: [String],
        newText: String?,
        requests: [Request],
        reasons: [Reason]
    ) {
        self.from = from
        self.subject = subject
        self.notes = notes
        self.newText = newText
        self.requests = requests
        self.reasons = reasons
    }

    /// Steps that belong to the request told of last.
    private static let stepsOfRequest: Set<String> = ["correction", "context", "knowledge"]

    /// The reasons beside those that a request's own lines tell already: of each request, and of the mail.
    func sorted() -> (ofRequests: [[Reason]], others: [Reason]) {
        var ofRequests = [[Reason]](repeating: [], count: requests.count)
        var others: [Reason] = []
        var current = -1
        for reason in reasons {
            switch reason.step {
            case "request": current += 1
            case "clause": break
            case _ where ofRequests.indices.contains(current) && Self.stepsOfRequest.contains(reason.step):
                ofRequests[current].append(reason)
            case "thread" where ofRequests.indices.contains(current): ofRequests[current].append(reason)
            default: others.append(reason)
            }
        }
        return (ofRequests, others)
    }
}

public import Agreement
public import Classifier
public import WorkingTime

/// One request as the digest needs it. The record hands over all requests of the last weeks; the digest picks.
public struct DigestRow: Hashable, Sendable {
    /// What has become of a request outside the agreement.
    public enum State: String, CaseIterable, Hashable, Sendable {
        case new, quoted, approved, declined
    }

    /// The client's id and the name people know.
    public var client: String
    public var clientName: String
    public var request: Int
    public var ticket: Int
    /// The client's own words.
    public var words: String
    public var askedAt: Instant
    public var label: Label
    public var verdict: Verdict
    /// The clause that puts it outside, if one was quoted.
    public var clause: ClauseID?
    public var state: State
    /// What it would take, 0 or more; nil when nobody has said.
    public var estimateMinutes: Int?
    public var quote: Money?
    /// Minutes spent on it for free as a small change; nil when it was none.
    public var givenAwayMinutes: Int?
    /// The fix in the same conversation that it grew out of.
    public var grewFrom: Int?

    public init(
        client: String,
        clientName: String,
        request: Int,
        ticket: Int,
        words: String,
        askedAt: Instant,
        label: Label,
        verdict: Verdict,
        clause: ClauseID?,
        state: State,
        estimateMinutes: Int?,
        quote: Money?,
        givenAwayMinutes: Int?
    ) {
        self.client = client
        self.clientName = clientName
        self.request = request
        self.ticket = ticket
        self.words = words
        self.askedAt = askedAt
        self.label = label
        self.verdict = verdict
        self.clause = clause
        self.state = state
        self.estimateMinutes = estimateMinutes
        self.quote = quote
        self.givenAwayMinutes = givenAwayMinutes
    }

    /// Whether the agreement does not support it; what was given away is counted there alone.
    var isUnsupported: Bool { givenAwayMinutes == nil && (verdict == .notCovered || verdict == .noAgreement) }
}

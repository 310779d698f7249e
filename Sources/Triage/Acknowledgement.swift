public import Agreement
public import Classifier
public import WorkingTime

/// What one acknowledgement says, as values; the responder puts it into words of the reader's language.
public struct AcknowledgementContent: Codable, Hashable, Sendable {
    /// One request in the client's own words with what the agreement says of it.
    public struct Item: Codable, Hashable, Sendable {
        /// Short quotation of the client's words.
        public var summary: String
        public var label: Label
        public var verdict: Verdict
        /// The clause that decides, in the reader's language; nil when none is quoted.
        public var clause: Terms.Clause?
        /// A kept answer that fits the question well.
        public var answer: Answer?

        public init(summary: String, label: Label, verdict: Verdict, clause: Terms.Clause?, answer: Answer? = nil) {
            self.summary = summary
            self.label = label
            self.verdict = verdict
            self.clause = clause
            self.answer = answer
        }
    }

    /// How much the reader may be told.
    public enum Disclosure: String, Codable, Hashable, Sendable {
        /// An authenticated contact: clauses, hours and times.
        case full
        /// Nobody vouches for the sender: that the mail arrived, and nothing specific to the client.
        case receiptOnly
    }

    public var ticket: Int
    public var agency: Agency
    /// The client's name, empty for somebody unknown.
    public var clientName: String
    public var recipient: Sender
    /// BCP 47 tag of the language to answer in.
    public var language: String
    public var disclosure: Disclosure
    public var items: [Item]
    /// Minutes left on the client's ledger after this mail's postings; nil when none are included or nothing is told.
    public var balanceMinutes: Int?
    /// When a person answers at the latest; nil when nothing is promised.
    public var promisedBy: Instant?
    /// The client's zone, in which times are shown.
    public var zone: Zone
    /// Whether an agreement is in force; without one the mail waits until there is time, and the reply says so.
    public var hasAgreement: Bool

    public init(
        ticket: Int,
        agency: Agency,
        clientName: String,
        recipient: Sender,
        language: String,
        disclosure: Disclosure,
        items: [Item],
        balanceMinutes: Int?,
        promisedBy: Instant?,
        zone: Zone,
        hasAgreement: Bool
    ) {
        self.ticket = ticket
        self.agency = agency
        self.clientName = clientName
        self.recipient = recipient
        self.language = language
        self.disclosure = disclosure
        self.items = items
        self.balanceMinutes = balanceMinutes
        self.promisedBy = promisedBy
        self.zone = zone
        self.hasAgreement = hasAgreement
    }
}

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
        /// Whether what is asked for is certain, though no agreement says anything of it: an approval, an invoice.
        public var isCertain: Bool
        /// Whether it would be covered as a small change, and nobody has estimated it yet.
        public var isUnestimated = false

        public init(
            summary: String,
            label: Label,
            verdict: Verdict,
            clause: Terms.Clause?,
            answer: Answer? = nil,
            isCertain: Bool = false
        ) {
            self.isCertain = isCertain
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

        /// As a reason tells it.
        var words: String { self == .full ? "with clauses, hours and times" : "saying only that it arrived" }
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

extension AcknowledgementContent.Item {
    /// As it was kept; what an earlier version did not keep is taken to be unsaid.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            summary: try values.decode(String.self, forKey: .summary),
            label: try values.decode(Label.self, forKey: .label),
            verdict: try values.decode(Verdict.self, forKey: .verdict),
            clause: try values.decodeIfPresent(Terms.Clause.self, forKey: .clause),
            answer: try values.decodeIfPresent(Answer.self, forKey: .answer),
            isCertain: try values.decodeIfPresent(Bool.self, forKey: .isCertain) ?? false
        )
        isUnestimated = try values.decodeIfPresent(Bool.self, forKey: .isUnestimated) ?? false
    }
}

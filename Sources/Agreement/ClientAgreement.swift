public import WorkingTime

/// One client and what was agreed with them.
public struct ClientAgreement: Hashable, Sendable {
    /// The client's id, as the file and every command name it.
    public var client: String
    /// The client's name as people write it.
    public var name: String
    public var contacts: Contacts
    /// IANA zone of periods, deadlines and times in replies.
    public var zone: Zone
    /// BCP 47 tag of the client's own language; replies follow the mail's language where a template exists.
    public var language: String
    /// The plans in order of their first day; empty for a client without an agreement.
    public var terms: [DatedPlan]
    /// First day after the agreement, if it ends.
    public var end: CivilDate?
    public var deliveries: [Delivery]
    /// Set while there is a dispute with the client.
    public var dispute: Dispute?
    /// Whether they get their own version of the weekly digest.
    public var wantsDigest = false

    public init(client: String, name: String, contacts: Contacts, zone: Zone, language: String) {
        self.client = client
        self.name = name
        self.contacts = contacts
        self.zone = zone
        self.language = language
        terms = []
        deliveries = []
    }

    /// First day of the agreement; nil without one.
    public var start: CivilDate? {
        terms.first?.from
    }
}

/// A plan with the client's overrides applied, from a day on.
public struct DatedPlan: Hashable, Sendable {
    public var from: CivilDate
    public var plan: Plan

    public init(from: CivilDate, plan: Plan) {
        self.from = from
        self.plan = plan
    }
}

/// Who may open requests for a client and be told its balance. Addresses and domains are lower case.
public struct Contacts: Hashable, Sendable {
    public var addresses: [String]
    public var domains: [String]
    /// The one contact in a dispute.
    public var dispute: String?
    /// Who gets the statements; the first of `addresses` unless said.
    public var statements: String?

    public init(addresses: [String], domains: [String], dispute: String? = nil, statements: String? = nil) {
        self.addresses = addresses
        self.domains = domains
        self.dispute = dispute
        self.statements = statements
    }
}

/// A dispute with a client: from a day on all their mail goes to one person, and hours and terms are told only to the one
/// contact that was agreed for a dispute.
public struct Dispute: Hashable, Sendable {
    public var from: CivilDate
    /// Id of the member of staff.
    public var staff: String

    public init(from: CivilDate, staff: String) {
        self.from = from
        self.staff = staff
    }
}

/// A delivered piece of work; its date starts the warranty.
public struct Delivery: Hashable, Sendable {
    public var name: String
    public var date: CivilDate

    public init(name: String, date: CivilDate) {
        self.name = name
        self.date = date
    }
}

/// The terms of a plan in one language: clauses with stable ids.
public struct Terms: Hashable, Sendable {
    /// One clause: a short title and its text as plain sentences.
    public struct Clause: Codable, Hashable, Sendable {
        public var id: ClauseID
        public var title: String
        public var text: String

        public init(id: ClauseID, title: String, text: String) {
            self.id = id
            self.title = title
            self.text = text
        }
    }

    public var name: String
    public var language: String
    public var clauses: [Clause]

    public init(name: String, language: String, clauses: [Clause]) {
        self.name = name
        self.language = language
        self.clauses = clauses
    }

    public func clause(_ id: ClauseID) -> Clause? {
        clauses.first { $0.id == id }
    }
}

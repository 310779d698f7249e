public import Agreement
public import WorkingTime

/// Everything the operator decided that triage needs: the agency, its clients and terms, rules and limits.
public struct Policy: Sendable {
    public var agency: Agency
    public var staff: [Staff]
    /// Working calendars by name.
    public var calendars: [String: WorkingCalendar]
    /// Clients in order of their id.
    public var clients: [ClientAgreement] {
        didSet { placeByClient = Self.places(of: clients) }
    }
    /// Terms texts by name and language.
    public var terms: [String: [String: Terms]]
    /// Operator's rules, in order; the first that decides wins.
    public var rules: [Rule]
    /// Answers to questions that come again, in order of their names.
    public var answers: [Answer] { didSet { shelf = AnswerShelf(answers) } }
    /// The same, ready to be looked through for each question.
    private(set) var shelf = AnswerShelf([])
    /// Addresses that mean "to us", lower case: mailboxes and what we send from.
    public var ownAddresses: Set<String>
    /// `List-Id`s that our own desk address stamps on every mail (a group address), lower case.
    public var ownLists: Set<String>
    /// Host names (authserv-id, RFC 8601 section 2.5) whose Authentication-Results count, lower case.
    public var trustedAuthenticators: Set<String>
    /// Names of headers of the operator's own border that mark spam, each with the value that says yes, lower case.
    public var spamHeaders: [String: String]
    /// Web forms whose mails name their real sender inside.
    public var forms: [WebForm]
    public var limits: ReplyLimits

    public init(agency: Agency) {
        self.agency = agency
        staff = []
        calendars = [:]
        clients = []
        terms = [:]
        rules = []
        answers = []
        ownAddresses = []
        ownLists = []
        trustedAuthenticators = []
        spamHeaders = ["x-spam-flag": "yes"]
        forms = []
        limits = ReplyLimits()
    }

    public func client(_ id: String) -> ClientAgreement? {
        placeByClient[id].map { clients[$0] }
    }

    private var placeByClient: [String: Int] = [:]

    private static func places(of clients: [ClientAgreement]) -> [String: Int] {
        Dictionary(clients.indices.map { (clients[$0].client, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The clause in the reader's language, else in the agency's first language, else in any language the terms have.
    public func clause(_ id: ClauseID, of terms: String, in language: String) -> Terms.Clause? {
        guard let texts = self.terms[terms] else { return nil }
        let fallbacks = [language] + agency.languages + texts.keys.sorted()
        for candidate in fallbacks {
            if let clause = texts[candidate]?.clause(id) { return clause }
        }
        return nil
    }
}

/// The agency that runs this Gatepost.
public struct Agency: Codable, Hashable, Sendable {
    public var name: String
    public var zone: Zone
    /// Languages of replies, the first is the fallback.
    public var languages: [String]
    /// What mails are sent from.
    public var from: Sender

    public init(name: String, zone: Zone, languages: [String], from: Sender) {
        self.name = name
        self.zone = zone
        self.languages = languages
        self.from = from
    }
}

/// A name and an address, the address in lower case.
public struct Sender: Codable, Hashable, Sendable {
    public var name: String
    public var address: String

    public init(name: String, address: String) {
        self.name = name
        self.address = address
    }

    /// What follows the `@`.
    public var domain: String {
        address.lastIndex(of: "@").map { String(address[address.index(after: $0)...]) } ?? ""
    }
}

/// A member of the agency's staff.
public struct Staff: Hashable, Sendable {
    /// Short id as the other files name it.
    public var id: String
    public var name: String
    public var address: String
    /// What the person looks after, and when.
    public var responsibility = Responsibility()

    public init(id: String, name: String, address: String) {
        self.id = id
        self.name = name
        self.address = address
    }
}

/// What bounds automatic replies, so that no loop and no flood can come of us.
public struct ReplyLimits: Hashable, Sendable {
    /// Automatic replies to one sender in 24 hours.
    public var perSenderDaily = 10
    /// Automatic replies to one domain in 24 hours.
    public var perDomainDaily = 50
    /// Automatic replies in all in 24 hours.
    public var overallDaily = 500
    /// Mail older than this is kept and decided but never answered by itself.
    public var answerableAgeMinutes = 3 * 24 * 60
    /// A ticket closed for longer than this is not reopened; a new, linked one is opened.
    public var reopenDays = 30
    /// Above this size only headers and text are fetched.
    public var mailBytes = 32 << 20

    public init() {}
}

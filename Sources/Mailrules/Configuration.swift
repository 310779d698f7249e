public import Triage
public import WorkingTime

/// Everything the operator's folder says, read and checked: what triage needs as `policy`, and where mail comes from
/// and goes to.
public struct Configuration: Sendable {
    /// The folder it was read from, as given.
    public var folder: String
    /// The agency, its clients, terms, rules and limits.
    public var policy: Policy
    /// Mailboxes in order of their name; at least one.
    public var mailboxes: [MailboxSettings]
    public var outgoing: OutgoingSettings
    public var schedule: Schedule
    /// When staff are warned of promises; nil when they are not.
    public var warnings: WarningPolicy?
    /// Who gets work orders; nil when nobody does.
    public var workOrders: WorkOrderSettings?
    public var retention: Retention
    /// How often clients are asked how satisfied they are; nil when they are not.
    public var satisfaction: SatisfactionSettings?
    public var targets = Targets()
    /// Templates that stand in for built-in ones, in order of their path.
    public var templates: [TemplateFile]

    public init(
        folder: String,
        policy: Policy,
        mailboxes: [MailboxSettings],
        outgoing: OutgoingSettings,
        schedule: Schedule,
        warnings: WarningPolicy? = nil,
        workOrders: WorkOrderSettings? = nil,
        retention: Retention = Retention(),
        templates: [TemplateFile]
    ) {
        self.folder = folder
        self.policy = policy
        self.mailboxes = mailboxes
        self.outgoing = outgoing
        self.schedule = schedule
        self.warnings = warnings
        self.workOrders = workOrders
        self.retention = retention
        self.templates = templates
    }

    public func mailbox(_ name: String) -> MailboxSettings? {
        mailboxes.first { $0.name == name }
    }
}

/// How Gatepost shows a server who it is.
public enum Authentication: String, CaseIterable, Hashable, Sendable {
    /// The secret is a password.
    case password
    /// The secret is an OAuth 2 access token (RFC 7628), fresh each time it is asked for.
    case oauth
}

/// A mailbox that is read, and where its mail is filed.
public struct MailboxSettings: Hashable, Sendable {
    /// Where the first reading begins; older mail is never answered.
    public enum Start: Hashable, Sendable {
        /// When this mailbox is first opened.
        case now
        /// Local midnight of a day in the agency's zone.
        case date(CivilDate)
        case instant(Instant)
    }

    /// Where a person's answers are seen.
    public enum SentFolder: Hashable, Sendable {
        /// The folder with the `\Sent` use (RFC 6154).
        case auto
        case named(String)
    }

    /// The name under `mailboxes:`.
    public var name: String
    public var server: ServerURL
    public var login: String
    public var secret: SecretReference
    public var authentication: Authentication
    /// Path of a file with certificate authorities (PEM) to trust instead of the system's; nil for the system's.
    public var authorityFile: String?
    /// What counts as "to us", lower case.
    public var addresses: [String]
    /// The folder that is read.
    public var inbox: String
    public var sent: SentFolder
    public var start: Start
    /// Folders by what a mail turned out to be: a label, `undecided`, `machine`, `spam`, `unknown`. Mail without an
    /// entry stays in place.
    public var folders: [String: String]
    /// Host names whose Authentication-Results count (authserv-id, RFC 8601 section 2.5), lower case.
    public var authenticators: [String]
    /// `List-Id`s that the address's own group stamps on every mail, lower case.
    public var lists: [String]

    public init(
        name: String,
        server: ServerURL,
        login: String,
        secret: SecretReference,
        authentication: Authentication,
        authorityFile: String? = nil,
        addresses: [String],
        inbox: String,
        sent: SentFolder,
        start: Start,
        folders: [String: String],
        authenticators: [String],
        lists: [String]
    ) {
        self.name = name
        self.server = server
        self.login = login
        self.secret = secret
        self.authentication = authentication
        self.authorityFile = authorityFile
        self.addresses = addresses
        self.inbox = inbox
        self.sent = sent
        self.start = start
        self.folders = folders
        self.authenticators = authenticators
        self.lists = lists
    }
}

/// The server that takes mail from us.
public struct OutgoingSettings: Hashable, Sendable {
    public var server: ServerURL
    public var login: String
    public var secret: SecretReference
    public var authentication: Authentication
    /// Path of a file with certificate authorities (PEM) to trust instead of the system's; nil for the system's.
    public var authorityFile: String?
    /// What mails are sent from.
    public var from: Sender
    /// Whether each mail goes to our own mailbox as well, as proof that the server took it.
    public var keepsCopies: Bool

    public init(
        server: ServerURL,
        login: String,
        secret: SecretReference,
        authentication: Authentication,
        authorityFile: String? = nil,
        from: Sender,
        keepsCopies: Bool = true
    ) {
        self.server = server
        self.login = login
        self.secret = secret
        self.authentication = authentication
        self.authorityFile = authorityFile
        self.from = from
        self.keepsCopies = keepsCopies
    }
}

/// How long the bytes of mail are kept. What was decided, asked for and booked stays.
public struct Retention: Hashable, Sendable {
    /// Minutes since a mail of a person came; nil keeps it for good. Mail of open tickets is kept in any case.
    public var mailMinutes: Int?
    /// Minutes since a machine's mail came; nil keeps it as long as a person's.
    public var machineMinutes: Int?

    public init(mailMinutes: Int? = nil, machineMinutes: Int? = nil) {
        self.mailMinutes = mailMinutes
        self.machineMinutes = machineMinutes
    }
}

/// Mail that goes out by the clock.
public struct Schedule: Hashable, Sendable {
    /// One mailing: when, and to whom of the staff.
    public struct Mailing: Hashable, Sendable {
        /// The day of the week; nil is every day.
        public var weekday: Weekday?
        /// Minutes since local midnight in the agency's zone, 0..<1,440.
        public var minuteOfDay: Int
        /// A calendar on whose days off nothing goes out; nil sends on every day.
        public var calendar: String?
        /// Ids of staff, at least one.
        public var to: [String]

        public init(
            weekday: Weekday? = nil,
            minuteOfDay: Int,
            calendar: String? = nil,
            to: [String]
        ) {
            self.weekday = weekday
            self.minuteOfDay = minuteOfDay
            self.calendar = calendar
            self.to = to
        }
    }

    /// When a client's statement goes out.
    public struct Statements: Hashable, Sendable {
        /// Whole days after the last day of the period; 0 is the first day after it.
        public var days: Int
        /// Minutes since local midnight in the agency's zone, 0..<1,440.
        public var minuteOfDay: Int

        public init(days: Int, minuteOfDay: Int) {
            self.days = days
            self.minuteOfDay = minuteOfDay
        }
    }

    /// The morning brief; nil when none is wanted.
    public var brief: Mailing?
    /// The weekly digest of unsupported requests; nil when none is wanted.
    public var digest: Mailing?
    /// Statements of periods that are over; nil when a person sends them.
    public var statements: Statements?

    public init(
        brief: Mailing? = nil,
        digest: Mailing? = nil,
        statements: Statements? = nil
    ) {
        self.brief = brief
        self.digest = digest
        self.statements = statements
    }
}

/// Who is told of new requests by mail.
public struct WorkOrderSettings: Hashable, Sendable {
    /// False keeps them from going out.
    public var isSent: Bool
    /// Ids of staff for requests that no rule assigns.
    public var to: [String]

    public init(isSent: Bool, to: [String]) {
        self.isSent = isSent
        self.to = to
    }
}

/// The question how satisfied clients are.
public struct SatisfactionSettings: Hashable, Sendable {
    /// No person is asked again before so many minutes have passed.
    public var everyMinutes: Int

    public init(everyMinutes: Int) {
        self.everyMinutes = everyMinutes
    }
}

/// What the agency wants to reach.
public struct Targets: Hashable, Sendable {
    /// The mean of first answers stays below so many minutes.
    public var firstAnswerMinutes = 120
    /// The mean mark of 1 to 5, in hundredths, is above it.
    public var satisfactionHundredths = 450

    public init() {}
}

/// A mail template of the operator's.
public struct TemplateFile: Hashable, Sendable {
    /// What the mail is, such as `acknowledgement`.
    public var kind: String
    /// BCP 47 tag.
    public var language: String
    /// Whether it makes the HTML part; the other kind makes the plain text.
    public var isHTML: Bool
    /// The template itself.
    public var text: String
    /// Path inside the folder, for messages.
    public var path: String

    public init(
        kind: String,
        language: String,
        isHTML: Bool,
        text: String,
        path: String
    ) {
        self.kind = kind
        self.language = language
        self.isHTML = isHTML
        self.text = text
        self.path = path
    }
}

/// What reading a folder came to.
public enum ConfigurationResult: Sendable {
    /// Nothing stands in the way; the warnings are worth reading all the same.
    case loaded(Configuration, warnings: [Diagnostic])
    /// At least one error; every mistake found is listed, in order of file, line and column.
    case refused([Diagnostic])

    /// The configuration, when there is one.
    public var configuration: Configuration? {
        if case .loaded(let configuration, _) = self { configuration } else { nil }
    }

    /// Errors and warnings in order of file, line and column.
    public var diagnostics: [Diagnostic] {
        switch self {
        case .loaded(_, let warnings): warnings
        case .refused(let diagnostics): diagnostics
        }
    }
}

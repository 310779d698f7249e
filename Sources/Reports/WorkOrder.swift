public import Agreement
public import Classifier
public import Triage
public import WorkingTime

/// What a member of staff needs to work on one mail of a client, without opening anything else.
public struct WorkOrder: Hashable, Sendable {
    /// One request with the number that commands call it by.
    public struct Item: Hashable, Sendable {
        public var number: Int
        /// The request's id everywhere else.
        public var request: Int
        public var words: String
        public var label: Label
        public var isDecided: Bool
        public var confidencePercent: Int
        public var runnerUp: Label
        public var verdict: Verdict
        public var clause: ClauseID?
        public var clauseTitle: String?
        /// Why the agreement says so.
        public var reason: String
        public var evidence: [String]
        public var isUrgent: Bool
        /// What was quoted, for a request of an earlier mail that waits for the client's word.
        public var quotedMinutes: Int?
        public var quote: Money?

        public init(
            number: Int,
            request: Int,
            words: String,
            label: Label,
            isDecided: Bool,
            confidencePercent: Int,
            runnerUp: Label,
            verdict: Verdict,
            clause: ClauseID?,
            clauseTitle: String?,
            reason: String,
            evidence: [String],
            isUrgent: Bool,
            quotedMinutes: Int? = nil,
            quote: Money? = nil
        ) {
            self.number = number
            self.request = request
            self.words = words
            self.label = label
            self.isDecided = isDecided
            self.confidencePercent = confidencePercent
            self.runnerUp = runnerUp
            self.verdict = verdict
            self.clause = clause
            self.clauseTitle = clauseTitle
            self.reason = reason
            self.evidence = evidence
            self.isUrgent = isUrgent
            self.quotedMinutes = quotedMinutes
            self.quote = quote
        }
    }

    public var agency: Agency
    public var ticket: Int
    public var mail: Int
    public var clientName: String
    public var sender: Sender
    /// Whether our own border vouches for the sender.
    public var isVouched: Bool
    public var subject: String
    public var receivedAt: Instant
    /// What the client newly wrote.
    public var text: String
    /// Requests of this mail, then those that were quoted before and wait for the client's word.
    public var items: [Item]
    /// Minutes left on the client's ledger; nil when the agreement includes none.
    public var balanceMinutes: Int?
    public var heldMinutes: Int
    public var clocks: [ClockStart]
    public var hasAgreement: Bool
    /// What the client was told by itself, or why nothing.
    public var acknowledgement: String
    /// Answers the agency keeps that fit, each a question with a link.
    public var suggestions: [String]

    public init(
        agency: Agency,
        ticket: Int,
        mail: Int,
        clientName: String,
        sender: Sender,
        isVouched: Bool,
        subject: String,
        receivedAt: Instant,
        text: String,
        items: [Item],
        balanceMinutes: Int?,
        heldMinutes: Int,
        clocks: [ClockStart],
        hasAgreement: Bool,
        acknowledgement: String,
        suggestions: [String] = []
    ) {
        self.agency = agency
        self.ticket = ticket
        self.mail = mail
        self.clientName = clientName
        self.sender = sender
        self.isVouched = isVouched
        self.subject = subject
        self.receivedAt = receivedAt
        self.text = text
        self.items = items
        self.balanceMinutes = balanceMinutes
        self.heldMinutes = heldMinutes
        self.clocks = clocks
        self.hasAgreement = hasAgreement
        self.acknowledgement = acknowledgement
        self.suggestions = suggestions
    }
}

extension WorkOrder {
    private var words: Wording { Wording(language: "en") }

    /// Such as `Harbor Museum: fix, feature [order #12]`. Not the ticket's own mark, which belongs to the client's thread.
    public var mailSubject: String {
        let kinds = items.filter { $0.quotedMinutes == nil }.map {
            $0.isDecided ? $0.label.rawValue : "\($0.label.rawValue)?"
        }
        let urgent = items.contains(where: \.isUrgent) ? "urgent, " : ""
        let what = kinds.isEmpty ? "a word on a quote" : kinds.prefix(4).joined(separator: ", ")
        return "\(PlainText.excerpt(clientName, limit: 50)): \(urgent)\(what) (ticket \(ticket))"
    }

    public var notice: Notice {
        var blocks = figures.isEmpty ? [] : [Notice.Block.figures(figures)]
        if !hasAgreement { blocks.append(.sentence("No agreement is in force: nothing is promised.")) }
        blocks += items.map(entry)
        blocks.append(.heading("What was written"))
        blocks.append(.sentence(senderLine))
        blocks.append(Notice.letter(text))
        blocks.append(.sentence(acknowledgement))
        if !suggestions.isEmpty {
            blocks.append(.heading("Answers that may fit"))
            blocks += suggestions.map { .entry(mark: "", lead: $0, badge: nil, details: []) }
        }
        blocks.append(.heading("Answer this mail with commands"))
        blocks.append(.sentence(Self.howTo(items: items.count)))
        blocks.append(.commands(Self.commands))
        return Notice(
            agency: agency.name,
            title: "\(PlainText.excerpt(clientName, limit: 60)): \(PlainText.excerpt(subject, limit: 80))",
            subtitle: "Ticket #\(ticket), received \(words.moment(receivedAt, in: agency.zone))",
            blocks: blocks
        )
    }

    /// When what is due, and the hours there are for it.
    private var figures: [Notice.Figure] {
        var figures = clocks.filter { $0.name != .acknowledgement }.map { clock in
            let civil = agency.zone.civil(clock.due)
            return Notice.Figure(
                "\(words.shortDay(civil.date)), \(words.time(civil))",
                "\(clock.name.words) due",
                isTime: true
            )
        }
        if let balanceMinutes {
            figures.append(
                Notice.Figure(
                    words.signedDuration(minutes: balanceMinutes),
                    balanceMinutes < 0 ? "worked ahead" : "of the agreed hours left"
                )
            )
        }
        if heldMinutes > 0 {
            figures.append(Notice.Figure(words.shortDuration(minutes: heldMinutes), "held for approval"))
        }
        return figures
    }

    private var senderLine: String {
        let name = PlainText.excerpt(sender.name, limit: 60)
        let from = name.isEmpty ? sender.address : "\(name) <\(sender.address)>"
        return "From \(from)" + (isVouched ? "" : "; nobody vouches for this sender, so be careful")
            + ". Mail \(mail): gatepost explain \(mail) tells how it was decided."
    }

    private func entry(_ item: Item) -> Notice.Block {
        var details: [String] = []
        var badge: Notice.Badge
        if let minutes = item.quotedMinutes {
            badge = Notice.Badge("quoted", .careful)
            let price = item.quote.map { ", \(MoneyText.text($0))" } ?? ""
            details.append("Quoted earlier: \(words.shortDuration(minutes: minutes))\(price).")
            details.append("If this mail approves it: \(item.number) approve; if not: \(item.number) decline")
        } else {
            badge = Self.badge(item)
            let certainty =
                item.isDecided ? "\(item.confidencePercent) %" : "a person decides; else \(item.runnerUp.rawValue)"
            details.append("\(item.label.rawValue.capitalizedFirst) (\(certainty)): \(item.reason)\(Self.clause(item))")
            if !item.evidence.isEmpty {
                details.append(
                    "Because of "
                        + item.evidence.prefix(6).map { "“\(PlainText.excerpt($0, limit: 40))”" }.joined(
                            separator: ", "
                        )
                )
            }
        }
        details.append("Request \(item.request)" + (item.isUrgent ? ", urgent" : ""))
        let lead = "“\(PlainText.excerpt(item.words, limit: 240))”"
        return .entry(mark: "\(item.number).", lead: lead, badge: badge, details: details)
    }

    private static func clause(_ item: Item) -> String {
        guard let clause = item.clause else { return "" }
        let title = item.clauseTitle.map { ", \(PlainText.excerpt($0, limit: 60))" } ?? ""
        return " (clause \(PlainText.excerpt(clause.name, limit: 40))\(title))"
    }

    private static func badge(_ item: Item) -> Notice.Badge {
        switch item.verdict {
        case .covered: Notice.Badge("covered", .good)
        case .notCovered: Notice.Badge("not covered", .bad)
        case .undecided: Notice.Badge("please decide", .careful)
        case .noAgreement: Notice.Badge("no agreement", .calm)
        }
    }

    /// How commands are written, for an order of so many requests.
    public static func howTo(items: Int) -> String {
        items > 1
            ? "One command a line, above the quotation, each with the number of its request: 2 close. "
                + "Nothing of it reaches the client."
            : "One command a line, above the quotation. Nothing of it reaches the client."
    }

    /// Every command with what it does, for orders and answers.
    public static let commands = [
        Notice.Command("log 45m fixed the redirect", "books time worked"),
        Notice.Command("fix, feature, question", "says what the request is"),
        Notice.Command("quote 6h", "at the plan's rate; or quote 6h 570.00 EUR"),
        Notice.Command("approve, decline", "the client's word on the quote"),
        Notice.Command("close, reopen", "done, or not done after all"),
        Notice.Command("help", "sends this list"),
    ]
}

public import Triage

/// The answer to a mail with commands: what was done, and why something was not.
public struct CommandAnswer: Hashable, Sendable {
    /// One line with what became of it.
    public struct Line: Hashable, Sendable {
        public var text: String
        public var isDone: Bool
        public var words: String

        public init(text: String, isDone: Bool, words: String) {
            self.text = text
            self.isDone = isDone
            self.words = words
        }
    }

    public var agency: Agency
    public var ticket: Int?
    public var lines: [Line]
    /// How many requests the order has.
    public var items: Int
    /// Whether the list of commands was asked for.
    public var isHelpWanted: Bool

    public init(agency: Agency, ticket: Int?, lines: [Line], items: Int, isHelpWanted: Bool) {
        self.isHelpWanted = isHelpWanted
        self.agency = agency
        self.ticket = ticket
        self.lines = lines
        self.items = items
    }

    public var title: String {
        let done = lines.count(where: \.isDone)
        guard !lines.isEmpty else { return "There was no command" }
        if done == lines.count { return done == 1 ? "Done" : "All \(done) done" }
        return done == 0 ? "Nothing was done" : "\(done) of \(lines.count) done"
    }

    public var notice: Notice {
        var blocks: [Notice.Block] = lines.map { line in
            .entry(
                mark: "",
                lead: PlainText.excerpt(line.text, limit: 160),
                badge: line.isDone ? Notice.Badge("done", .good) : Notice.Badge("not done", .bad),
                details: [line.words.capitalizedFirst]
            )
        }
        if isHelpWanted || lines.contains(where: { !$0.isDone }) || lines.isEmpty {
            blocks.append(.heading("What can be written"))
            blocks.append(.sentence(WorkOrder.howTo(items: items)))
            blocks.append(.commands(WorkOrder.commands))
        }
        return Notice(
            agency: agency.name,
            title: title,
            subtitle: ticket.map { "Ticket #\($0)" } ?? "",
            blocks: blocks
        )
    }
}

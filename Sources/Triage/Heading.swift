public import MIME

/// What several steps ask of a mail's header, decoded once.
struct Heading {
    let message: Message
    let subject: String
    let from: [Mailbox]
    let references: [String]

    init(_ message: Message) {
        self.message = message
        subject = message.subject
        from = message.from
        references = message.references
    }

    /// The first of those who wrote it, else who sent it.
    var sender: Mailbox? { from.first ?? message.sender.first }
}

extension NewestText {
    /// Reads a mail's own text.
    public init(of message: Message) {
        self.init(of: message.content.text, subject: message.subject)
    }
}

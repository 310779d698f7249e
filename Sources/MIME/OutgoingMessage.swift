/// A mail to be written: everything the composer needs, nothing taken from clocks or chance.
public struct OutgoingMessage: Sendable, Hashable {
    /// A further header field.
    public struct Field: Sendable, Hashable {
        /// Letters, digits and hyphens. A field with another name, or one that the composer writes itself, is left out.
        public var name: String
        /// One line of text; controls become spaces, characters beyond ASCII encoded-words.
        public var value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// A file to enclose.
    public struct File: Sendable, Hashable {
        public var name: String
        /// The media type, `application/pdf`; anything else than `type/subtype` becomes `application/octet-stream`.
        /// So does a `message/rfc822` that would have to be encoded.
        public var type: String
        public var bytes: [UInt8]

        public init(name: String, type: String, bytes: [UInt8]) {
            self.name = name
            self.type = type
            self.bytes = bytes
        }
    }

    public var from: Mailbox
    public var replyTo: [Mailbox] = []
    public var to: [Mailbox]
    public var cc: [Mailbox] = []
    public var subject: String
    public var date: DateTime
    /// Without angle brackets. The boundaries of the mail follow from it.
    public var messageID: String
    /// Without angle brackets.
    public var inReplyTo: [String] = []
    /// Without angle brackets, oldest first.
    public var references: [String] = []
    /// Further header fields in the order in which they shall stand.
    public var headers: [Field] = []
    /// The plain text, lines ending with `\n` or `\r\n`.
    public var text: String
    /// The same as HTML, if it shall go along.
    public var html: String?
    public var attachments: [File] = []

    public init(from: Mailbox, to: [Mailbox], subject: String, date: DateTime, messageID: String, text: String) {
        self.from = from
        self.to = to
        self.subject = subject
        self.date = date
        self.messageID = messageID
        self.text = text
    }
}

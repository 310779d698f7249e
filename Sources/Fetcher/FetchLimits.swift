/// Bounds on fetching. The defaults keep the peak of memory far below 100 MB.
public struct FetchLimits: Hashable, Sendable {
    /// Larger mails are fetched in part. Common servers accept 25 to 50 MB; a request for support is in the text.
    public var wholeMailBytes: Int
    /// How much of each text part is fetched of a mail over the limit.
    public var partialTextBytes: Int
    /// Mail held in memory, received and not yet delivered, beyond which nothing more is read.
    public var heldBytes: Int
    /// Mails asked for with one command: enough to make round trips cheap, few enough to retry.
    public var mailsPerCommand: Int
    /// Declared bytes asked for with one command.
    public var bytesPerCommand: Int
    /// Commands sent ahead of the answers.
    public var commandsAhead: Int
    /// How often a mail is asked for alone before it is given up.
    public var attempts: Int
    /// Stop after about this many mails, to give others a turn; nil for no end.
    public var mails: Int?

    public init(
        wholeMailBytes: Int = 25 << 20,
        partialTextBytes: Int = 256 << 10,
        heldBytes: Int = 12 << 20,
        mailsPerCommand: Int = 50,
        bytesPerCommand: Int = 4 << 20,
        commandsAhead: Int = 4,
        attempts: Int = 2,
        mails: Int? = nil
    ) {
        self.wholeMailBytes = wholeMailBytes
        self.partialTextBytes = partialTextBytes
        self.heldBytes = heldBytes
        self.mailsPerCommand = max(1, mailsPerCommand)
        self.bytesPerCommand = bytesPerCommand
        self.commandsAhead = max(1, commandsAhead)
        self.attempts = max(1, attempts)
        self.mails = mails
    }
}

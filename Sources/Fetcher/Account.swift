public import Curl
public import WorkingTime

/// One mailbox account: where it is and how to get in.
public struct Account: Sendable {
    /// The operator's name for it, used in messages.
    public var name: String
    public var address: ServerAddress
    public var login: String
    public var credential: Credential
    public var trust: TrustAnchors
    public var timeouts: Timeouts

    public init(
        name: String,
        address: ServerAddress,
        login: String,
        credential: Credential,
        trust: TrustAnchors = .system,
        timeouts: Timeouts = Timeouts()
    ) {
        self.name = name
        self.address = address
        self.login = login
        self.credential = credential
        self.trust = trust
        self.timeouts = timeouts
    }
}

/// How far a mailbox has been read: everything up to `lastUID` is stored.
public struct Cursor: Hashable, Sendable {
    /// RFC 3501 section 2.3.1.1: UIDs mean something only together with this number.
    public var uidValidity: UInt32
    /// The highest UID that needs no more fetching; 0 before the first.
    public var lastUID: UInt32
    /// The mailbox's HIGHESTMODSEQ when it was read (RFC 7162), on servers that count changes.
    public var highestModSeq: UInt64?

    public init(uidValidity: UInt32, lastUID: UInt32, highestModSeq: UInt64? = nil) {
        self.uidValidity = uidValidity
        self.lastUID = lastUID
        self.highestModSeq = highestModSeq
    }
}

/// What SELECT or STATUS told about a mailbox.
public struct MailboxState: Hashable, Sendable {
    /// The name as the server spells it, decoded.
    public var name: String
    public var uidValidity: UInt32
    /// Missing on servers that never send it (Courier); then only a search tells what is new.
    public var uidNext: UInt32?
    /// How many messages it holds.
    public var exists: Int
    /// Nil without CONDSTORE (RFC 7162).
    public var highestModSeq: UInt64?
    /// Which flags can be changed for good, `\*` meaning any keyword; empty after STATUS, which does not tell.
    public var permanentFlags: [String]
    public var isReadOnly: Bool

    public init(
        name: String,
        uidValidity: UInt32,
        uidNext: UInt32? = nil,
        exists: Int = 0,
        highestModSeq: UInt64? = nil,
        permanentFlags: [String] = [],
        isReadOnly: Bool = false
    ) {
        self.name = name
        self.uidValidity = uidValidity
        self.uidNext = uidNext
        self.exists = exists
        self.highestModSeq = highestModSeq
        self.permanentFlags = permanentFlags
        self.isReadOnly = isReadOnly
    }

    /// Whether a flag or keyword can be stored for good.
    public func permits(_ flag: String) -> Bool {
        let wanted = flag.lowercased()
        return permanentFlags.contains { $0.lowercased() == wanted || ($0 == "\\*" && !flag.hasPrefix("\\")) }
    }
}

/// One mail as the server gave it.
public struct RawMail: Hashable, Sendable {
    public var uid: UInt32
    public var uidValidity: UInt32
    /// When the server received it (INTERNALDATE); nil when the server's date cannot be read.
    public var internalDate: Instant?
    /// RFC822.SIZE: a hint, wrong on several servers.
    public var declaredSize: Int?
    public var flags: [String]
    /// The message, byte for byte; for a partial mail, its header and text parts put together again.
    public var bytes: [UInt8]
    /// The mail was over the limit: attachments are named but empty, and long texts are cut.
    public var isPartial: Bool

    public init(
        uid: UInt32,
        uidValidity: UInt32,
        internalDate: Instant? = nil,
        declaredSize: Int? = nil,
        flags: [String] = [],
        bytes: [UInt8],
        isPartial: Bool = false
    ) {
        self.uid = uid
        self.uidValidity = uidValidity
        self.internalDate = internalDate
        self.declaredSize = declaredSize
        self.flags = flags
        self.bytes = bytes
        self.isPartial = isPartial
    }
}

/// A mail the server lists but does not give.
public struct UnfetchableMail: Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        /// The server said OK and sent nothing.
        case neverSent
        /// The server said NO or BAD to fetching it.
        case refused
        /// The server sent a substitute in its place.
        case substituted
    }

    public var uid: UInt32
    public var reason: Reason

    public init(uid: UInt32, reason: Reason) {
        self.uid = uid
        self.reason = reason
    }
}

/// Mails that belong into one transaction, together with the cursor that holds once they are stored.
public struct FetchBatch: Sendable {
    /// In ascending order of UID.
    public var mails: [RawMail]
    /// Listed by the server, refused after every retry; to be recorded, since the cursor passes them.
    public var unfetchable: [UnfetchableMail]
    /// Where the mailbox stands once this batch is durable.
    public var cursor: Cursor

    public init(mails: [RawMail], unfetchable: [UnfetchableMail] = [], cursor: Cursor) {
        self.mails = mails
        self.unfetchable = unfetchable
        self.cursor = cursor
    }
}

/// What one run over a mailbox did.
public struct FetchReport: Hashable, Sendable {
    /// Where the mailbox stands now; equal to the cursor of the last batch delivered.
    public var cursor: Cursor
    public var fetchedMails = 0
    public var fetchedBytes = 0
    /// UIDs of mails over the limit, delivered in part.
    public var partial: [UInt32] = []
    /// UIDs that were listed and gone before they could be read.
    public var expunged: [UInt32] = []
    public var unfetchable: [UnfetchableMail] = []
    /// The mailbox was made anew since the cursor was written: its UIDs mean nothing any more and nothing was
    /// fetched. Start again without a cursor and recognise known mail by its content.
    public var uidValidityChanged = false
    /// The server's UIDNEXT lies below the cursor: it counted back, and mail may hide under old UIDs.
    public var uidNextWentBack = false

    public init(cursor: Cursor) {
        self.cursor = cursor
    }
}

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

/// A mailbox as LIST names it.
public struct MailboxName: Hashable, Sendable {
    /// The name for people, decoded from modified UTF-7.
    public var name: String
    /// The name as the server spells it, to be sent back unchanged.
    public var wireName: String
    /// What separates levels; nil on a flat server.
    public var delimiter: Character?
    /// As sent, for instance `\HasNoChildren`.
    public var attributes: [String]
    public var specialUse: SpecialUse?

    /// RFC 6154 section 2.
    public enum SpecialUse: String, Sendable, CaseIterable {
        case all, archive, drafts, flagged, junk, sent, trash
    }

    public init(
        name: String,
        wireName: String,
        delimiter: Character? = nil,
        attributes: [String] = [],
        specialUse: SpecialUse? = nil
    ) {
        self.name = name
        self.wireName = wireName
        self.delimiter = delimiter
        self.attributes = attributes
        self.specialUse = specialUse
    }

    /// Whether mail can be selected there; a mere level of the hierarchy cannot.
    public var isSelectable: Bool {
        !attributes.contains { ["\\noselect", "\\nonexistent"].contains($0.lowercased()) }
    }
}

/// The header fields of one message.
public struct HeaderFields: Hashable, Sendable {
    public var uid: UInt32
    /// The chosen fields as they stand in the message, with the empty line that ends a header.
    public var bytes: [UInt8]

    public init(uid: UInt32, bytes: [UInt8]) {
        self.uid = uid
        self.bytes = bytes
    }
}

/// Why an IDLE ended.
public enum IdleResult: Hashable, Sendable {
    /// The server announced a change. Look with `status` or `fetchNew`: what changed is not told reliably.
    case changed
    case timedOut
    /// The wake signal was raised.
    case woken
    /// The server has no IDLE: ask with `status` from time to time.
    case notSupported
}

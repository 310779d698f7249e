public import WorkingTime

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

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

/// What SELECT or STATUS told about a mailbox.
public struct MailboxState: Hashable, Sendable {
    /// The name it was asked for by.
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

/// What became of mails that were fetched before.
public struct MailboxChanges: Hashable, Sendable {
    /// The flags of mails whose flags changed, by UID.
    public var flags: [UInt32: [String]]
    /// Mails that are gone; nil when the server cannot tell (no QRESYNC).
    public var vanished: UIDSet?
    /// To be kept for the next question.
    public var highestModSeq: UInt64

    public init(flags: [UInt32: [String]], vanished: UIDSet?, highestModSeq: UInt64) {
        self.flags = flags
        self.vanished = vanished
        self.highestModSeq = highestModSeq
    }
}

extension IMAPSession {
    /// What changed among the mails up to the cursor since it was written (RFC 7162 sections 3.1.4.1 and 3.2.6).
    ///
    /// - Returns: Nil when the server does not count changes, the cursor has no count, or the mailbox was made anew.
    public func changes(since cursor: Cursor) throws(FetchError) -> MailboxChanges? {
        let state = try opened()
        let tellsVanished = enabled.contains("QRESYNC")
        guard has("CONDSTORE") || tellsVanished, let since = cursor.highestModSeq, let highest = state.highestModSeq,
            cursor.uidValidity == state.uidValidity, cursor.lastUID > 0
        else { return nil }
        var changes = MailboxChanges(flags: [:], vanished: tellsVanished ? UIDSet() : nil, highestModSeq: highest)
        var gone: [ClosedRange<UInt32>] = []
        let modifier = "(CHANGEDSINCE \(since)\(tellsVanished ? " VANISHED" : ""))"
        try run(Command("UID FETCH 1:\(cursor.lastUID) (UID FLAGS) \(modifier)"), scope: .mailbox(state.name)) {
            switch $0 {
            case .fetch(let item):
                guard let uid = item.uid, uid <= cursor.lastUID, let flags = item.flags else { return }
                changes.flags[uid] = flags
                changes.highestModSeq = max(changes.highestModSeq, item.modSeq ?? 0)
            case .vanished(let uids): gone += uids.ranges
            default: break
            }
        }
        if tellsVanished { changes.vanished = UIDSet(ranges: gone) }
        return changes
    }
}

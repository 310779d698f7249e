extension IMAPSession {
    /// Fetches what came into the selected mailbox after the cursor, oldest first.
    ///
    /// `deliver` is called on this thread with mails in order of UID; once it has returned, the batch counts as
    /// durable. While it works, the next mails are read by another thread, up to `limits.heldBytes`.
    /// - Parameter cursor: Nil to fetch everything.
    /// - Throws: `FetchError`, or what `deliver` threw; the session is over then.
    public func fetchNew(
        after cursor: Cursor?,
        limits: FetchLimits = FetchLimits(),
        deliver: (FetchBatch) throws -> Void
    ) throws -> FetchReport {
        let state = try opened()
        let start = cursor ?? Cursor(uidValidity: state.uidValidity, lastUID: 0)
        guard start.uidValidity == state.uidValidity else {
            var report = FetchReport(cursor: start)
            report.uidValidityChanged = true
            return report
        }
        var uids: [UInt32] = []
        if start.lastUID < UInt32.max { uids = try self.uids(in: (start.lastUID + 1)...UInt32.max) }
        dialogue.literalBytes = UInt64(limits.wholeMailBytes + Self.sizeTolerance)
        let run = FetchRun(session: self, state: state, cursor: start, uids: uids, limits: limits)
        if !uids.isEmpty {
            try ReadAhead(heldBytes: limits.heldBytes).deliver(from: run, session: self, deliver)
        }
        var report = run.report
        if let next = state.uidNext, next <= start.lastUID { report.uidNextWentBack = true }
        return report
    }

    /// Declared sizes are a little wrong on several servers; a mail just under the limit must not be read in vain.
    private static let sizeTolerance = 256 << 10
}

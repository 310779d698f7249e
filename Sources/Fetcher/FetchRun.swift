import Curl

/// One run over the selected mailbox: plans commands, keeps a few on the way, and gives mails in order of UID.
///
/// Memory is bounded whatever the server declares: what has arrived is given out early once it is much, and what
/// comes out of order beyond that is not kept but asked for again.
final class FetchRun {
    let session: IMAPSession
    let limits: FetchLimits
    let scope: FetchError.Scope
    private(set) var report: FetchReport

    /// What is still to be planned, ascending.
    private var remaining: ArraySlice<UInt32>
    /// Up to here sizes are asked for, and up to here they are known: indices of `remaining`.
    private var sizesAskedEnd: Int
    private var sizesKnownEnd: Int
    private var sizes: [UInt32: Int] = [:]
    /// Commands on the way or answered but not yet given out, oldest first.
    private var asked: [Asked] = []
    private var arrivals: [UInt32: Arrival] = [:]
    private var arrivedBytes = 0
    /// Mails that will not arrive.
    private var losses: [UInt32: Loss] = [:]
    /// Missing mails that the server was seen to list still.
    private var listed: Set<UInt32> = []
    /// A mail is missing: nothing new is asked until what is on the way has come and the mail is found or given up.
    private var isHalted = false
    private var lossesInARow = 0

    /// Sizes are asked for this many mails at a time, one step ahead of the mails themselves.
    private static let sizesPerCommand = 1000
    /// This many mails in a row that cannot be had are no longer a matter of single mails.
    private static let unreadableInARow = 50

    private struct Asked {
        enum Kind {
            case sizes(end: Int)
            /// Every UID the command still accounts for, those over the limit included.
            case mails([UInt32])
        }

        let tag: String?
        var kind: Kind
        var isAnswered: Bool
    }

    struct Arrival {
        var flags: [String] = []
        var internalDate: [UInt8]?
        var bytes: [UInt8]?
        var isPartial = false
        /// A body came that was too long to be kept.
        var isTooLong = false
    }

    private enum Loss {
        case expunged
        case unfetchable(UnfetchableMail.Reason)
    }

    init(session: IMAPSession, state: MailboxState, cursor: Cursor, uids: [UInt32], limits: FetchLimits) {
        self.session = session
        self.limits = limits
        scope = .mailbox(state.name)
        report = FetchReport(cursor: cursor)
        report.cursor.highestModSeq = state.highestModSeq
        remaining = limits.mails.map { uids.prefix(max(0, $0)) } ?? uids[...]
        sizesAskedEnd = remaining.startIndex
        sizesKnownEnd = remaining.startIndex
    }

    /// The next mails that are complete, or nil at the end.
    func next() throws(FetchError) -> FetchBatch? {
        while true {
            try askAhead()
            guard let first = asked.first else { return nil }
            guard case .mails(let uids) = first.kind else {
                if first.isAnswered { asked.removeFirst() } else { try take(session.nextResponse()) }
                continue
            }
            if let ready = readyCount(uids, isAnswered: first.isAnswered) {
                if let batch = give(uids, count: ready) { return batch }
            } else if !first.isAnswered {
                try take(session.nextResponse())
            } else if asked.allSatisfy(\.isAnswered) {
                try settle(uids)
            } else {
                isHalted = true
                try take(session.nextResponse())
            }
        }
    }

    /// How many of the oldest command's mails can be given out now; nil while it is better to wait.
    private func readyCount(_ uids: [UInt32], isAnswered: Bool) -> Int? {
        guard isAnswered || arrivedBytes >= limits.heldBytes else { return nil }
        let ready = uids.prefix { arrivals[$0]?.bytes != nil || losses[$0] != nil }.count
        if isAnswered, ready == uids.count { return ready }
        return ready > 0 && arrivedBytes >= limits.heldBytes ? ready : nil
    }

    private func give(_ uids: [UInt32], count: Int) -> FetchBatch? {
        if count == uids.count {
            asked.removeFirst()
            isHalted = false
        } else {
            asked[0].kind = .mails(Array(uids.dropFirst(count)))
        }
        var batch = FetchBatch(mails: [], cursor: report.cursor)
        batch.mails.reserveCapacity(count)
        for uid in uids.prefix(count) {
            report.cursor.lastUID = uid
            let size = sizes.removeValue(forKey: uid)
            let arrival = arrivals.removeValue(forKey: uid)
            listed.remove(uid)
            switch losses.removeValue(forKey: uid) {
            case .expunged?: report.expunged.append(uid)
            case .unfetchable(let reason)?: batch.unfetchable.append(UnfetchableMail(uid: uid, reason: reason))
            case nil:
                guard let arrival, let bytes = arrival.bytes else { continue }
                if arrival.isPartial { report.partial.append(uid) }
                arrivedBytes -= bytes.count
                report.fetchedMails += 1
                report.fetchedBytes += bytes.count
                batch.mails.append(
                    RawMail(
                        uid: uid,
                        uidValidity: report.cursor.uidValidity,
                        internalDate: arrival.internalDate.flatMap(InternalDate.instant),
                        declaredSize: size,
                        flags: arrival.flags,
                        bytes: bytes,
                        isPartial: arrival.isPartial
                    )
                )
            }
        }
        report.unfetchable += batch.unfetchable
        batch.cursor = report.cursor
        return batch.mails.isEmpty && batch.unfetchable.isEmpty ? nil : batch
    }
}

// MARK: - Asking

extension FetchRun {
    /// Keeps the server busy: sizes one step ahead, mails a few commands ahead.
    private func askAhead() throws(FetchError) {
        guard !isHalted else { return }
        while true {
            if sizesAskedEnd < remaining.endIndex, sizesAskedEnd - remaining.startIndex < Self.sizesPerCommand / 2 {
                try askSizes()
                continue
            }
            let ahead = asked.count { if case .mails = $0.kind { !$0.isAnswered } else { false } }
            guard ahead < limits.commandsAhead, let chunk = nextChunk() else { return }
            try askMails(chunk)
        }
    }

    private func askSizes() throws(FetchError) {
        let end = min(sizesAskedEnd + Self.sizesPerCommand, remaining.endIndex)
        let chunk = remaining[sizesAskedEnd..<end]
        sizesAskedEnd = end
        guard let first = chunk.first, let last = chunk.last else { return }
        let tag = try session.begin(Command("UID FETCH \(first):\(last) (UID RFC822.SIZE)"))
        asked.append(Asked(tag: tag, kind: .sizes(end: end), isAnswered: false))
    }

    /// The next UIDs to ask for together; nil while their sizes are not here yet, and at the end.
    private func nextChunk() -> [UInt32]? {
        var chunk: [UInt32] = []
        var bytes = 0
        for uid in remaining[..<sizesKnownEnd] {
            let size = sizes[uid] ?? 0
            if !chunk.isEmpty, bytes + size > limits.bytesPerCommand { break }
            chunk.append(uid)
            bytes += min(size, limits.wholeMailBytes)
            if chunk.count == limits.mailsPerCommand { break }
        }
        remaining = remaining.dropFirst(chunk.count)
        return chunk.isEmpty ? nil : chunk
    }

    private func askMails(_ chunk: [UInt32]) throws(FetchError) {
        let wanted = UIDSet(chunk.filter { !isOverLimit($0) })
        var tag: String?
        if !wanted.isEmpty {
            tag = try session.begin(Command("UID FETCH \(wanted) (UID INTERNALDATE FLAGS BODY.PEEK[])"))
        }
        asked.append(Asked(tag: tag, kind: .mails(chunk), isAnswered: tag == nil))
    }

    func isOverLimit(_ uid: UInt32) -> Bool {
        (sizes[uid] ?? 0) > limits.wholeMailBytes
    }
}

// MARK: - Taking answers

extension FetchRun {
    private func take(_ response: Response) throws(FetchError) {
        switch response {
        case .fetch(let item): take(item)
        case .tagged(let tag, let status):
            guard let index = asked.firstIndex(where: { $0.tag == tag }) else { return }
            asked[index].isAnswered = true
            if case .sizes(let end) = asked[index].kind { sizesKnownEnd = max(sizesKnownEnd, end) }
            try check(status)
        default: break
        }
    }

    /// Matched by the UID inside, in any order; what was not asked for changes nothing.
    private func take(_ item: FetchedItem) {
        guard let uid = item.uid else { return }
        if let size = item.size { sizes[uid] = size }
        guard isAwaited(uid) else { return }
        var arrival = arrivals[uid] ?? Arrival()
        let hadBytes = arrival.bytes != nil
        let substitute = arrival.take(item, declaredSize: sizes[uid])
        if !hadBytes, !substitute, let bytes = arrival.bytes {
            let isNext = uid == nextAwaited
            if isNext || arrivedBytes + bytes.count <= limits.heldBytes + limits.wholeMailBytes {
                arrivedBytes += bytes.count
            } else {
                arrival.bytes = nil
            }
        }
        arrivals[uid] = arrival
    }

    /// The mail that holds up all others.
    private var nextAwaited: UInt32? {
        guard case .mails(let uids)? = asked.first?.kind else { return nil }
        return uids.first { arrivals[$0]?.bytes == nil && losses[$0] == nil }
    }

    private func isAwaited(_ uid: UInt32) -> Bool {
        for entry in asked {
            guard case .mails(let uids) = entry.kind, let first = uids.first, let last = uids.last,
                (first...last).contains(uid)
            else { continue }
            return uids.contains(uid)
        }
        return false
    }

    /// NO and BAD to a command leave its mails to be asked for one by one; a NO that says "later" ends the run.
    private func check(_ status: StatusResponse) throws(FetchError) {
        guard status.kind != .ok else { return }
        let error = FetchError(
            scope: .account,
            cause: status.kind == .no ? .refused : .notUnderstood,
            code: status.code,
            serverText: session.connection.redacted(status.text)
        )
        // Gmail reports its daily bandwidth as OVERQUOTA on FETCH: it passes, and no single mail is at fault.
        if error.isTransient || status.code == .overQuota { throw error }
    }
}

// MARK: - Missing mails

extension FetchRun {
    /// Takes one step towards knowing the fate of the first mail that did not come.
    private func settle(_ uids: [UInt32]) throws(FetchError) {
        let missing = uids.filter { arrivals[$0]?.bytes == nil && losses[$0] == nil }
        guard let uid = missing.first else { return }
        guard listed.contains(uid) else {
            let still = try present(missing)
            for uid in missing where !still.contains(uid) { losses[uid] = .expunged }
            listed.formUnion(still)
            return
        }
        var reason = UnfetchableMail.Reason.neverSent
        for _ in 0..<limits.attempts {
            let (arrival, answer) = try fetchAlone(uid, isTooLong: arrivals[uid]?.isTooLong == true)
            arrivals[uid] = arrival
            if let bytes = arrival.bytes {
                arrivedBytes += bytes.count
                lossesInARow = 0
                return
            }
            reason = answer
        }
        guard try present([uid]).contains(uid) else {
            losses[uid] = .expunged
            return
        }
        losses[uid] = .unfetchable(reason)
        lossesInARow += 1
        guard lossesInARow < Self.unreadableInARow else { throw FetchError(scope: scope, cause: .mailboxUnreadable) }
    }

    /// Those the server still lists.
    private func present(_ uids: [UInt32]) throws(FetchError) -> Set<UInt32> {
        var found: Set<UInt32> = []
        // The list of a mailbox is updated between commands; a NOOP lets the server tell what is gone.
        try session.noop()
        for piece in UIDSet(uids).pieces() {
            found.formUnion(try session.search(Command("UID \(piece)")))
        }
        return found.intersection(uids)
    }

    private func fetchAlone(
        _ uid: UInt32,
        isTooLong: Bool
    ) throws(FetchError) -> (Arrival, UnfetchableMail.Reason) {
        if isTooLong || isOverLimit(uid) { return try fetchPart(uid) }
        var arrival = Arrival()
        var reason = UnfetchableMail.Reason.neverSent
        let size = sizes[uid]
        let answered = try ask("UID FETCH \(uid) (UID INTERNALDATE FLAGS BODY.PEEK[])") { item in
            if item.uid == uid, arrival.take(item, declaredSize: size) { reason = .substituted }
        }
        return (arrival, answered ? reason : .refused)
    }

    /// A mail over the limit: its structure, then its header and texts.
    private func fetchPart(_ uid: UInt32) throws(FetchError) -> (Arrival, UnfetchableMail.Reason) {
        var arrival = Arrival()
        var structure: BodyStructure?
        let described = try ask("UID FETCH \(uid) (UID INTERNALDATE FLAGS BODYSTRUCTURE)") { item in
            guard item.uid == uid else { return }
            arrival.take(item, declaredSize: nil)
            structure = item.structure ?? structure
        }
        let plan = PartialMail(described ? structure : nil, textBytes: limits.partialTextBytes)
        var sections: [FetchedSection] = []
        let answered = try ask("UID FETCH \(uid) (UID \(plan.attributes))") { item in
            if item.uid == uid { sections += item.sections.prefix(plan.sections.count) }
        }
        arrival.bytes = plan.assembled(sections)
        arrival.isPartial = true
        arrival.isTooLong = true
        return (arrival, answered ? .neverSent : .refused)
    }

    /// Runs one FETCH; false for a NO or BAD that concerns this mail only.
    private func ask(_ text: String, _ collect: (FetchedItem) -> Void) throws(FetchError) -> Bool {
        do throws(FetchError) {
            try session.run(Command(text), scope: scope) {
                if case .fetch(let item) = $0 { collect(item) }
            }
            return true
        } catch {
            if error.endsSession || error.isTransient || error.code == .overQuota { throw error }
            return false
        }
    }
}

extension FetchRun.Arrival {
    /// Takes over what a response tells; the first whole body counts. True when the body was a substitute.
    @discardableResult
    mutating func take(_ item: FetchedItem, declaredSize: Int?) -> Bool {
        if let flags = item.flags { self.flags = flags }
        if let date = item.internalDate { internalDate = date }
        for section in item.sections where section.name.isEmpty && bytes == nil {
            switch section.content {
            case .bytes(let found):
                if SubstituteMail.isSubstitute(found) { return true }
                // Some servers send nothing for a mail they cannot read.
                if !found.isEmpty || (declaredSize ?? 0) == 0 { bytes = found }
            case .dropped: isTooLong = true
            case .null: break
            }
        }
        return false
    }
}

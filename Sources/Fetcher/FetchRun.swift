import Curl

/// One run over the selected mailbox: plans commands, keeps a few on the way, and gives mails in order of UID.
///
/// Memory is bounded by the answers to one command and, while a missing mail is looked for, to the few behind it.
final class FetchRun {
    private let session: IMAPSession
    private let limits: FetchLimits
    private let scope: FetchError.Scope
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
    /// A mail is missing: nothing new is asked until what is on the way has come and the mail is found or given up.
    private var isHalted = false

    /// Sizes are asked for this many mails at a time, one step ahead of the mails themselves.
    private static let sizesPerCommand = 1000
    /// This many mails in a row that cannot be had are no longer a matter of single mails.
    private static let unreadableInARow = 50

    private struct Asked {
        enum Kind {
            case sizes(end: Int)
            /// Every UID the command is to account for, those over the limit included.
            case mails([UInt32])
        }

        let tag: String?
        let kind: Kind
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
            if let first = asked.first, first.isAnswered {
                if case .mails(let uids) = first.kind {
                    let missing = uids.filter { arrivals[$0]?.bytes == nil }
                    guard missing.isEmpty || asked.allSatisfy(\.isAnswered) else {
                        isHalted = true
                        try take(session.nextResponse())
                        continue
                    }
                    asked.removeFirst()
                    let unfetchable = try resolve(missing)
                    isHalted = false
                    if let batch = batch(of: uids, unfetchable: unfetchable) { return batch }
                } else {
                    asked.removeFirst()
                }
                continue
            }
            if asked.isEmpty { return nil }
            try take(session.nextResponse())
        }
    }

    private func batch(of uids: [UInt32], unfetchable: [UnfetchableMail]) -> FetchBatch? {
        guard let last = uids.last else { return nil }
        report.cursor.lastUID = last
        var mails: [RawMail] = []
        mails.reserveCapacity(uids.count)
        for uid in uids {
            let size = sizes.removeValue(forKey: uid)
            guard let arrival = arrivals.removeValue(forKey: uid), let bytes = arrival.bytes else { continue }
            if arrival.isPartial { report.partial.append(uid) }
            report.fetchedMails += 1
            report.fetchedBytes += bytes.count
            mails.append(
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
        report.unfetchable += unfetchable
        return mails.isEmpty && unfetchable.isEmpty
            ? nil : FetchBatch(mails: mails, unfetchable: unfetchable, cursor: report.cursor)
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

    private func isOverLimit(_ uid: UInt32) -> Bool {
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
        if let flags = item.flags { arrival.flags = flags }
        if let date = item.internalDate { arrival.internalDate = date }
        for section in item.sections where section.name.isEmpty && arrival.bytes == nil {
            switch section.content {
            case .bytes(let bytes):
                let isLost = bytes.isEmpty && (sizes[uid] ?? 0) > 0
                if !isLost, !SubstituteMail.isSubstitute(bytes) { arrival.bytes = bytes }
            case .dropped: arrival.isTooLong = true
            case .null: break
            }
        }
        arrivals[uid] = arrival
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
    /// Finds out about mails that did not come: gone, over the limit, or to be asked for alone until given up.
    private func resolve(_ missing: [UInt32]) throws(FetchError) -> [UnfetchableMail] {
        guard !missing.isEmpty else { return [] }
        var unfetchable: [UnfetchableMail] = []
        var inARow = 0
        for uid in try present(missing) {
            var reason = UnfetchableMail.Reason.neverSent
            for _ in 0..<limits.attempts where arrivals[uid]?.bytes == nil {
                reason = try fetchAlone(uid)
            }
            if arrivals[uid]?.bytes != nil {
                inARow = 0
            } else if try !present([uid]).isEmpty {
                unfetchable.append(UnfetchableMail(uid: uid, reason: reason))
                inARow += 1
                guard inARow < Self.unreadableInARow else { throw FetchError(scope: scope, cause: .mailboxUnreadable) }
            }
        }
        return unfetchable
    }

    /// Those the server still lists; the others are noted as expunged.
    private func present(_ uids: [UInt32]) throws(FetchError) -> [UInt32] {
        var listed: Set<UInt32> = []
        // The list of a mailbox is updated between commands; a NOOP lets the server tell what is gone.
        try session.noop()
        for piece in UIDSet(uids).pieces() {
            listed.formUnion(try session.search(Command("UID \(piece)")))
        }
        for uid in uids where !listed.contains(uid) {
            arrivals[uid] = nil
            if report.expunged.last != uid { report.expunged.append(uid) }
        }
        return uids.filter(listed.contains)
    }

    private func fetchAlone(_ uid: UInt32) throws(FetchError) -> UnfetchableMail.Reason {
        if isOverLimit(uid) || arrivals[uid]?.isTooLong == true { return try fetchPart(uid) }
        var arrival = Arrival()
        var reason = UnfetchableMail.Reason.neverSent
        let answered = try ask("UID FETCH \(uid) (UID INTERNALDATE FLAGS BODY.PEEK[])") { item in
            guard item.uid == uid else { return }
            arrival.take(item)
            for section in item.sections where section.name.isEmpty {
                switch section.content {
                case .bytes(let bytes) where SubstituteMail.isSubstitute(bytes): reason = .substituted
                case .bytes(let bytes): arrival.bytes = bytes
                case .dropped: arrival.isTooLong = true
                case .null: break
                }
            }
        }
        if arrival.bytes?.isEmpty == true, (self.sizes[uid] ?? 0) > 0 { arrival.bytes = nil }
        arrivals[uid] = arrival
        return answered ? reason : .refused
    }

    /// A mail over the limit: its structure, then its header and texts.
    private func fetchPart(_ uid: UInt32) throws(FetchError) -> UnfetchableMail.Reason {
        var arrival = Arrival()
        var structure: BodyStructure?
        let described = try ask("UID FETCH \(uid) (UID INTERNALDATE FLAGS BODYSTRUCTURE)") { item in
            guard item.uid == uid else { return }
            arrival.take(item)
            structure = item.structure ?? structure
        }
        let plan = PartialMail(described ? structure : nil, textBytes: limits.partialTextBytes)
        var sections: [FetchedSection] = []
        let answered = try ask("UID FETCH \(uid) (UID \(plan.attributes))") { item in
            if item.uid == uid { sections += item.sections }
        }
        arrival.bytes = plan.assembled(sections)
        arrival.isPartial = true
        arrival.isTooLong = true
        arrivals[uid] = arrival
        return answered ? .neverSent : .refused
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
    mutating func take(_ item: FetchedItem) {
        if let flags = item.flags { self.flags = flags }
        if let date = item.internalDate { internalDate = date }
    }
}

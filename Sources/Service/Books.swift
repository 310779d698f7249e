import Agreement
import Classifier
public import HourLedger
public import Store
public import Triage
public import WorkingTime

/// The clients' ledgers as a person works with them: reading, booking, verifying.
public struct Books {
    let store: Store
    let policy: Policy

    public init(store: Store, policy: Policy) {
        self.store = store
        self.policy = policy
    }

    /// A client's ledger.
    ///
    /// - Throws: `StoreError.missing` for a client that the operator's folder does not name.
    public func ledger(of client: String) throws -> Ledger {
        try ledger(of: client, postings: store.postings(client: client))
    }

    /// A client's hours at an instant.
    public func state(of client: String, asOf: Instant) throws -> LedgerState {
        try ledger(of: client).state(asOf: asOf)
    }

    /// Books work. Work on a request that was reported as a defect is charged as one, and so is work on a defect that was
    /// reported otherwise, at `reportedAt`.
    public func log(
        client: String,
        minutes: Int,
        note: String,
        request: Int?,
        happenedAt: Instant,
        by: String,
        isRework: Bool,
        reportedAt: Instant? = nil,
        key: String,
        now: Instant
    ) throws -> Booking {
        try store.recording(at: now) { recorder in
            try log(
                client: client,
                minutes: minutes,
                note: note,
                request: request,
                happenedAt: happenedAt,
                by: by,
                isRework: isRework,
                reportedAt: reportedAt,
                key: "log:\(key)",
                recorder
            )
        }
    }

    /// Records an entry in a client's ledger.
    func book(_ entry: Entry, client: String, now: Instant) throws -> Booking {
        try record(for: client, now: now) { (ledger) throws(BookingError) in try ledger.book(entry, now: now) }
    }

    /// Appends what `work` makes of a client's ledger, all in one transaction.
    func record(
        for client: String,
        now: Instant,
        _ work: (Ledger) throws(BookingError) -> Booking
    ) throws -> Booking {
        try store.recording(at: now) { recorder in
            let ledger = try ledger(of: client, postings: recorder.postings(client: client))
            do {
                let booking = try work(ledger)
                try recorder.append(booking.postings)
                return booking
            } catch let error as BookingError {
                throw RequestWork.Refusal(description: error.words)
            }
        }
    }

    /// Checks every posting of every client: its place in the chain, its digest, its references, and that closed periods
    /// still add up to what they stated. The first that does not fit is the answer, nil when all do.
    public static func verify(_ store: Store) throws -> ChainFault? {
        var verifier: ChainVerifier?
        var verified: [String: ChainVerifier] = [:]
        do {
            let ends = try store.forEachPosting { posting in
                if verifier?.client != posting.client {
                    if let verifier { verified[verifier.client] = verifier.withoutKeys }
                    verifier = ChainVerifier(client: posting.client)
                }
                try verifier?.check(posting)
            }
            if let verifier { verified[verifier.client] = verifier }
            for end in ends {
                let reached = verified.removeValue(forKey: end.client) ?? ChainVerifier(client: end.client)
                try reached.checkEnd(number: end.number, digest: end.digest)
            }
            for (_, stray) in verified.sorted(by: { $0.key < $1.key }) { try stray.checkEnd(number: 0, digest: nil) }
        } catch let fault as ChainFault {
            return fault
        }
        return nil
    }

    func ledger(of client: String, postings: [Posting]) throws -> Ledger {
        guard let agreement = policy.client(client) else {
            throw StoreError.missing(
                what: "client \(client); the clients are \(policy.clients.map(\.client).joined(separator: ", "))"
            )
        }
        return Ledger(agreement: agreement, postings: postings, calendars: policy.calendars)
    }

    /// How work on a request is charged: under its approved quote, as a defect, or as any other.
    func charge(of request: RequestRow?) -> Entry.Charge {
        guard let request else { return .ordinary }
        if request.hasBudget { return .quoted }
        return [.fix, .incident].contains(request.label) ? .defect(reportedAt: request.askedAt) : .ordinary
    }

    /// The request whose number a file gives.
    func request(named text: String, of client: String) throws -> RequestRow {
        guard let id = Int(text) else {
            throw RequestWork.Refusal(description: "\(text.prefix(40)) is no number of a request")
        }
        return try request(id, of: client)
    }

    func request(_ id: Int, of client: String) throws -> RequestRow {
        guard let row = try store.request(id) else { throw StoreError.missing(what: "request \(id)") }
        guard row.client == client else {
            throw RequestWork.Refusal(description: "request \(id) is not \(client)'s but \(row.client ?? "nobody")'s")
        }
        return row
    }
}

extension BookingError {
    /// What stands in the way, for the person who books.
    public var words: String {
        switch self {
        case .noMinutes: "there is nothing to book: give a time of at least one minute"
        case .tooManyMinutes(let max): "that is more than an entry may have (\(DurationText.text(max)))"
        case .inTheFuture: "that lies in the future; check when it was done"
        case .periodClosed(let period): "period \(period) is closed; check this machine's clock"
        case .unknownPosting(let id): "there is no posting \(id)"
        case .notPossible(let id): "that cannot be done to posting \(id)"
        case .notEnded(let period): "period \(period) has not ended"
        case .earlierPeriodOpen(let period): "period \(period) must be closed first"
        }
    }
}

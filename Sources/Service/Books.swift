import Agreement
import Classifier
public import HourLedger
public import Store
public import Triage
public import WorkingTime

/// The clients' ledgers as a person works with them: reading, booking, verifying.
public struct Books {
    private let store: Store
    private let policy: Policy

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

    /// Books work. Work on a request that was reported as a defect is charged as one.
    public func log(
        client: String,
        minutes: Int,
        note: String,
        request: Int?,
        happenedAt: Instant,
        by: String,
        isRework: Bool,
        key: String,
        now: Instant
    ) throws -> Booking {
        let row = try request.map { try self.request($0, of: client) }
        let charge: Entry.Charge =
            if isRework {
                .rework
            } else if let row, row.state == .approved, row.quote != nil {
                .quoted
            } else if let row, [.fix, .incident].contains(row.label) {
                .defect(reportedAt: row.askedAt)
            } else {
                .ordinary
            }
        let entry = Entry(
            .work(minutes: minutes, charge: charge),
            request: request.map(String.init),
            enteredBy: by,
            note: note,
            happenedAt: happenedAt,
            clause: row?.clause,
            idempotencyKey: "log:\(key)"
        )
        return try store.recording(at: now) { recorder in
            let ledger = try ledger(of: client, postings: recorder.postings(client: client))
            do {
                let booking = try ledger.book(entry, now: now)
                try recorder.append(booking.postings)
                return booking
            } catch let error as BookingError {
                throw RequestWork.Refusal(description: error.words)
            }
        }
    }

    /// Checks every client's chain of postings; the first that does not fit is the answer, nil when all do.
    public func verify() throws -> ChainFault? {
        for client in try store.clientsWithPostings() {
            if let fault = Ledger.verify(try store.postings(client: client), client: client) { return fault }
        }
        return nil
    }

    private func ledger(of client: String, postings: [Posting]) throws -> Ledger {
        guard let agreement = policy.client(client) else {
            throw StoreError.missing(
                what: "client \(client); the clients are \(policy.clients.map(\.client).joined(separator: ", "))"
            )
        }
        return Ledger(agreement: agreement, postings: postings, calendars: policy.calendars)
    }

    private func request(_ id: Int, of client: String) throws -> RequestRow {
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
        case .inTheFuture: "that lies in the future; check --at"
        case .periodClosed(let period): "period \(period) is closed; check this machine's clock"
        case .unknownPosting(let id): "there is no posting \(id)"
        case .notPossible(let id): "that cannot be done to posting \(id)"
        case .notEnded(let period): "period \(period) has not ended"
        case .earlierPeriodOpen(let period): "period \(period) must be closed first"
        }
    }
}

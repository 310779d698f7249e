public import Agreement
import Classifier
public import HourLedger
public import Store
import Triage
public import WorkingTime

/// Booking work, and the budgets of what clients approved.
extension Books {
    /// Books work within a transaction, under a key that is used as it is.
    func log(
        client: String,
        minutes: Int,
        note: String,
        request: Int?,
        happenedAt: Instant,
        by: String,
        isRework: Bool,
        reportedAt: Instant? = nil,
        key: String,
        _ recorder: Recorder
    ) throws -> Booking {
        let row = try request.map { try self.request($0, of: client, recorder) }
        let charge: Entry.Charge =
            if isRework {
                .rework
            } else if let reportedAt {
                .defect(reportedAt: reportedAt)
            } else {
                charge(of: row)
            }
        let entry = Entry(
            .work(minutes: minutes, charge: charge),
            request: request.map(String.init),
            enteredBy: by,
            note: note,
            happenedAt: happenedAt,
            clause: row?.clause,
            idempotencyKey: key
        )
        let ledger = try ledger(of: client, postings: recorder.postings(client: client))
        do {
            let booking = try ledger.book(entry, now: recorder.now)
            try recorder.append(booking.postings)
            return booking
        } catch let error as BookingError {
            throw RequestWork.Refusal(description: error.words)
        }
    }

    private func request(_ id: Int, of client: String, _ recorder: Recorder) throws -> RequestRow {
        guard let row = try recorder.request(id) else { throw StoreError.missing(what: "request \(id)") }
        guard row.client == client else {
            throw RequestWork.Refusal(description: "request \(id) is not \(client)'s but \(row.client ?? "nobody")'s")
        }
        return row
    }

    /// What was booked and what is left, of the balance or of the request's own budget.
    public func words(_ booking: Booking, on row: RequestRow?, now: Instant) throws -> String {
        try store.recording(at: now) { try words(booking, on: row, $0) }
    }

    func words(_ booking: Booking, on row: RequestRow?, _ recorder: Recorder) throws -> String {
        guard booking.earlier == nil else { return "booked before; nothing was added" }
        guard let client = booking.postings.first?.client else { return "nothing was booked" }
        let postings = try recorder.postings(client: client)
        if let row, row.hasBudget, booking.postings.contains(where: { $0.basis == .quoted }) {
            let worked = booking.postings.reduce(0) { $0 + ($1.workedMinutes ?? 0) }
            return "\(DurationText.text(worked)) booked on request \(row.id); \(row.budget(postings).words)"
        }
        let free = booking.postings.first { [.warranty, .rework].contains($0.basis) }
        var words =
            free.map { "\(DurationText.text($0.workedMinutes ?? 0)) recorded, free by \($0.basis.rawValue)" }
            ?? "\(DurationText.text(booking.debitedMinutes)) booked"
        if booking.heldMinutes > 0 { words += ", \(DurationText.text(booking.heldMinutes)) held for approval" }
        let balance = try ledger(of: client, postings: postings).balance(asOf: recorder.now).balanceMinutes
        return words + "; \(DurationText.text(balance)) left"
    }

    /// How much of an approved request's own budget is used; nil for a request that never had one.
    public func budget(ofRequest id: Int) throws -> Budget? {
        guard let row = try store.request(id), let client = row.client, row.estimateMinutes != nil else { return nil }
        let budget = row.budget(try store.postings(client: client))
        return row.hasBudget || budget.usedMinutes > 0 ? budget : nil
    }
}

/// The budget of approved work outside the retainer.
public struct Budget: Hashable, Sendable {
    /// What was quoted.
    public var minutes: Int
    public var usedMinutes: Int
    /// What was quoted as its price; nil when only time was.
    public var price: Money?

    /// Such as `45m of 6h used` or `7h of 6h used, 1h over`.
    public var words: String {
        let over = usedMinutes > minutes ? ", \(DurationText.text(usedMinutes - minutes)) over" : ""
        return "\(DurationText.text(usedMinutes)) of \(DurationText.text(minutes)) used\(over), outside the balance"
    }
}

extension RequestRow {
    /// Approved under a quote: what is worked on it is outside the balance.
    var hasBudget: Bool { state == .approved && (quote != nil || estimateMinutes != nil) }

    func budget(_ postings: [Posting]) -> Budget {
        let own = postings.filter { $0.basis == .quoted && $0.request == String(id) }
        let ids = Set(own.map(\.id))
        // A correction bears the minutes it takes back with a minus.
        let corrections = postings.filter { $0.corrects.map(ids.contains) ?? false && !ids.contains($0.id) }
        let used = (own + corrections).reduce(0) { $0 + ($1.workedMinutes ?? 0) }
        return Budget(minutes: estimateMinutes ?? 0, usedMinutes: max(0, used), price: quote)
    }
}

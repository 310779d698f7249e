public import Agreement
public import Classifier
public import Store
public import Triage
public import WorkingTime

/// What a person does with requests: correct, quote, approve, decline, close, merge.
public struct RequestWork {
    private let store: Store
    private let policy: Policy

    /// A step that the request's state does not allow, or a price that cannot be told.
    public struct Refusal: Error, CustomStringConvertible {
        public var description: String
    }

    public init(store: Store, policy: Policy) {
        self.store = store
        self.policy = policy
    }

    /// Takes a person's word for what a request is, and asks the agreement again. What is asked alike from now on is
    /// read the same way.
    public func reclassify(_ id: Int, as label: Label, now: Instant) throws -> RequestRow {
        try store.recording(at: now) { try reclassify(id, as: label, by: $0) }
    }

    func reclassify(_ id: Int, as label: Label, by recorder: Recorder) throws -> RequestRow {
        let row = try find(id, by: recorder)
        let agreement = row.client.flatMap { policy.client($0) }
        let coverage = agreement?.coverage(
            kind: RequestKind(rawValue: label.rawValue),
            text: row.text,
            estimateMinutes: row.estimateMinutes,
            reportedAt: row.askedAt
        )
        try recorder.recordCorrection(of: row, to: label)
        try recorder.relabel(
            id,
            label: label,
            verdict: coverage?.verdict ?? .noAgreement,
            clause: coverage?.clause,
            reason: coverage?.reason.words ?? "the sender has no agreement"
        )
        return try find(id, by: recorder)
    }

    /// Takes the last word on what a request is back, with all that was learnt from it.
    ///
    /// - Throws: `Refusal` when nobody said anything about it.
    public func undoReclassify(_ id: Int, now: Instant) throws -> RequestRow {
        try store.recording(at: now) { recorder in
            _ = try find(id, by: recorder)
            guard try recorder.undoCorrection(of: id) else {
                throw Refusal(description: "request \(id) was never reclassified; there is nothing to take back")
            }
            return try find(id, by: recorder)
        }
    }

    /// Moves a request on.
    ///
    /// - Throws: `Refusal` when its state does not allow the step.
    public func move(
        _ id: Int,
        to state: RequestState,
        estimateMinutes: Int? = nil,
        quote: Money? = nil,
        now: Instant
    ) throws {
        try store.recording(at: now) {
            try move(id, to: state, estimateMinutes: estimateMinutes, quote: quote, by: $0)
        }
    }

    func move(
        _ id: Int,
        to state: RequestState,
        estimateMinutes: Int? = nil,
        quote: Money? = nil,
        by recorder: Recorder
    ) throws {
        let row = try find(id, by: recorder)
        let allowed: [RequestState] =
            switch state {
            case .open: [.closed, .declined]
            case .quoted: [.open, .quoted]
            case .approved, .declined: [.open, .quoted]
            case .closed: [.open, .quoted, .approved]
            case .merged: [.open, .quoted]
            }
        guard allowed.contains(row.state) else {
            let words =
                row.state == state
                ? "request \(id) is \(state.rawValue) already"
                : "request \(id) is \(row.state.rawValue) and cannot become \(state.rawValue)"
            throw Refusal(description: words)
        }
        try recorder.setRequest(id, state: state, estimateMinutes: estimateMinutes, quote: quote)
        try recorder.settlePromises(ofTicket: row.ticketID, calendars: policy.calendars)
    }

    /// Says that a request is part of another one of the same client.
    public func merge(_ id: Int, into other: Int, now: Instant) throws {
        try store.recording(at: now) { recorder in
            let (row, target) = (try find(id, by: recorder), try find(other, by: recorder))
            guard id != other, row.client == target.client else {
                throw Refusal(description: "request \(id) and request \(other) are not two requests of one client")
            }
            guard [.open, .quoted].contains(row.state), target.state != .merged else {
                throw Refusal(
                    description: "request \(id) is \(row.state.rawValue), request \(other) \(target.state.rawValue)"
                )
            }
            try recorder.setRequest(id, state: .merged, mergedInto: other)
            try recorder.settlePromises(ofTicket: row.ticketID, calendars: policy.calendars)
        }
    }

    /// The price of a quote: as given, else the plan's rate for work beyond the agreement; nil where there is neither.
    public func price(of id: Int, minutes: Int, amount: String?, currency: String?) throws -> Money? {
        guard let row = try store.request(id) else { throw StoreError.missing(what: "request \(id)") }
        return try price(of: row, minutes: minutes, amount: amount, currency: currency)
    }

    func price(of row: RequestRow, minutes: Int, amount: String?, currency: String?) throws -> Money? {
        let agreement = row.client.flatMap { policy.client($0) }
        let rate = agreement.flatMap { $0.plan(on: $0.zone.civil(row.askedAt).date)?.overage?.ratePerHour }
        guard let amount else { return try rate?.price(ofMinutes: minutes) }
        guard let code = currency ?? rate?.currency else {
            throw Refusal(description: "in which currency? say it with --currency")
        }
        guard let money = Money(amount: amount, currency: code) else {
            throw Refusal(description: "\(amount) \(code) is no amount of money; write it like 570.00")
        }
        return money
    }

    private func find(_ id: Int, by recorder: Recorder) throws -> RequestRow {
        guard let row = try recorder.request(id) else { throw StoreError.missing(what: "request \(id)") }
        return row
    }
}

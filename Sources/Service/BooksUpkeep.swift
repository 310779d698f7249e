import Agreement
public import HourLedger
import Store
import Triage
public import WorkingTime

/// What a person does with postings: close, decide on held work, correct, adjust.
extension Books {
    /// A period of a ledger that has begun by an instant.
    ///
    /// - Throws: `StoreError.missing` with the names of the latest periods.
    public func period(_ name: String, of ledger: Ledger, asOf: Instant) throws -> LedgerPeriod {
        let periods = ledger.state(asOf: asOf).periods
        if let period = periods.first(where: { $0.name == name }) { return period }
        let client = ledger.agreement.client
        guard !periods.isEmpty else {
            throw StoreError.missing(what: "period \(name) of \(client): none of its periods has begun")
        }
        throw StoreError.missing(
            what: "period \(name) of \(client) that has begun; "
                + "there are \(periods.map(\.name).suffix(12).joined(separator: ", "))"
        )
    }

    /// Closes a period: what it says then never changes.
    public func close(_ period: String, of client: String, by: String, now: Instant) throws -> Booking {
        try record(for: client, now: now) { (ledger) throws(BookingError) in
            try ledger.close(period: period, enteredBy: by, now: now)
        }
    }

    /// Decides on held work.
    public func decide(
        _ decision: Ledger.HeldDecision,
        held posting: PostingName,
        by: String,
        note: String,
        now: Instant
    ) throws -> Booking {
        try record(for: posting.client, now: now) { (ledger) throws(BookingError) in
            try ledger.decide(decision, held: posting.id, enteredBy: by, note: note, now: now)
        }
    }

    /// Takes a posting back as a whole by another one.
    public func correct(_ posting: PostingName, by: String, note: String, now: Instant) throws -> Booking {
        try record(for: posting.client, now: now) { (ledger) throws(BookingError) in
            try ledger.correct(posting.id, enteredBy: by, note: note, now: now)
        }
    }

    /// Gives or takes minutes, such as a balance from before Gatepost.
    ///
    /// - Parameter minutes: signed, not 0.
    public func adjust(
        _ client: String,
        minutes: Int,
        by: String,
        note: String,
        happenedAt: Instant,
        key: String,
        now: Instant
    ) throws -> Booking {
        let entry = Entry(
            .adjustment(minutes: minutes),
            enteredBy: by,
            note: note,
            happenedAt: happenedAt,
            idempotencyKey: "adjust:\(key)"
        )
        return try book(entry, client: client, now: now)
    }
}

/// The name of a stored posting, `harbor-12`: the client and the number in its chain.
public struct PostingName: Hashable, Sendable {
    public let id: String
    public let client: String

    /// Nil when the text is no such name.
    public init?(_ text: String) {
        guard let dash = text.lastIndex(of: "-"), dash > text.startIndex else { return nil }
        let number = text[text.index(after: dash)...]
        guard let value = Int(number), value > 0, String(value) == number else { return nil }
        id = text
        client = String(text[..<dash])
    }
}

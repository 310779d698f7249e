import Agreement
public import WorkingTime

extension Ledger {
    /// The postings that close a period: its grants, expiry and overage as they stand now, and a mark with the closing
    /// balance. Nothing when it is closed already. The period must have ended, and those before it must be closed.
    public func close(period name: String, enteredBy: String, now: Instant) throws(BookingError) -> Booking {
        let key = "close \(name)"
        if let earlier = posting(key: key) { return Booking(postings: [], earlier: earlier) }
        // Closed at the end of a period means with its expiry and before the next grant; the rows tell them apart.
        let state = state(asOf: now)
        guard let row = state.periods.first(where: { $0.name == name }) else { throw .notEnded(name) }
        let end = agreement.zone.startOfDay(row.end)
        guard end <= now else { throw .notEnded(name) }
        if let open = state.periods.first(where: { $0.end <= row.start && !$0.isClosed }) {
            throw .earlierPeriodOpen(open.name)
        }
        var postings = state.postings.filter { $0.period == name && $0.isByTerms && $0.number == 0 }
        for index in postings.indices { postings[index].recordedAt = now }
        var mark = Posting(
            client: agreement.client,
            kind: .expiry,
            basis: .closing,
            minutes: 0,
            period: name,
            enteredBy: enteredBy,
            note: "closing balance",
            happenedAt: end,
            recordedAt: now,
            idempotencyKey: key
        )
        mark.closingMinutes = row.closingMinutes
        postings.append(mark)
        return Booking(postings: sealed(postings))
    }
}

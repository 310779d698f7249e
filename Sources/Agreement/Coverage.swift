public import WorkingTime

/// Whether a request is inside the agreement.
public enum Verdict: String, CaseIterable, Codable, Hashable, Sendable {
    case covered, notCovered, undecided, noAgreement
}

/// A verdict with the clause it rests on and the reason.
public struct Coverage: Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        /// The client never had an agreement.
        case withoutAgreement
        /// The agreement begins on this day.
        case notStarted(CivilDate)
        /// The agreement ended; this was the first day after it.
        case ended(CivilDate)
        /// What is asked for is not known well enough.
        case kindUnknown
        /// Nothing to be done is asked for: an approval, a question of billing, or neither.
        case noWorkAsked
        /// An exclusion's word or phrase stands in the request.
        case excluded(words: String)
        /// The kind is among those the agreement covers.
        case kindCovered
        /// The kind is not among those the agreement covers.
        case kindNotCovered
        /// Reported within the warranty of a delivery.
        case warranty(delivery: String)
        /// Small enough, and so many minutes of the month's allowance will be left.
        case smallChange(leftMinutes: Int)
        /// Estimated above what one small change may take.
        case smallChangeTooLarge(eachMinutes: Int)
        /// The month's allowance does not suffice; so many minutes of it are left.
        case smallChangesSpent(leftMinutes: Int)
        /// Small changes are agreed, but nobody has estimated this one yet.
        case smallChangeNotEstimated(eachMinutes: Int)
    }

    public var verdict: Verdict
    /// The clause that a reply quotes, where the terms name one.
    public var clause: ClauseID?
    public var reason: Reason

    public init(verdict: Verdict, clause: ClauseID?, reason: Reason) {
        self.verdict = verdict
        self.clause = clause
        self.reason = reason
    }
}

extension ClientAgreement {
    /// Whether a request is covered, by which clause and why.
    ///
    /// The day is that of the report in the client's zone. Exclusions come first and beat every cover; then the
    /// warranty, the covered kinds, and small changes.
    /// - Parameters:
    ///   - kind: What is asked for; nil when that is not known well enough.
    ///   - text: The client's own words, in which exclusions are looked for.
    ///   - estimateMinutes: What the work is estimated at, if it is.
    ///   - smallChangeUsedMinutes: Minutes of small changes already covered in this calendar month.
    ///   - reportedAt: When the mail that reports it arrived.
    public func coverage(
        kind: RequestKind?,
        text: String,
        estimateMinutes: Int? = nil,
        smallChangeUsedMinutes: Int = 0,
        reportedAt: Instant
    ) -> Coverage {
        let day = zone.date(of: reportedAt)
        guard let plan = plan(on: day) else {
            return Coverage(verdict: .noAgreement, clause: nil, reason: absence(on: day))
        }
        guard let kind else { return Coverage(verdict: .undecided, clause: nil, reason: .kindUnknown) }
        let words = WordMatch(text)
        for exclusion in plan.excludes {
            if let found = exclusion.words.first(where: { words.contains($0) }) {
                return Coverage(verdict: .notCovered, clause: exclusion.clause, reason: .excluded(words: found))
            }
        }
        if kind == .fix || kind == .incident, let delivery = warranty(reportedAt: reportedAt) {
            return Coverage(
                verdict: .covered,
                clause: plan.warranty?.clause ?? plan.covers[kind],
                reason: .warranty(delivery: delivery.name)
            )
        }
        if let clause = plan.covers[kind] {
            return Coverage(verdict: .covered, clause: clause, reason: .kindCovered)
        }
        switch kind {
        case .approval, .billing, .other:
            return Coverage(verdict: .undecided, clause: nil, reason: .noWorkAsked)
        case .feature:
            if let small = plan.smallChanges {
                return small.coverage(estimateMinutes: estimateMinutes, usedMinutes: smallChangeUsedMinutes)
            }
        case .fix, .incident, .question, .duty:
            break
        }
        return Coverage(verdict: .notCovered, clause: nil, reason: .kindNotCovered)
    }

    /// The delivery under whose warranty a defect reported at an instant falls: within so many local days, counted from
    /// the start of the day of delivery. Of several the latest is taken.
    public func warranty(reportedAt: Instant) -> Delivery? {
        let day = zone.date(of: reportedAt)
        guard let days = plan(on: day)?.warranty?.days else { return nil }
        return deliveries.filter { $0.date <= day && day < $0.date.adding(days: days) }.max { $0.date < $1.date }
    }

    private func absence(on day: CivilDate) -> Coverage.Reason {
        if let end, day >= end { return .ended(end) }
        if let start { return .notStarted(start) }
        return .withoutAgreement
    }
}

extension SmallChanges {
    func coverage(estimateMinutes: Int?, usedMinutes: Int) -> Coverage {
        guard let estimate = estimateMinutes else {
            return Coverage(
                verdict: .notCovered,
                clause: clause,
                reason: .smallChangeNotEstimated(eachMinutes: eachMinutes)
            )
        }
        guard estimate <= eachMinutes else {
            return Coverage(
                verdict: .notCovered,
                clause: clause,
                reason: .smallChangeTooLarge(eachMinutes: eachMinutes)
            )
        }
        let left = max(monthMinutes - usedMinutes, 0)
        guard estimate <= left else {
            return Coverage(verdict: .notCovered, clause: clause, reason: .smallChangesSpent(leftMinutes: left))
        }
        return Coverage(verdict: .covered, clause: clause, reason: .smallChange(leftMinutes: left - estimate))
    }
}

public import Agreement
public import WorkingTime

/// One client's hours: what the agreement says and what was entered.
///
/// Stored are entries, and of closed periods also what the terms made of them. Grants, expiry and overage of open
/// periods are worked out at reading, so that an entry back-dated into an open period counts there, as if it had been
/// entered in time. Closing a period stores all that; its closing balance never changes again.
public struct Ledger: Sendable {
    public let agreement: ClientAgreement
    /// Working calendars by name, for the factors outside their hours.
    public let calendars: [String: WorkingCalendar]
    /// Stored postings in the order of their numbers.
    public private(set) var postings: [Posting] = []
    /// Names of closed periods.
    public private(set) var closedPeriods: Set<String> = []
    /// The end of the last closed period; nothing can be entered before it.
    public private(set) var closedUntil: Instant?

    /// Plans and periods, as far as postings reach and a year on.
    private var timetable: Timetable
    private(set) var tip: Tip?
    /// The latest time at which a posting counts.
    private(set) var latest: Instant?
    /// When each posting counts, and its turn among what counts at the same time.
    private(set) var marks: [PostingMark] = []
    private(set) var indexByID: [String: Int] = [:]
    private var indexByKey: [String: Int] = [:]
    /// The posting that takes another back.
    private(set) var correctionByID: [String: Int] = [:]
    /// Minutes of a work posting that still wait for approval.
    private(set) var heldMinutesByID: [String: Int] = [:]
    /// Of closed periods: which stored postings moved a work's minutes off the balance.
    private(set) var transfersByWork: [String: [Int]] = [:]
    private(set) var groups: [IncrementGroup: IncrementTotals] = [:]

    /// - Parameter postings: all stored postings of the client, in the order of their numbers.
    public init(agreement: ClientAgreement, postings: [Posting] = [], calendars: [String: WorkingCalendar] = [:]) {
        self.agreement = agreement
        self.calendars = calendars
        let start = agreement.start ?? CivilDate(dayNumber: 0)
        let last = postings.last.map { agreement.zone.date(of: $0.recordedAt) }
        timetable = Timetable(of: agreement, through: max(last ?? start, start).adding(days: 366))
        append(postings)
    }

    /// Takes postings that were stored, as `book`, `approve`, `correct` and `close` give them.
    public mutating func append(_ new: [Posting]) {
        if let last = new.last.map({ agreement.zone.date(of: $0.recordedAt) }),
            timetable.through < last.adding(days: 100)
        {
            timetable = Timetable(of: agreement, through: last.adding(days: 466))
        }
        let first = postings.count
        for posting in new {
            let index = postings.count
            postings.append(posting)
            marks.append(PostingMark(posting))
            latest = max(latest ?? posting.effectiveAt, posting.effectiveAt)
            indexByID[posting.id] = index
            indexByKey[posting.idempotencyKey] = index
            if posting.basis == .closing {
                closedPeriods.insert(posting.period)
                closedUntil = max(closedUntil ?? posting.happenedAt, posting.happenedAt)
            }
            if let corrected = posting.corrects { correctionByID[corrected] = index }
            if posting.heldMinutes > 0 {
                heldMinutesByID[posting.id] = posting.heldMinutes
            } else if posting.heldMinutes < 0, let source = posting.corrects ?? posting.refersTo {
                heldMinutesByID[source, default: 0] += posting.heldMinutes
            }
            if posting.isByTerms, let work = posting.refersTo { transfersByWork[work, default: []].append(index) }
            for group in IncrementGroup.groups(of: posting, zone: agreement.zone) {
                groups[group, default: IncrementTotals()].add(posting)
            }
        }
        if !new.isEmpty { tip = advancedTip(first: first) }
    }

    /// The timetable as far as a day, and over the end of its quarter, to which pools look ahead.
    func timetable(through day: CivilDate) -> Timetable {
        let through = day.adding(days: 100)
        return timetable.through >= through ? timetable : Timetable(of: agreement, through: through)
    }

    /// The stored posting with an id.
    public func posting(_ id: String) -> Posting? {
        indexByID[id].map { postings[$0] }
    }

    func posting(key: String) -> Posting? {
        indexByKey[key].map { postings[$0] }
    }

    /// Balance, lots and periods with everything that counts up to and including an instant.
    public func state(asOf: Instant) -> LedgerState {
        var engine = Engine(self, through: asOf)
        engine.run()
        return engine.state(asOf: asOf)
    }

    /// Numbers and seals postings to follow those already stored.
    func sealed(_ postings: [Posting]) -> [Posting] {
        var number = self.postings.count
        var last = self.postings.last?.digest
        return postings.map { posting in
            number += 1
            let sealed = posting.sealed(number: number, previous: last)
            last = sealed.digest
            return sealed
        }
    }
}

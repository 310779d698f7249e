public import Agreement
public import WorkingTime

/// The week's requests that no agreement supports, as values. Renderers turn it into text, a page, CSV and JSON.
public struct DigestReport: Hashable, Sendable {
    /// One wish, as often as it was said.
    public struct Wish: Hashable, Sendable {
        /// Every time it was asked for, up to the end of the week, earliest first; never empty.
        public var rows: [DigestRow]
        /// The client's words when it was said first; a repetition often only asks for news.
        public var words: String
        public var askedThisWeek: Int

        /// Names of the clients that want it, in order of first asking.
        public var clientNames: [String] { Self.unique(rows.map(\.clientName)) }
        public var clients: [String] { Self.unique(rows.map(\.client)) }
        public var tickets: [Int] { Set(rows.map(\.ticket)).sorted() }
        public var clauses: [ClauseID] { Set(rows.compactMap(\.clause)).sorted() }
        /// What the other clients said, each the first time: the reader sees whether it is the same wish indeed.
        public var otherWordings: [(name: String, words: String)] {
            clients.dropFirst().compactMap { client in
                rows.first { $0.client == client }.map {
                    (PlainText.oneLine($0.clientName), PlainText.excerpt($0.words, limit: DigestReport.longestWords))
                }
            }
        }
        /// When it was asked for first.
        public var since: Instant { rows.first?.askedAt ?? Instant(epochSeconds: 0) }

        /// How far it has come: approved or quoted once is that; else what the newest time says.
        public var state: DigestRow.State {
            for state in [DigestRow.State.approved, .quoted] where rows.contains(where: { $0.state == state }) {
                return state
            }
            return rows.last?.state ?? .new
        }

        /// The newest estimate of each client, added up; nil when there is none.
        public var estimateMinutes: Int? {
            let estimates = clients.compactMap { client in
                rows.last { $0.client == client && $0.estimateMinutes != nil }?.estimateMinutes
            }
            return estimates.isEmpty ? nil : estimates.reduce(0, Self.sum)
        }

        /// The newest quote to each client, added up by currency.
        public var quotes: [Money] {
            MoneyText.sums(clients.compactMap { client in rows.last { $0.client == client && $0.quote != nil }?.quote })
        }

        /// Adds without overflow: hostile figures must not stop the digest.
        static func sum(_ left: Int, _ right: Int) -> Int {
            let (result, overflow) = left.addingReportingOverflow(right)
            return overflow ? (left < 0 ? Int.min : Int.max) : result
        }

        private static func unique(_ names: [String]) -> [String] {
            var seen: Set<String> = []
            return names.filter { seen.insert($0).inserted }
        }
    }

    /// What one client asked for.
    public struct ClientWishes: Hashable, Sendable {
        public var client: String
        public var name: String
        /// Only this client's askings are in the rows.
        public var wishes: [Wish]
        /// Small changes done for free this week.
        public var smallChanges: [DigestRow]

        public var givenAwayMinutes: Int { smallChanges.reduce(0) { Wish.sum($0, $1.givenAwayMinutes ?? 0) } }
    }

    /// One week of the trend.
    public struct TrendWeek: Hashable, Sendable {
        public var week: ISOWeek
        /// Requests outside the agreements.
        public var requests: Int
        public var clients: Int
        /// Minutes given away as small changes.
        public var givenAwayMinutes: Int
    }

    /// Weeks of the trend, this one included.
    public static let trendWeeks = 12

    public var agency: String
    public var week: ISOWeek
    public var zone: Zone
    /// The wishes of this week in order of first asking, those of several clients once.
    public var wishes: [Wish]
    /// Wishes of several clients, the most wanted first.
    public var shared: [Wish]
    /// Clients in order of their names; only those that asked for something or got something.
    public var clients: [ClientWishes]
    /// This week's requests of which nobody knows yet whether they are covered, earliest first.
    public var undecided: [DigestRow]
    /// Oldest first.
    public var trend: [TrendWeek]

    /// The digest of a week from all rows there are; those after the week are left out.
    public init(agency: String, week: ISOWeek, zone: Zone, rows: [DigestRow]) {
        self.agency = agency
        self.week = week
        self.zone = zone
        let range = week.range(in: zone)
        let past = rows.filter { $0.askedAt < range.upperBound }
            .sorted { ($0.askedAt, $0.request, $0.client) < ($1.askedAt, $1.request, $1.client) }
        let wishes = Self.wishes(past.filter(\.isUnsupported), range: range)
        let given = past.filter { $0.givenAwayMinutes != nil && range.contains($0.askedAt) }
        self.wishes = wishes
        shared = Self.shared(wishes)
        clients = Self.byClient(wishes, given: given, range: range)
        undecided = past.filter { $0.verdict == .undecided && range.contains($0.askedAt) }
        trend = Self.trend(past, week: week, zone: zone)
    }

    /// Requests outside the agreements in this week.
    public var requestCount: Int { wishes.reduce(0) { $0 + $1.askedThisWeek } }
    /// Clients that asked for something outside their agreement.
    public var clientCount: Int { clients.count { !$0.wishes.isEmpty } }
    public var estimateMinutes: Int { wishes.reduce(0) { Wish.sum($0, $1.estimateMinutes ?? 0) } }
    public var quotes: [Money] { MoneyText.sums(wishes.flatMap(\.quotes)) }
    public var givenAwayMinutes: Int { clients.reduce(0) { Wish.sum($0, $1.givenAwayMinutes) } }
    /// Whether anything at all happened in the weeks of the trend.
    var hasTrend: Bool { trend.contains { $0.requests > 0 || $0.givenAwayMinutes > 0 } }
    public var isEmpty: Bool { clients.isEmpty && undecided.isEmpty }

    /// How many of the wishes are in a state.
    public func count(_ state: DigestRow.State) -> Int { wishes.count { $0.state == state } }

    private static func wishes(_ rows: [DigestRow], range: Range<Instant>) -> [Wish] {
        WishGrouping.groups(of: rows.map(\.words)).compactMap { indices in wish(indices.map { rows[$0] }, range: range)
        }
    }

    /// A wish if it was asked for in this week.
    private static func wish(_ rows: [DigestRow], range: Range<Instant>) -> Wish? {
        let current = rows.filter { range.contains($0.askedAt) }
        guard !current.isEmpty, let first = rows.first else { return nil }
        return Wish(
            rows: rows,
            words: PlainText.excerpt(first.words, limit: longestWords),
            askedThisWeek: current.count
        )
    }

    /// Longest quotation of a client's words in a digest.
    static let longestWords = 240

    private static func shared(_ wishes: [Wish]) -> [Wish] {
        wishes.filter { $0.clients.count > 1 }.sorted {
            ($1.clients.count, $1.rows.count, $0.since, $0.words) < (
                $0.clients.count, $0.rows.count, $1.since, $1.words
            )
        }
    }

    private static func byClient(_ wishes: [Wish], given: [DigestRow], range: Range<Instant>) -> [ClientWishes] {
        var names: [String: String] = [:]
        for row in wishes.flatMap(\.rows) + given { names[row.client] = row.clientName }
        return names.sorted { ($0.value.lowercased(), $0.key) < ($1.value.lowercased(), $1.key) }.compactMap {
            id,
            name in
            let own = wishes.compactMap { wish in
                Self.wish(wish.rows.filter { $0.client == id }, range: range)
            }
            let changes = given.filter { $0.client == id }
            guard !own.isEmpty || !changes.isEmpty else { return nil }
            return ClientWishes(client: id, name: name, wishes: own, smallChanges: changes)
        }
    }

    private static func trend(_ rows: [DigestRow], week: ISOWeek, zone: Zone) -> [TrendWeek] {
        (0..<trendWeeks).map { index in
            let week = week.adding(weeks: index - (trendWeeks - 1))
            let range = week.range(in: zone)
            let current = rows.filter { range.contains($0.askedAt) }
            let unsupported = current.filter(\.isUnsupported)
            return TrendWeek(
                week: week,
                requests: unsupported.count,
                clients: Set(unsupported.map(\.client)).count,
                givenAwayMinutes: current.reduce(0) { Wish.sum($0, $1.givenAwayMinutes ?? 0) }
            )
        }
    }
}

import Agreement
public import Classifier
public import WorkingTime

/// A span of days on which somebody is away, the last one included.
public struct AwayDays: Hashable, Sendable {
    public var first: CivilDate
    public var last: CivilDate

    public init(first: CivilDate, last: CivilDate) {
        self.first = first
        self.last = last
    }
}

/// What a member of staff looks after, and when. Empty lists name nothing.
public struct Responsibility: Hashable, Sendable {
    /// Ids of clients.
    public var clients: [String] = []
    public var kinds: [Label] = []
    /// BCP 47 tags.
    public var languages: [String] = []
    /// The working calendar; nil is at all times.
    public var calendar: String?
    public var away: [AwayDays] = []

    public init() {}

    /// Whether anything makes the person somebody to choose by.
    var isResponsible: Bool { !clients.isEmpty || !kinds.isEmpty || !languages.isEmpty }
}

/// Who looks after a mail, and why.
struct Assignment {
    var staff: String
    var why: String
}

extension Policy {
    /// Whether a member of staff is away on the day of an instant, by the agency's clocks.
    public func isAway(_ staff: Staff, at instant: Instant) -> Bool {
        let day = agency.zone.civil(instant).date
        return staff.responsibility.away.contains { $0.first <= day && day <= $0.last }
    }

    /// Who looks after a mail: in a dispute the client's one person, else whom a rule names, else who is responsible. A
    /// person who is away passes it on to the next; in a dispute there is no next.
    ///
    /// - Parameters:
    ///   - named: Whom the rules name.
    ///   - isNew: Whether it begins a conversation; one that is under way stays with whoever has it.
    func assignment(
        named: String?,
        client: ClientAgreement?,
        kinds: [Label],
        language: String,
        isNew: Bool,
        at instant: Instant
    ) -> Assignment? {
        if let client, let dispute = client.dispute, dispute.from <= client.zone.civil(instant).date {
            return Assignment(staff: dispute.staff, why: "all mail of \(client.name) goes to one person: a dispute")
        }
        var away: [String] = []
        if let named, let member = staff.first(where: { $0.id == named }) {
            guard isAway(member, at: instant) else { return Assignment(staff: named, why: "a rule says so") }
            away.append("\(named) is away")
        }
        guard isNew || named != nil else { return nil }
        let ranked = staff.enumerated().compactMap { place, member -> (rank: Rank, member: Staff, why: [String])? in
            guard member.id != named, let match = match(member, client, kinds, language) else { return nil }
            if isAway(member, at: instant) {
                away.append("\(member.id) is away")
                return nil
            }
            let start =
                member.responsibility.calendar.flatMap { calendars[$0] }
                .map { $0.opening(atOrAfter: instant) ?? Instant(epochSeconds: .max) } ?? instant
            return (Rank(points: match.points, start: max(start, instant), place: place), member, match.why)
        }
        guard let best = ranked.min(by: { $0.rank < $1.rank }) else { return nil }
        let why = away + ["\(best.member.id) looks after \(best.why.joined(separator: ", "))"]
        return Assignment(staff: best.member.id, why: why.joined(separator: "; "))
    }

    /// The closer the responsibility fits the better; among equals who is at work first, then who stands first.
    private struct Rank: Comparable {
        var points: Int
        var start: Instant
        var place: Int

        static func < (left: Rank, right: Rank) -> Bool {
            (-left.points, left.start, left.place) < (-right.points, right.start, right.place)
        }
    }

    /// How well somebody's responsibility fits; nil when a part of it says that it is not theirs.
    private func match(
        _ member: Staff,
        _ client: ClientAgreement?,
        _ kinds: [Label],
        _ language: String
    ) -> (points: Int, why: [String])? {
        let own = member.responsibility
        guard own.isResponsible else { return nil }
        var points = 0
        var why: [String] = []
        if !own.clients.isEmpty {
            guard let client, own.clients.contains(client.client) else { return nil }
            points += 4
            why.append(client.client)
        }
        if !own.kinds.isEmpty {
            guard let kind = kinds.first(where: own.kinds.contains) else { return nil }
            points += 2
            why.append(kind.rawValue)
        }
        if !own.languages.isEmpty {
            let tag = language.lowercased()
            guard
                let spoken = own.languages.first(where: {
                    tag == $0.lowercased() || tag.hasPrefix($0.lowercased() + "-")
                })
            else { return nil }
            points += 1
            why.append(spoken)
        }
        return (points, why)
    }
}

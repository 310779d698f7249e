/// What a mail says about the conversation it belongs to, strongest first.
public struct ThreadEvidence: Hashable, Sendable {
    /// Tickets named by a signed token in one of our own Message-IDs.
    public var signedTickets: [Int]
    /// Message-IDs of In-Reply-To and References, without brackets, at most `referenceLimit`, newest first.
    public var references: [String]
    /// A ticket named in the subject as `[#123]`, which anybody can write.
    public var subjectTicket: Int?
    /// The subject without reply prefixes and our token, for telling a changed subject.
    public var baseSubject: String

    /// Enough for any real thread; longer lists are somebody's experiment.
    public static let referenceLimit = 50

    public init(signedTickets: [Int], references: [String], subjectTicket: Int?, baseSubject: String) {
        self.signedTickets = signedTickets
        self.references = references
        self.subjectTicket = subjectTicket
        self.baseSubject = baseSubject
    }
}

/// A ticket as the record knows it, as far as deciding needs it.
public struct TicketSnapshot: Hashable, Sendable {
    public var id: Int
    /// The client it belongs to; nil for a stranger's.
    public var client: String?
    public var baseSubject: String
    /// Whether a person closed it, and how many days ago.
    public var closedDays: Int?

    public init(id: Int, client: String?, baseSubject: String, closedDays: Int?) {
        self.id = id
        self.client = client
        self.baseSubject = baseSubject
        self.closedDays = closedDays
    }
}

/// The tickets that a mail's evidence leads to, as looked up by the caller.
public struct ConversationCandidates: Hashable, Sendable {
    public var bySignature: TicketSnapshot?
    public var byReference: TicketSnapshot?
    public var bySubject: TicketSnapshot?

    public init(
        bySignature: TicketSnapshot? = nil,
        byReference: TicketSnapshot? = nil,
        bySubject: TicketSnapshot? = nil
    ) {
        self.bySignature = bySignature
        self.byReference = byReference
        self.bySubject = bySubject
    }
}

/// Where a mail goes.
public enum Conversation: Hashable, Sendable {
    case new
    /// A new ticket that is linked to an old one, with the reason.
    case linked(to: Int, reason: String)
    /// The same, but by somebody who does not belong to the old ticket's client: a person must look.
    case flagged(to: Int, reason: String)
    case existing(Int, evidence: String)
}

extension Conversation {
    /// The client's own ticket that the mail belongs or refers to; nil where there is none.
    public var ticket: Int? {
        switch self {
        case .existing(let ticket, _), .linked(let ticket, _): ticket
        case .new, .flagged: nil
        }
    }

    /// Chooses the conversation by the strongest evidence. A token or reference used from outside the ticket's client
    /// never lets anybody in; a changed subject or a ticket closed long ago opens a new, linked one. A number in the
    /// subject, which anybody can guess, counts only from a sender for whom our server vouches.
    public init(
        candidates: ConversationCandidates,
        evidence: ThreadEvidence,
        client: String?,
        isStaff: Bool,
        isVouchedFor: Bool,
        reopenDays: Int
    ) {
        let found: (ticket: TicketSnapshot, by: String, isStrong: Bool)?
        if let ticket = candidates.bySignature {
            found = (ticket, "our signed Message-ID", true)
        } else if let ticket = candidates.byReference {
            found = (ticket, "a Message-ID it refers to", true)
        } else if let ticket = candidates.bySubject {
            found = (ticket, "the ticket number in its subject", false)
        } else {
            found = nil
        }
        guard let found else {
            self = .new
            return
        }
        guard isStaff || (client != nil && found.ticket.client == client) else {
            self = .flagged(to: found.ticket.id, reason: "it refers to a ticket of somebody else by \(found.by)")
            return
        }
        guard found.isStrong || isVouchedFor else {
            self = .flagged(to: found.ticket.id, reason: "it knows only the ticket's number, and nobody vouches for it")
            return
        }
        if let days = found.ticket.closedDays, days > reopenDays {
            self = .linked(to: found.ticket.id, reason: "ticket #\(found.ticket.id) has been closed for \(days) days")
            return
        }
        let hasNewSubject =
            !evidence.baseSubject.isEmpty && !found.ticket.baseSubject.isEmpty
            && evidence.baseSubject != found.ticket.baseSubject
        if hasNewSubject, evidence.subjectTicket != found.ticket.id {
            self = .linked(to: found.ticket.id, reason: "it refers to ticket #\(found.ticket.id) under a new subject")
            return
        }
        self = .existing(found.ticket.id, evidence: found.by)
    }
}

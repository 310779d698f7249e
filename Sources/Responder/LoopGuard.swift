public import Triage

/// How many automatic replies went out lately; the record is asked for these before one more is put in the outbox.
public struct RecentReplies: Hashable, Sendable {
    /// In the last 24 hours to the address that would be answered.
    public var toSender: Int
    /// In the last 24 hours to that address's domain.
    public var toDomain: Int
    /// In the last 24 hours in all.
    public var overall: Int
    /// Ever, for the request or mail that would be acknowledged.
    public var forRequest: Int

    public init(toSender: Int, toDomain: Int, overall: Int, forRequest: Int) {
        self.toSender = toSender
        self.toDomain = toDomain
        self.overall = overall
        self.forRequest = forRequest
    }
}

/// What tells whether a mail was set off by an automatic reply of ours.
public struct EchoSigns: Hashable, Sendable {
    /// What a mail answers, by its headers.
    public enum Relation: Hashable, Sendable {
        /// A mail that we sent by ourselves, or it bears a ticket's number and answers nothing that we know.
        case reply
        /// A mail of a person that we know, such as one of ours.
        case anotherMail
        case noMail
    }

    /// What a mail asks for.
    public enum Request: Hashable, Sendable {
        /// At least one request that is decided.
        case recognised
        /// Something that looks like a request.
        case likely
        case none
    }

    /// From our last reply to the client to the mail.
    public var secondsSinceReply: Int
    public var relation: Relation
    public var request: Request
    /// Whether one of these replies went to the address that the mail is from.
    public var isFromRecipient: Bool
    /// Whether the sender got a reply before and did not answer it at once, or a person of ours vouched for the mail.
    public var isProvenPerson: Bool

    public init(
        secondsSinceReply: Int,
        relation: Relation,
        request: Request,
        isFromRecipient: Bool,
        isProvenPerson: Bool
    ) {
        self.secondsSinceReply = secondsSinceReply
        self.relation = relation
        self.request = request
        self.isFromRecipient = isFromRecipient
        self.isProvenPerson = isProvenPerson
    }
}

/// The last gate before an automatic reply: however wrong everything before it went, no loop and no flood passes.
public enum LoopGuard {
    public enum Permission: Hashable, Sendable {
        case send
        /// A person must release it; the text says which limit is reached.
        case hold(reason: String)
    }

    /// Whether one more automatic reply may go out. The narrowest limit that is reached gives the reason.
    public static func permission(recent: RecentReplies, limits: ReplyLimits) -> Permission {
        if recent.forRequest >= repliesPerRequest {
            return .hold(reason: "this request has been acknowledged already")
        }
        let budgets = [
            (spent: recent.toSender, limit: limits.perSenderDaily, whom: "this sender"),
            (spent: recent.toDomain, limit: limits.perDomainDaily, whom: "this domain"),
            (spent: recent.overall, limit: limits.overallDaily, whom: "everybody together"),
        ]
        for budget in budgets where budget.spent >= budget.limit {
            return .hold(
                reason: "\(budget.spent) automatic replies to \(budget.whom) in 24 hours, the limit is \(budget.limit)"
            )
        }
        return .send
    }

    /// Why a mail that came right after a reply of ours to its client is held; nil when nothing suggests that the reply
    /// set it off.
    ///
    /// What answers our reply within a minute is mostly a machine, whatever its headers, its subject and its address. It
    /// is held until a person releases it and never goes out by itself: a machine is as quiet as a person while we
    /// are silent, so waiting tells nothing, and letting it go before the deadline would answer each such machine once
    /// more. The work order, the brief and, before the deadline, the escalation tell the staff. What can be told is
    /// told beforehand: who got our replies and let them be is a person, and is always answered.
    public static func echoReason(_ signs: EchoSigns) -> String? {
        let seconds = signs.secondsSinceReply
        guard (0...echoSeconds).contains(seconds), !signs.isProvenPerson else { return nil }
        switch (signs.relation, signs.request) {
        case (.anotherMail, _), (.noMail, .recognised): return nil
        // A colleague of the one we wrote to; whoever writes nothing that looks like a request may be their machine.
        case (.noMail, .likely) where !signs.isFromRecipient: return nil
        case (.reply, _), (.noMail, _): break
        }
        return "it came \(seconds) s after an automatic reply to this client, as the answer of a machine would"
    }

    /// Autoresponders answer at once; mail servers take some seconds to carry it both ways.
    public static let echoSeconds = 60

    /// A request is acknowledged once, whatever happens.
    static let repliesPerRequest = 1
}

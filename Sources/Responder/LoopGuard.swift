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

    /// Why a mail that asks for nothing recognisable, or goes on with a conversation, is not answered when it came so soon after a reply of ours to the same
    /// client: what answers within a minute, whatever its headers, its subject and its address, is mostly a machine.
    public static func echoReason(secondsSinceReply seconds: Int) -> String? {
        guard (0...echoSeconds).contains(seconds) else { return nil }
        return "it came \(seconds) s after an automatic reply to this client, as the answer of a machine would"
    }

    /// Autoresponders answer at once; mail servers take some seconds to carry it both ways.
    static let echoSeconds = 60

    /// A request is acknowledged once, whatever happens.
    static let repliesPerRequest = 1
}

import Agreement
import Classifier
public import HourLedger
public import WorkingTime

/// What the record knows besides the mail itself, as far as deciding needs it.
public struct Circumstances: Sendable {
    public var conversation: Conversation
    /// The client's ledger; nil for somebody who is no client.
    public var ledger: Ledger?
    /// The number of the mail's first request; the others follow.
    public var firstRequestID: Int
    /// Minutes of small changes already covered in the mail's calendar month.
    public var smallChangeUsedMinutes: Int
    /// Mail that arrived before is kept and decided but never answered by itself.
    public var answersFrom: Instant
    public var now: Instant
    /// What was taught by correcting.
    public var corrections = Corrections.none
    /// What else the record knows of the client.
    public var context = ClientContext()

    public init(
        conversation: Conversation,
        ledger: Ledger?,
        firstRequestID: Int,
        smallChangeUsedMinutes: Int,
        answersFrom: Instant,
        now: Instant
    ) {
        self.conversation = conversation
        self.ledger = ledger
        self.firstRequestID = firstRequestID
        self.smallChangeUsedMinutes = smallChangeUsedMinutes
        self.answersFrom = answersFrom
        self.now = now
    }
}

/// Decides what follows from a mail. Pure: the same mail under the same circumstances is decided the same way.
public func decide(_ enquiry: Enquiry, under circumstances: Circumstances, policy: Policy) -> Decision {
    Deciding(enquiry: enquiry, circumstances: circumstances, policy: policy).decision()
}

/// What taking a mail in did to the client's ledger.
struct LedgerBooking {
    var postings: [Posting] = []
    var after: Ledger?
    /// Minutes left afterwards; nil where the agreement includes none.
    var balanceMinutes: Int?
}

/// The steps of one decision, in order; each adds its reasons.
struct Deciding {
    let enquiry: Enquiry
    let circumstances: Circumstances
    let policy: Policy
    let client: ClientAgreement?
    let plan: Plan?
    var reasons: [Reason] = []

    init(enquiry: Enquiry, circumstances: Circumstances, policy: Policy) {
        self.enquiry = enquiry
        self.circumstances = circumstances
        self.policy = policy
        client = enquiry.client.flatMap { policy.client($0.client) }
        let received = enquiry.receivedAt
        plan = client.flatMap { $0.plan(on: $0.zone.civil(received).date) }
    }

    func decision() -> Decision {
        var work = self
        return work.run()
    }

    private mutating func run() -> Decision {
        explainSender()
        explainThread()
        let items = decidedItems()
        let booking = book(items)
        var clocks = clocks(for: items)
        let acknowledgement = acknowledgement(items: items, clocks: clocks, balanceMinutes: booking.balanceMinutes)
        // Where none is to go out there is nothing to be late with.
        if !acknowledgement.isSent { clocks.removeAll { $0.name == .acknowledgement } }
        let filing = filing(of: items)
        let routing = routing(items)
        reasons.append(Reason("filing", "filed as \(filing.rawValue)"))
        return Decision(
            conversation: circumstances.conversation,
            client: client?.client,
            items: items,
            postings: booking.postings,
            ledgerAfter: booking.after,
            clocks: clocks,
            isStaffAnswer: isStaffAnswer,
            acknowledgement: acknowledgement,
            filing: filing,
            routing: routing,
            reasons: reasons
        )
    }

    /// A command is for us, not for the client.
    private var isStaffAnswer: Bool {
        enquiry.staff != nil && enquiry.origin.origin == .person && enquiry.authentication.isPass
            && enquiry.command == .none
    }

    // MARK: - Who and where

    private mutating func explainSender() {
        let address = enquiry.from.address.isEmpty ? "nobody" : enquiry.from.address
        switch (enquiry.client, client) {
        case (let match?, let client?):
            reasons.append(Reason("sender", "\(address) belongs to \(client.name) by its \(match.basis.rawValue)"))
        default:
            let kind = enquiry.staff.map { "is \($0) of our staff" } ?? "belongs to no client"
            reasons.append(Reason("sender", "\(address) \(kind)"))
        }
        switch enquiry.authentication {
        case .pass(let method): reasons.append(Reason("sender", "our server vouches for it by \(method)"))
        case .none(let why): reasons.append(Reason("sender", "nobody vouches for it: \(why)"))
        }
        if enquiry.isReleased { reasons.append(Reason("origin", "a person of ours said that a person wrote it")) }
        if enquiry.origin.origin != .person {
            reasons.append(Reason("origin", "it is \(Self.article(enquiry.origin.origin))"))
        }
        for why in enquiry.origin.why { reasons.append(Reason("origin", why)) }
        switch enquiry.command {
        case .none: break
        case .accepted(let token, let lines):
            reasons.append(
                Reason("command", "\(lines.count) lines of commands on the work order for mail \(token.mail)")
            )
        case .held(let reason): reasons.append(Reason("command", "held for a person: \(reason)"))
        }
        switch enquiry.rating {
        case .none: break
        case .given(let token, let mark, _):
            reasons.append(Reason("rating", "it gives ticket #\(token.ticket) the mark \(mark) of 5"))
        case .refused(let why): reasons.append(Reason("rating", "its mark does not count: \(why)"))
        }
        for (name, words) in zip(enquiry.ruling.names, enquiry.ruling.words) {
            let what = words.isEmpty ? "" : ", for “\(words.map(Summary.of).joined(separator: "”, “"))”"
            reasons.append(Reason("rule", "rule \(name) matched\(what)"))
        }
    }

    private static func article(_ origin: Origin) -> String {
        switch origin {
        case .autoReply: "an automatic reply"
        case .bounce: "a bounce"
        case .list: "a list's or bulk mail"
        case .calendar: "a calendar message"
        case .report: "a machine's report"
        case .spam: "spam"
        case .person: "a person's mail"
        }
    }

    private mutating func explainThread() {
        switch circumstances.conversation {
        case .new: reasons.append(Reason("thread", "it begins a new conversation"))
        case .existing(let ticket, let by): reasons.append(Reason("thread", "it continues ticket #\(ticket) by \(by)"))
        case .linked(_, let why), .flagged(_, let why): reasons.append(Reason("thread", "new ticket, linked: \(why)"))
        }
    }

    // MARK: - Requests

    private mutating func decidedItems() -> [DecidedItem] {
        guard enquiry.origin.origin == .person, enquiry.staff == nil else { return [] }
        var items = enquiry.classification.items.map(weighed)
        if items.isEmpty, !isFollowUp { items = [weighed(wholeMail())] }
        // Beside a request, and in a conversation that is under way, thanks and remarks ask for nothing of their own.
        if isFollowUp || items.contains(where: { $0.item.label != .other }) {
            items.removeAll { $0.item.label == .other }
        }
        var result: [DecidedItem] = []
        for item in items { result.append(decided(item)) }
        return result
    }

    var isFollowUp: Bool {
        if case .existing = circumstances.conversation { return true }
        return false
    }

    /// A first mail in which no request was found is a request all the same, for a person to read.
    private func wholeMail() -> Item {
        let text = enquiry.newest.text
        return Item(
            label: enquiry.classification.label,
            range: 0..<text.unicodeScalars.count,
            text: text,
            confidence: 0,
            isDecided: false,
            evidence: [],
            runnerUp: .other,
            runnerUpConfidence: 0
        )
    }

    private mutating func decided(_ weighed: WeighedItem) -> DecidedItem {
        let item = weighed.item
        let kind = item.isDecided ? RequestKind(rawValue: item.label.rawValue) : nil
        let priority = ruledPriority ?? (item.isDecided && item.label == .incident ? .urgent : .normal)
        let coverage = client?.coverage(
            kind: kind,
            text: item.text,
            smallChangeUsedMinutes: circumstances.smallChangeUsedMinutes,
            reportedAt: enquiry.receivedAt
        )
        let isUnsure = kind == nil && coverage?.verdict != .noAgreement
        let verdict = isUnsure ? .undecided : coverage?.verdict ?? .noAgreement
        let why = coverage.map(\.reason.words) ?? "the sender has no agreement"
        reasons.append(Reason("request", weighed.words))
        reasons += weighed.reasons
        let clause = coverage?.clause.map { " (clause \($0.name))" } ?? ""
        reasons.append(Reason("clause", "\(verdict.rawValue): \(why)\(clause)"))
        var decided = DecidedItem(
            item: item,
            verdict: verdict,
            clause: coverage?.clause,
            priority: priority,
            reason: why
        )
        if case .smallChangeNotEstimated = coverage?.reason { decided.isUnestimated = true }
        if let origin = outgrownRequest(by: item) {
            decided.grewFrom = origin.request
            reasons.append(Reason("thread", origin.words))
        }
        decided.answer = answer(to: item, verdict: verdict)
        return decided
    }

    private var ruledPriority: Priority? {
        enquiry.ruling.first { if case .priority(let priority) = $0 { priority } else { nil } }
    }

    private func filing(of items: [DecidedItem]) -> Filing {
        guard enquiry.origin.origin == .person else { return .machine }
        guard client != nil || enquiry.staff != nil else { return .unknown }
        if items.contains(where: { $0.verdict == .undecided && !$0.item.isDecided }) { return .undecided }
        let order: [Filing] = [.incident, .fix, .feature, .question, .approval, .billing]
        let kinds = Set(items.map(\.item.label.rawValue))
        return order.first { kinds.contains($0.rawValue) } ?? .other
    }

    // MARK: - Hours

    /// What is booked at once: the agreed time for taking in each covered request.
    private mutating func book(_ items: [DecidedItem]) -> LedgerBooking {
        guard let client, var ledger = circumstances.ledger else { return LedgerBooking() }
        var booked: [Posting] = []
        guard enquiry.authentication.isPass || policy.trustedAuthenticators.isEmpty else {
            reasons.append(Reason("hours", "nothing is booked, since nobody vouches for the sender"))
            return LedgerBooking(after: ledger)
        }
        for (index, item) in items.enumerated() where item.verdict == .covered && item.item.isDecided {
            guard let entry = intakeEntry(for: item, request: circumstances.firstRequestID + index) else { continue }
            do {
                let booking = try ledger.book(entry, now: circumstances.now)
                ledger.append(booking.postings)
                booked += booking.postings
                reasons.append(
                    Reason("hours", "taking in \(item.item.label.named) \(Self.debit(booking.debitedMinutes))")
                )
                if booking.heldMinutes > 0 {
                    reasons.append(Reason("hours", "\(booking.heldMinutes) min beyond the floor wait for approval"))
                }
            } catch {
                reasons.append(Reason("hours", "nothing booked: \(error)"))
            }
        }
        guard plan?.included != nil else { return LedgerBooking(postings: booked, after: ledger) }
        let balance = ledger.balance(asOf: circumstances.now).balanceMinutes
        reasons.append(Reason("hours", "\(DurationText.text(balance)) left on \(client.name)'s ledger"))
        return LedgerBooking(postings: booked, after: ledger, balanceMinutes: balance)
    }

    private static func debit(_ minutes: Int) -> String {
        minutes == 0 ? "takes none of the hours" : "takes \(DurationText.text(minutes)) of the hours"
    }

    private func intakeEntry(for item: DecidedItem, request: Int) -> Entry? {
        guard let kind = RequestKind(rawValue: item.item.label.rawValue), let minutes = plan?.intakeMinutes[kind],
            minutes > 0
        else { return nil }
        let isDefect = kind == .fix || kind == .incident
        return Entry(
            .work(minutes: minutes, charge: isDefect ? .defect(reportedAt: enquiry.receivedAt) : .ordinary),
            request: String(request),
            message: enquiry.messageID,
            enteredBy: "gatepost",
            note: "taken in: \(item.summary)",
            happenedAt: enquiry.receivedAt,
            clause: item.clause,
            idempotencyKey: "intake:\(request)"
        )
    }

    // MARK: - Acknowledgement

    private mutating func acknowledgement(items: [DecidedItem], clocks: [ClockStart], balanceMinutes: Int?)
        -> AcknowledgementDecision
    {
        let language = replyLanguage()
        var why = silence(items: items)
        let recipient = client == nil ? nil : enquiry.from
        guard why.isEmpty, let client, let recipient else {
            for reason in why { reasons.append(Reason("reply", "no acknowledgement: \(reason)")) }
            return AcknowledgementDecision(
                isSent: false,
                recipient: recipient,
                language: language,
                why: why,
                content: nil,
                due: nil
            )
        }
        if let reason = reasonForReceipt(client) { why.append(reason) }
        let disclosure: AcknowledgementContent.Disclosure = why.isEmpty ? .full : .receiptOnly
        let promised = clocks.first { $0.name == .firstAnswer || $0.name == .nextAnswer }?.due
        let content = AcknowledgementContent(
            ticket: 0,
            agency: policy.agency,
            clientName: client.name,
            recipient: recipient,
            language: language,
            disclosure: disclosure,
            items: items.map { contentItem($0, language: language) },
            balanceMinutes: disclosure == .full ? balanceMinutes : nil,
            promisedBy: disclosure == .full ? promised : nil,
            zone: client.zone,
            hasAgreement: plan != nil
        )
        reasons.append(Reason("reply", "acknowledged in \(language), \(disclosure.words)"))
        return AcknowledgementDecision(
            isSent: true,
            recipient: recipient,
            language: language,
            why: why,
            content: content,
            due: clocks.first { $0.name == .acknowledgement }?.due
        )
    }

    private func contentItem(_ item: DecidedItem, language: String) -> AcknowledgementContent.Item {
        let clause = item.clause.flatMap { id in plan.flatMap { policy.clause(id, of: $0.terms, in: language) } }
        var content = AcknowledgementContent.Item(
            summary: item.summary,
            label: item.item.label,
            verdict: item.verdict,
            clause: clause,
            answer: item.answer,
            isCertain: item.item.isDecided && [.approval, .billing, .other].contains(item.item.label)
        )
        content.isUnestimated = item.isUnestimated
        return content
    }

    /// Every reason to stay silent; in doubt there is one.
    private func silence(items: [DecidedItem]) -> [String] {
        var why = enquiry.origin.why
        if enquiry.origin.origin == .person {
            if enquiry.staff != nil { why.append("it was written by our own staff") }
            if client == nil, enquiry.staff == nil { why.append("the sender belongs to no client") }
            if items.isEmpty, isFollowUp, enquiry.staff == nil { why.append("it asks for nothing new") }
        }
        if enquiry.receivedAt < circumstances.answersFrom { why.append("it arrived before Gatepost began to answer") }
        let age = circumstances.now.minutes(since: enquiry.receivedAt)
        if age > policy.limits.answerableAgeMinutes {
            why.append("it is older than \(DurationText.text(policy.limits.answerableAgeMinutes))")
        }
        if enquiry.ruling.skipsAcknowledgement { why.append("a rule says not to acknowledge it") }
        return why
    }

    /// The mail's language where the agency answers in it, else the client's, else the agency's first.
    private func replyLanguage() -> String {
        let offered = policy.agency.languages
        let candidates = [enquiry.classification.language.rawValue, client?.language ?? ""]
        return candidates.first { offered.contains($0) } ?? offered.first ?? "en"
    }
}

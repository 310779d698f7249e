public import Agreement
public import Classifier
public import HourLedger
public import WorkingTime

/// Everything that follows from one mail, as values: nothing has happened yet.
public struct Decision: Sendable {
    public var conversation: Conversation
    public var client: String?
    public var items: [DecidedItem]
    /// Postings to append to the client's ledger.
    public var postings: [Posting]
    /// The client's ledger with those postings.
    public var ledgerAfter: Ledger?
    public var clocks: [ClockStart]
    /// Whether a member of staff wrote this mail and our own server vouches for it, so that it may count as an answer.
    public var isStaffAnswer: Bool
    public var acknowledgement: AcknowledgementDecision
    public var filing: Filing
    public var routing: Routing
    /// Why, step by step, for `gatepost explain`.
    public var reasons: [Reason]
}

/// One request of the mail with what the agreement says of it.
public struct DecidedItem: Hashable, Sendable {
    public var item: Item
    public var verdict: Verdict
    public var clause: ClauseID?
    public var priority: Priority
    /// Why the agreement says so.
    public var reason: String
    /// Whether it would be covered as a small change, and nobody has estimated it yet.
    public var isUnestimated = false
    /// The fix in the same conversation that this new feature grew out of.
    public var grewFrom: Int?
    /// The kept answer that fits the question well, if any does.
    public var answer: Answer?

    /// The request's words on one line, short enough to quote.
    public var summary: String { Summary.of(item.text) }
}

/// A promise's clock that starts with this mail.
public struct ClockStart: Hashable, Sendable {
    /// What is promised.
    public enum Name: String, CaseIterable, Hashable, Sendable {
        case acknowledgement, firstAnswer, nextAnswer, resolution
    }

    public var name: Name
    public var startedAt: Instant
    public var due: Instant
    /// `elapsed`, or the name of the calendar whose working time counts.
    public var calendar: String
    /// Minutes promised, from which the due time is worked out again when the clock has stood still.
    public var minutes: Int
    /// Whether the agreement lets the automatic acknowledgement count as the answer.
    public var isMetByAcknowledgement = false
}

/// Whether an acknowledgement goes out, to whom, and why not.
public struct AcknowledgementDecision: Sendable {
    public var isSent: Bool
    public var recipient: Sender?
    /// BCP 47 tag.
    public var language: String
    /// Why it is not sent, or why it says less; in plain words.
    public var why: [String]
    /// What it says; nil when none is sent.
    public var content: AcknowledgementContent?
    /// When it must be out.
    public var due: Instant?
}

/// What a mail is filed as on the server; agency.yaml maps each to a folder.
public enum Filing: String, CaseIterable, Hashable, Sendable {
    case fix, incident, feature, question, approval, billing, other, undecided, machine, unknown
}

/// What the operator's rules say about people and places.
public struct Routing: Hashable, Sendable {
    public var assignee: String?
    public var folder: String?
    public var flags: [String]
    public var forwardTo: [String]
}

/// One step of the reasoning behind a decision.
public struct Reason: Hashable, Sendable {
    /// `sender`, `origin`, `thread`, `request`, `correction`, `context`, `clause`, `hours`, `clock`, `reply`, `rule`,
    /// `knowledge`, `rating`, `assignment` or `filing`.
    public var step: String
    public var text: String

    public init(_ step: String, _ text: String) {
        self.step = step
        self.text = text
    }
}

/// A request's words made short: one line, at most `scalarLimit` scalars, cut at a word where there is one.
public enum Summary {
    public static let scalarLimit = 160

    public static func of(_ text: String) -> String {
        // Only the beginning can show, so a hostile megabyte is not folded in full.
        let head = text.unicodeScalars.prefix(scalarLimit * 4)
        let folded = Blanks.closed(head)
        guard folded.unicodeScalars.count > scalarLimit else { return folded }
        var cut = String(String.UnicodeScalarView(folded.unicodeScalars.prefix(scalarLimit - 1)))
        if let space = cut.lastIndex(of: " "), cut.distance(from: space, to: cut.endIndex) < 30 {
            cut = String(cut[..<space])
        }
        return cut + "…"
    }
}

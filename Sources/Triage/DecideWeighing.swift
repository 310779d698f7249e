import Agreement
public import Classifier
import WorkingTime

/// A request as its words, what was taught, and what is known of the client say together.
struct WeighedItem {
    /// As it is decided.
    var item: Item
    /// By its words alone.
    var byWords: Item
    /// What moved it.
    var reasons: [Reason] = []

    init(_ item: Item) {
        self.item = item
        byWords = item
    }

    /// How it was read, as a reason tells it.
    var words: String {
        let certainty =
            item.isDecided ? Self.percent(item.confidence) : "\(Self.percent(item.confidence)), too little to decide"
        let evidence =
            byWords.evidence.isEmpty ? "" : ", for “\(byWords.evidence.prefix(4).joined(separator: "”, “"))”"
        var words = "“\(Summary.of(item.text))”: \(item.label.rawValue) (\(item.isSaid ? "certain" : certainty))"
        if item.label != byWords.label {
            words += "; by its words \(byWords.label.rawValue) (\(Self.percent(byWords.confidence))\(evidence))"
        } else {
            words += evidence
            if !reasons.isEmpty {
                words += "; by its words alone \(Self.percent(byWords.confidence))"
            }
        }
        return words
    }

    /// No model is surer than 99 % of anything.
    private static func percent(_ share: Double) -> String { "\(min(Int((share * 100).rounded()), 99)) %" }
}

extension Deciding {
    /// All that is not words moves a request by no more than this: what the words decide is never turned into a decided
    /// opposite, and what they hardly suggest is never decided.
    private static let bound = 1.9

    /// Weighs one request. What a rule decided stays as the rule says.
    func weighed(_ item: Item) -> WeighedItem {
        var weighed = WeighedItem(item)
        guard client != nil, !item.isRuled else { return weighed }
        var shift = LabelShift()
        // The subject of an answer is the question's.
        let subject = isFollowUp ? "" : enquiry.evidence.baseSubject
        switch circumstances.corrections.finding(text: item.text, baseSubject: subject, client: client?.client) {
        case .remembered(let correction, let percent):
            weighed.item = item.settled(as: correction.to)
            weighed.item.evidence = ["correction of request \(correction.request)"]
            let how = percent >= 100 ? "the same words" : "\(percent) % the same words"
            weighed.reasons = [Reason("correction", "\(told(correction)), and this has \(how)")]
            return weighed
        case .alike(let learnt, let likest, let percent, let count):
            shift = learnt
            let others = count > 1 ? ", and \(count - 1) more are alike" : ""
            weighed.reasons.append(
                Reason("correction", "\(told(likest)), and this is worded \(percent) % alike\(others)")
            )
        case nil: break
        }
        let context = ContextWeights(
            context: circumstances.context,
            client: client,
            receivedAt: enquiry.receivedAt
        ).all()
        weighed.reasons += context.signs.map { Reason("context", $0.words) }
        weighed.item = item.moved(by: (shift + context.shift).bounded(by: Self.bound))
        // What did not move the request is not among its reasons.
        if abs(weighed.item.confidence - item.confidence) < 0.005, weighed.item.label == item.label {
            weighed.reasons = []
        }
        // Words that speak for another label are no evidence of this one.
        if weighed.item.label != item.label { weighed.item.evidence = [] }
        return weighed
    }

    private func told(_ correction: Correction) -> String {
        let day = policy.agency.zone.date(of: correction.at).text
        return correction.from == correction.to
            ? "you confirmed on \(day) that request \(correction.request) is: \(correction.to.rawValue)"
            : "you corrected request \(correction.request) on \(day) from \(correction.from.rawValue) to "
                + correction.to.rawValue
    }

    /// The fix that a new feature in the same conversation grew out of, and how it is told.
    func outgrownRequest(by item: Item) -> (request: Int?, words: String)? {
        guard item.label == .feature, let first = circumstances.context.thread.first,
            first.label == .fix || first.label == .incident, first.isDecided
        else { return nil }
        guard item.isDecided else {
            let words =
                "the conversation began with a fix, request \(first.id); this may be something new: a person decides"
            return (nil, words)
        }
        return (
            first.id,
            "scope creep: the conversation began with a fix, request \(first.id); this asks for something new and is a "
                + "request of its own"
        )
    }
}

extension Label {
    /// With its article, as people speak of it.
    public var named: String {
        switch self {
        case .incident: "an incident"
        case .approval: "an approval"
        case .billing: "billing"
        case .other: "nothing asked for"
        case .fix, .feature, .question: "a \(rawValue)"
        }
    }
}

extension Item {
    /// Whether a rule said what it is.
    var isRuled: Bool { confidence == 1 && probabilities.isEmpty }

    /// Whether a rule, or an earlier correction of the same request, said what it is.
    var isSaid: Bool {
        isRuled || (confidence == 1 && evidence.first?.hasPrefix("correction of request") == true)
    }
}

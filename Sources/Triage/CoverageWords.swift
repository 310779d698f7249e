public import Agreement
import WorkingTime

extension Coverage.Reason {
    /// The reason as the agency's owner reads it.
    public var words: String {
        switch self {
        case .withoutAgreement: "the client has no agreement"
        case .notStarted(let day): "the agreement begins on \(day.text)"
        case .ended(let day): "the agreement ended before \(day.text)"
        case .kindUnknown: "what is asked for is not clear enough"
        case .noWorkAsked: "no work is asked for"
        case .excluded(let words): "“\(words)” is excluded"
        case .kindCovered: "the agreement covers this kind of request"
        case .kindNotCovered: "the agreement does not cover this kind of request"
        case .warranty(let delivery): "reported within the warranty of \(delivery)"
        case .smallChange(let left):
            "a small change; \(DurationText.text(left)) of this month's allowance are left after it"
        case .smallChangeTooLarge(let each): "larger than a small change of \(DurationText.text(each))"
        case .smallChangesSpent(let left):
            "only \(DurationText.text(left)) are left of this month's allowance for small changes"
        case .smallChangeNotEstimated(let each):
            "a new feature; up to \(DurationText.text(each)) it would be a small change, but nobody has estimated it"
        }
    }
}

extension Verdict {
    /// How a person reads it.
    public var words: String {
        switch self {
        case .covered: "covered"
        case .notCovered: "not covered"
        case .undecided: "a person decides"
        case .noAgreement: "no agreement"
        }
    }
}

/// What an agreement says of a request.
public enum Verdict: String, CaseIterable, Hashable, Sendable {
    case covered, notCovered, undecided, noAgreement
}

/// What a request unit is. See the glossary in the README for what each means to a client.
public enum Label: String, CaseIterable, Hashable, Sendable {
    case fix, incident, feature, question, approval, billing, other
}

/// The languages the model has seeds for; `unknown` is classified all the same, with lower confidence.
public enum Language: String, CaseIterable, Hashable, Sendable {
    case english = "en"
    case russian = "ru"
    case chinese = "zh"
    case german = "de"
    case french = "fr"
    case spanish = "es"
    case unknown = "und"

    /// Its place in `allCases`, where tables keep it.
    var place: Int {
        switch self {
        case .english: 0
        case .russian: 1
        case .chinese: 2
        case .german: 3
        case .french: 4
        case .spanish: 5
        case .unknown: 6
        }
    }
}

/// One request cut from a mail, with the label the model or a rule gave it.
public struct Item: Hashable, Sendable {
    public var label: Label
    /// Where it stands in the classified body, in Unicode scalars, half open.
    public var range: Range<Int>
    /// The words themselves.
    public var text: String
    /// Calibrated probability of `label`, 0...1.
    public var confidence: Double
    /// False when the confidence is below the threshold and a person must look.
    public var isDecided: Bool
    /// The words and phrases that weighed most, or the name of the rule, most telling first.
    public var evidence: [String]
    /// The second-best label and its probability.
    public var runnerUp: Label
    public var runnerUpConfidence: Double
    /// The calibrated probability of every label, in the order of `Label.allCases`; empty when no model was asked.
    public var probabilities: [Double]

    public init(
        label: Label,
        range: Range<Int>,
        text: String,
        confidence: Double,
        isDecided: Bool,
        evidence: [String],
        runnerUp: Label,
        runnerUpConfidence: Double,
        probabilities: [Double] = []
    ) {
        self.label = label
        self.range = range
        self.text = text
        self.confidence = confidence
        self.isDecided = isDecided
        self.evidence = evidence
        self.runnerUp = runnerUp
        self.runnerUpConfidence = runnerUpConfidence
        self.probabilities = probabilities
    }
}

/// What the classifier says of one text.
public struct Classification: Hashable, Sendable {
    public var language: Language
    /// The label of the strongest item; `other` when nothing is asked.
    public var label: Label
    /// The requests in order of their place. Courtesy and noise are not among them.
    public var items: [Item]

    public init(language: Language, label: Label, items: [Item]) {
        self.language = language
        self.label = label
        self.items = items
    }
}

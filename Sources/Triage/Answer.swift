import Classifier

/// An answer that the agency keeps for questions that come again: `answers/NAME.md`.
public struct Answer: Codable, Hashable, Sendable {
    /// The file's name without its ending; explanations quote it.
    public var name: String
    /// How clients ask for it, in their words.
    public var questions: [String]
    /// Where more is written.
    public var link: String?
    /// BCP 47 tags of the languages in which it may be suggested.
    public var languages: [String]
    /// The answer itself, a few sentences.
    public var text: String

    public init(name: String, questions: [String], link: String?, languages: [String], text: String) {
        self.name = name
        self.questions = questions
        self.link = link
        self.languages = languages
        self.text = text
    }
}

/// The answers that an agency keeps, ready to be looked through.
///
/// Careful on purpose: a wrong suggestion costs a client more than a missing one. Nearly all that a kept question is
/// about must be in the client's, and little else; when two answers fit as well, none is suggested.
struct AnswerShelf: Sendable {
    /// Share of a kept question's words that must be in the client's, in hundredths.
    static let keptPercent = 75
    /// Share of common words (Dice, in hundredths) from which two questions are the same.
    static let samePercent = 60
    /// Common words below this prove nothing.
    static let fewestCommon = 2

    private let answers: [(answer: Answer, questions: [Set<String>])]

    init(_ answers: [Answer]) {
        self.answers = answers.map { ($0, $0.questions.map(SignificantWords.of)) }
    }

    /// The answer that fits a question, and how well in hundredths; nil when none fits well, or two do.
    func answer(to question: String, language: String) -> (answer: Answer, percent: Int)? {
        guard !answers.isEmpty else { return nil }
        let words = SignificantWords.of(question)
        let tag = language.lowercased()
        var best: (answer: Answer, percent: Int)?
        var isTied = false
        for (answer, questions) in answers {
            guard answer.languages.contains(where: { tag == $0.lowercased() || tag.hasPrefix($0.lowercased() + "-") })
            else { continue }
            guard let percent = questions.compactMap({ Self.likeness($0, words) }).max() else { continue }
            if let known = best, percent <= known.percent {
                isTied = isTied || percent == known.percent
            } else {
                best = (answer, percent)
                isTied = false
            }
        }
        return isTied ? nil : best
    }

    /// How alike two questions are, in hundredths; nil below what is asked for.
    private static func likeness(_ kept: Set<String>, _ asked: Set<String>) -> Int? {
        let common = kept.intersection(asked).count
        guard common >= fewestCommon, 100 * common >= keptPercent * kept.count else { return nil }
        let percent = 200 * common / (kept.count + asked.count)
        return percent >= samePercent ? percent : nil
    }
}

import Agreement
import Classifier
import Reports
import Triage
import WorkingTime

/// Puts the content of one acknowledgement into the names that templates use. All values are on one line, so that
/// nobody's words can pass for ours.
struct AcknowledgementValues {
    let content: AcknowledgementContent
    let wording: Wording

    /// Longest quotation of the client's own words: enough to recognise them.
    static let longestQuotation = 200
    /// Longest quotation of a clause: its first sentences.
    static let longestClause = 320
    /// More requests than this are only counted; nobody reads a longer list.
    static let mostItems = 12
    static let longestName = 60
    static let longestTitle = 100

    var values: [String: TemplateValue] {
        switch content.disclosure {
        case .receiptOnly: common
        case .full: full.merging(common) { own, _ in own }
        }
    }

    private var common: [String: TemplateValue] {
        [
            "ticket": .text("\(content.ticket)"),
            "agency": .text(PlainText.excerpt(content.agency.name, limit: Self.longestTitle)),
        ]
    }

    private var full: [String: TemplateValue] {
        let shown = content.items.prefix(Self.mostItems)
        var values: [String: TemplateValue] = [
            "client": .text(PlainText.excerpt(content.clientName, limit: Self.longestTitle)),
            "hasItems": .flag(!content.items.isEmpty),
            "items": .list(shown.enumerated().map { item($1, number: $0 + 1) }),
            "withoutAgreement": .flag(!content.hasAgreement),
            "timeUsedUp": .flag(content.hasAgreement && content.balanceMinutes == 0),
        ]
        values["name"] = Self.greetingName(content.recipient.name).map { .text($0) }
        if content.items.count > shown.count { values["moreItems"] = .text("\(content.items.count - shown.count)") }
        guard content.hasAgreement else { return values }
        if let balance = content.balanceMinutes, balance != 0 {
            values[balance > 0 ? "timeLeft" : "timeBeyond"] = .text(wording.duration(minutes: balance))
        }
        if let due = content.promisedBy { values["answerBy"] = .text(wording.deadline(due, in: content.zone)) }
        return values
    }

    private func item(_ item: AcknowledgementContent.Item, number: Int) -> [String: TemplateValue] {
        var values: [String: TemplateValue] = [
            "number": .text("\(number)"),
            "words": .text(PlainText.excerpt(item.summary, limit: Self.longestQuotation)),
        ]
        if let standing = standing(of: item) { values[standing.rawValue] = .flag(true) }
        values["small"] = .flag(item.isUnestimated && item.verdict == .notCovered)
        // What is not certain is neither named nor measured against a clause.
        guard item.verdict != .undecided || item.isCertain else { return values }
        values[item.label.rawValue] = .flag(true)
        if let clause = item.clause, item.verdict != .noAgreement {
            values["hasClause"] = .flag(true)
            values["clauseID"] = .text(PlainText.excerpt(clause.id.name, limit: Self.longestName))
            values["clauseTitle"] = .text(PlainText.excerpt(clause.title, limit: Self.longestTitle))
            values["clauseText"] = .text(Self.firstSentences(clause.text))
        }
        if let answer = item.answer {
            values["hasSuggestion"] = .flag(true)
            values["suggestion"] = .text(Self.firstSentences(answer.text))
            if let link = answer.link { values["suggestionLink"] = .text(PlainText.oneLine(link)) }
        }
        return values
    }

    private enum Standing: String {
        case covered, notCovered, undecided, waiting
    }

    /// What is said of a request's place in the agreement; nothing of an approval, which a person confirms.
    private func standing(of item: AcknowledgementContent.Item) -> Standing? {
        if item.label == .approval, item.verdict != .noAgreement, item.verdict != .undecided || item.isCertain {
            return nil
        }
        return switch item.verdict {
        case .covered: content.hasAgreement ? .covered : .waiting
        case .notCovered: content.hasAgreement ? .notCovered : .waiting
        case .undecided: content.hasAgreement && !item.isCertain ? .undecided : .waiting
        case .noAgreement: .waiting
        }
    }

    /// The name in the greeting; nil when it is no name but an address, a link or nothing.
    static func greetingName(_ name: String) -> String? {
        let line = PlainText.oneLine(name)
        let isName =
            !line.isEmpty && (line.utf8.count <= longestName || line.count <= longestName)
            && !line.utf8.contains { foreignToNames.contains($0) } && line.contains { $0.isLetter }
            && line.prefix(4).lowercased() != "www."
        return isName ? line : nil
    }

    private static let foreignToNames = Array("@/\\<>[]{}|:;\"".utf8)

    /// A clause's text up to the last sentence end within the limit.
    static func firstSentences(_ text: String) -> String {
        let line = PlainText.oneLine(text)
        guard line.utf8.count > longestClause, line.count > longestClause else { return line }
        let head = line.prefix(longestClause - 1)
        guard let end = head.lastIndex(where: { ".!?。！？".contains($0) }), head[..<end].count > 40 else {
            return PlainText.excerpt(line, limit: longestClause)
        }
        return head[...end] + " …"
    }
}

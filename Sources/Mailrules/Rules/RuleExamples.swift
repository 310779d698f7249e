import Triage

/// Runs the examples of a rule. An example that is a plain text stands for the subject and the text of a mail that
/// meets the rule's other conditions; one with keys says what it says, and the rest is taken to be met.
struct RuleExamples {
    let rule: Rule
    let findings: Findings
    var reader: Reader { Reader(findings: findings) }

    /// The texts of a list of examples; with `isRun` each is tried.
    func texts(_ entry: Entry?, mustMatch: Bool, isRun: Bool) -> [String] {
        reader.list(entry).compactMap { value in
            guard let facts = facts(value) else { return nil }
            if isRun { run(facts, at: value.place, mustMatch: mustMatch) }
            return facts.text
        }
    }

    private func run(_ facts: RuleFacts, at place: Place, mustMatch: Bool) {
        let matches = rule.matches(facts)
        if mustMatch, !matches {
            let missing = rule.conditions.filter { !Self.holds($0, facts) }.map { "`\(Self.name($0))`" }
            findings.error(
                place,
                "the rule `\(rule.name)` does not match this example: \(missing.joined(separator: ", ")) does not hold",
                "Change the condition or the example."
            )
        }
        if !mustMatch, matches {
            let hint =
                Self.looksAtTexts(rule)
                ? "Make the conditions narrower, or move the example to `match`."
                : "The rule looks at no text: write the example with keys, such as {from: other@else.example, text: ...}."
            findings.error(place, "the rule `\(rule.name)` matches this example, which it must not", hint)
        }
    }

    private func facts(_ value: Value) -> RuleFacts? {
        var facts = satisfyingFacts()
        if value.scalar != nil {
            guard let text = reader.text(value, name: "example") else { return nil }
            facts.subject = text
            facts.text = text
            return facts
        }
        guard let fields = Fields(value, Form.example, findings: findings) else { return nil }
        let subject = reader.text(fields["subject"])
        let text = reader.text(fields["text"])
        facts.subject = subject ?? text ?? ""
        facts.text = text ?? subject ?? ""
        if let from = reader.address(fields["from"]) { facts.from = from }
        if let client = reader.id(fields["client"]) { facts.client = client }
        if let language = reader.language(fields["language"]) { facts.language = language }
        if let attachment = reader.yesNo(fields["attachment"]) { facts.hasAttachment = attachment }
        return facts
    }

    /// Facts that meet every condition but those about texts.
    private func satisfyingFacts() -> RuleFacts {
        var facts = RuleFacts(from: "", client: nil, subject: "", text: "", language: "und", hasAttachment: false)
        for condition in rule.conditions {
            switch condition {
            case .from(let patterns):
                let pattern = patterns.first ?? ""
                facts.from = pattern.hasPrefix("@") ? "somebody\(pattern)" : pattern
            case .client(let ids): facts.client = ids.first
            case .language(let tags): facts.language = tags.first ?? "und"
            case .attachment(let wanted): facts.hasAttachment = wanted
            case .subject, .words: break
            }
        }
        return facts
    }

    private static func holds(_ condition: Rule.Condition, _ facts: RuleFacts) -> Bool {
        let alone = Rule(
            name: "",
            conditions: [condition],
            actions: [],
            examples: Rule.Examples(match: [], noMatch: [])
        )
        return alone.matches(facts)
    }

    private static func looksAtTexts(_ rule: Rule) -> Bool {
        rule.conditions.contains { condition in
            switch condition {
            case .subject, .words: true
            case .from, .client, .language, .attachment: false
            }
        }
    }

    /// The key under `when`.
    private static func name(_ condition: Rule.Condition) -> String {
        switch condition {
        case .from: "from"
        case .client: "client"
        case .subject: "subject"
        case .words: "words"
        case .language: "language"
        case .attachment: "attachment"
        }
    }
}

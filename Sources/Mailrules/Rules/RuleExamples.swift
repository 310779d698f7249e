import Triage
import WorkingTime

/// Runs the examples of a rule. An example that is a plain text stands for the subject and the text of a mail that
/// meets the rule's other conditions; one with keys says what it says, and the rest is taken to be met.
struct RuleExamples {
    let rule: Rule
    let zone: Zone
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
        if let files = attachments(fields["attachment"]) { facts.attachments = files }
        if let at = instant(fields["at"]) { facts.receivedAt = at }
        return facts
    }

    /// What is written for a yes or a no.
    static let yesNoWords: Set<String> = ["yes", "no", "true", "false", "on", "off"]

    /// Files by name or type; `yes` is some file.
    private func attachments(_ entry: Entry?) -> [AttachedFile]? {
        guard let entry else { return nil }
        if let text = entry.value.scalar, Self.yesNoWords.contains(text.lowercased()) {
            return reader.yesNo(entry).map { $0 ? [Self.file(meeting: "*")] : [] }
        }
        return reader.lines(entry, orSingle: true).map(Self.file)
    }

    private static func file(meeting pattern: String) -> AttachedFile {
        let plain = pattern.replacing("*", with: "x").replacing("?", with: "x")
        return pattern.contains("/") ? AttachedFile(name: "", type: plain) : AttachedFile(name: plain, type: "")
    }

    /// A local time in the agency's zone, written `2026-11-20 18:30`.
    private func instant(_ entry: Entry?) -> Instant? {
        guard let entry, let text = reader.text(entry.value, name: entry.key) else { return nil }
        let words = text.split(separator: " ")
        guard words.count == 2, let day = CivilDate(String(words[0])),
            let minute = MinuteInterval.minuteOfDay(words[1]),
            minute < 1440
        else {
            findings.error(
                entry.value.place,
                "`\(entry.key)` takes a day and a time, not `\(text)`",
                "Write them as YYYY-MM-DD HH:MM, such as 2026-11-20 18:30."
            )
            return nil
        }
        return zone.instant(on: day, minuteOfDay: minute)
    }

    /// A quarter of an hour in which all conditions on time hold; the first, so that a rule's examples are the same on
    /// every day. Where there is none the rule never matches.
    private func arrival() -> Instant {
        let times = rule.conditions.compactMap { if case .time(let times) = $0 { times } else { nil } }
        let start = CivilDate("2026-01-05").map { zone.startOfDay($0) } ?? Instant(epochSeconds: 0)
        guard !times.isEmpty else { return start }
        let quarters = (0..<14 * 24 * 4).lazy.map { start.adding(minutes: $0 * 15) }
        return quarters.first { quarter in
            times.allSatisfy { $0.contains { $0.calendar.isOpen(at: quarter) != $0.isOutside } }
        } ?? start
    }

    /// Facts that meet every condition but those about texts.
    private func satisfyingFacts() -> RuleFacts {
        var facts = RuleFacts(
            from: "",
            client: nil,
            subject: "",
            text: "",
            language: "und",
            attachments: [],
            receivedAt: arrival()
        )
        for condition in rule.conditions {
            switch condition {
            case .from(let patterns):
                let pattern = patterns.first ?? ""
                facts.from = pattern.hasPrefix("@") ? "somebody\(pattern)" : pattern
            case .client(let ids): facts.client = ids.first
            case .language(let tags): facts.language = tags.first ?? "und"
            case .attachment(let wanted): if wanted { facts.attachments.append(Self.file(meeting: "*")) }
            case .attached(let patterns): facts.attachments.append(Self.file(meeting: patterns.first ?? "*"))
            case .subject, .words, .pattern, .subjectPattern, .time: break
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
            case .subject, .words, .pattern, .subjectPattern: true
            case .from, .client, .language, .attachment, .attached, .time: false
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
        case .attachment, .attached: "attachment"
        case .pattern: "pattern"
        case .subjectPattern: "subjectPattern"
        case .time: "time"
        }
    }
}

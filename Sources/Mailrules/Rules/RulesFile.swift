import Agreement
import Classifier
import Triage
import WorkingTime

/// Reads `rules.yaml` and runs the examples of each rule.
struct RulesFileReader {
    /// What the rules may name.
    struct Names {
        var clients: KnownNames
        var staff: KnownNames
        var ownAddresses: Set<String>
        /// Addresses of the staff by id.
        var staffAddresses: [String: String]
        /// Working calendars by name, and all names, of those with mistakes too.
        var calendars: [String: WorkingCalendar]
        var calendarNames: KnownNames
        /// The agency's zone, by which hours are meant.
        var zone: Zone
    }

    let names: Names
    let findings: Findings
    var reader: Reader { Reader(findings: findings) }

    func read(_ root: Value) -> [Rule] {
        if case .empty = root.content { return [] }
        guard let values = root.list else {
            findings.error(
                root.place,
                "a list of rules is expected here, not \(root.kind)",
                "Begin each with `- name:`."
            )
            return []
        }
        var places: [String: Place] = [:]
        return values.compactMap { value in
            guard let fields = Fields(value, Form.rule, findings: findings) else { return nil }
            let name = reader.line(fields["name"])
            if let name, let entry = fields["name"] {
                if let other = places[name] {
                    findings.error(
                        entry.value.place,
                        "two rules are called `\(name)`, first at \(other.name)",
                        "Give each its own name: explanations quote it."
                    )
                }
                places[name] = entry.value.place
            }
            let conditions = RuleConditionReader(names: names, findings: findings).conditions(fields["when"])
            let actions = actions(fields["then"])
            return rule(name ?? "", fields, conditions, actions)
        }
    }

    private func rule(_ name: String, _ fields: Fields, _ conditions: [Rule.Condition], _ actions: [Rule.Action])
        -> Rule
    {
        var rule = Rule(
            name: name,
            conditions: conditions,
            actions: actions,
            examples: Rule.Examples(match: [], noMatch: [])
        )
        // A condition with a mistake is missing, and examples would be tried on the wrong rule.
        let isWhole = conditions.count == fields["when"]?.value.entries?.count && !conditions.isEmpty
        guard let examples = reader.section(fields["examples"], Form.examples) else { return rule }
        let trial = RuleExamples(rule: rule, zone: names.zone, findings: findings)
        rule.examples.match = trial.texts(examples["match"], mustMatch: true, isRun: isWhole)
        rule.examples.noMatch = trial.texts(examples["noMatch"], mustMatch: false, isRun: isWhole)
        return rule
    }

    // MARK: - Actions

    private func actions(_ entry: Entry?) -> [Rule.Action] {
        guard let fields = reader.section(entry, Form.actions) else { return [] }
        if fields.inOrder.isEmpty, !Form.actions.keys.contains(where: { fields.mentions($0.name) }) {
            findings.error(fields.place, "the rule does nothing", "Write what follows, such as label: fix.")
        }
        return fields.inOrder.compactMap { action($0) }
    }

    private func action(_ entry: Entry) -> Rule.Action? {
        switch entry.key {
        case "label": return reader.choice(entry, of: Label.self).map { .label($0) }
        case "priority": return reader.choice(entry, of: Priority.self).map { .priority($0) }
        case "assign":
            guard let id = reader.id(entry) else { return nil }
            if names.staff.mayHave(id) { return .assign(id) }
            reader.unknown("member of staff", id, at: entry.value.place, known: names.staff.names)
            return nil
        case "folder": return reader.line(entry).map { .folder($0) }
        case "flag": return flag(entry)
        case "forward": return forward(entry)
        case "acknowledge":
            guard let wanted = reader.yesNo(entry) else { return nil }
            if wanted {
                findings.error(
                    entry.value.place,
                    "`acknowledge: yes` changes nothing",
                    "Mail is acknowledged unless a rule says no; remove the key."
                )
            }
            return wanted ? nil : .skipAcknowledgement
        default: return reader.word(entry, among: TemplateFile.kinds).map { .template($0) }
        }
    }

    /// An IMAP keyword (RFC 3501 section 9, flag-keyword: an atom).
    private func flag(_ entry: Entry) -> Rule.Action? {
        guard let text = reader.line(entry) else { return nil }
        let isAtom = text.utf8.allSatisfy { (33...126).contains($0) } && !text.contains { "(){%*\"\\]".contains($0) }
        if isAtom { return .flag(text) }
        findings.error(
            entry.value.place,
            "`flag`: `\(text)` is not an IMAP keyword",
            "Use letters, digits, $, _ and -, such as $Urgent; marks such as \\Seen are never set."
        )
        return nil
    }

    private func forward(_ entry: Entry) -> Rule.Action? {
        guard let text = reader.line(entry) else { return nil }
        guard let address = staffAddress(text, at: entry.value.place) else { return nil }
        if names.ownAddresses.contains(address) {
            findings.error(
                entry.value.place,
                "`forward`: `\(address)` is one of our own mailboxes, so the mail would come round again",
                "Name an address that Gatepost does not read."
            )
            return nil
        }
        return .forward(address)
    }

    /// Clients' mail is passed on to our own people only.
    private func staffAddress(_ text: String, at place: Place) -> String? {
        if let address = names.staffAddresses[text] { return address }
        let address = MailAddress.normalised(text)
        if let address, names.staffAddresses.values.contains(address) || names.ownAddresses.contains(address) {
            return address
        }
        // While the staff could not be read nothing can be said of it.
        guard names.staff.isComplete, names.staff.names.count == names.staffAddresses.count else { return nil }
        if address != nil {
            findings.error(
                place,
                "`forward`: nobody of the staff has the address `\(text)`",
                "Clients' mail is passed on to our own people only: name one of `staff` in agency.yaml."
            )
        } else {
            reader.unknown("member of staff", text, at: place, known: names.staff.names)
        }
        return nil
    }
}

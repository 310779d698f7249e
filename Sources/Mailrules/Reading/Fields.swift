/// The keys of a mapping as its section of the form knows them.
struct Fields {
    let section: Form.Section
    /// Where the group itself stands: what a missing key is reported at.
    let place: Place
    let findings: Findings
    private var entries: [String: Entry]
    /// Keys that were written with a mistake which is a finding already: misspelt, or without a value.
    private var faulty: Set<String>

    /// The keys of a value. Unknown keys and keys without a value become findings, and so do missing ones unless
    /// `isComplete` is false. Nil when the value is no mapping.
    init?(
        _ value: Value,
        _ section: Form.Section,
        at place: Place? = nil,
        findings: Findings,
        isComplete: Bool = true
    ) {
        guard let entries = value.entries else {
            findings.error(
                value.place,
                "\(section.name): keys are expected here, not \(value.kind)",
                "Known keys: \(Self.keyList(section))."
            )
            return nil
        }
        self.section = section
        self.place = place ?? value.place
        self.findings = findings
        self.entries = [:]
        faulty = []
        for entry in entries {
            guard section.key(entry.key) != nil else {
                let hint = section.hints[entry.key] ?? Self.commaHint(entry)
                let meant = hint == nil ? nearest(to: entry.key, among: section.keys.map(\.name)) : nil
                findings.error(
                    entry.keyPlace,
                    "unknown key `\(findings.shown(entry.key, at: entry.keyPlace))` in \(section.name)",
                    hint ?? meant.map { "Did you mean `\($0)`?" } ?? "Known keys: \(Self.keyList(section))."
                )
                if let meant { faulty.insert(meant) }
                continue
            }
            if case .empty = entry.value.content {
                findings.error(entry.keyPlace, "`\(entry.key)` has no value", "Write one, or remove the key.")
                faulty.insert(entry.key)
            } else {
                self.entries[entry.key] = entry
            }
        }
        if isComplete { reportMissing() }
    }

    /// Reports every required key that is missing.
    func reportMissing() {
        for key in section.keys where key.isRequired { demand(key.name) }
    }

    /// Reports a key that is missing here although others make it needed: as its open question if it has one.
    func demand(_ name: String) {
        guard let key = section.key(name), entries[name] == nil, !faulty.contains(name) else { return }
        if let question = key.question {
            let choices = question.choices.map { "`\(name): \($0)`" }.joined(separator: ", ")
            findings.error(place, "`\(name)` is not decided: \(question.text)", "Choose: \(choices).")
        } else {
            findings.error(place, "`\(name)` is missing in \(section.name)", "\(name): \(key.about)")
        }
    }

    /// The key with its value, when it is there.
    subscript(name: String) -> Entry? {
        assert(section.key(name) != nil, "the form has no key \(name) in \(section.name)")
        return entries[name]
    }

    /// Whether the key is there, even if with a mistake.
    func mentions(_ name: String) -> Bool {
        entries[name] != nil || faulty.contains(name)
    }

    /// Whether a key was misspelt or left without a value.
    var hasFaults: Bool { !faulty.isEmpty }

    /// The keys in the form's order.
    var inOrder: [Entry] {
        section.keys.compactMap { entries[$0.name] }
    }

    /// These fields with other ones in their place where there are any.
    func overridden(by other: Fields?) -> Fields {
        guard let other else { return self }
        var fields = self
        fields.entries.merge(other.entries) { $1 }
        fields.faulty.formUnion(other.faulty)
        return fields
    }

    /// Words without a value are often the rest of a text that a comma cut in two.
    private static func commaHint(_ entry: Entry) -> String? {
        guard case .empty = entry.value.content, entry.key.contains(" ") else { return nil }
        return "Inside { } a comma ends a value: put quotes around a text that has one."
    }

    private static func keyList(_ section: Form.Section) -> String {
        let names = section.keys.map(\.name)
        // A long list would bury the message.
        return names.count <= 24 ? names.joined(separator: ", ") : names.prefix(12).joined(separator: ", ") + " ..."
    }
}

/// The keys of a mapping as its section of the form knows them.
struct Fields {
    let section: Form.Section
    /// Where the group itself stands: what a missing key is reported at.
    let place: Place
    let findings: Findings
    private var entries: [String: Entry]

    /// The keys of a value. Unknown keys and keys without a value become findings, and so do missing ones unless
    /// `checkingRequired` is false. Nil when the value is no mapping.
    init?(
        _ value: Value,
        _ section: Form.Section,
        at place: Place? = nil,
        findings: Findings,
        checkingRequired: Bool = true
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
        var present: Set<String> = []
        for entry in entries {
            guard section.key(entry.key) != nil else {
                findings.error(
                    entry.keyPlace,
                    "unknown key `\(entry.key)` in \(section.name)",
                    Self.remedy(entry.key, section)
                )
                continue
            }
            present.insert(entry.key)
            if case .empty = entry.value.content {
                findings.error(entry.keyPlace, "`\(entry.key)` has no value", "Write one, or remove the key.")
            } else {
                self.entries[entry.key] = entry
            }
        }
        guard checkingRequired else { return }
        for key in section.keys where key.isRequired && !present.contains(key.name) {
            let misspelt = entries.contains { nearest(to: $0.key, among: section.keys.map(\.name)) == key.name }
            // The misspelt key is a finding already; a second one would only tire.
            if misspelt && entries.contains(where: { section.key($0.key) == nil }) { continue }
            findings.error(self.place, "`\(key.name)` is missing in \(section.name)", "\(key.name): \(key.about)")
        }
    }

    /// Fields put together from a plan and a client's overrides.
    init(_ entries: [String: Entry], _ section: Form.Section, at place: Place, findings: Findings) {
        self.section = section
        self.place = place
        self.findings = findings
        self.entries = entries
    }

    /// The key with its value, when it is there.
    subscript(name: String) -> Entry? {
        assert(section.key(name) != nil, "the form has no key \(name) in \(section.name)")
        return entries[name]
    }

    /// Every key that is there.
    var all: [String: Entry] { entries }

    /// The keys in the form's order.
    var inOrder: [Entry] {
        section.keys.compactMap { entries[$0.name] }
    }

    /// These fields with other ones in their place where there are any.
    func overridden(by other: Fields?) -> Fields {
        guard let other else { return self }
        return Fields(entries.merging(other.entries) { $1 }, section, at: place, findings: findings)
    }

    private static func remedy(_ key: String, _ section: Form.Section) -> String {
        if let near = nearest(to: key, among: section.keys.map(\.name)) { return "Did you mean `\(near)`?" }
        return "Known keys: \(keyList(section))."
    }

    private static func keyList(_ section: Form.Section) -> String {
        let names = section.keys.map(\.name)
        // A long list would bury the message.
        return names.count <= 24 ? names.joined(separator: ", ") : names.prefix(12).joined(separator: ", ") + " ..."
    }
}

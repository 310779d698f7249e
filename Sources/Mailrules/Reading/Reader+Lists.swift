/// Values of which there may be several.
extension Reader {
    /// Longest list of one key.
    static let limitEntries = 10_000

    /// The elements of a list; with `orSingle` a value that stands alone is a list of one.
    func list(_ entry: Entry?, orSingle: Bool = false, atLeast minimum: Int = 1) -> [Value] {
        guard let entry else { return [] }
        if orSingle, entry.value.scalar != nil { return [entry.value] }
        guard let values = entry.value.list else {
            findings.error(
                entry.value.place,
                "`\(entry.key)` takes a list, not \(entry.value.kind)",
                "Write [a, b], or one `- ` a line."
            )
            return []
        }
        if values.count < minimum {
            findings.error(entry.value.place, "`\(entry.key)` is an empty list", "Write at least one entry.")
        }
        if values.count > Self.limitEntries {
            findings.error(
                entry.value.place,
                "`\(entry.key)` has more than \(Self.limitEntries) entries",
                "Shorten the list."
            )
        }
        return Array(values.prefix(Self.limitEntries))
    }

    /// Elements of a list as texts of one line.
    func lines(_ entry: Entry?, orSingle: Bool = false) -> [String] {
        list(entry, orSingle: orSingle).compactMap { line($0, name: entry?.key ?? "") }
    }

    /// The entries of a mapping whose keys are names of the operator's choosing, in their order.
    func named(_ entry: Entry?) -> [Entry] {
        guard let entry else { return [] }
        guard let entries = entry.value.entries else {
            findings.error(
                entry.value.place,
                "`\(entry.key)` takes names with keys below them, not \(entry.value.kind)",
                "Write one name a line with a colon, and its keys indented below."
            )
            return []
        }
        if entries.isEmpty {
            findings.error(entry.value.place, "`\(entry.key)` is empty", "Write at least one name.")
        }
        return entries.filter { named in
            guard case .empty = named.value.content else { return true }
            findings.error(named.keyPlace, "`\(named.key)` has no value", "Write its keys indented below it.")
            return false
        }
    }

    /// The section below a key.
    func section(_ entry: Entry?, _ section: Form.Section) -> Fields? {
        entry.flatMap { Fields($0.value, section, at: $0.keyPlace, findings: findings) }
    }
}

import Agreement

/// The plans as `plans.yaml` writes them. They are read once with each client's overrides, because a field may be
/// decided by either.
struct PlansFile {
    /// A plan's own keys.
    struct Written {
        var name: String
        var fields: Fields
    }

    private(set) var plans: [String: Written] = [:]
    /// Names under `plans:`, those with mistakes included, so that one mistake does not become two.
    private(set) var names: Set<String> = []

    init() {}

    init(_ root: Value, findings: Findings) {
        let reader = Reader(findings: findings)
        guard let fields = Fields(root, Form.plans, findings: findings) else { return }
        for entry in reader.named(fields["plans"]) {
            guard let name = reader.keyID(entry, what: "a plan") else { continue }
            if name == "none" {
                findings.error(
                    entry.keyPlace,
                    "a plan cannot be called `none`",
                    "The word stands for a client without an agreement."
                )
            }
            names.insert(name)
            let fields = Fields(
                entry.value,
                Form.plan,
                at: entry.keyPlace,
                findings: findings,
                isComplete: false
            )
            if let fields { plans[name] = Written(name: name, fields: fields) }
        }
    }
}

/// A place where a plan names a clause.
struct ClauseUse {
    var terms: String
    var clause: ClauseID
    var place: Place
}

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
    private(set) var names = KnownNames()

    /// What is known of a file that could not be read.
    static var unread: PlansFile {
        var file = PlansFile()
        file.names = KnownNames(isComplete: false)
        return file
    }

    private init() {}

    init(_ root: Value, findings: Findings) {
        let reader = Reader(findings: findings)
        guard let fields = Fields(root, Form.plans, findings: findings) else {
            self = .unread
            return
        }
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

/// What plans name of the terms.
struct TermsUses {
    /// A place where a plan names a clause.
    struct Clause {
        var terms: String
        var clause: ClauseID
        var place: Place
    }

    /// Names of terms, each with a place that names it.
    var names: [(name: String, place: Place)] = []
    var clauses: [Clause] = []
    /// False while something could not be read that may name more.
    var isComplete = true

    mutating func add(_ other: TermsUses) {
        names += other.names
        clauses += other.clauses
        isComplete = isComplete && other.isComplete
    }
}

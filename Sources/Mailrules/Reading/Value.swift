/// A value in a YAML file with the place where it stands.
struct Value {
    enum Content {
        /// Nothing, `~` or `null`.
        case empty
        case scalar(String)
        case list([Value])
        case mapping([Entry])
    }

    var content: Content
    var place: Place

    /// What it is, in an operator's words.
    var kind: String {
        switch content {
        case .empty: "nothing"
        case .scalar: "a single value"
        case .list: "a list"
        case .mapping: "keys with values"
        }
    }

    var scalar: String? {
        if case .scalar(let text) = content { text } else { nil }
    }

    var list: [Value]? {
        if case .list(let values) = content { values } else { nil }
    }

    var entries: [Entry]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }
}

/// A key of a mapping with its value.
struct Entry {
    var key: String
    var keyPlace: Place
    var value: Value
}

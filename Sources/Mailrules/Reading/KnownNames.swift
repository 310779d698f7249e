/// Names that other files may refer to. While the file that gives them cannot be read, none is known to be missing: one
/// mistake must not show up as twenty.
struct KnownNames {
    private(set) var names: Set<String>
    private(set) var isComplete: Bool

    init(_ names: Set<String> = [], isComplete: Bool = true) {
        self.names = names
        self.isComplete = isComplete
    }

    mutating func insert(_ name: String) {
        names.insert(name)
    }

    /// Whether something may have this name.
    func mayHave(_ name: String) -> Bool {
        !isComplete || names.contains(name)
    }
}

import Agreement

/// Every file under `terms/`, held against what the plans say.
struct TermsFolder {
    private(set) var files: [TermsFile] = []
    /// Names and languages of files with a mistake that kept them from being read.
    private var unread: Set<String> = []
    let findings: Findings

    init(findings: Findings) {
        self.findings = findings
    }

    /// The name and language that a file's name says; nil for another kind of name.
    static func parts(of file: String) -> (name: String, language: String)? {
        let parts = file.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[2] == "md", !parts[0].isEmpty else { return nil }
        return (parts[0], parts[1])
    }

    mutating func add(_ source: SourceFile?, name: String, language: String) {
        guard let source else {
            unread.insert("\(name).\(language)")
            return
        }
        files.append(TermsFile(name: name, language: language, source: source, findings: findings))
    }

    /// Terms by name and language.
    var byName: [String: [String: Terms]] {
        var result: [String: [String: Terms]] = [:]
        for file in files { result[file.name, default: [:]][file.language] = file.terms }
        return result
    }

    /// Reports terms without a text in a language of the agency, clauses that no text has, and clauses and texts that
    /// no plan uses.
    func check(_ uses: TermsUses, languages: [String]) {
        for (name, place) in uses.names where !name.isEmpty {
            for language in languages where !has(name, language) {
                findings.error(
                    place,
                    "there is no terms/\(name).\(language).md",
                    files.contains { $0.name == name }
                        ? "Replies in `\(language)` quote clauses: write the terms in that language too."
                        : Reader.suggestion(
                            for: name,
                            among: files.map(\.name),
                            otherwise: "Write the file: each clause a heading such as `## c1 Title`, then its text."
                        )
                )
            }
        }
        for use in uses.clauses {
            for file in files where file.name == use.terms { checkClause(use, in: file) }
        }
        guard uses.isComplete else { return }
        let used = Set(uses.clauses.map { "\($0.terms) \($0.clause.name)" })
        let usedNames = Set(uses.names.map(\.name))
        for file in files {
            guard usedNames.contains(file.name) else {
                findings.warning(
                    file.source.top,
                    "no plan uses the terms `\(file.name)`",
                    "Remove the file, or name it in a plan: `terms: \(file.name)`."
                )
                continue
            }
            for written in file.clauses where !used.contains("\(file.name) \(written.clause.id.name)") {
                findings.error(
                    written.place,
                    "no plan refers to the clause `\(written.clause.id.name)`",
                    "Name it in `covers`, `excludes` or another field of a plan, or write the heading without an id."
                )
            }
        }
    }

    private func has(_ name: String, _ language: String) -> Bool {
        files.contains { $0.name == name && $0.language == language } || unread.contains("\(name).\(language)")
    }

    private func checkClause(_ use: TermsUses.Clause, in file: TermsFile) {
        let ids = file.clauses.map(\.clause.id.name)
        guard !ids.contains(use.clause.name), !ids.isEmpty else { return }
        findings.error(
            use.place,
            "there is no clause `\(use.clause.name)` in \(file.source.path)",
            Reader.suggestion(
                for: use.clause.name,
                among: ids.filter { $0.lowercased() == use.clause.name.lowercased() },
                otherwise:
                    "Add a heading `## \(use.clause.name) Title` with its text there. Clauses: \(ids.joined(separator: ", "))."
            )
        )
    }
}

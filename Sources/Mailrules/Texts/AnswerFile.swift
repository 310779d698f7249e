import Triage

extension Form {
    static let answer = Section(
        "an answer",
        [
            Key("questions", .list(.free), required: true, "How clients ask for it, in their words."),
            Key("languages", .list(.language), required: true, "Languages of mails to which it may be suggested."),
            Key("link", .text(pattern: "^https?://.+$"), "Where more is written."),
        ]
    )
}

/// Reads a file under `answers/`: front matter between two lines of `---`, then the answer as plain text.
struct AnswerFileReader {
    let languages: [String]
    let findings: Findings
    var reader: Reader { Reader(findings: findings) }

    /// An acknowledgement is no manual.
    static let limitText = 2_000

    func answer(_ source: SourceFile, name: String) -> Answer? {
        guard source.lines.first.map(Self.isRule) ?? false,
            let close = source.lines.dropFirst().firstIndex(where: Self.isRule)
        else {
            findings.error(
                source.top,
                "there is no front matter",
                "Begin with a line ---, then `questions:` and `languages:`, then another line ---, then the answer."
            )
            return nil
        }
        // Cut off at the second rule, the places of what remains are those of the file.
        let front = SourceFile(path: source.path, text: source.lines[..<close].joined(separator: "\n"))
        guard let root = YAMLFile(source: front, findings: findings).read(),
            let fields = Fields(root, Form.answer, findings: findings)
        else { return nil }
        let text = TermsFile.plainText(source.lines[(close + 1)...].filter { !$0.hasPrefix("#") })
            .split(separator: "\n").joined(separator: " ")
        if text.isEmpty || text.utf8.count > Self.limitText {
            findings.error(
                source.place(line: close + 1),
                text.isEmpty ? "the answer itself is missing" : "the answer is longer than \(Self.limitText) bytes",
                "Write a few sentences below the front matter, and put the rest behind `link`."
            )
        }
        return Answer(
            name: name,
            questions: reader.list(fields["questions"]).compactMap(question),
            link: fields["link"].flatMap(link),
            languages: reader.list(fields["languages"]).compactMap(language),
            text: text
        )
    }

    private func question(_ value: Value) -> String? {
        guard let text = reader.line(value, name: "questions") else { return nil }
        if SignificantWords.of(text).count >= 2 { return text }
        findings.error(
            value.place,
            "`questions`: `\(text)` says too little to know the question by",
            "Write it with at least two words that say what it is about."
        )
        return nil
    }

    private func language(_ value: Value) -> String? {
        guard let language = reader.language(value, name: "languages") else { return nil }
        if languages.contains(language) { return language }
        findings.error(
            value.place,
            "replies are not written in `\(language)`, so nobody would see this answer",
            "Add the language to `languages` in agency.yaml, or remove it here."
        )
        return nil
    }

    private func link(_ entry: Entry) -> String? {
        guard let text = reader.line(entry) else { return nil }
        let isLink = ["https://", "http://"].contains { text.hasPrefix($0) && text.count > $0.count }
        if isLink, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x3C && $0 != 0x3E && $0 != 0x22 }) {
            return text
        }
        findings.error(
            entry.value.place,
            "`link`: `\(text)` is no web address",
            "Write https://HOST/PATH in ASCII."
        )
        return nil
    }

    private static func isRule(_ line: Substring) -> Bool {
        line.hasPrefix("---") && line.allSatisfy { $0 == "-" || $0 == " " }
    }
}

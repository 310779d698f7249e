extension TemplateFile {
    /// Kinds of mail that a template can make.
    public static let kinds = ["acknowledgement", "receipt"]

    /// The form of a template's file name: `KIND.LANGUAGE.txt` makes the plain text, `KIND.LANGUAGE.html` the HTML
    /// part; `.mustache` may follow, or stand for `.txt`.
    static func parts(of file: String) -> (kind: String, language: String, isHTML: Bool)? {
        var parts = file.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 4, parts[3] == "mustache" { parts.removeLast() }
        guard parts.count == 3, ["txt", "html", "mustache"].contains(parts[2]) else { return nil }
        return (parts[0], parts[1], parts[2] == "html")
    }
}

/// Checks names and languages of the files under `templates/`; their words are the responder's to check.
struct TemplateFolderReader {
    let languages: [String]
    let findings: Findings

    /// The template of a file; nil, and a finding, when its name says nothing.
    func template(_ source: SourceFile, among others: [TemplateFile]) -> TemplateFile? {
        let file = String(source.path.split(separator: "/").last ?? "")
        guard let parts = TemplateFile.parts(of: file) else {
            findings.error(
                source.top,
                "`\(file)` does not say which mail it is a template of",
                "Call it KIND.LANGUAGE.txt or KIND.LANGUAGE.html, such as acknowledgement.en.txt."
            )
            return nil
        }
        guard TemplateFile.kinds.contains(parts.kind) else {
            findings.error(
                source.top,
                "there is no kind of mail `\(parts.kind)`",
                Reader.suggestion(
                    for: parts.kind,
                    among: TemplateFile.kinds,
                    otherwise: "Known: \(TemplateFile.kinds.joined(separator: ", "))."
                )
            )
            return nil
        }
        guard LanguageTag.isKnown(parts.language) else {
            findings.error(
                source.top,
                "there is no language `\(parts.language)`",
                "Write a BCP 47 tag in the file's name, such as en, ru or zh."
            )
            return nil
        }
        if let other = others.first(where: { isSameMail($0, parts) }) {
            findings.error(source.top, "\(other.path) is a template of the same mail", "Keep one of the two.")
            return nil
        }
        if !languages.isEmpty, !languages.contains(parts.language) {
            findings.warning(
                source.top,
                "no reply is written in `\(parts.language)`",
                "Add the language to `languages` in agency.yaml, or remove the file."
            )
        }
        return TemplateFile(
            kind: parts.kind,
            language: parts.language,
            isHTML: parts.isHTML,
            text: source.text,
            path: source.path
        )
    }

    private func isSameMail(_ other: TemplateFile, _ parts: (kind: String, language: String, isHTML: Bool)) -> Bool {
        other.kind == parts.kind && other.language == parts.language && other.isHTML == parts.isHTML
    }
}

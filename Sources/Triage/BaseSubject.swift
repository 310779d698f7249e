/// The subject that a conversation keeps: no reply or forward prefix of any usual language (RFC 5256 section 2.1 and
/// what mail programs really write), no ticket token, white space folded, lower case.
public enum BaseSubject {
    public static func normalized(_ subject: String) -> String {
        display(subject).lowercased()
    }

    /// The same with its capitals, for showing.
    public static func display(_ subject: String) -> String {
        var words = Blanks.closed(subject.unicodeScalars.prefix(scalarLimit))
        words = MessageToken.removingTokens(fromSubject: words)
        // Each round takes one prefix off; more of them than this is nobody's mail program.
        for _ in 0..<prefixLimit {
            guard let rest = withoutPrefix(words) else { break }
            words = rest
        }
        return words
    }

    /// Whether a subject says of itself that it answers or passes on another mail.
    public static func isAnswer(_ subject: String) -> Bool {
        let words = String(subject.unicodeScalars.prefix(scalarLimit)).drop { $0.isWhitespace }
        return withoutPrefix(String(words)) != nil || MessageToken.ticket(inSubject: subject) != nil
    }

    static let scalarLimit = 1_000
    static let prefixLimit = 20
    static let headLimit = 40

    private static func withoutPrefix(_ text: String) -> String? {
        // No prefix is longer, so a colon further on is the subject's own.
        guard let colon = text.unicodeScalars.prefix(headLimit).firstIndex(where: { $0 == ":" || $0 == "：" }) else {
            return nil
        }
        var head = text[..<colon].lowercased().filter { !$0.isWhitespace }
        // "Re[2]", "Re(2)", "RE-2" and "Re^2" count their steps.
        if let counter = head.firstIndex(where: { "[(-^*".contains($0) }), counter != head.startIndex {
            let tail = head[counter...].dropFirst().filter { !"])".contains($0) }
            if tail.allSatisfy(\.isNumber) { head = String(head[..<counter]) }
        }
        guard prefixes.contains(head) else { return nil }
        return String(text[text.index(after: colon)...].drop { $0.isWhitespace })
    }

    private static let prefixes: Set<String> = [
        "re", "r", "rép", "rep", "aw", "antw", "antwort", "antworten", "wg", "fw", "fwd", "sv", "vs", "vb", "vl", "tr",
        "rv", "res",
        "ref", "rif", "enc", "i", "odp", "pd", "ynt", "ilt", "doorst", "továbbítás", "vá", "atb", "bls", "ответ", "отв",
        "на", "пересл", "пер", "нп", "відп", "回复", "回覆", "答复", "答覆", "回信", "转发", "轉寄", "轉發", "转寄", "返信", "転送",
        "답장", "회신", "전달", "απ", "σχετ", "προθ", "הועבר", "השב", "رد", "إعادة", "fyi",
    ]
}

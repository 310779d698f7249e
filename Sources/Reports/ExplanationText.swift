import Agreement
import Classifier
import Triage

extension Explanation {
    /// Columns of a terminal that everybody has.
    public static let columns = 100

    /// The explanation for a person, within `columns` columns.
    public func text(_ style: Highlight.Style) -> String {
        let (ofRequests, others) = sorted()
        var lines = TextWrap.lines(of: "\(PlainText.oneLine(from)): \(shownSubject(style))", columns: Self.columns)
            .map(style.strong)
        if !notes.isEmpty { lines.append("  " + notes.joined(separator: ", ")) }
        lines += mailLines(style)
        for (place, request) in requests.enumerated() {
            lines += ["", heading(of: request, at: place, style)]
            lines += certainty(of: request)
            lines += verdict(of: request)
            lines += Self.table(ofRequests[place].map { ($0.step, $0.text) })
        }
        let rows = Self.rows(others)
        if !rows.isEmpty { lines += [""] + Self.table(rows) }
        return lines.joined(separator: "\n")
    }

    // MARK: - The mail

    private func shownSubject(_ style: Highlight.Style) -> String {
        let inSubject = requests.filter { $0.range.isEmpty && newText != nil }
        guard !inSubject.isEmpty else { return PlainText.oneLine(subject) }
        var highlight = Highlight(PlainText.oneLine(subject))
        for phrase in inSubject.flatMap(\.evidence) { highlight.mark(phrase, within: 0..<Highlight.limit) }
        return highlight.lines(.plain, columns: 10_000, indent: "").joined(separator: " ")
    }

    private func mailLines(_ style: Highlight.Style) -> [String] {
        guard let newText else {
            return requests.isEmpty
                ? [] : ["", "  The mail itself was erased; these are the words of its requests."] + quoted(style)
        }
        var highlight = Highlight(newText)
        for (place, request) in requests.enumerated() where !request.range.isEmpty {
            highlight.tag("(\(place + 1))", at: request.range.lowerBound)
            for phrase in request.evidence { highlight.mark(phrase, within: request.range) }
        }
        var lines = highlight.lines(style, columns: Self.columns, indent: "    ")
        if highlight.isMarked {
            let marks = style == .plain ? "The words in [[ ]]" : "The marked words"
            lines += ["", "    \(marks) weighed most."]
        }
        let count = newText.unicodeScalars.count
        if count > Highlight.limit { lines.append("    … and \(count - Highlight.limit) more characters") }
        return lines.isEmpty ? [] : [""] + lines
    }

    private func quoted(_ style: Highlight.Style) -> [String] {
        requests.enumerated().flatMap { place, request in
            var highlight = Highlight(request.text)
            highlight.tag("(\(place + 1))", at: 0)
            for phrase in request.evidence { highlight.mark(phrase, within: 0..<Highlight.limit) }
            return highlight.lines(style, columns: Self.columns, indent: "    ")
        }
    }

    // MARK: - A request

    private func heading(of request: Request, at place: Int, _ style: Highlight.Style) -> String {
        let number = request.number.map { "request \($0), \(request.state)" }
        let priority = request.priority == .normal ? nil : request.priority.rawValue
        let notes = [number, priority].compactMap(\.self).joined(separator: ", ")
        let what = request.isDecided ? request.label.named : "perhaps \(request.label.named)"
        return style.strong("(\(place + 1)) \(what): \(request.verdict.words)")
            + (notes.isEmpty ? "" : " (\(notes))")
    }

    private func certainty(of request: Request) -> [String] {
        if request.isPersonsWord { return Self.table([("sure", "one of your people said so")]) }
        let origin = request.evidence.first ?? ""
        // Said by a rule or an earlier correction: nothing was weighed.
        if request.isDecided, request.confidence >= 1, origin.hasPrefix("rule ") || origin.hasPrefix("correction ") {
            let words = request.runnerUp == .other ? "" : "; its words alone suggest \(request.runnerUp.named)"
            let by = origin.hasPrefix("rule ") ? "by the \(origin)" : "by your \(origin)"
            return Self.table([("sure", by + words)])
        }
        guard request.confidence > 0 else {
            return Self.table([("sure", "nothing was found that asks for something, so a person looks")])
        }
        var words = Self.percent(request.confidence)
        words += "; next likeliest is \(request.runnerUp.named), \(Self.percent(request.runnerUpConfidence))"
        if !request.isDecided { words += "; too little to decide, so a person looks" }
        return Self.table([("sure", words)])
    }

    private func verdict(of request: Request) -> [String] {
        var rows = [("because", request.reason)]
        if let text = request.clauseText {
            rows.append(("clause", "\(text.id.name) \(text.title): “\(PlainText.excerpt(text.text, limit: 160))”"))
        } else if let clause = request.clause {
            rows.append(("clause", clause.name))
        }
        return Self.table(rows)
    }

    /// No model is surer than this of anything.
    private static func percent(_ share: Double) -> String {
        let percent = min(max(Int((share * 100).rounded()), 0), 99)
        return percent == 0 ? "under 1 %" : "\(percent) %"
    }

    // MARK: - Rows

    /// The steps beside the requests; why a machine is not answered is not said twice.
    private static func rows(_ reasons: [Reason]) -> [(name: String, words: String)] {
        let origin = Set(reasons.filter { $0.step == "origin" }.map(\.text))
        let silent = "no acknowledgement: "
        var isSilenceSaid = false
        return reasons.compactMap { reason in
            guard reason.step == "reply", reason.text.hasPrefix(silent) else { return (reason.step, reason.text) }
            let why = String(reason.text.dropFirst(silent.count))
            guard origin.contains(why) else {
                defer { isSilenceSaid = true }
                return (reason.step, isSilenceSaid ? why : reason.text)
            }
            defer { isSilenceSaid = true }
            return isSilenceSaid ? nil : (reason.step, "no acknowledgement, because of its origin")
        }
    }

    /// Rows of a word and a sentence; the word is said once for all that follow.
    private static func table(_ rows: [(name: String, words: String)]) -> [String] {
        var last = ""
        return rows.flatMap { row in
            let name = row.name == last ? "" : row.name
            last = row.name
            let head = "    " + name + String(repeating: " ", count: max(1, nameColumns - name.count))
            let hanging = String(repeating: " ", count: 4 + nameColumns)
            let wrapped = TextWrap.lines(of: PlainText.oneLine(row.words)[...], columns: columns - 4 - nameColumns)
            return wrapped.enumerated().map { ($0 == 0 ? head : hanging) + $1 }
        }
    }

    private static let nameColumns = 12
}

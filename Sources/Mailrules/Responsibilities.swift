import Classifier
import Triage
import WorkingTime

/// Where what a member of staff looks after stands.
struct ResponsibilityPlace {
    var staff: String
    var fields: Fields
}

/// Reads what a member of staff looks after, and when the person is away.
struct ResponsibilityReader {
    let findings: Findings
    var reader: Reader { Reader(findings: findings) }

    func responsibility(_ fields: Fields) -> Responsibility {
        var result = Responsibility()
        result.clients = reader.list(fields["clients"]).compactMap { reader.id($0, name: "clients") }
        result.kinds = reader.list(fields["kinds"]).compactMap(kind)
        result.languages = reader.list(fields["languages"]).compactMap { reader.language($0, name: "languages") }
        result.calendar = fields["calendar"].flatMap { reader.id($0) }
        result.away = reader.list(fields["away"], atLeast: 0).compactMap(away)
        return result
    }

    /// Reports clients that do not exist; they are read after the staff.
    func check(_ places: [ResponsibilityPlace], clients: KnownNames) {
        for place in places {
            for value in place.fields["clients"]?.value.list ?? [] {
                guard let id = value.scalar, !clients.mayHave(id) else { continue }
                reader.unknown("client", id, at: value.place, known: clients.names)
            }
        }
    }

    private func kind(_ value: Value) -> Label? {
        guard let text = reader.line(value, name: "kinds") else { return nil }
        if let label = Label(rawValue: text) { return label }
        reader.unknown("kind of request", text, at: value.place, known: Label.allCases.map(\.rawValue))
        return nil
    }

    private func away(_ value: Value) -> AwayDays? {
        guard let text = reader.line(value, name: "away") else { return nil }
        let ends = text.split(separator: "..", omittingEmptySubsequences: false).map { CivilDate(String($0)) }
        guard (1...2).contains(ends.count), let first = ends.first ?? nil, let last = ends.last ?? nil else {
            findings.error(
                value.place,
                "`away`: `\(text)` is neither a day nor a span of days",
                "Write 2026-12-24, or 2026-12-24..2027-01-02 with both ends."
            )
            return nil
        }
        guard first <= last else {
            findings.error(
                value.place,
                "`away`: the span \(text) ends before it begins",
                "Write the earlier day first."
            )
            return nil
        }
        return AwayDays(first: first, last: last)
    }
}

import Triage
import WorkingTime

/// Reads the conditions of a rule.
struct RuleConditionReader {
    let names: RulesFileReader.Names
    let findings: Findings
    var reader: Reader { Reader(findings: findings) }

    func conditions(_ entry: Entry?) -> [Rule.Condition] {
        guard let fields = reader.section(entry, Form.conditions) else { return [] }
        if fields.inOrder.isEmpty, !Form.conditions.keys.contains(where: { fields.mentions($0.name) }) {
            findings.error(fields.place, "the rule has no condition", "A rule without one would match every mail.")
        }
        return fields.inOrder.compactMap { condition($0) }
    }

    private func condition(_ entry: Entry) -> Rule.Condition? {
        switch entry.key {
        case "attachment": return attachment(entry)
        case "pattern": return all(entry, pattern).map { .pattern($0) }
        case "subjectPattern": return all(entry, pattern).map { .subjectPattern($0) }
        case "time": return all(entry, time).map { .time($0) }
        default: break
        }
        guard let texts = all(entry, text) else { return nil }
        switch entry.key {
        case "from": return .from(texts)
        case "client": return .client(texts)
        case "subject": return .subject(texts)
        case "words": return .words(texts)
        default: return .language(texts)
        }
    }

    /// What is read of each value of a list, or of a single one; nil where one cannot be read.
    private func all<Element>(_ entry: Entry, _ read: (Value, String) -> Element?) -> [Element]? {
        let values = reader.list(entry, orSingle: true)
        let elements = values.compactMap { read($0, entry.key) }
        return elements.count == values.count && !elements.isEmpty ? elements : nil
    }

    private func attachment(_ entry: Entry) -> Rule.Condition? {
        if let text = entry.value.scalar, RuleExamples.yesNoWords.contains(text.lowercased()) {
            return reader.yesNo(entry).map { .attachment($0) }
        }
        return all(entry) { value, key in reader.line(value, name: key) }.map { .attached($0) }
    }

    private func pattern(_ value: Value, _ key: String) -> Pattern? {
        guard let text = reader.line(value, name: key) else { return nil }
        do throws(Pattern.Mistake) {
            return try Pattern(text)
        } catch {
            let before = text.unicodeScalars.prefix(error.offset)
            let place = error.offset == 0 ? "" : ", after `\(String(String.UnicodeScalarView(before)))`"
            findings.error(value.place, "`\(key)`: \(error.words)\(place)", error.remedy)
            return nil
        }
    }

    /// A calendar, `outside` and a calendar, days, hours, or days and hours.
    private func time(_ value: Value, _ key: String) -> Rule.RuleTime? {
        guard let text = reader.line(value, name: key) else { return nil }
        var words = text.split(separator: " ")
        let isOutside = words.first == "outside"
        if isOutside { words.removeFirst() }
        if words.count == 1, let calendar = names.calendars[String(words[0])] {
            return Rule.RuleTime(calendar: calendar, isOutside: isOutside)
        }
        if words.count == 1, names.calendarNames.names.contains(String(words[0])) { return nil }
        if (1...2).contains(words.count), let week = Self.week(words) {
            let calendar = WorkingCalendar(name: words.joined(separator: " "), zone: names.zone, week: week)
            return Rule.RuleTime(calendar: calendar, isOutside: isOutside)
        }
        findings.error(
            value.place,
            "`\(key)`: `\(text)` is neither a calendar nor days or hours",
            Reader.suggestion(
                for: String(words.first ?? ""),
                among: names.calendarNames.names,
                otherwise: "Write a calendar's name, outside and its name, sat-sun, 18:00-08:00 or fri 16:00-18:00."
            )
        )
        return nil
    }

    private static func week(_ words: [Substring]) -> [Weekday: [MinuteInterval]]? {
        let days = CalendarReader.days(String(words[0]))
        let hours = MinuteInterval(String(words[words.count - 1]))
        let wholeDay = MinuteInterval(start: 0, end: 1440)
        let (chosen, interval): ([Weekday], MinuteInterval?)
        switch (words.count, days.isEmpty, hours) {
        case (1, false, nil): (chosen, interval) = (days, wholeDay)
        case (1, true, .some(let hours)): (chosen, interval) = (Weekday.allCases, hours)
        case (2, false, .some(let hours)): (chosen, interval) = (days, hours)
        default: return nil
        }
        guard let interval else { return nil }
        return Dictionary(uniqueKeysWithValues: chosen.map { ($0, [interval]) })
    }

    private func text(_ value: Value, _ key: String) -> String? {
        switch key {
        case "from": return sender(value)
        case "client":
            guard let id = reader.id(value, name: key) else { return nil }
            if names.clients.mayHave(id) { return id }
            reader.unknown("client", id, at: value.place, known: names.clients.names)
            return nil
        case "language": return reader.language(value, name: key)
        default:
            guard let text = reader.line(value, name: key) else { return nil }
            if Phrase(text) != nil { return text }
            findings.error(value.place, "`\(key)`: there is no word in `\(text)`", "Write a word or a phrase.")
            return nil
        }
    }

    private func sender(_ value: Value) -> String? {
        guard let text = reader.line(value, name: "from")?.lowercased() else { return nil }
        if text.hasPrefix("@"), HostName.isMailDomain(String(text.dropFirst())) { return text }
        if let address = MailAddress.normalised(text) { return address }
        findings.error(
            value.place,
            "`from`: `\(text)` is neither an address nor a domain",
            "Write name@domain, or @domain for everybody there."
        )
        return nil
    }
}

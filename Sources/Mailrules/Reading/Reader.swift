import WorkingTime

/// Reads single values into what they mean; what cannot be read becomes a finding at its place and nil.
struct Reader {
    /// Longest text of one value; the longest real ones are examples of rules.
    static let limitText = 20_000

    let findings: Findings

    // MARK: - Texts

    /// A text of one line or more, without white space at its ends, not empty.
    func text(_ entry: Entry?) -> String? {
        entry.flatMap { text($0.value, name: $0.key) }
    }

    func text(_ value: Value, name: String) -> String? {
        guard let scalar = value.scalar else {
            findings.error(value.place, "`\(name)` takes a text, not \(value.kind)", "Write a single value.")
            return nil
        }
        let text = trimmed(scalar)
        guard !text.isEmpty else {
            findings.error(value.place, "`\(name)` is empty", "Write a value, or remove the key.")
            return nil
        }
        guard text.utf8.count <= Self.limitText else {
            findings.error(value.place, "`\(name)` is longer than \(Self.limitText) bytes", "Shorten it.")
            return nil
        }
        return text
    }

    /// A text without line ends or other controls, as headers and folder names need it.
    func line(_ entry: Entry?) -> String? {
        entry.flatMap { line($0.value, name: $0.key) }
    }

    func line(_ value: Value, name: String) -> String? {
        guard let text = text(value, name: name) else { return nil }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            findings.error(
                value.place,
                "`\(name)` must be one line without control characters",
                "Write it on one line."
            )
            return nil
        }
        return text
    }

    /// A short id: lower-case ASCII letters, digits and hyphens.
    func id(_ entry: Entry?) -> String? {
        entry.flatMap { id($0.value, name: $0.key) }
    }

    func id(_ value: Value, name: String) -> String? {
        guard let text = text(value, name: name) else { return nil }
        return Self.isID(text) ? text : refuseID(text, place: value.place, what: "`\(name)`")
    }

    /// The key of an entry as an id.
    func keyID(_ entry: Entry, what: String) -> String? {
        Self.isID(entry.key) ? entry.key : refuseID(entry.key, place: entry.keyPlace, what: what)
    }

    private func refuseID(_ text: String, place: Place, what: String) -> String? {
        findings.error(
            place,
            "\(what) cannot be called `\(text)`",
            "Use at most 64 lower-case letters a-z, digits and hyphens, such as `harbor-museum`."
        )
        return nil
    }

    private static func isID(_ text: String) -> Bool {
        let isAllowed = text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        return isAllowed && (1...64).contains(text.utf8.count) && !text.hasPrefix("-")
    }

    // MARK: - Choices

    func choice<Choice: RawRepresentable & CaseIterable>(_ entry: Entry?, of type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        entry.flatMap { word($0, among: Choice.allCases.map(\.rawValue)) }.flatMap(Choice.init(rawValue:))
    }

    /// One of a few words.
    func word(_ entry: Entry, among choices: [String]) -> String? {
        guard let text = text(entry.value, name: entry.key) else { return nil }
        if choices.contains(text) { return text }
        findings.error(
            entry.value.place,
            "`\(entry.key)` cannot be `\(text)`",
            Self.suggestion(for: text, among: choices, otherwise: "Choose: \(choices.joined(separator: " | ")).")
        )
        return nil
    }

    func yesNo(_ entry: Entry?) -> Bool? {
        guard let entry, let text = text(entry.value, name: entry.key) else { return nil }
        switch text.lowercased() {
        case "yes", "true", "on": return true
        case "no", "false", "off": return false
        default:
            findings.error(entry.value.place, "`\(entry.key)` takes yes or no, not `\(text)`", "Write yes or no.")
            return nil
        }
    }

    /// `Did you mean ...?` when a known word is near, else another sentence.
    static func suggestion(for word: String, among known: some Sequence<String>, otherwise: String) -> String {
        nearest(to: word, among: known).map { "Did you mean `\($0)`?" } ?? otherwise
    }

    // MARK: - Numbers and times

    func integer(_ entry: Entry?, _ range: ClosedRange<Int>) -> Int? {
        guard let entry, let text = text(entry.value, name: entry.key) else { return nil }
        let isPlain = text.utf8.allSatisfy { (48...57).contains($0) } && text.utf8.count <= 10
        guard isPlain, let number = Int(text), range.contains(number) else {
            findings.error(
                entry.value.place,
                "`\(entry.key)` takes a whole number, not `\(text)`",
                "Write a number from \(range.lowerBound) to \(range.upperBound)."
            )
            return nil
        }
        return number
    }

    /// A number with at most `places` decimals, in units of the last place.
    func decimal(_ entry: Entry?, places: Int, _ range: ClosedRange<Int>) -> Int? {
        guard let entry, let text = text(entry.value, name: entry.key) else { return nil }
        guard let number = DecimalText.units(text, places: places), range.contains(number) else {
            let bounds = [range.lowerBound, range.upperBound].map { DecimalText.text($0, places: places) }
            findings.error(
                entry.value.place,
                "`\(entry.key)` cannot be `\(text)`",
                "Write a number from \(bounds[0]) to \(bounds[1]) with at most \(places) decimals."
            )
            return nil
        }
        return number
    }

    /// A duration in minutes.
    func duration(_ entry: Entry?, _ range: ClosedRange<Int> = 0...Self.longestMinutes) -> Int? {
        guard let entry, let text = text(entry.value, name: entry.key) else { return nil }
        guard let minutes = DurationText.minutes(text) else {
            findings.error(
                entry.value.place,
                "`\(entry.key)` takes a duration, not `\(text)`",
                "Write it as 45m, 3h, 1h30m or 2d."
            )
            return nil
        }
        guard range.contains(minutes) else {
            let bound =
                minutes < range.lowerBound
                ? "\(DurationText.text(range.lowerBound)) or more" : "at most \(DurationText.text(range.upperBound))"
            findings.error(entry.value.place, "`\(entry.key)` cannot be \(text)", "Write a duration of \(bound).")
            return nil
        }
        return minutes
    }

    /// Ten years: longer is a slip of the pen.
    static let longestMinutes = 10 * 366 * 24 * 60

    func date(_ entry: Entry?) -> CivilDate? {
        guard let entry, let text = text(entry.value, name: entry.key) else { return nil }
        guard let date = CivilDate(text), date.year >= 1970 else {
            findings.error(
                entry.value.place,
                "`\(entry.key)` takes a date, not `\(text)`",
                "Write a day that exists as YYYY-MM-DD, such as 2026-01-31."
            )
            return nil
        }
        return date
    }

    /// A time of day in minutes since midnight.
    func time(_ entry: Entry?) -> Int? {
        guard let entry, let text = text(entry.value, name: entry.key) else { return nil }
        guard let minute = MinuteInterval.minuteOfDay(text), minute < 1440 else {
            findings.error(
                entry.value.place,
                "`\(entry.key)` takes a time, not `\(text)`",
                "Write hours and minutes with two digits each, such as 09:00."
            )
            return nil
        }
        return minute
    }
}

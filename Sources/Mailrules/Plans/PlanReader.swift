import Agreement
import WorkingTime

/// Reads a plan's fields, a client's overrides already in their place.
struct PlanReader {
    let name: String
    let fields: Fields
    /// Names of working calendars.
    let calendars: KnownNames
    /// Whether what is missing is asked for. It is not while a client may still decide it.
    let isWhole: Bool
    let findings: Findings
    /// What the plan names of the terms.
    private(set) var termsUses = TermsUses()
    private(set) var termsName = ""
    /// The one currency of the plan's amounts; nil when none is said.
    private(set) var currency: String?

    var reader: Reader { Reader(findings: findings) }

    init(name: String, fields: Fields, calendars: KnownNames, isWhole: Bool, findings: Findings) {
        self.name = name
        self.fields = fields
        self.calendars = calendars
        self.isWhole = isWhole
        self.findings = findings
    }

    /// The plan as far as it can be read; it is used only when there is no error.
    mutating func plan() -> Plan {
        if isWhole { fields.reportMissing() }
        termsName = reader.id(fields["terms"]) ?? ""
        if let entry = fields["terms"], !termsName.isEmpty { termsUses.names.append((termsName, entry.value.place)) }
        currency = settledCurrency()
        var plan = Plan(name: name, terms: termsName)
        readTime(into: &plan)
        let errorsBefore = findings.errorCount
        readScope(into: &plan)
        termsUses.isComplete = errorsBefore == findings.errorCount && !fields.hasFaults && !termsName.isEmpty
        readPromises(into: &plan)
        plan.credits = credits(fee: plan.fee)
        plan.reviewMonths = reader.integer(reader.section(fields["review"], Form.review)?["months"], 1...120)
        plan.trialPeriods = reader.integer(reader.section(fields["trial"], Form.trial)?["periods"], 1...36) ?? 0
        if let change = reader.choice(fields["planChange"], of: PlanChange.self) { plan.planChange = change }
        return plan
    }

    /// Asks for a key that others make needed.
    func demand(_ key: String) {
        if isWhole { fields.demand(key) }
    }

    // MARK: - Clauses and calendars

    /// A clause id, remembered for the look into the terms.
    mutating func clause(_ entry: Entry?) -> ClauseID? {
        guard let entry, let text = reader.line(entry) else { return nil }
        let id = ClauseID(text)
        termsUses.clauses.append(TermsUses.Clause(terms: termsName, clause: id, place: entry.value.place))
        return id
    }

    /// The name of a calendar that there is.
    func calendar(_ entry: Entry?, besides word: String? = nil) -> String? {
        guard let entry, let text = reader.line(entry) else { return nil }
        if text == word || calendars.mayHave(text) { return text }
        reader.unknown("calendar", text, at: entry.value.place, known: calendars.names.union(word.map { [$0] } ?? []))
        return nil
    }

    // MARK: - Money

    /// The currency that the plan says, the first of several; two that differ are a finding with both places.
    private func settledCurrency() -> String? {
        let entries = [
            fields["currency"], nested(fields["fee"], "currency"), nested(fields["overage"], "currency"),
        ].compactMap { $0 }
        var settled: (code: String, place: Place)?
        for entry in entries {
            guard let code = reader.line(entry) else { continue }
            guard Currency.decimals(code) != nil else {
                findings.error(
                    entry.value.place,
                    "`currency`: there is no currency `\(code)`",
                    Reader.suggestion(
                        for: code,
                        among: Currency.codes.sorted(),
                        otherwise: "Write a code of ISO 4217, such as EUR, USD, RUB or CNY."
                    )
                )
                continue
            }
            if let settled, settled.code != code {
                findings.error(
                    entry.value.place,
                    "money in two currencies: \(code) here, \(settled.code) at \(settled.place.name)",
                    "A plan has one currency; correct one of the two."
                )
            }
            settled = settled ?? (code, entry.value.place)
        }
        return settled?.code
    }

    private func nested(_ entry: Entry?, _ key: String) -> Entry? {
        entry?.value.entries?.first { $0.key == key }
    }

    /// An amount in the plan's currency.
    func money(_ entry: Entry?) -> Money? {
        guard let entry, let text = reader.text(entry) else { return nil }
        guard let currency, let decimals = Currency.decimals(currency) else {
            if isWhole, !isCurrencyMentioned {
                findings.error(
                    entry.value.place,
                    "`\(entry.key)` is not decided: \(text) of which currency?",
                    "Add `currency: EUR` (or another ISO 4217 code) to the plan."
                )
            }
            return nil
        }
        guard let units = DecimalText.units(text, places: decimals) else {
            let example = decimals == 0 ? "95" : "95." + String(repeating: "0", count: decimals)
            findings.error(
                entry.value.place,
                "`\(entry.key)` takes an amount of money, not `\(text)`",
                "Write digits with a point and at most \(decimals) decimals, such as \(example)."
            )
            return nil
        }
        return Money(minorUnits: units, currency: currency)
    }

    /// A currency that is written but wrong is a finding already.
    private var isCurrencyMentioned: Bool {
        fields["currency"] != nil || nested(fields["fee"], "currency") != nil
            || nested(fields["overage"], "currency") != nil
    }
}

/// A value that is either one of a few words or a section.
enum WordOrFields {
    case word(String)
    case fields(Fields)
}

extension Reader {
    /// Reads `none` and the like, or the section below the key.
    func wordOrSection(_ entry: Entry?, _ words: [String], _ section: Form.Section, choices: [String] = [])
        -> WordOrFields?
    {
        guard let entry else { return nil }
        guard let text = entry.value.scalar else {
            return self.section(entry, section).map { .fields($0) }
        }
        if words.contains(text) { return .word(text) }
        let forms = (choices.isEmpty ? words : choices).map { "`\(entry.key): \($0)`" }.joined(separator: ", ")
        findings.error(
            entry.value.place,
            "`\(entry.key)` cannot be `\(text)`",
            Self.suggestion(for: text, among: words, otherwise: "Choose: \(forms).")
        )
        return nil
    }

    /// The same for a plan's key, whose question lists the choices.
    func planWordOrSection(_ fields: Fields, _ key: String, _ words: [String], _ section: Form.Section)
        -> WordOrFields?
    {
        wordOrSection(fields[key], words, section, choices: Form.plan.key(key)?.question?.choices ?? [])
    }
}

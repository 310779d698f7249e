import Agreement
import WorkingTime

/// One file under `clients/`, as far as it can be read.
struct ClientFile {
    var agreement: ClientAgreement
    /// Where the id stands.
    var idPlace: Place
    var addressPlaces: [(address: String, place: Place)] = []
    var domainPlaces: [(domain: String, place: Place)] = []
}

/// Reads a client's file and puts its plan together with its overrides.
struct ClientFileReader {
    let plans: PlansFile
    let agency: AgencyFile
    let findings: Findings
    /// What the clients' plans name of the terms.
    private(set) var termsUses = TermsUses()
    /// Plans that a client has, now or after a change.
    private(set) var usedPlans: Set<String> = []

    var reader: Reader { Reader(findings: findings) }

    init(plans: PlansFile, agency: AgencyFile, findings: Findings) {
        self.plans = plans
        self.agency = agency
        self.findings = findings
    }

    mutating func read(_ root: Value) -> ClientFile? {
        guard let fields = Fields(root, Form.client, findings: findings) else { return nil }
        let id = reader.id(fields["client"])
        let name = reader.line(fields["name"])
        let zone = reader.zone(fields["zone"])
        let language = language(fields["language"])
        var file = ClientFile(
            agreement: ClientAgreement(
                client: id ?? "",
                name: name ?? "",
                contacts: Contacts(addresses: [], domains: []),
                zone: zone ?? .utc,
                language: language ?? ""
            ),
            idPlace: fields["client"]?.value.place ?? fields.place
        )
        readContacts(fields["contacts"], into: &file)
        readAgreement(fields, into: &file.agreement)
        file.agreement.deliveries = deliveries(fields["deliveries"])
        file.agreement.dispute = dispute(fields["dispute"])
        file.agreement.wantsDigest = reader.yesNo(fields["digest"]) ?? false
        return id == nil ? nil : file
    }

    /// A language; one that no reply is written in is worth a word.
    private func language(_ entry: Entry?) -> String? {
        guard let entry, let language = reader.language(entry) else { return nil }
        let primary = language.split(separator: "-").first.map(String.init) ?? language
        let isWritten = agency.languages.contains { $0 == language || $0 == primary || $0.hasPrefix(primary + "-") }
        if !isWritten, let fallback = agency.languages.first {
            findings.warning(
                entry.value.place,
                "replies are not written in `\(language)`: this client is answered in `\(fallback)`",
                "Add the language to `languages` in agency.yaml, with terms and templates, or accept it."
            )
        }
        return language
    }

    private func readContacts(_ entry: Entry?, into file: inout ClientFile) {
        guard let contacts = reader.section(entry, Form.contacts) else { return }
        for value in reader.list(contacts["addresses"], orSingle: true, atLeast: 0) {
            guard let address = reader.address(value, name: "addresses") else { continue }
            file.agreement.contacts.addresses.append(address)
            file.addressPlaces.append((address, value.place))
        }
        for value in reader.list(contacts["domains"], orSingle: true, atLeast: 0) {
            guard let domain = reader.domain(value, name: "domains") else { continue }
            if HostName.sharedDomains.contains(domain) {
                findings.error(
                    value.place,
                    "anybody can have an address at `\(domain)`",
                    "List the people's addresses under `addresses` instead; a domain lets all of it see balances."
                )
            }
            file.agreement.contacts.domains.append(domain)
            file.domainPlaces.append((domain, value.place))
        }
        if !contacts.mentions("addresses"), !contacts.mentions("domains") {
            findings.error(contacts.place, "nobody is named", "Write `addresses`, `domains`, or both.")
        }
        file.agreement.contacts.dispute = reader.address(contacts["dispute"])
        file.agreement.contacts.statements = reader.address(contacts["statements"])
    }

    private func dispute(_ entry: Entry?) -> Dispute? {
        guard let fields = reader.section(entry, Form.dispute) else { return nil }
        let from = reader.date(fields["from"])
        guard let entry = fields["person"], let person = reader.id(entry) else { return nil }
        guard agency.staffNames.mayHave(person) else {
            reader.unknown("member of staff", person, at: entry.value.place, known: agency.staffNames.names)
            return nil
        }
        return from.map { Dispute(from: $0, staff: person) }
    }

    private func deliveries(_ entry: Entry?) -> [Delivery] {
        reader.list(entry, atLeast: 0).compactMap { value in
            guard let fields = Fields(value, Form.delivery, findings: findings) else { return nil }
            let name = reader.line(fields["name"])
            let date = reader.date(fields["date"])
            guard let name, let date else { return nil }
            return Delivery(name: name, date: date)
        }
    }

    // MARK: - Agreement

    private mutating func readAgreement(_ fields: Fields, into agreement: inout ClientAgreement) {
        let start = reader.date(fields["start"])
        let end = reader.date(fields["end"])
        agreement.end = end
        if let start, let end, end <= start, let entry = fields["end"] {
            let startPlace = fields["start"].map { " at \($0.value.place.name)" } ?? ""
            findings.error(
                entry.value.place,
                "the agreement ends on \(end.text), before its first day \(start.text)\(startPlace) is over",
                "`end` is the first day after the agreement: make it later than `start`."
            )
        }
        guard let entry = fields["plan"], let name = reader.id(entry) else { return }
        if name == "none" {
            for key in ["start", "end", "overrides", "changes"] {
                guard let entry = fields[key] else { continue }
                findings.error(
                    entry.keyPlace,
                    "`\(key)` without a plan",
                    "Write the name of a plan under `plan`, or remove `\(key)`."
                )
            }
            return
        }
        fields.demand("start")
        let overrides = overrides(fields["overrides"])
        if let plan = plan(name, at: entry.value.place, overrides: overrides), let start {
            agreement.terms.append(DatedPlan(from: start, plan: plan))
        }
        readChanges(fields, start: start, end: end, into: &agreement)
    }

    private func overrides(_ entry: Entry?) -> Fields? {
        entry.flatMap { Fields($0.value, Form.plan, at: $0.keyPlace, findings: findings, isComplete: false) }
    }

    /// The plan of a name with overrides in their place.
    private mutating func plan(_ name: String, at place: Place, overrides: Fields?) -> Plan? {
        usedPlans.insert(name)
        guard let written = plans.plans[name] else {
            if !plans.names.mayHave(name) {
                reader.unknown("plan", name, at: place, known: plans.names.names.union(["none"]))
            }
            return nil
        }
        var reading = PlanReader(
            name: name,
            fields: written.fields.overridden(by: overrides),
            calendars: agency.calendarNames,
            isWhole: true,
            findings: findings
        )
        let plan = reading.plan()
        termsUses.add(reading.termsUses)
        return plan
    }

    private mutating func readChanges(
        _ fields: Fields,
        start: CivilDate?,
        end: CivilDate?,
        into agreement: inout ClientAgreement
    ) {
        var last = start.map { (date: $0, place: fields["start"]?.value.place) }
        var planPlace = fields["plan"]?.value.place
        for value in reader.list(fields["changes"], atLeast: 0) {
            guard let change = Fields(value, Form.change, findings: findings) else { continue }
            let date = reader.date(change["date"])
            if let date, let place = change["date"]?.value.place {
                if let last, date <= last.date {
                    let earlier = last.place.map { " at \($0.name)" } ?? ""
                    findings.error(
                        place,
                        "the change on \(date.text) is not after \(last.date.text)\(earlier)",
                        "List changes in order of their dates, each after `start`."
                    )
                }
                if let end, date >= end {
                    findings.error(
                        place,
                        "the change comes after the agreement's end \(end.text)",
                        "Correct one of them."
                    )
                }
                last = (date, place)
            }
            guard let plan = changedPlan(change), let date else { continue }
            if let money = plan.currency, let before = agreement.terms.last(where: { $0.plan.currency != nil }),
                let other = before.plan.currency, other != money, let place = change["plan"]?.value.place
            {
                findings.error(
                    place,
                    "money in two currencies: \(money) here, \(other) before it"
                        + (planPlace.map { " at \($0.name)" } ?? ""),
                    "One client has one currency; end this agreement and write the other as a client of its own."
                )
            }
            agreement.terms.append(DatedPlan(from: date, plan: plan))
            planPlace = change["plan"]?.value.place ?? planPlace
        }
    }

    private mutating func changedPlan(_ change: Fields) -> Plan? {
        let overrides = overrides(change["overrides"])
        guard let entry = change["plan"], let name = reader.id(entry),
            var plan = plan(name, at: entry.value.place, overrides: overrides)
        else { return nil }
        let decided = plans.plans[name]?.fields.overridden(by: overrides).mentions("planChange") ?? false
        if let apply = reader.choice(change["apply"], of: PlanChange.self) {
            plan.planChange = apply
        } else if !decided {
            change.demand("apply")
        }
        return plan
    }
}

extension Plan {
    /// The currency of its amounts; nil where it has none.
    fileprivate var currency: String? {
        switch fee {
        case .fixed(let money, _), .licence(let money, _): money.currency
        case nil: overage?.ratePerHour.currency
        }
    }
}

import Agreement
import Triage
import WorkingTime

/// One reading of a folder: every file into values, the values into a policy, and what is wrong into findings.
struct Loader {
    let path: String
    let findings = Findings()
    private var folder: Folder

    init(path: String) {
        // A closing slash would show up in every path made from it.
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        folder = Folder(path: self.path, findings: findings)
    }

    mutating func load() -> ConfigurationResult {
        guard folder.exists else {
            folder.report("agency.yaml", "there is no folder `\(path)`", "`gatepost init` writes one.")
            return .refused(findings.sorted())
        }
        warnOfStrangers()
        let agency = readAgency()
        let plans = yaml("plans.yaml").map { PlansFile($0, findings: findings) } ?? .unread
        let clients = readClients(plans: plans, agency: agency)
        let terms = readTerms()
        terms.check(clients.termsUses, languages: agency.languages)
        let rules = readRules(agency: agency, clients: clients)
        let templates = readTemplates(languages: agency.languages)
        let answers = readAnswers(languages: agency.languages)
        checkOwners(clients.files, agency: agency)
        ResponsibilityReader(findings: findings).check(
            agency.responsibilityPlaces,
            clients: KnownNames(Set(clients.files.map(\.agreement.client)), isComplete: clients.isComplete)
        )

        guard !findings.hasErrors, let outgoing = agency.outgoing else { return .refused(findings.sorted()) }
        var policy = policy(agency, outgoing)
        policy.clients = clients.files.map(\.agreement).sorted { $0.client < $1.client }
        policy.terms = terms.byName
        policy.rules = rules
        policy.answers = answers
        var configuration = Configuration(
            folder: path,
            policy: policy,
            mailboxes: agency.mailboxes,
            outgoing: outgoing,
            schedule: agency.schedule,
            warnings: agency.warnings,
            workOrders: agency.workOrders,
            retention: agency.retention,
            templates: templates
        )
        configuration.satisfaction = agency.satisfaction
        configuration.targets = agency.targets
        return .loaded(configuration, warnings: findings.sorted())
    }

    private func policy(_ file: AgencyFile, _ outgoing: OutgoingSettings) -> Policy {
        let agency = Agency(name: file.name, zone: file.zone, languages: file.languages, from: outgoing.from)
        var policy = Policy(agency: agency)
        policy.staff = file.staff
        policy.calendars = file.calendars
        policy.ownAddresses = Set(file.mailboxes.flatMap(\.addresses) + [outgoing.from.address])
        policy.ownLists = Set(file.mailboxes.flatMap(\.lists))
        policy.trustedAuthenticators = Set(file.mailboxes.flatMap(\.authenticators))
        policy.limits = file.limits
        policy.forms = file.forms
        if let spamHeaders = file.spamHeaders { policy.spamHeaders = spamHeaders }
        return policy
    }

    // MARK: - Files

    private mutating func yaml(_ relative: String, isRequired: Bool = true) -> Value? {
        guard let source = folder.file(relative, isRequired: isRequired) else { return nil }
        return YAMLFile(source: source, findings: findings).read()
    }

    private mutating func readAgency() -> AgencyFile {
        guard let root = yaml("agency.yaml") else { return .unread }
        var holidays: [String: [CivilDate: String]] = [:]
        let reader = AgencyFileReader(folder: path, findings: findings)
        return reader.read(root) { entry, zone in
            CalendarReader(findings: findings).calendar(entry, zone: zone) { file, place in
                if let days = holidays[file] { return days }
                let days = readHolidays(file, at: place)
                holidays[file] = days
                return days
            }
        }
    }

    private mutating func readHolidays(_ file: String, at place: Place) -> [CivilDate: String] {
        guard folder.has(file) else {
            findings.error(place, "there is no file `\(file)`", "Put it there; the path starts at this folder.")
            return [:]
        }
        guard let source = folder.file(file) else { return [:] }
        let calendar = HolidayFile(source.text)
        HolidayReport(source: source, findings: findings).report(calendar)
        return calendar.holidays
    }

    /// Client files with what they name of the terms.
    private struct Clients {
        var files: [ClientFile] = []
        var termsUses = TermsUses()
        /// False while a client's file could not be read.
        var isComplete = true
    }

    private mutating func readClients(plans: PlansFile, agency: AgencyFile) -> Clients {
        var result = Clients()
        var reader = ClientFileReader(plans: plans, agency: agency, findings: findings)
        for name in folder.names(in: "clients") {
            guard name.hasSuffix(".yaml") else {
                folder.reportStranger("clients/\(name)", expected: "Client files end in .yaml: rename or remove it.")
                continue
            }
            if let root = yaml("clients/\(name)"), let file = reader.read(root) {
                result.files.append(file)
            } else {
                result.isComplete = false
            }
        }
        result.termsUses = reader.termsUses
        if !result.isComplete || !plans.names.isComplete { result.termsUses.isComplete = false }
        // Once more each plan by itself: for its own mistakes, and its questions when no client can answer them.
        for written in plans.plans.values.sorted(by: { $0.name < $1.name }) {
            var reading = PlanReader(
                name: written.name,
                fields: written.fields,
                calendars: agency.calendarNames,
                isWhole: !reader.usedPlans.contains(written.name),
                findings: findings
            )
            _ = reading.plan()
            result.termsUses.add(reading.termsUses)
        }
        return result
    }

    private mutating func readTerms() -> TermsFolder {
        var terms = TermsFolder(findings: findings)
        for file in folder.names(in: "terms") where !file.lowercased().hasPrefix("readme") {
            guard let parts = TermsFolder.parts(of: file), LanguageTag.isKnown(parts.language) else {
                folder.reportStranger(
                    "terms/\(file)",
                    expected: "Terms are called NAME.LANGUAGE.md, such as retainer.en.md."
                )
                continue
            }
            terms.add(folder.file("terms/\(file)"), name: parts.name, language: parts.language)
        }
        return terms
    }

    private mutating func readRules(agency: AgencyFile, clients: Clients) -> [Rule] {
        guard let root = yaml("rules.yaml", isRequired: false) else { return [] }
        let names = RulesFileReader.Names(
            clients: KnownNames(Set(clients.files.map(\.agreement.client)), isComplete: clients.isComplete),
            staff: agency.staffNames,
            ownAddresses: Set(agency.mailboxes.flatMap(\.addresses)),
            staffAddresses: Dictionary(
                agency.staff.map { ($0.id, $0.address) },
                uniquingKeysWith: { first, _ in first }
            ),
            calendars: agency.calendars,
            calendarNames: agency.calendarNames,
            zone: agency.zone
        )
        return RulesFileReader(names: names, findings: findings).read(root)
    }

    private mutating func readTemplates(languages: [String]) -> [TemplateFile] {
        var templates: [TemplateFile] = []
        let reader = TemplateFolderReader(languages: languages, findings: findings)
        for file in folder.names(in: "templates") where !file.lowercased().hasPrefix("readme") {
            guard let source = folder.file("templates/\(file)") else { continue }
            if let template = reader.template(source, among: templates) { templates.append(template) }
        }
        return templates
    }

    private mutating func readAnswers(languages: [String]) -> [Answer] {
        var answers: [Answer] = []
        let reader = AnswerFileReader(languages: languages, findings: findings)
        for file in folder.names(in: "answers") where !file.lowercased().hasPrefix("readme") {
            guard file.hasSuffix(".md") else {
                folder.reportStranger("answers/\(file)", expected: "Answers end in .md: rename or remove it.")
                continue
            }
            guard let source = folder.file("answers/\(file)") else { continue }
            if let answer = reader.answer(source, name: String(file.dropLast(3))) { answers.append(answer) }
        }
        return answers
    }

    /// A file beside the known ones is often one of them misspelt, and would be missed in silence.
    private func warnOfStrangers() {
        let known = [
            "agency.yaml", "plans.yaml", "rules.yaml", "clients", "terms", "templates", "calendars", "answers",
        ]
        for name in folder.names(in: "") where !known.contains(name) {
            let isOurs = name.hasSuffix(".yaml") || name.hasSuffix(".yml") || !name.contains(".")
            guard isOurs, !name.lowercased().hasPrefix("readme"), !name.lowercased().hasPrefix("licen") else {
                continue
            }
            findings.warning(
                SourceFile(path: name, text: "").top,
                "`\(name)` is not read",
                Reader.suggestion(for: name, among: known, otherwise: "Known: \(known.joined(separator: ", ")).")
            )
        }
    }
}

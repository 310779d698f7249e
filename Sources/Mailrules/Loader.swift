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
        let agency = readAgency()
        guard !findings.hasErrors, let configuration = configuration(agency) else {
            return .refused(findings.sorted())
        }
        return .loaded(configuration, warnings: findings.sorted())
    }

    private mutating func readAgency() -> AgencyFile {
        guard let root = yaml("agency.yaml") else { return AgencyFile() }
        return AgencyFileReader(folder: path, findings: findings).read(root) { entry, zone in
            CalendarReader(findings: findings).calendar(entry, zone: zone) { _, _ in [:] }
        }
    }

    private func configuration(_ file: AgencyFile) -> Configuration? {
        guard let outgoing = file.outgoing else { return nil }
        let agency = Agency(name: file.name, zone: file.zone, languages: file.languages, from: outgoing.from)
        var policy = Policy(agency: agency)
        policy.staff = file.staff
        policy.calendars = file.calendars
        return Configuration(
            folder: path,
            policy: policy,
            mailboxes: file.mailboxes,
            outgoing: outgoing,
            schedule: file.schedule,
            templates: []
        )
    }

    private mutating func yaml(_ relative: String, isRequired: Bool = true) -> Value? {
        guard let source = folder.file(relative, isRequired: isRequired) else { return nil }
        return YAMLFile(source: source, findings: findings).read()
    }
}

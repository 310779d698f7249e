import Agreement
import Classifier
import Triage
import WorkingTime

/// What `agency.yaml` says, as far as it can be read: parts with mistakes are missing, and the mistakes are findings.
struct AgencyFile {
    var name = ""
    var zone: Zone = .utc
    /// In order, the fallback first; empty when none could be read.
    var languages: [String] = []
    var staff: [Staff] = []
    var mailboxes: [MailboxSettings] = []
    var outgoing: OutgoingSettings?
    var calendars: [String: WorkingCalendar] = [:]
    /// Names under `calendars:`, those with mistakes included, so that one mistake does not become two.
    var calendarNames = KnownNames()
    var staffNames = KnownNames()
    var schedule = Schedule()
    var warnings: WarningPolicy?
    var workOrders: WorkOrderSettings?
    /// Where it stands what the staff look after, for what can only be checked when everything is read.
    var responsibilityPlaces: [ResponsibilityPlace] = []
    var limits = ReplyLimits()
    var retention = Retention()
    var satisfaction: SatisfactionSettings?
    var targets = Targets()
    var spamHeaders: [String: String]?
    var forms: [WebForm] = []

    /// What is known of a file that could not be read.
    static var unread: AgencyFile {
        var file = AgencyFile()
        file.calendarNames = KnownNames(isComplete: false)
        file.staffNames = KnownNames(isComplete: false)
        return file
    }
}

/// Reads `agency.yaml`.
struct AgencyFileReader {
    let folder: String
    let findings: Findings
    var reader: Reader { Reader(findings: findings) }

    func read(_ root: Value, calendars: (Entry, Zone) -> WorkingCalendar?) -> AgencyFile {
        var file = AgencyFile()
        guard let fields = Fields(root, Form.agency, findings: findings) else { return .unread }
        file.name = reader.line(fields["agency"]) ?? ""
        file.zone = reader.zone(fields["zone"]) ?? .utc
        file.languages = languages(fields["languages"])
        readStaff(fields["staff"], into: &file)
        for entry in reader.named(fields["calendars"]) {
            guard let name = reader.keyID(entry, what: "a calendar") else { continue }
            if name == "elapsed" {
                findings.error(
                    entry.keyPlace,
                    "a calendar cannot be called `elapsed`",
                    "The word stands for every minute."
                )
            }
            file.calendarNames.insert(name)
            file.calendars[name] = calendars(entry, file.zone)
        }
        checkCalendars(of: file)
        readMailboxes(fields["mailboxes"], into: &file)
        if let outgoing = reader.section(fields["outgoing"], Form.outgoing) { file.outgoing = self.outgoing(outgoing) }
        if let schedule = reader.section(fields["schedule"], Form.schedule) {
            file.schedule.brief = mailing(schedule["brief"], in: file)
            file.schedule.digest = mailing(schedule["digest"], in: file)
            file.schedule.statements = statements(schedule["statements"])
        }
        file.warnings = warnings(fields["warn"], in: file)
        file.workOrders = workOrders(fields["workOrders"], in: file)
        if let limits = reader.section(fields["limits"], Form.limits) { read(limits, into: &file.limits) }
        if let retention = reader.section(fields["retention"], Form.retention) {
            file.retention = Retention(
                mailMinutes: reader.duration(retention["mail"], Self.keptMinutes),
                machineMinutes: reader.duration(retention["machine"], Self.keptMinutes)
            )
        }
        file.satisfaction = satisfaction(fields["satisfaction"])
        file.targets = targets(fields["targets"])
        file.spamHeaders = spamHeaders(fields["spam"])
        file.forms = webForms(fields["forms"])
        return file
    }

    /// A day at least, so that a slip of the pen does not empty the spool; a century at most.
    private static let keptMinutes = 24 * 60...100 * 366 * 24 * 60

    private func languages(_ entry: Entry?) -> [String] {
        var languages: [String] = []
        for value in reader.list(entry) {
            guard let language = reader.language(value, name: "languages") else { continue }
            if languages.contains(language) {
                findings.error(value.place, "`\(language)` stands twice in `languages`", "Keep one of the two.")
            } else {
                languages.append(language)
            }
        }
        return languages
    }

    private func readStaff(_ entry: Entry?, into file: inout AgencyFile) {
        for entry in reader.named(entry) {
            guard let id = reader.keyID(entry, what: "a member of staff") else { continue }
            file.staffNames.insert(id)
            guard let fields = Fields(entry.value, Form.staffMember, at: entry.keyPlace, findings: findings) else {
                continue
            }
            guard let name = reader.line(fields["name"]), let address = reader.address(fields["address"]) else {
                continue
            }
            var member = Staff(id: id, name: name, address: address)
            member.responsibility = ResponsibilityReader(findings: findings).responsibility(fields)
            file.staff.append(member)
            file.responsibilityPlaces.append(.init(staff: id, fields: fields))
        }
    }

    /// Calendars are read after the staff.
    private func checkCalendars(of file: AgencyFile) {
        for place in file.responsibilityPlaces {
            guard let entry = place.fields["calendar"], let name = entry.value.scalar,
                !file.calendarNames.mayHave(name)
            else { continue }
            reader.unknown("calendar", name, at: entry.value.place, known: file.calendarNames.names)
        }
    }

    private func mailing(_ entry: Entry?, in file: AgencyFile) -> Schedule.Mailing? {
        guard let fields = reader.section(entry, Form.mailing) else { return nil }
        let weekday = fields["on"].flatMap { entry in
            reader.word(entry, among: Form.weekdayNames).flatMap { Form.weekdayNames.firstIndex(of: $0) }
        }
        let calendar = calendarName(fields["calendar"], in: file)
        let to = staff(fields["to"], in: file)
        guard let minute = reader.time(fields["at"]) else { return nil }
        return Schedule.Mailing(
            weekday: weekday.map { Weekday.allCases[$0] },
            minuteOfDay: minute,
            calendar: calendar,
            to: to
        )
    }

    private func read(_ fields: Fields, into limits: inout ReplyLimits) {
        limits.perSenderDaily = reader.integer(fields["perSender"], 0...10_000) ?? limits.perSenderDaily
        limits.perDomainDaily = reader.integer(fields["perDomain"], 0...100_000) ?? limits.perDomainDaily
        limits.overallDaily = reader.integer(fields["overall"], 0...1_000_000) ?? limits.overallDaily
        limits.answerableAgeMinutes = reader.duration(fields["answerableAge"]) ?? limits.answerableAgeMinutes
        limits.reopenDays = reader.integer(fields["reopenDays"], 0...3650) ?? limits.reopenDays
        limits.mailBytes = reader.integer(fields["mailMegabytes"], 1...1024).map { $0 << 20 } ?? limits.mailBytes
    }

    private func spamHeaders(_ entry: Entry?) -> [String: String]? {
        guard entry != nil else { return nil }
        var headers: [String: String] = [:]
        for header in reader.named(entry) {
            // Printable ASCII without a colon (RFC 5322 section 2.2).
            guard header.key.utf8.allSatisfy({ (33...126).contains($0) && $0 != 58 }) else {
                findings.error(header.keyPlace, "`\(header.key)` is not the name of a header", "Such as X-Spam-Flag.")
                continue
            }
            guard let value = reader.line(header) else { continue }
            headers[header.key.lowercased()] = value.lowercased()
        }
        return headers
    }
}

extension Reader {
    /// A name that nothing has.
    func unknown(_ what: String, _ name: String, at place: Place, known: some Collection<String>) {
        let list = known.sorted()
        let otherwise = list.isEmpty ? "There is none yet." : "Known: \(list.prefix(12).joined(separator: ", "))."
        findings.error(
            place,
            "there is no \(what) `\(name)`",
            Self.suggestion(for: name, among: list, otherwise: otherwise)
        )
    }
}

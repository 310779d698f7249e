import Triage
import WorkingTime

/// Servers and mailboxes in `agency.yaml`.
extension AgencyFileReader {
    func readMailboxes(_ entry: Entry?, into file: inout AgencyFile) {
        var owners: [String: Place] = [:]
        for entry in reader.named(entry) {
            guard let name = reader.keyID(entry, what: "a mailbox"),
                let fields = Fields(entry.value, Form.mailbox, at: entry.keyPlace, findings: findings)
            else { continue }
            for value in reader.list(fields["addresses"]) {
                guard let address = reader.address(value, name: "addresses") else { continue }
                if let other = owners[address] {
                    findings.error(
                        value.place,
                        "`\(address)` belongs to two mailboxes, first at \(other.name)",
                        "Mail to an address is read in one mailbox; keep one of the two."
                    )
                }
                owners[address] = value.place
            }
            if let mailbox = mailbox(name, fields, folder: folder) { file.mailboxes.append(mailbox) }
        }
        file.mailboxes.sort { $0.name < $1.name }
    }

    private func mailbox(_ name: String, _ fields: Fields, folder: String) -> MailboxSettings? {
        let server = reader.server(fields["server"], [.imaps, .imap])
        let login = reader.line(fields["login"])
        let secret = reader.secret(fields["password"], folder: folder)
        let authentication = reader.choice(fields["auth"], of: Authentication.self) ?? .password
        let start = start(fields["start"])
        let authenticators = authenticators(fields)
        let sent = reader.line(fields["sent"])
        let folders = folders(fields["file"])
        let addresses = reader.list(fields["addresses"]).compactMap { value in
            value.scalar.flatMap { MailAddress.normalised(trimmed($0)) }
        }
        guard let server, let login, let secret, let start else { return nil }
        return MailboxSettings(
            name: name,
            server: server,
            login: login,
            secret: secret,
            authentication: authentication,
            authorityFile: authorityFile(fields["ca"]),
            addresses: addresses,
            inbox: reader.line(fields["inbox"]) ?? "INBOX",
            sent: sent.map { $0 == "auto" ? .auto : .named($0) } ?? .auto,
            start: start,
            folders: folders,
            authenticators: authenticators,
            lists: reader.lines(fields["lists"], orSingle: true).map { Self.listID($0) }
        )
    }

    func outgoing(_ fields: Fields) -> OutgoingSettings? {
        let server = reader.server(fields["server"], [.smtps, .smtp])
        let login = reader.line(fields["login"])
        let secret = reader.secret(fields["password"], folder: folder)
        let authentication = reader.choice(fields["auth"], of: Authentication.self) ?? .password
        let from = sender(fields["from"])
        let authorityFile = authorityFile(fields["ca"])
        let copies = fields["copies"].flatMap { reader.word($0, among: Form.copyChoices) }
        guard let server, let login, let secret, let from else { return nil }
        return OutgoingSettings(
            server: server,
            login: login,
            secret: secret,
            authentication: authentication,
            authorityFile: authorityFile,
            from: from,
            keepsCopies: copies != "none"
        )
    }

    private func authorityFile(_ entry: Entry?) -> String? {
        reader.line(entry).map { reader.path($0, in: folder) }
    }

    private func sender(_ entry: Entry?) -> Sender? {
        guard let entry, let text = reader.line(entry) else { return nil }
        guard let mailbox = MailAddress.mailbox(text) else {
            findings.error(
                entry.value.place,
                "`\(entry.key)`: `\(text)` is not a sender",
                "Write it as Northlight Support <support@northlight.example>."
            )
            return nil
        }
        return Sender(name: mailbox.name, address: mailbox.address)
    }

    private func start(_ entry: Entry?) -> MailboxSettings.Start? {
        guard let entry, let text = reader.text(entry) else { return nil }
        if text == "now" { return .now }
        if let date = CivilDate(text) { return .date(date) }
        if let instant = Instant(rfc3339: text) { return .instant(instant) }
        findings.error(
            entry.value.place,
            "`start` cannot be `\(text)`",
            "Write now, a date such as 2026-01-31, or an instant such as 2026-01-31T08:00:00Z."
        )
        return nil
    }

    private func folders(_ entry: Entry?) -> [String: String] {
        guard let fields = reader.section(entry, Form.filing) else { return [:] }
        var folders: [String: String] = [:]
        for entry in fields.inOrder { folders[entry.key] = reader.line(entry) }
        return folders
    }

    private func authenticators(_ fields: Fields) -> [String] {
        guard let entry = fields["authserv"] else {
            findings.warning(
                fields.place,
                "no `authserv`: replies from this mailbox never tell a balance or terms",
                "Name the hosts whose Authentication-Results you trust, such as authserv: [mx.northlight.example]."
            )
            return []
        }
        return reader.list(entry, orSingle: true).compactMap { value in
            guard let host = reader.line(value, name: "authserv")?.lowercased() else { return nil }
            if HostName.isValid(host) { return host }
            findings.error(
                value.place,
                "`authserv`: `\(host)` is not a host name",
                "Write the first word after `Authentication-Results:` in your mail, such as mx.northlight.example."
            )
            return nil
        }
    }

    /// A `List-Id` without its angle brackets (RFC 2919 section 3), in lower case.
    private static func listID(_ text: String) -> String {
        var id = text.lowercased()
        if let open = id.lastIndex(of: "<"), let close = id.lastIndex(of: ">"), open < close {
            id = String(id[id.index(after: open)..<close])
        }
        return id
    }
}

import Triage

/// Web forms in `agency.yaml`.
extension AgencyFileReader {
    func webForms(_ entry: Entry?) -> [WebForm] {
        var owners: [String: Place] = [:]
        return reader.named(entry).compactMap { entry in
            guard let name = reader.keyID(entry, what: "a web form"),
                let fields = Fields(entry.value, Form.webForm, at: entry.keyPlace, findings: findings)
            else { return nil }
            let from = fields["from"].flatMap { reader.address($0.value, name: "from") }
            let label = reader.line(fields["sender"])
            guard let from, let label, let place = fields["from"]?.value.place else { return nil }
            if let other = owners[from] {
                findings.error(
                    place,
                    "`\(from)` belongs to two web forms, first at \(other.name)",
                    "A form is known by the address it mails from; keep one of the two."
                )
            }
            owners[from] = place
            return WebForm(name: name, from: from, place: label == "reply-to" ? .replyTo : .line(label: label))
        }
    }
}

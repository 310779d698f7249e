import Agreement
import Triage

/// Checks across clients: an id, an address or a domain belongs to one client only.
extension Loader {
    func checkOwners(_ clients: [ClientFile], agency: AgencyFile) {
        var ids: [String: Place] = [:]
        var addresses: [String: (client: String, place: Place)] = [:]
        var domains: [String: (client: String, place: Place)] = [:]
        let own = Set(agency.mailboxes.flatMap(\.addresses) + [agency.outgoing?.from.address].compactMap { $0 })
        for file in clients {
            let client = file.agreement.client
            if let other = ids[client] {
                findings.error(
                    file.idPlace,
                    "two clients are called `\(client)`, first at \(other.name)",
                    "Give each file its own id."
                )
            }
            ids[client] = ids[client] ?? file.idPlace
            for (address, place) in file.addressPlaces {
                if own.contains(address) {
                    findings.error(
                        place,
                        "`\(address)` is our own address",
                        "Remove it: mail from ourselves is never a client's."
                    )
                }
                report(address, place, client, owners: &addresses)
            }
            for (domain, place) in file.domainPlaces { report(domain, place, client, owners: &domains) }
        }
    }

    private func report(
        _ name: String,
        _ place: Place,
        _ client: String,
        owners: inout [String: (client: String, place: Place)]
    ) {
        if let other = owners[name] {
            let isSame = other.place.file.path == place.file.path
            findings.error(
                place,
                isSame
                    ? "`\(name)` stands twice, first at \(other.place.name)"
                    : "`\(name)` belongs to two clients: \(client) here, \(other.client) at \(other.place.name)",
                isSame
                    ? "Keep one of the two."
                    : "Who writes from there must be one client's contact; keep one of the two."
            )
        }
        owners[name] = owners[name] ?? (client, place)
    }
}

import Foundation
import WorkingTime

/// Values that name something in the world: zones, languages, addresses, servers, secrets.
extension Reader {
    func zone(_ entry: Entry?) -> Zone? {
        guard let entry, let text = text(entry.value, name: entry.key) else { return nil }
        if let zone = Zone(text) { return zone }
        findings.error(
            entry.value.place,
            "`\(entry.key)`: there is no time zone `\(text)`",
            Self.suggestion(
                for: text,
                among: TimeZone.knownTimeZoneIdentifiers.filter { $0.contains("/") },
                otherwise: "Write a name of the IANA database, such as Europe/Berlin or Asia/Shanghai."
            )
        )
        return nil
    }

    func language(_ entry: Entry?) -> String? {
        entry.flatMap { language($0.value, name: $0.key) }
    }

    func language(_ value: Value, name: String) -> String? {
        guard let text = text(value, name: name) else { return nil }
        if LanguageTag.isKnown(text) { return text }
        findings.error(
            value.place,
            "`\(name)`: there is no language `\(text)`",
            "Write a BCP 47 tag, such as en, ru, zh, de or pt-BR."
        )
        return nil
    }

    /// A mail address in lower case.
    func address(_ entry: Entry?) -> String? {
        entry.flatMap { address($0.value, name: $0.key) }
    }

    func address(_ value: Value, name: String) -> String? {
        guard let text = text(value, name: name) else { return nil }
        if let address = MailAddress.normalised(text) { return address }
        findings.error(
            value.place,
            "`\(name)`: `\(text)` is not a mail address",
            "Write it as name@domain, without a name or <>."
        )
        return nil
    }

    /// A mail domain in lower case.
    func domain(_ value: Value, name: String) -> String? {
        guard let text = text(value, name: name) else { return nil }
        let lower = text.lowercased()
        if HostName.isMailDomain(lower) { return lower }
        findings.error(
            value.place,
            "`\(name)`: `\(text)` is not a mail domain",
            "Write what follows the @, such as harbor.example."
        )
        return nil
    }

    /// A server's address with one of these schemes.
    func server(_ entry: Entry?, _ schemes: [ServerURL.Scheme]) -> ServerURL? {
        guard let entry, let text = text(entry.value, name: entry.key) else { return nil }
        let forms = schemes.map { "\($0.rawValue)://HOST" }.joined(separator: " or ")
        func refuse(_ problem: String, _ remedy: String) {
            findings.error(entry.value.place, "`\(entry.key)`: \(problem)", remedy)
        }
        do throws(ServerURL.Refusal) {
            let server = try ServerURL(parsing: text)
            if schemes.contains(server.scheme) { return server }
            refuse("\(server.scheme.rawValue) is not for this server", "Write \(forms).")
        } catch {
            switch error {
            case .credentials:
                refuse(
                    "login and password are not part of the address",
                    "Write \(forms); the login stands under `login`, the place of the secret under `password`."
                )
            case .scheme: refuse("unknown kind of server", "Write \(forms), with :PORT if needed.")
            case .port: refuse("the port is not 1 to 65535", "Write \(forms), then : and the port.")
            case .path: refuse("nothing may follow the host", "Write \(forms).")
            case .host: refuse("no host name can be read here", "Write \(forms).")
            }
        }
        return nil
    }

    /// Where a secret is. What was written instead is never repeated. Paths are taken from `folder`.
    func secret(_ entry: Entry?, folder: String) -> SecretReference? {
        guard let entry else { return nil }
        guard let text = entry.value.scalar.map({ trimmed($0) }), Redaction.isReference(text.unicodeScalars),
            let colon = text.firstIndex(of: ":")
        else {
            findings.error(
                entry.value.place,
                "`\(entry.key)` holds a secret in plain text",
                "Say where it is: env:NAME, file:PATH or command:LINE. Change the secret if others could read it."
            )
            return nil
        }
        let rest = trimmed(text[text.index(after: colon)...])
        switch text[..<colon] {
        case "env" where Self.isVariableName(rest): return .environment(rest)
        case "file" where !rest.isEmpty: return .file(path(rest, in: folder))
        case "command" where !rest.isEmpty: return .command(rest)
        default:
            findings.error(
                entry.value.place,
                "`\(entry.key)` names no place of a secret",
                "Write env:NAME (letters, digits and _), file:PATH or command:LINE."
            )
            return nil
        }
    }

    /// A path, taken from `folder` unless it is absolute.
    func path(_ text: String, in folder: String) -> String {
        text.hasPrefix("/") ? text : "\(folder)/\(text)"
    }

    private static func isVariableName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(48...57).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
        }
    }
}

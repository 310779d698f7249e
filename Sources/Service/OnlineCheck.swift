import Curl
import Fetcher
public import Mailrules

/// Tries the servers that the operator's folder names, changing nothing on them.
public struct OnlineCheck {
    private let configuration: Configuration

    /// One thing that was tried.
    public struct Finding: Sendable {
        public var isGood: Bool
        public var text: String
    }

    public init(configuration: Configuration) {
        self.configuration = configuration
    }

    public func run() -> [Finding] {
        configuration.mailboxes.flatMap(check) + [checkOutgoing()]
    }

    private func check(_ mailbox: MailboxSettings) -> [Finding] {
        var findings: [Finding] = []
        do {
            let session = try IMAPSession(try mailbox.account())
            defer { session.logout() }
            findings.append(Finding(isGood: true, text: "\(mailbox.name): logged in to \(mailbox.server.text)"))
            let names = try session.listMailboxes().map(\.name)
            let state = try session.select(mailbox.inbox)
            findings.append(
                Finding(
                    isGood: !state.isReadOnly,
                    text: "\(mailbox.name): \(mailbox.inbox) holds \(state.exists) mails"
                        + (state.isReadOnly ? " but is read-only; filing needs the right to move mail" : "")
                )
            )
            let sent = try session.sentFolder(mailbox.sent)
            findings.append(
                Finding(
                    isGood: sent != nil,
                    text: sent.map { "\(mailbox.name): answers are seen in \($0)" }
                        ?? "\(mailbox.name): the server marks no Sent folder; name it under sent:"
                )
            )
            for folder in Set(mailbox.folders.values).sorted() {
                let isThere = names.contains(folder)
                findings.append(
                    Finding(
                        isGood: true,
                        text: "\(mailbox.name): folder \(folder) \(isThere ? "is there" : "will be made when needed")"
                    )
                )
            }
        } catch {
            findings.append(Finding(isGood: false, text: "\(mailbox.name): \(error)"))
        }
        return findings
    }

    private func checkOutgoing() -> Finding {
        do {
            try configuration.outgoing.tryLogin()
            return Finding(isGood: true, text: "outgoing: logged in to \(configuration.outgoing.server.text)")
        } catch {
            return Finding(isGood: false, text: "outgoing: \(error)")
        }
    }
}

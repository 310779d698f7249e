extension IMAPSession {
    /// Opens a mailbox for reading and changing.
    ///
    /// The name is one that `listMailboxes` gave, or the operator's, with `/` between levels whatever the server uses.
    @discardableResult
    public func select(_ mailbox: String) throws(FetchError) -> MailboxState {
        let name = try wireName(of: mailbox)
        var command = Command("SELECT ").then(string: name)
        if has("CONDSTORE") { command = command.then(" (CONDSTORE)") }
        selected = nil
        selectedName = name
        var opened = Opened()
        let scope = FetchError.Scope.mailbox(mailbox)
        let status = try run(command, scope: scope) { opened.note($0) }
        guard let uidValidity = opened.uidValidity, !opened.hasFleetingUIDs else {
            throw FetchError(scope: scope, cause: .noLastingUIDs)
        }
        let state = MailboxState(
            name: mailbox,
            uidValidity: uidValidity,
            uidNext: opened.uidNext,
            exists: opened.exists,
            highestModSeq: opened.highestModSeq,
            permanentFlags: opened.permanentFlags ?? opened.flags,
            isReadOnly: status.code == .readOnly
        )
        selected = state
        return state
    }

    /// Asks about a mailbox without opening it: the cheapest way to see whether something is new.
    public func status(_ mailbox: String) throws(FetchError) -> MailboxState {
        let scope = FetchError.Scope.mailbox(mailbox)
        let items = has("CONDSTORE") ? "MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ" : "MESSAGES UIDNEXT UIDVALIDITY"
        let name = try wireName(of: mailbox)
        let command = Command("STATUS ").then(string: name).then(" (\(items))")
        let isOpen = selected != nil && selectedName == name
        // About the open mailbox Dovecot and Courier tell what they last told, unless they get to look first.
        if isOpen { try noop() }
        var found: MailboxStatus?
        try run(command, scope: scope) {
            if case .mailboxStatus(let status) = $0 { found = status }
        }
        guard let found, let uidValidity = found.uidValidity, uidValidity > 0 else {
            throw FetchError(scope: scope, cause: .noLastingUIDs)
        }
        if isOpen, let selected, selected.uidValidity != uidValidity {
            self.selected = nil
            throw FetchError(scope: scope, cause: .noLastingUIDs)
        }
        return MailboxState(
            name: mailbox,
            uidValidity: uidValidity,
            uidNext: found.uidNext,
            exists: found.messages ?? 0,
            highestModSeq: found.highestModSeq
        )
    }

    /// Every mailbox the account sees.
    public func listMailboxes() throws(FetchError) -> [MailboxName] {
        let command =
            has("LIST-EXTENDED") && has("SPECIAL-USE")
            ? Command(#"LIST "" "*" RETURN (SPECIAL-USE)"#) : Command(#"LIST "" "*""#)
        var names: [MailboxName] = []
        try run(command) {
            guard case .list(let entry) = $0, names.count < Self.maximumMailboxes else { return }
            names.append(MailboxName(entry))
        }
        for name in names { wireNames[name.name] = name.wireName }
        return names
    }

    /// Creates a mailbox and subscribes to it; one that exists is left alone.
    public func create(_ mailbox: String) throws(FetchError) {
        let name = try wireName(of: mailbox)
        let scope = FetchError.Scope.mailbox(mailbox)
        do throws(FetchError) {
            try run(Command("CREATE ").then(string: name), scope: scope)
        } catch  where error.cause == .refused && error.code != .noPermission && error.code != .overQuota {
            // Older servers say NO without ALREADYEXISTS (RFC 5530): whether it is there now decides.
            guard (try? status(mailbox)) != nil else { throw error }
            return
        }
        do throws(FetchError) {
            try run(Command("SUBSCRIBE ").then(string: name), scope: scope)
        } catch  where !error.endsSession {
            // A mailbox outside the subscriptions is as good to us.
            return
        }
    }

    private static let maximumMailboxes = 20_000
}

extension IMAPSession {
    /// The name to send: exactly as listed, or the operator's path in the server's namespace and with its delimiter.
    func wireName(of mailbox: String) throws(FetchError) -> [UInt8] {
        if mailbox.uppercased() == "INBOX" { return Array("INBOX".utf8) }
        if let known = wireNames[mailbox] { return Array(known.utf8) }
        guard !mailbox.isEmpty, mailbox.utf8.count <= 1000, !mailbox.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
        else {
            throw FetchError(scope: .mailbox(mailbox), cause: .unusableArgument)
        }
        let space = try personalNamespace()
        var path = mailbox
        if let delimiter = space.delimiter, delimiter != UInt8(ascii: "/") {
            path = String(decoding: mailbox.utf8.map { $0 == UInt8(ascii: "/") ? delimiter : $0 }, as: UTF8.self)
        }
        let prefix = String(decoding: space.prefix, as: UTF8.self)
        if !path.hasPrefix(prefix) { path = prefix + path }
        return ModifiedUTF7.encoded(path)
    }

    private func personalNamespace() throws(FetchError) -> NamespaceEntry {
        if let namespace { return namespace }
        var found: NamespaceEntry?
        if has("NAMESPACE") {
            try run(Command("NAMESPACE")) {
                if case .namespace(let entries) = $0 { found = entries.first }
            }
        }
        if found == nil {
            // LIST with an empty pattern names the delimiter (RFC 3501 section 6.3.8).
            try run(Command(#"LIST "" """#)) {
                if case .list(let entry) = $0 { found = NamespaceEntry(prefix: [], delimiter: entry.delimiter) }
            }
        }
        let entry = found ?? NamespaceEntry(prefix: [], delimiter: nil)
        namespace = entry
        return entry
    }
}

/// What the responses to SELECT add up to.
private struct Opened {
    var uidValidity: UInt32?
    var uidNext: UInt32?
    var highestModSeq: UInt64?
    var permanentFlags: [String]?
    var flags: [String] = []
    var exists = 0
    var hasFleetingUIDs = false

    mutating func note(_ response: Response) {
        switch response {
        case .exists(let count): exists = count
        case .flags(let words): flags = words
        case .status(let status):
            switch status.code {
            case .uidValidity(let number)? where number > 0: uidValidity = number
            case .uidNext(let uid)?: uidNext = uid
            case .highestModSeq(let number)?: highestModSeq = number
            case .permanentFlags(let words)?: permanentFlags = words
            case .uidNotSticky?: hasFleetingUIDs = true
            default: break
            }
        default: break
        }
    }
}

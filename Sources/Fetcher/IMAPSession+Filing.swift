public import WorkingTime

extension IMAPSession {
    /// Flags and keywords to add to mails, and to take away.
    public struct FlagChange: Hashable, Sendable {
        public var add: [String]
        public var remove: [String]

        public init(add: [String] = [], remove: [String] = []) {
            self.add = add
            self.remove = remove
        }
    }

    /// Moves mails of the selected mailbox: MOVE where offered (RFC 6851), else copied, marked and expunged by UID.
    ///
    /// Without MOVE and UIDPLUS the originals stay, marked \Deleted: a bare EXPUNGE would also remove what others
    /// have marked.
    /// - Returns: The UIDs in the target, as far as the server told.
    @discardableResult
    public func move(_ uids: UIDSet, to mailbox: String) throws(FetchError) -> [ResponseCode.UIDPair] {
        _ = try opened()
        let target = try wireName(of: mailbox)
        let scope = FetchError.Scope.mailbox(mailbox)
        var pairs: [ResponseCode.UIDPair] = []
        let collect: (Response) -> Void = {
            if case .status(let status) = $0, case .copyUID(_, let found)? = status.code { pairs += found }
        }
        for piece in uids.pieces() {
            let verb = has("MOVE") ? "MOVE" : "COPY"
            let status = try run(Command("UID \(verb) \(piece) ").then(string: target), scope: scope, collect)
            if case .copyUID(_, let found)? = status.code { pairs += found }
            guard verb == "COPY" else { continue }
            try run(Command("UID STORE \(piece) +FLAGS.SILENT (\\Deleted)"))
            if has("UIDPLUS") { try run(Command("UID EXPUNGE \(piece)")) }
        }
        return pairs
    }

    /// Sets and clears flags of mails in the selected mailbox.
    ///
    /// Asking for a flag that PERMANENTFLAGS does not permit is an error: it would be forgotten with the session.
    public func store(_ change: FlagChange, on uids: UIDSet) throws(FetchError) {
        let state = try opened()
        for flag in change.add + change.remove where !Self.isFlag(flag) {
            throw FetchError(scope: .mailbox(state.name), cause: .unusableArgument)
        }
        for flag in change.add where !state.permits(flag) {
            throw FetchError(scope: .mailbox(state.name), cause: .notOffered("the flag \(flag)"))
        }
        for piece in uids.pieces() {
            for (sign, flags) in [("+", change.add), ("-", change.remove)] where !flags.isEmpty {
                let list = flags.joined(separator: " ")
                try run(
                    Command("UID STORE \(piece) \(sign)FLAGS.SILENT (\(list))"),
                    scope: .mailbox(state.name)
                )
            }
        }
    }

    /// Adds a mail to a mailbox; bare line feeds become CRLF.
    ///
    /// - Returns: Its UID, when the server tells (UIDPLUS, RFC 4315).
    @discardableResult
    public func append(
        _ bytes: [UInt8],
        to mailbox: String,
        flags: [String] = [],
        date: Instant? = nil
    ) throws(FetchError) -> UInt32? {
        let scope = FetchError.Scope.mailbox(mailbox)
        guard flags.allSatisfy(Self.isFlag), !bytes.contains(0) else {
            throw FetchError(scope: scope, cause: .unusableArgument)
        }
        var command = Command("APPEND ").then(string: try wireName(of: mailbox)).then(" ")
        if !flags.isEmpty { command = command.then("(\(flags.joined(separator: " "))) ") }
        if let date { command = command.then("\"\(InternalDate.text(date))\" ") }
        let status = try run(command.then(literal: Self.withLineEnds(bytes)), scope: scope)
        if case .appendUID(_, let uids)? = status.code { return uids.ranges.first?.lowerBound }
        return nil
    }

    func opened() throws(FetchError) -> MailboxState {
        guard let selected else { throw FetchError(scope: .account, cause: .nothingSelected) }
        return selected
    }

    /// A flag or keyword is an atom, perhaps after a backslash (RFC 3501 section 9).
    private static func isFlag(_ flag: String) -> Bool {
        let name = flag.hasPrefix("\\") ? flag.dropFirst() : flag[...]
        return !name.isEmpty && name.utf8.count <= 100
            && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"(){%*\"\\]".utf8.contains($0) }
    }

    /// Servers refuse bare newlines (Cyrus: "Message contains bare newlines").
    static func withLineEnds(_ bytes: [UInt8]) -> [UInt8] {
        var previous: UInt8 = 0
        var bare = 0
        for byte in bytes {
            if byte == 0x0A, previous != 0x0D { bare += 1 }
            previous = byte
        }
        guard bare > 0 else { return bytes }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bare)
        previous = 0
        for byte in bytes {
            if byte == 0x0A, previous != 0x0D { output.append(0x0D) }
            output.append(byte)
            previous = byte
        }
        return output
    }
}

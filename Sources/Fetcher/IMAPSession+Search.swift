public import WorkingTime

extension IMAPSession {
    /// The UIDs of the selected mailbox that lie in a range.
    public func uids(in range: ClosedRange<UInt32>) throws(FetchError) -> [UInt32] {
        // A mailbox always answers `n:*` with its last message, even below n: hence the largest number instead of `*`.
        try search(Command("UID \(max(1, range.lowerBound)):\(max(1, range.upperBound))"))
            .filter { range.contains($0) }
    }

    /// The mails whose Message-ID field holds this text, as `<id@host>`.
    public func search(messageID: String) throws(FetchError) -> [UInt32] {
        guard !messageID.isEmpty, messageID.utf8.count <= 2000, !messageID.utf8.contains(where: { $0 < 0x20 }) else {
            throw FetchError(scope: .account, cause: .unusableArgument)
        }
        return try search(Command("HEADER Message-ID ").then(string: Array(messageID.utf8)))
    }

    /// The mails that arrived on or after the instant's day, as the server counts days.
    public func search(since instant: Instant) throws(FetchError) -> [UInt32] {
        try search(Command("SINCE \(InternalDate.dayText(instant))"))
    }

    /// Chosen header fields of some mails of the selected mailbox; mails that are gone are missing in the answer.
    public func fetchHeaders(_ uids: UIDSet, fields: [String]) throws(FetchError) -> [HeaderFields] {
        let state = try opened()
        guard !fields.isEmpty, fields.allSatisfy(Self.isFieldName) else {
            throw FetchError(scope: .mailbox(state.name), cause: .unusableArgument)
        }
        let names = fields.joined(separator: " ")
        let usual = dialogue.literalBytes
        dialogue.literalBytes = Self.headerBytes
        defer { dialogue.literalBytes = usual }
        var found: [UInt32: [UInt8]] = [:]
        for piece in uids.pieces() {
            let command = Command("UID FETCH \(piece) (UID BODY.PEEK[HEADER.FIELDS (\(names))])")
            try run(command, scope: .mailbox(state.name)) {
                guard case .fetch(let item) = $0, let uid = item.uid, uids.contains(uid) else { return }
                for section in item.sections where section.name.hasPrefix("HEADER.FIELDS") {
                    if case .bytes(let bytes) = section.content { found[uid] = bytes }
                }
            }
        }
        return found.sorted { $0.key < $1.key }.map { HeaderFields(uid: $0.key, bytes: $0.value) }
    }

    func search(_ criteria: Command) throws(FetchError) -> [UInt32] {
        let state = try opened()
        // With RETURN a server may answer in ranges (RFC 4731): 20 bytes where a list takes a hundred thousand.
        var command = Command(has("ESEARCH") ? "UID SEARCH RETURN (ALL) " : "UID SEARCH ")
        for piece in criteria.pieces {
            switch piece {
            case .text(let text): command = command.then(String(decoding: text, as: UTF8.self))
            case .literal(let bytes): command = command.then(literal: bytes)
            }
        }
        var ranges: [ClosedRange<UInt32>] = []
        try run(command, scope: .mailbox(state.name)) {
            if case .search(let set) = $0 { ranges += set.ranges }
        }
        guard let uids = UIDSet(ranges: ranges).uids() else {
            throw FetchError(scope: .mailbox(state.name), cause: .answerTooLarge)
        }
        return uids
    }

    /// A few chosen fields of one message; longer ones are missing in the answer.
    private static let headerBytes: UInt64 = 256 << 10

    private static func isFieldName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 100
            && name.utf8.allSatisfy {
                ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 == 0x2D || (0x30...0x39).contains($0)
            }
    }
}

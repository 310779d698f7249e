/// What a server says, as far as we use it (RFC 3501 section 7 and the extensions named at each case).
enum Response: Hashable, Sendable {
    /// `+`: go on with the literal or the IDLE.
    case continuation
    case tagged(tag: String, StatusResponse)
    case status(StatusResponse)
    case capability([String])
    case enabled([String])
    case exists(Int)
    case expunge
    /// RFC 7162 section 3.2.10.
    case vanished(UIDSet)
    /// SEARCH (RFC 3501) and ESEARCH (RFC 4731).
    case search(UIDSet)
    case list(ListEntry)
    /// The personal namespaces (RFC 2342).
    case namespace([NamespaceEntry])
    case mailboxStatus(MailboxStatus)
    case flags([String])
    case fetch(FetchedItem)
    /// Anything else, or something known but malformed, which is the same to us.
    case other
}

/// OK, NO, BAD, BYE or PREAUTH with its code and text.
struct StatusResponse: Hashable, Sendable {
    enum Kind: String, Hashable, Sendable {
        case ok = "OK"
        case no = "NO"
        case bad = "BAD"
        case bye = "BYE"
        case preauth = "PREAUTH"
    }

    var kind: Kind
    var code: ResponseCode?
    var text: [UInt8] = []
}

struct ListEntry: Hashable, Sendable {
    var attributes: [String]
    var delimiter: UInt8?
    var name: [UInt8]
}

struct NamespaceEntry: Hashable, Sendable {
    var prefix: [UInt8]
    var delimiter: UInt8?
}

struct MailboxStatus: Hashable, Sendable {
    var name: [UInt8]
    var messages: Int?
    var uidNext: UInt32?
    var uidValidity: UInt32?
    var highestModSeq: UInt64?
}

/// One FETCH response: whatever attributes it carried, in whatever order.
struct FetchedItem: Hashable, Sendable {
    var uid: UInt32?
    var flags: [String]?
    var internalDate: [UInt8]?
    var size: Int?
    var modSeq: UInt64?
    var sections: [FetchedSection] = []
    var structure: BodyStructure?
}

/// `BODY[section]` and its content.
struct FetchedSection: Hashable, Sendable {
    /// Between the brackets, upper case: empty for the whole message.
    var name: String
    var content: SectionContent
}

enum SectionContent: Hashable, Sendable {
    case bytes([UInt8])
    case null
    /// Longer than allowed, and read over.
    case dropped(UInt64)
}

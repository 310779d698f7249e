/// The code in brackets that begins a status text (RFC 3501 section 7.1; RFC 4315, 4551, 5530, 6154, 7162, 7889).
public enum ResponseCode: Hashable, Sendable {
    case alert, authenticationFailed, authorizationFailed, expired, privacyRequired, contactAdmin, noPermission
    case inUse, expungeIssued, corruption, serverBug, clientBug, cannot, limit, overQuota, alreadyExists
    case nonExistent, unavailable, tryCreate, throttled, parse, badCharset, closed, uidNotSticky, readOnly, readWrite
    case noModSeq, tooBig
    case uidNext(UInt32)
    case uidValidity(UInt32)
    case unseen(UInt32)
    case highestModSeq(UInt64)
    case permanentFlags([String])
    case capability([String])
    /// Where an appended message went.
    case appendUID(uidValidity: UInt32, uids: UIDSet)
    /// Where copied messages went: pairs of old and new UID.
    case copyUID(uidValidity: UInt32, pairs: [UIDPair])
    case other(String)

    /// A message's UID before and after a copy.
    public struct UIDPair: Hashable, Sendable {
        public var source: UInt32
        public var target: UInt32

        public init(source: UInt32, target: UInt32) {
            self.source = source
            self.target = target
        }
    }

    /// Whether what it reports passes by itself; nil where the code does not tell.
    public var isTransient: Bool? {
        switch self {
        case .unavailable, .inUse, .limit, .throttled, .serverBug, .expungeIssued: true
        case .authenticationFailed, .authorizationFailed, .expired, .privacyRequired, .contactAdmin, .noPermission,
            .cannot, .nonExistent, .alreadyExists, .tooBig:
            false
        default: nil
        }
    }

    static let plain: [String: ResponseCode] = [
        "ALERT": .alert, "AUTHENTICATIONFAILED": .authenticationFailed, "AUTHORIZATIONFAILED": .authorizationFailed,
        "EXPIRED": .expired, "PRIVACYREQUIRED": .privacyRequired, "CONTACTADMIN": .contactAdmin,
        "NOPERM": .noPermission, "INUSE": .inUse, "EXPUNGEISSUED": .expungeIssued, "CORRUPTION": .corruption,
        "SERVERBUG": .serverBug, "CLIENTBUG": .clientBug, "CANNOT": .cannot, "LIMIT": .limit,
        "OVERQUOTA": .overQuota, "ALREADYEXISTS": .alreadyExists, "NONEXISTENT": .nonExistent,
        "UNAVAILABLE": .unavailable, "TRYCREATE": .tryCreate, "THROTTLED": .throttled, "PARSE": .parse,
        "BADCHARSET": .badCharset, "CLOSED": .closed, "UIDNOTSTICKY": .uidNotSticky, "READ-ONLY": .readOnly,
        "READ-WRITE": .readWrite, "NOMODSEQ": .noModSeq, "TOOBIG": .tooBig,
    ]
}

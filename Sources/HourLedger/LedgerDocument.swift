import Agreement
import WorkingTime

/// A ledger as data for other programs: the JSON of `gatepost ledger --json`. Keys are stable; new ones may be added.
public struct LedgerDocument: Encodable, Sendable {
    public struct Row: Encodable, Sendable {
        public var name: String
        public var start: String
        public var end: String
        public var grantedMinutes: Int
        public var adjustedMinutes: Int
        public var usedMinutes: Int
        public var expiredMinutes: Int
        public var overageMinutes: Int
        public var leewayMinutes: Int
        public var openingMinutes: Int
        public var closingMinutes: Int
        public var closed: Bool
    }

    public struct Line: Encodable, Sendable {
        public var id: String
        public var at: String
        public var recordedAt: String
        public var period: String
        public var kind: String
        public var basis: String
        public var minutes: Int
        public var heldMinutes: Int
        @Null public var workedMinutes: Int?
        @Null public var request: String?
        @Null public var message: String?
        public var by: String
        public var note: String
        @Null public var clause: String?
        @Null public var corrects: String?
        @Null public var refersTo: String?
        @Null public var refersToPeriod: String?
    }

    public var client: String
    public var zone: String
    public var asOf: String
    public var balanceMinutes: Int
    public var heldMinutes: Int
    public var overageMinutes: Int
    /// Minor units of `currency`; 0 where nothing is priced.
    public var overageAmount: Int
    @Null public var currency: String?
    public var periods: [Row]
    public var postings: [Line]

    public init(_ state: LedgerState) {
        client = state.client
        zone = state.zone.identifier
        asOf = state.asOf.rfc3339
        balanceMinutes = state.balanceMinutes
        heldMinutes = state.heldMinutes
        overageMinutes = state.overageMinutes
        let amount = state.overageAmount
        overageAmount = amount?.minorUnits ?? 0
        currency = amount?.currency
        periods = state.periods.map(Row.init)
        postings = state.postings.map(Line.init)
    }
}

extension LedgerDocument.Row {
    init(_ period: LedgerPeriod) {
        name = period.name
        start = period.start.text
        end = period.end.text
        grantedMinutes = period.grantedMinutes
        adjustedMinutes = period.adjustedMinutes
        usedMinutes = period.usedMinutes
        expiredMinutes = period.expiredMinutes
        overageMinutes = period.overageMinutes
        leewayMinutes = period.leewayMinutes
        openingMinutes = period.openingMinutes
        closingMinutes = period.closingMinutes
        closed = period.isClosed
    }
}

extension LedgerDocument.Line {
    init(_ posting: Posting) {
        id = posting.id
        at = posting.happenedAt.rfc3339
        recordedAt = posting.recordedAt.rfc3339
        period = posting.period
        kind = posting.kind.rawValue
        basis = posting.basis.rawValue
        minutes = posting.minutes
        heldMinutes = posting.heldMinutes
        workedMinutes = posting.workedMinutes
        request = posting.request
        message = posting.message
        by = posting.enteredBy
        note = posting.note
        clause = posting.clause?.name
        corrects = posting.corrects
        refersTo = posting.refersTo
        refersToPeriod = posting.refersToPeriod
    }
}

/// A value that is written as `null` when it is missing, so that every object has every key.
@propertyWrapper
public struct Null<Value: Encodable & Sendable>: Encodable, Sendable {
    public var wrappedValue: Value?

    public init(wrappedValue: Value?) {
        self.wrappedValue = wrappedValue
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue {
            try container.encode(wrappedValue)
        } else {
            try container.encodeNil()
        }
    }
}

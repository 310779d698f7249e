import Agreement
import WorkingTime

/// A statement as data for other programs: the JSON of `gatepost statement --json`. Keys are stable; new ones may be
/// added. Money is in minor units of `currency`.
public struct StatementDocument: Encodable, Sendable {
    public struct Line: Encodable, Sendable {
        public var id: String
        public var date: String
        public var kind: String
        public var basis: String
        @Null public var request: String?
        public var by: String
        public var note: String
        @Null public var clause: String?
        public var minutes: Int
        @Null public var workedMinutes: Int?
        public var heldMinutes: Int
        /// What is left after this line.
        public var balanceMinutes: Int
        @Null public var refersToPeriod: String?
        @Null public var amount: Int?
    }

    public struct Overage: Encodable, Sendable {
        public var minutes: Int
        @Null public var rateAmount: Int?
        @Null public var amount: Int?
    }

    public struct Promise: Encodable, Sendable {
        public var request: String
        public var name: String
        public var due: String
        @Null public var metAt: String?
        public var lateMinutes: Int
        /// `kept`, `broken` or `open`.
        public var outcome: String
    }

    public struct Credit: Encodable, Sendable {
        public var measure: String
        public var measured: Int
        @Null public var amount: Int?
        public var bonusMinutes: Int
        public var redo: Bool
    }

    public struct Credits: Encodable, Sendable {
        /// `proposed` until a person confirms them, then `confirmed`.
        public var state: String
        /// The period in which they were confirmed and count.
        @Null public var countsIn: String?
        public var lines: [Credit]
        @Null public var totalAmount: Int?
        public var bonusMinutes: Int
        public var isCapped: Bool
    }

    public var client: String
    public var name: String
    public var zone: String
    public var asOf: String
    public var period: String
    public var start: String
    public var end: String
    public var closed: Bool
    public var openingMinutes: Int
    public var grantedMinutes: Int
    public var adjustedMinutes: Int
    public var usedMinutes: Int
    public var expiredMinutes: Int
    public var closingMinutes: Int
    public var heldMinutes: Int
    public var overageMinutes: Int
    public var leewayMinutes: Int
    @Null public var feeAmount: Int?
    @Null public var totalAmount: Int?
    @Null public var currency: String?
    public var lines: [Line]
    public var overage: [Overage]
    public var promises: [Promise]
    @Null public var credits: Credits?

    public init(_ statement: Statement) {
        let row = statement.period
        client = statement.client
        name = statement.name
        zone = statement.zone.identifier
        asOf = statement.asOf.rfc3339
        period = row.name
        start = row.start.text
        end = row.end.text
        closed = row.isClosed
        openingMinutes = row.openingMinutes
        grantedMinutes = row.grantedMinutes
        adjustedMinutes = row.adjustedMinutes
        usedMinutes = row.usedMinutes
        expiredMinutes = row.expiredMinutes
        closingMinutes = row.closingMinutes
        heldMinutes = statement.heldMinutes
        overageMinutes = row.overageMinutes
        leewayMinutes = row.leewayMinutes
        feeAmount = statement.fee?.minorUnits
        totalAmount = statement.totalAmount?.minorUnits
        currency = (statement.totalAmount ?? statement.fee ?? statement.credits?.total)?.currency
        var balance = row.openingMinutes
        lines = statement.lines.map { line in
            balance += line.minutes
            return Line(line, balanceMinutes: balance)
        }
        overage = statement.overage.map {
            Overage(minutes: $0.minutes, rateAmount: $0.rate?.minorUnits, amount: $0.amount?.minorUnits)
        }
        promises = statement.promises.map { Promise($0, asOf: statement.asOf) }
        credits = statement.credits.map { Credits($0, confirmation: statement.confirmation) }
    }
}

extension StatementDocument.Line {
    init(_ line: Statement.Line, balanceMinutes: Int) {
        id = line.id
        date = line.date.text
        kind = line.kind.rawValue
        basis = line.basis.rawValue
        request = line.request
        by = line.enteredBy
        note = line.note
        clause = line.clause?.name
        minutes = line.minutes
        workedMinutes = line.workedMinutes
        heldMinutes = line.heldMinutes
        self.balanceMinutes = balanceMinutes
        refersToPeriod = line.refersToPeriod
        amount = line.amount?.minorUnits
    }
}

extension StatementDocument.Promise {
    init(_ promise: PromiseOutcome, asOf: Instant) {
        request = promise.request
        name = promise.name
        due = promise.due.rfc3339
        metAt = promise.metAt?.rfc3339
        lateMinutes = promise.lateMinutes(asOf: asOf)
        let isMet = promise.metAt.map { $0 <= asOf } ?? false
        outcome = promise.isBroken(asOf: asOf) ? "broken" : isMet ? "kept" : "open"
    }
}

extension StatementDocument.Credits {
    init(_ credits: CreditsDue, confirmation: Posting?) {
        state = confirmation == nil ? "proposed" : "confirmed"
        countsIn = confirmation?.period
        lines = credits.lines.map {
            StatementDocument.Credit(
                measure: $0.measure.rawValue,
                measured: $0.measured,
                amount: $0.amount?.minorUnits,
                bonusMinutes: $0.bonusMinutes,
                redo: $0.redo
            )
        }
        totalAmount = credits.total?.minorUnits
        bonusMinutes = credits.bonusMinutes
        isCapped = credits.isCapped
    }
}

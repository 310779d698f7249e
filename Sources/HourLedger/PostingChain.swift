import Agreement
public import Digest
import WorkingTime

extension Posting {
    /// This posting as the next one of a chain: numbered, named, and sealed with the digest of its predecessor.
    public func sealed(number: Int, previous: Digest?) -> Posting {
        var posting = self
        posting.number = number
        posting.id = "\(client)-\(number)"
        posting.previousDigest = previous
        posting.digest = posting.computedDigest()
        return posting
    }

    /// SHA-256 over the predecessor's digest and every field, each written as length, colon, bytes (absent: `-`).
    public func computedDigest() -> Digest {
        var text = FieldText()
        text.bytes.reserveCapacity(512)
        text.add("gatepost posting 1")
        if let previousDigest { text.add(bytes: previousDigest.bytes) } else { text.addNothing() }
        text.add(id)
        text.add(number)
        text.add(client)
        text.add(kind.rawValue)
        text.add(basis.rawValue)
        text.add(minutes)
        text.add(heldMinutes)
        text.add(period)
        text.add(request)
        text.add(message)
        text.add(enteredBy)
        text.add(note)
        text.add(Int(happenedAt.epochSeconds))
        text.add(Int(recordedAt.epochSeconds))
        text.add(corrects)
        text.add(refersTo)
        text.add(refersToPeriod)
        text.add(idempotencyKey)
        text.add(clause?.name)
        text.add(workedMinutes)
        text.add(weightedHundredths)
        text.add(rate?.minorUnits)
        text.add(rate?.currency)
        text.add(closingMinutes)
        return Digest(of: text.bytes)
    }
}

/// Fields one after the other, so that no two different postings have the same bytes.
private struct FieldText {
    var bytes: [UInt8] = []

    mutating func addNothing() {
        bytes.append(UInt8(ascii: "-"))
    }

    mutating func add(bytes field: [UInt8]) {
        addDigits(field.count)
        bytes.append(UInt8(ascii: ":"))
        bytes += field
    }

    mutating func add(_ field: String?) {
        guard var field else { return addNothing() }
        field.withUTF8 { utf8 in
            addDigits(utf8.count)
            bytes.append(UInt8(ascii: ":"))
            unsafe bytes.append(contentsOf: utf8)
        }
    }

    mutating func add(_ number: Int?) {
        guard let number else { return addNothing() }
        if number < 0 { bytes.append(UInt8(ascii: "m")) }
        addDigits(number.magnitude)
        bytes.append(UInt8(ascii: ";"))
    }

    private mutating func addDigits(_ number: some BinaryInteger) {
        var rest = UInt(number)
        var divisor: UInt = 1
        while rest / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(rest / divisor))
            rest %= divisor
            divisor /= 10
        }
    }
}

/// What does not fit in a chain of postings.
public struct ChainFault: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// The number is not the one after its predecessor's: a posting is missing or was put in.
        case number(expected: Int)
        /// The stored predecessor's digest is not that of the posting before.
        case predecessor
        /// The posting's own digest does not fit its fields.
        case digest
        /// The id is not the client's name with the number.
        case identity
        /// The key was already used by the posting with this number.
        case repeatedKey(number: Int)
        /// It counts in a period that was closed before it was recorded.
        case closedPeriod
        /// The stated closing balance is not the sum of the postings.
        case closingBalance(expected: Int)
        /// Postings take more from held work than was held.
        case held
        /// A posting it names does not stand before it.
        case reference
        /// It is the last one, but there were more.
        case end(expected: Int)
    }

    public var client: String
    public var number: Int
    public var id: String
    public var kind: Kind

    public init(client: String, number: Int, id: String, kind: Kind) {
        self.client = client
        self.number = number
        self.id = id
        self.kind = kind
    }
}

extension ChainFault {
    /// What does not fit, for the person who has to mend it.
    public var words: String {
        switch kind {
        case .number(let expected): "number \(expected) is missing before it"
        case .predecessor: "it does not follow from the posting before it"
        case .digest: "it was changed after it was recorded"
        case .identity: "it bears another client's name"
        case .repeatedKey(let number): "it records again what number \(number) recorded"
        case .closedPeriod: "it counts in a period that was closed before"
        case .closingBalance(let expected): "the period's postings add up to \(expected) minutes, not what it states"
        case .held: "it settles more held work than there was"
        case .end(let expected): "\(expected - number) postings after it are missing"
        case .reference: "it names a posting that does not stand before it"
        }
    }
}

/// Checks one client's postings in the order of their numbers, one at a time, so that nothing needs to be kept but sums.
public struct ChainVerifier: Sendable {
    public let client: String
    /// How many postings were taken.
    public private(set) var number = 0
    private var last: Digest?
    private var keys: [String: Int] = [:]
    private var sums: [String: Int] = [:]
    private var closed: Set<String> = []
    private var closedMinutes = 0
    private var heldMinutes = 0

    public init(client: String) {
        self.client = client
    }

    /// The balance that the stored postings of closed periods and the entries so far sum up to.
    public var storedMinutes: Int {
        sums.values.reduce(closedMinutes, +)
    }

    /// The verifier at the end of its chain, when nothing more is to be checked but the end.
    public var withoutKeys: ChainVerifier {
        var verifier = self
        verifier.keys = [:]
        verifier.closed = []
        verifier.sums = [:]
        return verifier
    }

    /// Takes the next posting; throws the first thing about it that does not fit.
    public mutating func check(_ posting: Posting) throws(ChainFault) {
        func fault(_ kind: ChainFault.Kind) -> ChainFault {
            ChainFault(client: client, number: posting.number, id: posting.id, kind: kind)
        }
        guard posting.number == number + 1 else { throw fault(.number(expected: number + 1)) }
        guard posting.client == client, posting.id == "\(client)-\(posting.number)" else { throw fault(.identity) }
        guard posting.previousDigest == last else { throw fault(.predecessor) }
        guard posting.digest == posting.computedDigest() else { throw fault(.digest) }
        if let first = keys.updateValue(posting.number, forKey: posting.idempotencyKey) {
            throw fault(.repeatedKey(number: first))
        }
        for reference in [posting.corrects, posting.refersTo] {
            guard let reference else { continue }
            guard let target = Int(reference.dropFirst(client.count + 1)), reference == "\(client)-\(target)",
                (1...number).contains(target)
            else { throw fault(.reference) }
        }
        guard !closed.contains(posting.period) else { throw fault(.closedPeriod) }
        sums[posting.period, default: 0] += posting.minutes
        heldMinutes += posting.heldMinutes
        guard heldMinutes >= 0 else { throw fault(.held) }
        if posting.basis == .closing {
            closedMinutes += sums.removeValue(forKey: posting.period) ?? 0
            closed.insert(posting.period)
            guard posting.closingMinutes == closedMinutes else {
                throw fault(.closingBalance(expected: closedMinutes))
            }
        }
        number = posting.number
        last = posting.digest
    }
}

extension ChainVerifier {
    /// Checks that the chain ends where it should; throws when it was cut short, or ends in another posting.
    public func checkEnd(number expected: Int, digest: Digest?) throws(ChainFault) {
        let id = "\(client)-\(number)"
        guard number >= expected else {
            throw ChainFault(client: client, number: number, id: id, kind: .end(expected: expected))
        }
        guard number == expected, digest == last else {
            throw ChainFault(client: client, number: number, id: id, kind: .predecessor)
        }
    }
}

extension Ledger {
    /// The first posting of a client's chain that does not fit; nil when all do. Postings are in order of their numbers.
    public static func verify(_ postings: some Sequence<Posting>, client: String) -> ChainFault? {
        var verifier = ChainVerifier(client: client)
        for posting in postings {
            do {
                try verifier.check(posting)
            } catch {
                return error
            }
        }
        return nil
    }
}

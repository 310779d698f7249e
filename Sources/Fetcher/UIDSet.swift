/// A set of UIDs as ranges in ascending order, never expanded unless asked (RFC 3501 section 9, `sequence-set`).
public struct UIDSet: Hashable, Sendable, CustomStringConvertible {
    /// Ascending, apart by at least two.
    public private(set) var ranges: [ClosedRange<UInt32>]

    public init() {
        ranges = []
    }

    public init(_ uids: some Sequence<UInt32>) {
        ranges = Self.merged(uids.filter { $0 > 0 }.map { $0...$0 })
    }

    public init(ranges: [ClosedRange<UInt32>]) {
        self.ranges = Self.merged(ranges)
    }

    /// Reads `1:4,7`; nil for anything else, `*` included, and for more than `maximumRanges` ranges.
    public init?(parsing text: some Collection<UInt8>) {
        guard let ranges = Self.parsed(text) else { return nil }
        self.init(ranges: ranges)
    }

    public var isEmpty: Bool { ranges.isEmpty }

    /// How many UIDs the set names, whether they exist or not.
    public var count: Int {
        ranges.reduce(0) { $0 + $1.count }
    }

    /// Every UID, ascending; nil when there are more than `limit`.
    public func uids(limit: Int = Self.maximumUIDs) -> [UInt32]? {
        guard count <= limit else { return nil }
        return ranges.flatMap { Array($0) }
    }

    public func contains(_ uid: UInt32) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < uid { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(uid)
    }

    public var description: String {
        ranges.map(Self.text).joined(separator: ",")
    }

    /// The set in pieces whose text stays below `bytes`, for servers that refuse long commands.
    public func pieces(bytes: Int = 4000) -> [UIDSet] {
        var pieces: [UIDSet] = []
        var piece = UIDSet()
        var length = 0
        for range in ranges {
            let size = Self.text(range).utf8.count + 1
            if length + size > bytes, !piece.isEmpty {
                pieces.append(piece)
                piece = UIDSet()
                length = 0
            }
            piece.ranges.append(range)
            length += size
        }
        if !piece.isEmpty { pieces.append(piece) }
        return pieces
    }

    /// Five million mails in one mailbox is beyond any support inbox; a hostile `1:4294967295` would be 16 GB.
    public static let maximumUIDs = 5_000_000
    /// As many ranges as that many mails can need.
    static let maximumRanges = maximumUIDs

    /// The ranges in the order they were written, as COPYUID pairs them (RFC 4315 section 3).
    static func parsed(_ text: some Collection<UInt8>) -> [ClosedRange<UInt32>]? {
        var ranges: [ClosedRange<UInt32>] = []
        for piece in text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let bounds = piece.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            guard (1...2).contains(bounds.count), ranges.count < maximumRanges else { return nil }
            let numbers = bounds.compactMap { Decimal.number($0).flatMap { UInt32(exactly: $0) } }
            guard numbers.count == bounds.count, let first = numbers.first, let last = numbers.last, first > 0,
                last > 0
            else { return nil }
            ranges.append(min(first, last)...max(first, last))
        }
        return ranges
    }

    private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var result: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, range.lowerBound <= last.upperBound || range.lowerBound == last.upperBound + 1 {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }

    private static func text(_ range: ClosedRange<UInt32>) -> String {
        range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound):\(range.upperBound)"
    }
}

enum Decimal {
    /// An unsigned decimal number of at most 19 digits; nil for anything else.
    static func number(_ digits: some Collection<UInt8>) -> UInt64? {
        guard !digits.isEmpty else { return nil }
        var value: UInt64 = 0
        var count = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit), count < 19 else { return nil }
            value = value * 10 + UInt64(digit - 0x30)
            count += 1
        }
        return value
    }
}

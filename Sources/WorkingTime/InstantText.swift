extension Instant {
    /// An instant written as RFC 3339 section 5.6 (`2026-03-17T23:30:00Z`, `2026-03-17t23:30:00.25+01:00`); nil for
    /// anything else. Fractions of a second are dropped; a leap second counts as the second after it.
    public init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        // `YYYY-MM-DDTHH:MM:SSZ` is the shortest form; nine digits of fraction and an offset the longest we take.
        guard bytes.count >= 20, bytes.count <= 40,
            let date = CivilDate(String(decoding: bytes[0..<10], as: UTF8.self)),
            bytes[10] | 0x20 == UInt8(ascii: "t"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = Self.number(bytes[11..<13], below: 24), let minute = Self.number(bytes[14..<16], below: 60),
            let second = Self.number(bytes[17..<19], below: 61)
        else { return nil }
        var index = 19
        if bytes[index] == UInt8(ascii: ".") {
            index += 1
            let first = index
            while index < bytes.count, Self.digits.contains(bytes[index]) { index += 1 }
            guard index > first else { return nil }
        }
        guard let offset = Self.offsetSeconds(bytes[index...]) else { return nil }
        let local = Int64(date.dayNumber) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        self.init(epochSeconds: local - Int64(offset))
    }

    /// This instant in UTC as RFC 3339, such as `2026-03-17T23:30:00Z`.
    public var rfc3339: String {
        let civil = Zone.utc.civil(self)
        return "\(civil.date.text)T\(civil.clockText(seconds: true))Z"
    }

    private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

    private static func number(_ bytes: ArraySlice<UInt8>, below limit: Int) -> Int? {
        guard bytes.allSatisfy({ digits.contains($0) }) else { return nil }
        let value = bytes.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return value < limit ? value : nil
    }

    private static func offsetSeconds(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let sign = bytes.first else { return nil }
        if sign | 0x20 == UInt8(ascii: "z") { return bytes.count == 1 ? 0 : nil }
        let rest = Array(bytes.dropFirst())
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), rest.count == 5, rest[2] == UInt8(ascii: ":"),
            let hours = number(rest[0..<2], below: 24), let minutes = number(rest[3..<5], below: 60)
        else { return nil }
        let seconds = (hours * 60 + minutes) * 60
        return sign == UInt8(ascii: "+") ? seconds : -seconds
    }
}

extension CivilDateTime {
    /// `HH:MM`, or `HH:MM:SS` with seconds.
    public func clockText(seconds: Bool = false) -> String {
        let hours = CivilDate.padded(secondOfDay / 3600, 2)
        let minutes = CivilDate.padded(secondOfDay / 60 % 60, 2)
        return seconds ? "\(hours):\(minutes):\(CivilDate.padded(secondOfDay % 60, 2))" : "\(hours):\(minutes)"
    }
}

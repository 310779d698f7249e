/// The moment a mail names, and the offset of the clock that its sender saw (RFC 5322 section 3.3).
public struct DateTime: Sendable, Hashable {
    /// Seconds since 1970-01-01 00:00:00 UTC.
    public let epochSeconds: Int64
    /// Minutes that the sender's clock is ahead of UTC; 0 where the mail does not tell.
    public let offsetMinutes: Int

    public init(epochSeconds: Int64, offsetMinutes: Int) {
        self.epochSeconds = epochSeconds
        self.offsetMinutes = offsetMinutes
    }

    /// Reads the value of a Date field, obsolete forms included: two-digit years, zone names, comments, no seconds, no
    /// zone, the order of C's asctime. Nil when no such day and time exists.
    public init?(parsing text: String) {
        let bytes = Array(text.utf8)
        self.init(bytes.span, 0..<bytes.count)
    }

    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var reader = DateReader()
        reader.read(bytes, range)
        guard let value = reader.value else { return nil }
        self = value
    }
}

/// Gathers the pieces of a date in whatever order they come.
private struct DateReader {
    private var day: Int?
    private var month: Int?
    private var year: Int?
    private var time: (hour: Int, minute: Int, second: Int)?
    private var offset: Int?
    private var isAfternoon: Bool?

    /// Longer values are no dates.
    private static let limit = 256

    private static let months: [StaticString] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Zone names in hours east of Greenwich (RFC 5322 section 4.3, and what European programs write).
    private static let zones: [(StaticString, Int)] = [
        ("utc", 0), ("ut", 0), ("gmt", 0), ("z", 0), ("wet", 0), ("bst", 60), ("west", 60), ("cet", 60),
        ("met", 60), ("mez", 60), ("cest", 120), ("mest", 120), ("mesz", 120), ("eet", 120), ("eest", 180),
        ("msk", 180), ("jst", 540), ("kst", 540), ("hkt", 480), ("sgt", 480), ("ast", -240), ("adt", -180),
        ("est", -300), ("edt", -240), ("cst", -360), ("cdt", -300), ("mst", -420), ("mdt", -360), ("pst", -480),
        ("pdt", -420), ("hst", -600),
    ]

    mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        let end = Swift.min(range.upperBound, range.lowerBound + Self.limit)
        var index = range.lowerBound
        while index < end {
            let byte = bytes[index]
            if byte == ASCII.leftParenthesis {
                index = Self.afterComment(bytes, index, end)
            } else if byte.isWhitespace || byte == ASCII.comma {
                index += 1
            } else {
                let start = index
                while index < end, !bytes[index].isWhitespace, bytes[index] != ASCII.comma,
                    bytes[index] != ASCII.leftParenthesis
                {
                    index += 1
                }
                word(bytes, start..<index)
            }
        }
    }

    private static func afterComment(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var depth = 0
        var index = start
        while index < end {
            if bytes[index] == ASCII.leftParenthesis { depth += 1 }
            if bytes[index] == ASCII.rightParenthesis { depth -= 1 }
            index += 1
            if depth == 0 { break }
        }
        return index
    }

    private mutating func word(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        let first = bytes[range.lowerBound]
        if first == ASCII.plus || first == ASCII.hyphen {
            if time != nil, offset == nil { offset = Self.numericZone(bytes, range) }
        } else if first.isDigit {
            number(bytes, range)
        } else if first.isLetter {
            name(bytes, range)
        }
    }

    private mutating func number(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        if bytes.firstIndex(of: ASCII.colon, in: range) != nil {
            if time == nil { clock(bytes, range) }
        } else if let dash = bytes.firstIndex(of: ASCII.hyphen, in: range) {
            // 01-Jan-2024 and 2024-01-31, with or without a time behind a T.
            dashed(bytes, range, dash)
        } else if let value = Self.integer(bytes, range) {
            if range.count <= 2, day == nil {
                day = value
            } else if year == nil, month != nil || range.count == 4 {
                year = Self.fullYear(value, digits: range.count)
            }
        } else if time == nil, range.count <= 8, bytes.firstIndex(of: ASCII.dot, in: range) != nil {
            clock(bytes, range)
        }
    }

    private mutating func dashed(_ bytes: Span<UInt8>, _ range: Range<Int>, _ dash: Int) {
        guard let second = bytes.firstIndex(of: ASCII.hyphen, in: dash + 1..<range.upperBound),
            let head = Self.integer(bytes, range.lowerBound..<dash)
        else { return }
        if dash - range.lowerBound == 4 {
            year = head
            month = Self.integer(bytes, dash + 1..<second)
            let stop = Swift.min(second + 3, range.upperBound)
            day = Self.integer(bytes, second + 1..<stop)
        } else {
            day = head
            name(bytes, dash + 1..<second)
            year = Self.integer(bytes, second + 1..<range.upperBound)
                .map { Self.fullYear($0, digits: range.upperBound - second - 1) }
        }
    }

    /// Reads `hh:mm`, `hh:mm:ss` or `hh.mm.ss`, perhaps behind an ISO date and before a zone.
    private mutating func clock(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var start = range.lowerBound
        if range.count > 11, bytes[start + 4] == ASCII.hyphen, bytes[start + 10].lowered == 0x74 {
            guard let dash = bytes.firstIndex(of: ASCII.hyphen, in: range) else { return }
            dashed(bytes, start..<start + 10, dash)
            start += 11
        }
        var fields: [Int] = []
        var value: Int?
        var index = start
        while index < range.upperBound {
            let byte = bytes[index]
            if byte.isDigit {
                value = Swift.min((value ?? 0) * 10 + Int(byte - ASCII.zero), 1_000)
            } else if byte == ASCII.colon || byte == ASCII.dot {
                if let value { fields.append(value) }
                value = nil
            } else {
                break
            }
            index += 1
        }
        if let value { fields.append(value) }
        guard fields.count >= 2 else { return }
        time = (fields[0], fields[1], fields.count > 2 ? fields[2] : 0)
        if index < range.upperBound { word(bytes, index..<range.upperBound) }
    }

    private mutating func name(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        if range.count >= 3 {
            for (number, month) in Self.months.enumerated()
            where self.month == nil && bytes.starts(with: month, at: range.lowerBound, to: range.upperBound) {
                self.month = number + 1
                return
            }
        }
        guard time != nil else { return }
        if bytes.equals("am", in: range) { isAfternoon = false }
        if bytes.equals("pm", in: range) { isAfternoon = true }
        guard offset == nil else { return }
        var stop = range.lowerBound
        while stop < range.upperBound, bytes[stop].isLetter { stop += 1 }
        for (zone, minutes) in Self.zones where bytes.equals(zone, in: range.lowerBound..<stop) {
            // GMT+0300: the number tells the offset, the name only that there is one.
            offset = stop < range.upperBound ? Self.numericZone(bytes, stop..<range.upperBound) ?? minutes : minutes
            return
        }
    }

    private static func numericZone(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        var digits: [Int] = []
        for index in range.dropFirst() {
            if bytes[index].isDigit {
                digits.append(Int(bytes[index] - ASCII.zero))
            } else if bytes[index] != ASCII.colon {
                break
            }
        }
        guard digits.count == 4 || digits.count == 2 else { return nil }
        let hours = digits[0] * 10 + digits[1]
        let minutes = digits.count == 4 ? digits[2] * 10 + digits[3] : 0
        guard hours < 24, minutes < 60 else { return nil }
        return (bytes[range.lowerBound] == ASCII.hyphen ? -1 : 1) * (hours * 60 + minutes)
    }

    private static func integer(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard !range.isEmpty, range.count <= 6 else { return nil }
        var value = 0
        for index in range {
            guard bytes[index].isDigit else { return nil }
            value = value * 10 + Int(bytes[index] - ASCII.zero)
        }
        return value
    }

    /// Two digits below 50 are of this century, other two and three digits count from 1900 (RFC 5322 section 4.3).
    private static func fullYear(_ value: Int, digits: Int) -> Int {
        switch digits {
        case ...2: value < 50 ? value + 2_000 : value + 1_900
        case 3: value + 1_900
        default: value
        }
    }

    var value: DateTime? {
        guard let day, let month, let year, var time, (1...12).contains(month), (1_900...9_999).contains(year),
            day >= 1, day <= Self.days(in: month, of: year)
        else { return nil }
        if let isAfternoon, (1...12).contains(time.hour) {
            time.hour = time.hour % 12 + (isAfternoon ? 12 : 0)
        }
        // A leap second counts as the second before it.
        guard time.hour < 24, time.minute < 60, time.second <= 60 else { return nil }
        let seconds = Swift.min(time.second, 59)
        let days = Self.daysSinceEpoch(year: year, month: month, day: day)
        let minutes = days * 1_440 + Int64(time.hour * 60 + time.minute - (offset ?? 0))
        return DateTime(epochSeconds: minutes * 60 + Int64(seconds), offsetMinutes: offset ?? 0)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    /// Days of the proleptic Gregorian calendar, counted in years that begin in March so that leap days come last.
    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let yearDay = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return Int64(shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + yearDay - 719_468)
    }
}

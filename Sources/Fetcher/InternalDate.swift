import WorkingTime

/// `date-time` of RFC 3501 section 9: `17-Jul-1996 02:44:25 -0700`, the day padded with a space or not.
enum InternalDate {
    private static let months = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]

    static func instant(_ text: [UInt8]) -> Instant? {
        let words = text.split(separator: 0x20)
        guard words.count == 3 else { return nil }
        let date = words[0].split(separator: UInt8(ascii: "-"))
        let time = words[1].split(separator: UInt8(ascii: ":"))
        guard date.count == 3, time.count == 3, let month = months.firstIndex(of: ResponseScanner.upper(date[1])),
            let day = number(date[0], 1...31), let year = number(date[2], 1...9999),
            let hour = number(time[0], 0...23), let minute = number(time[1], 0...59),
            let second = number(time[2], 0...60), let offset = offsetMinutes(words[2])
        else { return nil }
        let days = daysFromEpoch(year: year, month: month + 1, day: day)
        return Instant(epochSeconds: Int64(days * 86_400 + hour * 3600 + (minute - offset) * 60 + second))
    }

    /// The instant in UTC, for APPEND.
    static func text(_ instant: Instant) -> String {
        let (days, seconds) = instant.epochSeconds.flooredDivision(by: 86_400)
        let date = civil(daysFromEpoch: Int(days))
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded(Int($0), 2) }
        return "\(day(date)) \(clock.joined(separator: ":")) +0000"
    }

    /// The UTC day as SEARCH SINCE wants it, `17-Jul-1996`.
    static func dayText(_ instant: Instant) -> String {
        day(civil(daysFromEpoch: Int(instant.epochSeconds.flooredDivision(by: 86_400).quotient)))
    }

    private static func day(_ date: (year: Int, month: Int, day: Int)) -> String {
        let month = months[date.month - 1]
        return "\(padded(date.day, 2))-\(month.prefix(1))\(month.dropFirst().lowercased())-\(padded(date.year, 4))"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func number(_ digits: ArraySlice<UInt8>, _ range: ClosedRange<Int>) -> Int? {
        guard let value = Decimal.number(digits).flatMap({ Int(exactly: $0) }), range.contains(value) else {
            return nil
        }
        return value
    }

    private static func offsetMinutes(_ zone: ArraySlice<UInt8>) -> Int? {
        guard zone.count == 5, let sign = zone.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            let value = number(zone.dropFirst(), 0...2359)
        else { return nil }
        let minutes = value / 100 * 60 + value % 100
        return sign == UInt8(ascii: "-") ? -minutes : minutes
    }

    /// Days since 1970-01-01 in the Gregorian calendar, counted in eras of 400 years that begin in March.
    private static func daysFromEpoch(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = shifted.flooredDivision(by: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(daysFromEpoch days: Int) -> (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = (days + 719_468).flooredDivision(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}

extension BinaryInteger {
    /// Division that rounds down, with a remainder that is never negative.
    fileprivate func flooredDivision(by divisor: Self) -> (quotient: Self, remainder: Self) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
